/* What the sender wants, from his own words, by the language tables. When in doubt: nothing, so
 * that a human reads it.
 */
#pragma once

#include "understand/language.h"
#include "understand/verdict.h"

/* Fills verdict->intents from verdict->text and subject. `replying_to` as in the contract. */
void intents_find(struct verdict *verdict, const struct language *language,
                  const char *replying_to);
