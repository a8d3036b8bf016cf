/* Which of the thousands of patterns of the tables a text can have at all. Every pattern has words
 * that must be there; an index from words to patterns, made once, lets a text ask only those whose
 * words it has, so that reading it costs what the text is long and not what the tables are.
 */
#pragma once

#include <glib.h>

#include "base/scope.h"
#include "understand/pattern.h"

struct candidates;

/* The index of these patterns (struct pattern, borrowed); their numbers are their places. The
 * vocabulary must outlive it. The caller owns it. */
struct candidates *candidates_new(const GPtrArray *patterns, const struct vocabulary *vocabulary);
void candidates_free(struct candidates *candidates);
SCOPE_DEFINE(candidates, candidates_free)

/* Notes in the words which patterns and lists of the vocabulary they have; to be done once. */
void candidates_mark(const struct candidates *candidates, struct textwords *words);

/* The same for words that are a part of marked ones and have their `lists`. */
void candidates_mark_part(const struct candidates *candidates, struct textwords *part,
                          const struct textwords *whole);

/* The first pattern from `from` on, but before `to`, that may begin with a word of this word_mark;
 * `to` for none. */
unsigned candidates_next_begun(const struct candidates *candidates, unsigned from, unsigned to,
                               guint64 start_mark);

/* The first number from `from` on, but before `to`, whose bit is set; `to` for none. */
unsigned candidates_next(const guint64 *bits, unsigned from, unsigned to);
