/* Languages that a text says somebody speaks, reads or needs. The names stand in
 * config/language/sprog.tabel.
 */
#pragma once

#include <glib.h>

#include "understand/language.h"
#include "understand/textwords.h"

/* Adds the Danish names in lower case (char *, each once) of the words [from, to) to `languages`,
 * in their order; none of those that the text denies. */
void speech_find(const struct language *language, const struct textwords *words, unsigned from,
                 unsigned to, GPtrArray *languages);
