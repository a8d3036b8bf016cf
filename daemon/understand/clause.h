/* Clauses: where one begins and ends among words. Marks, line ends and [ord ny-sætning] part them.
 */
#pragma once

#include <stdbool.h>

#include "understand/tables.h"

/* The first word of the clause in which word `at` stands. */
unsigned clause_start(const struct language *language, const struct textwords *words, unsigned at);

/* The end of the clause that has reached word `at`: the word behind its last one. */
unsigned clause_end(const struct language *language, const struct textwords *words, unsigned at);

/* The same of sentences. */
unsigned sentence_start(const struct textwords *words, unsigned at);
unsigned sentence_end(const struct textwords *words, unsigned at);

/* Whether one of the words [from, to) is of [ord NAME]. */
bool clause_has(const struct language *language, const char *name, const struct textwords *words,
                unsigned from, unsigned to);
