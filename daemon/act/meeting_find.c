#include "act/meeting_find.h"

#include <string.h>

#include "act/meeting_rows.h"
#include "act/meeting_time.h"
#include "base/days.h"
#include "calendar/meeting_dates.h"

static bool has_name(const GPtrArray *meetings, const char *name)
{
    for (guint at = 0; at < meetings->len; at++) {
        if (strcmp(((const struct meeting *)meetings->pdata[at])->name, name) == 0) {
            return true;
        }
    }
    return false;
}

static int by_start(gconstpointer a, gconstpointer b)
{
    const struct meeting *one = *(struct meeting *const *)a;
    const struct meeting *other = *(struct meeting *const *)b;
    return strcmp(one->starts, other->starts);
}

static void add_planned(const struct office *office, GPtrArray *meetings, const GPtrArray *stored)
{
    g_autoptr(GDateTime) civil = clock_civil(office->clock, clock_now(office->clock));
    g_autofree char *today = g_date_time_format(civil, "%Y-%m-%d");
    int first = days_from_iso(today);
    g_autoptr(GPtrArray) plans =
        meeting_dates_between(office->dates, first, first + MEETING_ROWS_AHEAD);
    for (guint at = 0; at < plans->len; at++) {
        const struct meeting_plan *plan = plans->pdata[at];
        if (!has_name(stored, plan->key)) {
            g_ptr_array_add(meetings, meeting_rows_planned(office, plan));
        }
    }
}

GPtrArray *meeting_find_all(const struct office *office, const char *from, GError **error)
{
    g_autoptr(GPtrArray) stored = meeting_list(office->store, "", error);
    if (stored == NULL) {
        return NULL;
    }
    GPtrArray *meetings = g_ptr_array_new_with_free_func((GDestroyNotify)meeting_free);
    for (guint at = 0; at < stored->len; at++) {
        const struct meeting *meeting = stored->pdata[at];
        if (strcmp(meeting->starts, from) >= 0) {
            g_ptr_array_add(meetings, meeting_copy(meeting));
        }
    }
    add_planned(office, meetings, stored);
    g_ptr_array_sort(meetings, by_start);
    return meetings;
}

static struct meeting *of_day(const struct office *office, const char *word, GError **error)
{
    g_autoptr(GPtrArray) meetings = meeting_find_all(office, word, error);
    for (guint at = 0; meetings != NULL && at < meetings->len; at++) {
        const struct meeting *meeting = meetings->pdata[at];
        if (g_str_has_prefix(meeting->starts, word)) {
            return meeting_copy(meeting);
        }
    }
    int day = days_from_iso(word);
    g_autoptr(GPtrArray) plans = meeting_dates_between(office->dates, day, day);
    return meetings != NULL && plans->len > 0
               ? meeting_find(office, ((const struct meeting_plan *)plans->pdata[0])->key, error)
               : NULL;
}

struct meeting *meeting_find(const struct office *office, const char *word, GError **error)
{
    g_autoptr(GError) failure = NULL;
    struct meeting *stored = meeting_by_name(office->store, word, &failure);
    if (stored != NULL || failure != NULL) {
        if (failure != NULL) {
            g_propagate_error(error, g_steal_pointer(&failure));
        }
        return stored;
    }
    if (days_from_iso(word) != 0) {
        return of_day(office, word, error);
    }
    SCOPED(meeting_plan) struct meeting_plan *plan = meeting_dates_of_key(office->dates, word);
    return plan != NULL ? meeting_rows_planned(office, plan) : NULL;
}

static bool is_wished(const struct meeting *meeting, const struct meeting_wish *wish)
{
    int64_t moment = wish->running ? meeting_ends(meeting) : meeting_starts(meeting);
    bool for_them = wish->role == 0 || (*meeting->title == '\0' &&
                                        ((wish->role == PERSON_SEEKER && meeting->seekers) ||
                                         (wish->role == PERSON_EMPLOYER && meeting->employers)));
    return for_them && meeting->state != MEETING_CANCELLED && moment > wish->after;
}

struct meeting *meeting_find_next(const struct office *office, const struct meeting_wish *wish,
                                  GError **error)
{
    g_autoptr(GDateTime) civil = clock_civil(office->clock, wish->after);
    g_autofree char *from = g_date_time_format(civil, "%Y-%m-%d");
    g_autoptr(GPtrArray) meetings = wish->stored ? meeting_list(office->store, from, error)
                                                 : meeting_find_all(office, from, error);
    for (guint at = 0; meetings != NULL && at < meetings->len; at++) {
        if (is_wished(meetings->pdata[at], wish)) {
            return meeting_copy(meetings->pdata[at]);
        }
    }
    return NULL;
}
