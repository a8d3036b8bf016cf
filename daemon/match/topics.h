/* What running text is about, piece by piece: "er vant til at føre lister og har kørt truck" has
 * two topics. First the skills of the taxonomy of which nearly all words stand close together, then
 * what is left between words that say nothing by themselves (match/fillers).
 */
#pragma once

#include <glib.h>

#include "match/index.h"

struct topic {
    unsigned skill;                  /* of the taxonomy, or TAXONOMY_NONE */
    unsigned from, to;               /* octets of the text: the words that name it */
    unsigned around_from, around_to; /* and some words of the phrase they stand in */
    bool known;                      /* the taxonomy knows one of its words */
};

/* struct topic in the order of the text, each skill once. The caller owns it. */
GArray *topics_find(const struct match_index *index, const char *text);
