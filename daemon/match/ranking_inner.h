/* Inside of rankings: for those who make them.
 */
#pragma once

#include "match/index.h"
#include "match/query.h"
#include "match/ranking.h"
#include "match/weights.h"

struct ranking *ranking_new(unsigned count);

/* The numbers of a part, all 0 at first. Borrowed. */
float *ranking_part(struct ranking *ranking, enum ranking_part part);

/* Makes the best of a part `times`, and the others in proportion. */
void ranking_scale(struct ranking *ranking, enum ranking_part part, double times);

/* The parts that titles and texts share: text, skills, near, names; then the sums and what the
 * groups add to them. */
void ranking_add(struct ranking *ranking, const struct match_index *index,
                 const struct query *query, const struct text_weights *weights);

/* The sum of all parts, in their order. */
void ranking_sum(struct ranking *ranking);
