/* The mark from 1 to 5 in an answer to a survey.
 */
#pragma once

#include "understand/finding.h"

/* Sets the slot "value" from the words of the hit. False when they name no mark of 1 to 5, or one
 * of another scale. */
bool rating_fill(const struct search *search, const struct pattern_hit *hit,
                 struct verdict_intent *intent);
