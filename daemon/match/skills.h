/* Skills that a text names: whole phrases that are a skill's label, or nearly.
 */
#pragma once

#include "match/index.h"
#include "match/query.h"

struct skill_found {
    unsigned skill;
    unsigned phrase; /* of the text */
    float like;      /* 1: it is the label */
};

/* struct skill_found, in the order of the text. The caller owns it. */
GArray *skills_find(const struct match_index *index, const struct query *query);

/* Adds to each occupation how much those like it ask for the skills that the text names. */
void skills_near(const struct match_index *index, const struct query *query, float *scores);

/* The groups of skills (S1, K07 ...) that a few words belong to, the likeliest first, by the vote
 * of the labels most like them. The codes are owned by the array, which the caller owns. */
GPtrArray *skills_groups(const struct match_index *index, const struct query *query);
