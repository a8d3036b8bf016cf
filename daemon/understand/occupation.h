/* Occupations in a text: by config/taxonomy (longest label, inflected forms, one slip in a long
 * word), by what Danes say besides, and by how a word ends (config/language/fag.tabel).
 */
#pragma once

#include <stdbool.h>

#include "understand/language.h"
#include "understand/textwords.h"

struct lexicon;

struct occupation {
    unsigned from, to; /* words */
    const char *id;    /* of the taxonomy, or NULL; borrowed from the language */
};

/* The labels of config/taxonomy/occupations.tsv, or NULL when there is no such file. The caller
 * owns it. */
struct lexicon *occupations_load(const char *directory);

/* The occupation that begins at word `at` and ends before `to`: one that the sender has or looks
 * for, not another person's ("min læge") and not one that he refuses. */
bool occupation_at(const struct language *language, const struct textwords *words, unsigned at,
                   unsigned to, struct occupation *found);
