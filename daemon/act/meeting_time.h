/* When things about a meeting happen. Its own times are wall times of its zone; what goes out by
 * itself does so on working days before it, at the hour of the newsletter.
 */
#pragma once

#include <stdint.h>

#include "act/office.h"
#include "store/meeting.h"

/* Its first and last moment. */
int64_t meeting_starts(const struct meeting *meeting);
int64_t meeting_ends(const struct meeting *meeting);

/* The day it is on, a number of base/days.h. */
int meeting_day(const struct meeting *meeting);

/* The hour of the newsletter, `days` working days before the meeting. */
int64_t meeting_days_before(const struct office *office, const struct meeting *meeting,
                            unsigned days);

/* The same after it. */
int64_t meeting_days_after(const struct office *office, const struct meeting *meeting,
                           unsigned days);

/* The next hour of the newsletter, of whatever day. */
int64_t meeting_next_hour(const struct office *office, const struct meeting *meeting);

/* The end of the day by which answers are asked for: who comes in later is not invited. */
int64_t meeting_deadline(const struct office *office, const struct meeting *meeting);

/* Whether it is late enough in the day for mails that nobody waits for. */
bool meeting_is_daytime(const struct office *office);

/* A wall time of the meeting in a form of [da.dates]: "tirsdag den 1. december 2026". The caller
 * owns it. */
char *meeting_words(const struct office *office, const struct meeting *meeting, const char *wall,
                    const char *language, const char *form);
