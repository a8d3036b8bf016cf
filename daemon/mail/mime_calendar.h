/* What a mail that invites, changes or cancels says to calendars (RFC 6047). Between the mime_
 * files only.
 */
#pragma once

#include "mail/mime_write.h"

/* Whether the object can go out: UTF-8, lines that end in CRLF, and one METHOD, that of the draft.
 */
bool mime_calendar_check(const struct mail_draft *draft, GError **error);
