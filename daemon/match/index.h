/* What matching searches in: the taxonomy by words, by character n-grams and by links. Built at
 * start, a cache: nothing here is stored, and the order of the files does not matter.
 */
#pragma once

#include "base/scope.h"
#include "match/grams.h"
#include "match/lexis.h"
#include "match/postings.h"
#include "match/taxonomy.h"

/* Labels, one a row. */
struct match_rows {
    unsigned count;
    unsigned
        *owner; /* the occupation, skill or group that is called so; its first row is preferred */
    struct postings *words;
    struct postings *letters; /* NULL for skills */
};

struct match_index {
    const struct taxonomy *taxonomy;
    struct lexis *lexis;
    struct grams *grams;
    struct match_rows labels; /* of occupations */
    struct match_rows skills;
    struct match_rows names;     /* of ISCO groups */
    struct postings *kin;        /* term → terms that stand for it */
    struct postings *text;       /* term → occupations: labels and description */
    struct postings *skill_text; /* term → occupations: the labels of their skills */
    struct postings *asks;       /* skill → occupations that ask for it */
    struct postings *near;       /* occupation → occupations that ask for like skills */
    GHashTable *phrases;         /* the label of a skill, folded → the skill, plus one */
    GHashTable *fillers;         /* match/fillers; NULL: none are known */
    struct travel *travel;       /* NULL: how far it is, is not known */
    unsigned *unit, *minor;      /* of each occupation, its groups: places in the taxonomy's */
};

/* `word_list`: a path, or NULL; without one compounds are split by the taxonomy's own words. The
 * taxonomy must outlive the index. The caller owns it. */
struct match_index *match_index_new(const struct taxonomy *taxonomy, const char *word_list);
void match_index_free(struct match_index *index);
SCOPE_DEFINE(match_index, match_index_free)

/* The words (match_words) from `from` to `to` as a key of `phrases`. Owned. */
char *match_index_phrase(const GArray *words, guint from, guint to);

/* The `limit` best scores above 0 of `count`, best first, equal ones in the order of their numbers.
 * How many there are. */
unsigned match_best(const float *scores, unsigned count, unsigned *best, unsigned limit);
