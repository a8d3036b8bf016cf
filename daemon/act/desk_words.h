/* Whether what staff wrote may be for each other: thanks to a colleague, or a reply to the note
 * that the case is done. Nothing of it may be mailed to who wrote.
 */
#pragma once

#include <stdbool.h>

#include "act/matter.h"

/* `citizen`: the verdict of the case; `waits`: nobody has seen to the case yet. */
bool desk_words_doubtful(const struct matter *matter, const struct verdict *citizen, bool waits,
                         bool *doubtful, GError **error);

/* The answer without TIL AFSENDEREN at its head. Borrowed. */
const char *desk_words_answer(const struct verdict *verdict);
