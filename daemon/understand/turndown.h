/* Whether the reason why somebody turns an item down is one that nobody may be chosen by: age, sex,
 * health, origin, faith and the like (forskelsbehandlingsloven). Main keeps and passes on no such
 * reason. The words: config/language/nejgrunde.tabel.
 */
#pragma once

#include "understand/tables.h"
#include "understand/verdict.h"

/* Puts {"B": "age"} for the items of the mail's `choose` intents, and {"": ...} for its other words
 * when it says no to a question of ours, into open.turndown; nothing when there is none. */
void turndown_read(struct verdict *verdict, const struct language *language);
