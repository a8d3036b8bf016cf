/* What staff write about a case ("mail 17 waits for a human"): a remark to colleagues, or an answer
 * to who wrote. For intents.c only.
 */
#pragma once

#include "understand/finding.h"

/* What staff answer a case is a remark to colleagues when it begins with "KLARET" ([mønstre
 * sag-klaret]), whatever follows, or with "Det er klaret" and speaks to nobody; it may not become a
 * letter to who wrote. A `confirm`; among the guesses when it may be an answer as well.
 *
 * verdict->open says what the desk needs beside it: `onward`, the words TIL AFSENDEREN as they
 * stand there when the answer begins with them (then it is one, whatever follows); `calls`, the
 * first words, when they are few; `greets`, the names behind "Hej"; `polite`, true: there is
 * nothing but thanks. */
void casework_read(const struct search *search, struct verdict *verdict);
