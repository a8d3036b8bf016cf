#include "act/digest_timer.h"

#include "act/market.h"
#include "act/meeting_time.h"
#include "base/days.h"
#include "base/failure.h"
#include "store/setting.h"

enum {
    GROUP = 32, /* listings looked at in one step */
    DAY = 86400,
    MINUTE = 60,
    DAYS_OF_WEEK = 7
};

/* The last day whose work is done, as a moment. */
#define LAST_SLOT "digest slot"

/* 1 is Monday. */
static int weekday_of(const struct config *config)
{
    static const char *const names[] = {"monday", "tuesday",  "wednesday", "thursday",
                                        "friday", "saturday", "sunday"};
    int at = 0;
    while (at < DAYS_OF_WEEK - 1 && !config_is(config, CONFIG_DIGEST_WEEKDAY, names[at])) {
        at++;
    }
    return at + 1;
}

static int64_t hour_of(const struct office *office, int day)
{
    int minutes = (int)(config_number(office->config, CONFIG_NEWSLETTER_HOUR) / MINUTE);
    char iso[DAYS_ISO_ROOM];
    days_to_iso(day, iso);
    g_autofree char *wall = g_strdup_printf("%sT%02d:%02d", iso, minutes / 60, minutes % 60);
    int64_t moment = 0;
    return clock_parse(office->clock, wall, &moment, NULL) ? moment : clock_now(office->clock);
}

static int today(const struct office *office, int *weekday)
{
    g_autoptr(GDateTime) civil = clock_civil(office->clock, clock_now(office->clock));
    *weekday = g_date_time_get_day_of_week(civil);
    return days_from_civil(g_date_time_get_year(civil), g_date_time_get_month(civil),
                           g_date_time_get_day_of_month(civil));
}

/* The day of the last slot. */
static int slot_day(const struct office *office)
{
    int weekday = 0, day = today(office, &weekday);
    day -= (weekday - weekday_of(office->config) + DAYS_OF_WEEK) % DAYS_OF_WEEK;
    return hour_of(office, day) <= clock_now(office->clock) ? day : day - DAYS_OF_WEEK;
}

int64_t digest_slot(const struct office *office)
{
    return hour_of(office, slot_day(office));
}

static bool works(const struct office *office)
{
    return office->market != NULL && config_is(office->config, CONFIG_DIGEST_MAILS, "on");
}

/* ---- at once ----------------------------------------------------------------------------------
 */

static bool arrivals(const struct office *office, bool *more, GError **error)
{
    g_autoptr(GArray) fresh = digest_fresh(office->store, GROUP, error);
    for (guint at = 0; fresh != NULL && at < fresh->len; at++) {
        if (!digest_arrival(office, g_array_index(fresh, int64_t, at), error)) {
            return false;
        }
    }
    *more = *more || (fresh != NULL && fresh->len == GROUP);
    return fresh != NULL;
}

static bool at_once(const struct office *office, GError **error)
{
    g_autoptr(GArray) waiting = digest_waiting(office->store, clock_now(office->clock), error);
    for (guint at = 0; waiting != NULL && at < waiting->len; at++) {
        if (!digest_at_once(office, g_array_index(waiting, int64_t, at), error)) {
            return false;
        }
    }
    return waiting != NULL;
}

/* ---- on its day -------------------------------------------------------------------------------
 */

static bool is_done(const struct office *office, int64_t slot, bool *done, GError **error)
{
    g_autoptr(GError) failure = NULL;
    g_autofree char *last = setting_get(office->store, LAST_SLOT, &failure);
    if (failure != NULL) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return false;
    }
    *done = last != NULL && g_ascii_strtoll(last, NULL, 10) >= slot;
    return true;
}

static bool note_done(const struct office *office, int64_t slot, GError **error)
{
    g_autofree char *value = g_strdup_printf("%" G_GINT64_FORMAT, slot);
    STORE_ROLLS_BACK(office->store);
    return store_begin(office->store, error) &&
           setting_set(office->store, LAST_SLOT, value, error) &&
           store_commit(office->store, error);
}

