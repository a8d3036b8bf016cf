/* What the sender wants, from his own words, by the language tables. When in doubt: nothing, so
 * that a human reads it.
 */
#pragma once

#include "understand/language.h"
#include "understand/verdict.h"

struct intents_context {
    const char *replying_to; /* as in the contract, never NULL */
    const char *today;       /* YYYY-MM-DD */
    unsigned items;          /* inline_items */
    const char *confirms;    /* profile_confirmed: what our letter asked about, or NULL */
    const char *labelled;    /* inline.h, NULL: no answers between quoted lines */
};

/* Fills verdict->intents and verdict->guesses from verdict->text and subject. */
void intents_find(struct verdict *verdict, const struct language *language,
                  const struct intents_context *context);
