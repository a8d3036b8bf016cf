/* The job that an employer posts. Between profile.c and job.c only.
 */
#pragma once

#include "understand/traits.h"

/* The slot `job` of words that are known to post one; words [from, to) are what says so. New
 * reference. */
json_t *job_slot(const struct search *search, const struct traits *traits, unsigned from,
                 unsigned to);