static bool listings(const struct office *office, int64_t slot, bool *more, GError **error)
{
    g_autoptr(GArray) due = digest_due(office->store, slot, GROUP, error);
    g_autoptr(GHashTable) must = due != NULL ? digest_exposure(office, due, slot, error) : NULL;
    for (guint at = 0; must != NULL && at < due->len; at++) {
        int64_t id = g_array_index(due, int64_t, at);
        if (!digest_regular(office, id, slot, g_hash_table_lookup(must, &id), error)) {
            return false;
        }
    }
    *more = *more || (due != NULL && due->len == GROUP);
    return must != NULL;
}

static bool employers(const struct office *office, int64_t slot, bool *more, GError **error)
{
    g_autoptr(GArray) due = digest_employers(office->store, slot, GROUP, error);
    for (guint at = 0; due != NULL && at < due->len; at++) {
        if (!digest_inspire(office, g_array_index(due, int64_t, at), slot, error)) {
            return false;
        }
    }
    *more = *more || (due != NULL && due->len == GROUP);
    return due != NULL;
}

static bool weekly(const struct office *office, bool *more, GError **error)
{
    int64_t slot = digest_slot(office);
    bool done = false, others = false;
    if (!is_done(office, slot, &done, error) || done) {
        return done;
    }
    if (!listings(office, slot, &others, error) ||
        (!others && !employers(office, slot, &others, error))) {
        return false;
    }
    *more = *more || others;
    return others || (digest_tell_unshown(office, error) && digest_tell_silent(office, error) &&
                      digest_ask_again(office, error) && note_done(office, slot, error));
}

/* The market is started anew: the same again a little later. */
static bool later(GError **failure, GError **error)
{
    bool temporary = *failure != NULL && (*failure)->code == FAILURE_TEMPORARY;
    if (temporary) {
        g_clear_error(failure);
    } else if (*failure != NULL) {
        g_propagate_error(error, g_steal_pointer(failure));
    }
    return temporary;
}

bool digest_queue(const struct office *office, bool *more, GError **error)
{
    *more = false;
    return arrivals(office, more, error) && digest_ask_waiting(office, error) &&
           at_once(office, error) && weekly(office, more, error) &&
           market_tell_aside(office->market, error);
}

bool digest_timer(const struct office *office, bool *more, GError **error)
{
    *more = false;
    if (!works(office)) { /* `match` and mails ask the market all the same */
        return office->market == NULL || market_tell_aside(office->market, error);
    }
    g_autoptr(GError) failure = NULL;
    bool done = arrivals(office, more, &failure);
    if (done && meeting_is_daytime(office)) {
        done = digest_ask_waiting(office, &failure) && at_once(office, &failure) &&
               weekly(office, more, &failure);
    }
    if (!done) {
        *more = false;
    }
    return (done || later(&failure, error)) && market_tell_aside(office->market, error);
}

bool digest_next(const struct office *office, int64_t *moment, GError **error)
{
    int64_t now = clock_now(office->clock);
    *moment = INT64_MAX;
    if (!works(office)) {
        return true;
    }
    bool done = false;
    int64_t waiting = INT64_MAX;
    g_autoptr(GArray) fresh = digest_fresh(office->store, 1, error);
    if (fresh == NULL || !digest_waiting_next(office->store, &waiting, error) ||
        !is_done(office, digest_slot(office), &done, error)) {
        return false;
    }
    int weekday = 0, day = today(office, &weekday);
    int64_t hour = hour_of(office, day);
    int64_t morning = hour > now ? hour : hour_of(office, day + 1);
    *moment = done ? hour_of(office, slot_day(office) + DAYS_OF_WEEK)
                   : (meeting_is_daytime(office) ? now + MINUTE : morning);
    *moment = MIN(*moment, waiting != INT64_MAX ? morning : INT64_MAX);
    *moment = MIN(*moment, fresh->len > 0 ? now + MINUTE : INT64_MAX);
    return true;
}
