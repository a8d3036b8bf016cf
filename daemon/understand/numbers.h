/* Small numbers as people write them, digits or words, by [ord tal-1] to [ord tal-12]. For the
 * files of the themes (finding.h).
 */
#pragma once

#include "understand/tables.h"

/* The number that the word says, 0 to 999; -1: none. */
int number_of(const struct language *language, const struct word *word);
