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
    GByteArray *named; /* one octet a word of the hit: 1 = the pattern names it, 0 = in a gap;
                          NULL: not asked for */
};

/* How words are to be matched. */
struct pattern_scope {
    const struct textwords *words;
    const GPtrArray *dividers; /* words at which a clause begins (og, men, da ...); NULL: none */
    bool whole_lines; /* the words are one line: ^ and $ are its ends, marks do not count */
};

/* Of these keys (word_key) a text with the pattern has at least one. */
struct pattern_need {
    unsigned short *keys;
    unsigned count;
    unsigned loose; /* how many of them nearly any text has: of words with a slip of the pen */
};

/* What a text needs for the pattern to match anywhere in it: struct pattern_need. Owned. */
GArray *pattern_needs(const struct pattern *pattern);

/* The word_mark of every word that a match may begin with. */
guint64 pattern_begins(const struct pattern *pattern);

/* Whether the pattern matches beginning at word `from`. `hit` may be NULL; what its
 * `named` holds is overwritten. */
bool pattern_match(const struct pattern *pattern, const struct pattern_scope *scope, unsigned from,
                   struct pattern_hit *hit);
