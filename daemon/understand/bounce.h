/* Delivery reports: whom a mail did not reach, and whether for good (RFC 3464, 3463).
 */
#pragma once

#include <stdbool.h>

#include "mail/message.h"
#include "understand/verdict.h"

/* Whether the mail is a delivery status report of RFC 3464, also a broken one. */
bool bounce_is_report(const struct message *message);

/* The Message-ID of the mail that a bounce or a complaint gives back with its header, or NULL. */
void bounce_read_returned(struct verdict *verdict, const struct message *message, const char *text);

/* Appends what the report says of each recipient; `text` is the mail's own text, which is searched
 * when there is no report in standard form. */
void bounce_read(struct verdict *verdict, const struct message *message, const char *text);
