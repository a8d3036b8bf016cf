#include "calendar/workdays.h"

/* A table that closes every day must not keep us for ever. */
#define SEARCH_LIMIT 3660

bool workdays_is(const struct holidays *holidays, int day)
{
    return days_weekday(day) <= 5 && !holidays_is_closed(holidays, day, NULL);
}

static int count(const struct holidays *holidays, int day, unsigned n, int step)
{
    int limit = day + step * SEARCH_LIMIT;
    if (n == 0 && workdays_is(holidays, day)) {
        return day;
    }
    for (unsigned left = n == 0 ? 1 : n; left > 0 && day != limit;) {
        day += step;
        left -= workdays_is(holidays, day) ? 1 : 0;
    }
    return day;
}

int workdays_before(const struct holidays *holidays, int day, unsigned n)
{
    return count(holidays, day, n, -1);
}

int workdays_after(const struct holidays *holidays, int day, unsigned n)
{
    return count(holidays, day, n, 1);
}
