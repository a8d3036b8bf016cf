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
 * caller owns it. */
struct candidates *candidates_new(const GPtrArray *patterns);
void candidates_free(struct candidates *candidates);
SCOPE_DEFINE(candidates, candidates_free)

/* One bit a pattern: clear = it matches nowhere in these words. Owned. */
guint64 *candidates_of(const struct candidates *candidates, const struct textwords *words);

/* The first number from `from` on, but before `to`, whose bit is set; `to` for none. */
unsigned candidates_next(const guint64 *bits, unsigned from, unsigned to);
