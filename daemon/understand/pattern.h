/* The notation of the language tables: a row of words that a sentence must have.
 * config/language/README.md explains it to those who write tables.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "base/scope.h"
#include "understand/textwords.h"
#include "understand/vocabulary.h"

struct pattern;

/* Compiles one row. Its words become lists of the vocabulary, which must outlive it.
 * FAILURE_CONFIGURATION with what is wrong, without a place. The caller owns it. */
struct pattern *pattern_compile(const char *row, struct vocabulary *vocabulary, GError **error);
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
    const struct pattern_words
        *dividers;    /* words at which a clause begins (og, men, da ...); NULL: none */
    bool whole_lines; /* the words are one line: ^ and $ are its ends, marks do not count */
};

/* The next list from place *at on of which a text needs a word for the pattern to match anywhere in
 * it; moves *at behind it. NULL: there are no more. */
const struct pattern_words *pattern_need(const struct pattern *pattern, unsigned *at);

/* The word_mark of every word that a match may begin with. */
guint64 pattern_begins(const struct pattern *pattern);

/* Whether the pattern matches beginning at word `from`. `hit` may be NULL; what its
 * `named` holds is overwritten. */
bool pattern_match(const struct pattern *pattern, const struct pattern_scope *scope, unsigned from,
                   struct pattern_hit *hit);
