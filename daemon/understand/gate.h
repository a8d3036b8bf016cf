/* What an answer to "how did it go?" says beside its stage (progress.h): a plain yes or no, and the
 * days that it names. Beyond the contract: `says`, `days` and `heard` of verdict->open.
 */
#pragma once

#include "understand/language.h"
#include "understand/verdict.h"

/* Fills `says` ("yes", "no"; not there: neither, or both) and `days` ([first] or [first, last],
 * YYYY-MM-DD, "" for a first one that is not named) in answers to a question of the funnel, and
 * `days` wherever an outcome was found. `heard`: the stage that a mail names which answers none of
 * our questions and says nothing else. To be called when the intents are known. `today`:
 * YYYY-MM-DD. */
void gate_read(struct verdict *verdict, const struct language *language, const char *replying_to,
               const char *today);
