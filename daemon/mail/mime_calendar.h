/* The calendar parts of a mail that invites, changes or cancels (RFC 6047). Between the mime_ files
 * only.
 *
 * mixed { alternative { plain, html, calendar }, application/ics }: the calendar part is the last
 * alternative, the alternative the first child (Outlook 2007 looks only there, Thunderbird shows no
 * buttons when html comes last), and the file says the same to clients that look only at files.
 */
#pragma once

#include <gmime/gmime.h>

#include "mail/mime_write.h"

/* The object as the last alternative; it has no Content-Disposition, or clients show a file instead
 * of buttons. The caller owns it. */
GMimeObject *mime_calendar_part(const struct mail_draft *draft);

/* `body` with the same octets as the file invite.ics behind it; takes `body` over. */
GMimeObject *mime_calendar_file(const struct mail_draft *draft, GMimeObject *body);

/* Whether the object can go out: UTF-8, lines that end in CRLF, and one METHOD, that of the draft.
 */
bool mime_calendar_check(const struct mail_draft *draft, GError **error);
