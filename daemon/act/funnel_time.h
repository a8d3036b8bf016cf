/* When the funnel asks: on working days, at the hour of the newsletter. Days are numbers of
 * base/days.h.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "act/office.h"

int funnel_today(const struct office *office);

/* The hour of a day. */
int64_t funnel_hour(const struct office *office, int day);

/* The hour of the n-th working day after a day; with n = 0 of that day, or of the next working day.
 */
int64_t funnel_after(const struct office *office, int day, unsigned n);

/* The last working day that is not after a day. */
int funnel_last_workday(const struct office *office, int day);

/* Whether mails that nobody waits for may go out now; else when they next may. */
bool funnel_is_time(const struct office *office);
int64_t funnel_next_time(const struct office *office);

/* "onsdag den 3. april 2013" of a civil day, "" of none. The caller owns it. */
char *funnel_day_words(const struct office *office, const char *language, const char *day);
