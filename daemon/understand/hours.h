/* Working time a week, as a Danish text says it: "20-25 timer", "fuld tid", "2-3 dage om ugen".
 * Times of the clock, experience and waiting are none. The words stand in
 * config/language/timer.tabel.
 */
#pragma once

#include <stdbool.h>

#include "understand/language.h"
#include "understand/textwords.h"

/* In hours; 0: not said. "Mindst 30 timer" has a least and no most. */
struct hours {
    double least, most;
    unsigned from, to; /* the words that say it */
};

/* The first among the words [from, to). Numbers win over "fuld tid". */
bool hours_find(const struct language *language, const struct textwords *words, unsigned from,
                unsigned to, struct hours *hours);
