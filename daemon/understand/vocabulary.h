/* All lists of words of the language tables: the sections [ord NAME], and what stands at a place
 * of a row ("afmeld*|fjern"), which is kept once however many rows have it.
 */
#pragma once

#include <glib.h>

#include "base/scope.h"
#include "understand/pattern_word.h"

struct vocabulary {
    GHashTable *named; /* folded NAME of [ord NAME]: struct pattern_words, borrowed */
    GHashTable *read;  /* what stands at a place of a row: the same */
    GPtrArray *lists;  /* struct pattern_words, by their numbers */
};

/* The caller owns it. */
struct vocabulary *vocabulary_new(void);
void vocabulary_free(struct vocabulary *vocabulary);
SCOPE_DEFINE(vocabulary, vocabulary_free)

/* The list of [ord NAME], to be added to. `folded` is the name; an empty list when it is new. */
struct pattern_words *vocabulary_open(struct vocabulary *vocabulary, const char *folded);

/* The list of a place of a row. The lists of [ord ...] that it names must be complete.
 * FAILURE_CONFIGURATION with what is wrong. Borrowed. */
const struct pattern_words *vocabulary_read(struct vocabulary *vocabulary, const char *written,
                                            GError **error);
