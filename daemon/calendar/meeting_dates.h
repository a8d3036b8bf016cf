/* When the meetings are: each month the first Tuesday (or what [meeting] says); when that day is
 * closed, the same weekday of the next week. What staff wrote in the table of overrides wins, and
 * adds extra meetings. Only plans: what was announced is the store's. Times are those of the wall
 * clock in the site's zone.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "base/config.h"
#include "base/days.h"
#include "base/scope.h"
#include "calendar/holidays.h"
#include "calendar/meeting_rule.h"
#include "calendar/override.h"

#define MEETING_WALL_ROOM sizeof "2026-08-11T13:00"

struct meeting_plan {
    char *key;   /* "2026-08"; of an extra meeting its name: a-z, digits, hyphens */
    char *title; /* what staff call it, or NULL: the information meeting */
    int day;     /* number of base/days.h */
    char start[MEETING_WALL_ROOM], end[MEETING_WALL_ROOM]; /* "2026-08-11T13:00", on that day */
    char *place;
    int capacity; /* 0: no limit */
    enum meeting_audience audience;
    bool cancelled;
    bool by_staff; /* an override speaks of it */
    int regular;   /* the day that the rule alone names: when it is not `day`, the meeting is moved;
                      0: an extra meeting */
    char *why;     /* moved or cancelled: what the closed day is called, or what staff wrote; NULL:
                      nothing of it is known */
    char *warning; /* what whoever holds it should know of `day`; NULL: nothing */
};

struct meeting_dates;

/* Reads [meeting], the table of holidays and that of overrides. FAILURE_CONFIGURATION with
 * `file:line: what`, one a line; also of a time that the clocks skip on that day. The caller owns
 * it. */
struct meeting_dates *meeting_dates_load(const struct config *config, GError **error);
void meeting_dates_free(struct meeting_dates *dates);
SCOPE_DEFINE(meeting_dates, meeting_dates_free)

/* Takes one more override, as if the line `key = value` stood in the table; it replaces an older
 * one of the key. False: `wrong` says what is wrong with it and what to do (owned by the caller).
 */
bool meeting_dates_override(struct meeting_dates *dates, const char *key, const char *value,
                            char **wrong);

/* The same of what staff decided since, which may move a month's meeting into another month. */
bool meeting_dates_decide(struct meeting_dates *dates, const char *key, const char *value,
                          char **wrong);

/* What was read. Borrowed. */
const struct holidays *meeting_dates_holidays(const struct meeting_dates *dates);
const struct meeting_rule *meeting_dates_rule(const struct meeting_dates *dates);

/* The meeting of a month, 1900 to 2200; a cancelled one, too: so also when every such weekday of
 * the rest of the month is closed. The caller owns it. */
struct meeting_plan *meeting_dates_of_month(const struct meeting_dates *dates, int year, int month);

/* The meeting with this key, or NULL. The caller owns it. */
struct meeting_plan *meeting_dates_of_key(const struct meeting_dates *dates, const char *key);

/* All meetings on the days [first, last], of whatever month, cancelled and extra ones too, in the
 * order of their start: struct meeting_plan. The caller owns the array, which owns them. */
GPtrArray *meeting_dates_between(const struct meeting_dates *dates, int first, int last);

void meeting_plan_free(struct meeting_plan *plan);
SCOPE_DEFINE(meeting_plan, meeting_plan_free)
