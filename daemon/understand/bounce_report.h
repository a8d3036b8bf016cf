/* Delivery status reports in standard form (RFC 3464).
 */
#pragma once

#include <stdbool.h>

#include "mail/message.h"
#include "understand/language.h"
#include "understand/verdict.h"

/* Whether a part of the mail is such a report, and not one that a person passes on. `mailer`: its
 * sender is a mail system. */
bool bounce_report_found(const struct message *message, bool mailer);

/* Appends what the reports say of each recipient. */
void bounce_report_read(struct verdict *verdict, const struct language *language,
                        const struct message *message);
