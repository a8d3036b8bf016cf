/* Who is shown how often. Of people who fit nearly the same those come first who were shown least,
 * so that a list does not always hold the same few: ordered by rank + 0.5 × earlier showings
 * (matching.md 9).
 */
#pragma once

#include <glib.h>

#include "base/scope.h"

struct exposure {
    unsigned count;
    unsigned *shown; /* how often each was shown in the time that counts */
};

/* Nobody has been shown. The caller owns it; whoever knows earlier showings writes them in. */
struct exposure *exposure_new(unsigned count);
void exposure_free(struct exposure *exposure);
SCOPE_DEFINE(exposure, exposure_free)

/* Picks `limit` of `ranked` (numbers, best first) and counts them as shown; the first `firm` of
 * them stay in whatever their showings. Equal ones: fewest showings, then the better rank. How many
 * there are. */
unsigned exposure_pick(struct exposure *exposure, const GArray *ranked, unsigned firm,
                       unsigned *picked, unsigned limit);

/* The share that was shown at all, and how unequally (Gini: 0 all the same, 1 one alone). */
double exposure_coverage(const struct exposure *exposure);
double exposure_gini(const struct exposure *exposure);
