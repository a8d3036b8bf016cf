/* Delivery reports: whom a mail did not reach, and whether for good (RFC 3464, 3463, and what mail
 * systems say in their own words).
 */
#pragma once

#include <stdbool.h>

#include "mail/message.h"
#include "understand/language.h"
#include "understand/verdict.h"

/* What shows that a mail system sent the mail to say that another did not arrive, or not yet, for a
 * person to read; NULL: it did not. A person who passes such a report on is a person. */
const char *bounce_recognise(const struct language *language, const struct message *message);

/* Appends what the report says of each recipient. */
void bounce_read(struct verdict *verdict, const struct language *language,
                 const struct message *message);

/* The Message-ID of the mail that a bounce or a complaint gives back with its header, or NULL. */
void bounce_read_returned(struct verdict *verdict, const struct message *message);
