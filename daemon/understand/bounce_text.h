/* Delivery reports in nobody's standard: qmail, Exim, sendmail's transcripts, Exchange, Notes,
 * providers. Whom they name, and why, in words.
 */
#pragma once

#include <stdbool.h>

#include "mail/message.h"
#include "understand/language.h"
#include "understand/verdict.h"

/* The text of the report as it stands there, without the mail that is given back. Owned. */
char *bounce_text_notice(const struct language *language, const struct message *message);

/* Whether the text says that a mail was not delivered. */
bool bounce_text_says(const struct language *language, const char *notice);

/* Whether it speaks of goods: they are delivered too, or not. */
bool bounce_text_parcel(const struct language *language, const char *notice);

/* Appends what the report says of each recipient. */
void bounce_text_read(struct verdict *verdict, const struct language *language,
                      const struct message *message);
