/* Answers that a calendar sends (iTIP, RFC 5546, in mail: RFC 6047): who answers which meeting, and
 * how. Rules of recurrence are never looked at: those of strangers may never end.
 */
#pragma once

#include "mail/message.h"
#include "understand/language.h"
#include "understand/verdict.h"

/* What the first calendar part says whose method is REPLY, COUNTER or REFRESH; NULL when there is
 * none, as with invitations. Where such a part cannot be read, its method alone. `language` knows
 * what an employer sets below a comment. For verdict->calendar, which frees it. */
struct verdict_calendar *calendar_read(const struct language *language,
                                       const struct message *message);
