/* How a match and a job went: "vi har ansat hende", "stillingen er besat"; and whether the other
 * side may see who somebody is. For intents.c only.
 */
#pragma once

#include "understand/finding.h"

/* Adds one `job-state`. Before outcome_find. */
void job_state_find(struct search *search);

/* Adds one `outcome` with the stage that the match has reached; none when the mail contradicts
 * itself. */
void outcome_find(struct search *search);

/* Adds `reveal` when the sender agrees. */
void reveal_find(struct search *search);
