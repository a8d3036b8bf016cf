/* The notation of the language tables: a row of words that a sentence must have.
 * config/language/README.md explains it to those who write tables.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "base/scope.h"
#include "understand/pattern_word.h"
#include "understand/textwords.h"

struct pattern;

/* Compiles one row. `classes`: name to GPtrArray of struct pattern_word. FAILURE_CONFIGURATION with
 * what is wrong, without a place. The caller owns it. */
struct pattern *pattern_compile(const char *row, GHashTable *classes, GError **error);
void pattern_free(struct pattern *pattern);
SCOPE_DEFINE(pattern, pattern_free)

struct pattern_hit {
    unsigned from, to; /* words [from, to) */
    GByteArray *named; /* one octet a word of the hit: 1 = the pattern names it, 0 = in a gap */
};

/* How words are to be matched. */
struct pattern_scope {
    const struct textwords *words;
    const GPtrArray *dividers; /* words at which a clause begins (og, men, da ...); NULL: none */
    bool whole_lines; /* the words are one line: ^ and $ are its ends, marks do not count */
};

/* False: it matches nowhere in these words. True: perhaps it does. To be asked before a loop over
 * the words; quick when they have marks (textwords_mark). */
bool pattern_possible(const struct pattern *pattern, const struct textwords *words);

/* Whether the pattern matches beginning at word `from`. `hit` may be NULL; its `named` must be
 * given and is overwritten. */
bool pattern_match(const struct pattern *pattern, const struct pattern_scope *scope, unsigned from,
                   struct pattern_hit *hit);
