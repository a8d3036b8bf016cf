/* Working days: neither Saturday nor Sunday nor closed. Days are numbers of base/days.h.
 */
#pragma once

#include <stdbool.h>

#include "calendar/holidays.h"

bool workdays_is(const struct holidays *holidays, int day);

/* The n-th working day before (after) the day, which itself does not count. With n = 0 the day
 * itself, or the nearest working day before (after) it. When ten years have too few of them: the
 * day at their end. */
int workdays_before(const struct holidays *holidays, int day, unsigned n);
int workdays_after(const struct holidays *holidays, int day, unsigned n);
