/* The hard conditions of a pair.
 */
#pragma once

#include "match/score.h"

/* Met, unmet, or unknown because a side has not said. */
enum score_verdict score_condition_of(enum score_condition condition,
                                      const struct side_facts *seeker,
                                      const struct side_facts *job);

/* How many hours lie between what both say; 0 when they overlap, -1 when one says nothing. */
double score_hours_gap(const struct side_facts *seeker, const struct side_facts *job);
