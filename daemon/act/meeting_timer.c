#include "act/meeting_timer.h"

#include <string.h>

#include "act/meeting_change.h"
#include "act/meeting_invite.h"
#include "act/meeting_remind.h"
#include "act/meeting_rows.h"
#include "act/meeting_time.h"
#include "store/meeting.h"
#include "store/quota_budget.h"
#include "store/setting.h"

/* Days: a meeting that an outage hid is closed all the same. */
enum { LOOK_BACK = 62 };

/* The day on which the timer last ran at the hour or later. */
#define LAST_DAY "meeting day"

static char *day_of(const struct office *office, int64_t moment)
{
    g_autoptr(GDateTime) civil = clock_civil(office->clock, moment);
    return g_date_time_format(civil, "%Y-%m-%d");
}

/* From the first one that may not be closed yet. The caller owns it. */
static GPtrArray *open_meetings(const struct office *office, GError **error)
{
    g_autoptr(GDateTime) civil = clock_civil(office->clock, clock_now(office->clock));
    g_autoptr(GDateTime) back = g_date_time_add_days(civil, -LOOK_BACK);
    g_autofree char *from = g_date_time_format(back, "%Y-%m-%d");
    return meeting_list(office->store, from, error);
}

static bool close_past(const struct office *office, const struct meeting *meeting, GError **error)
{
    struct cause cause = {.at = clock_now(office->clock), .actor = "timer"};
    if (cause.at < meeting_ends(meeting) || meeting->state == MEETING_CANCELLED) {
        return true;
    }
    SCOPED(meeting) struct meeting *after = meeting_copy(meeting);
    after->state = MEETING_OVER;
    STORE_ROLLS_BACK(office->store);
    return store_begin(office->store, error) &&
           meeting_update(office->store, &cause, meeting, after, error) &&
           store_commit(office->store, error);
}

/* Invitations wait for the day; only who has just subscribed gets one at once. */
static bool invite(const struct office *office, const struct meeting *meeting, bool *more,
                   GError **error)
{
    unsigned days = meeting_dates_rule(office->dates)->invite;
    int64_t now = clock_now(office->clock), since = meeting_days_before(office, meeting, days);
    bool by_itself = config_is(office->config, CONFIG_MEETING_INVITATIONS, "on");
    if (!by_itself || now >= meeting_deadline(office, meeting)) {
        return true;
    }
    if (meeting->state == MEETING_PLANNED && now >= since) {
        *more = true; /* invited to in the next step, as it then is */
        return meeting_invite_announce(office, "timer", meeting->id, error);
    }
    int64_t invited = 0;
    bool others = false;
    bool done =
        meeting->state != MEETING_ANNOUNCED ||
        meeting_invite_next(office, "timer", meeting, meeting_is_daytime(office) ? 0 : since,
                            &invited, &others, error);
    *more = *more || others;
    return done;
}

static bool look_at(const struct office *office, const struct meeting *meeting, bool *more,
                    GError **error)
{
    int64_t told = 0;
    bool others = false;
    if (meeting->state == MEETING_OVER) {
        return true;
    }
    if (clock_now(office->clock) >= meeting_starts(meeting)) {
        return close_past(office, meeting, error);
    }
    if (!meeting_change_tell(office, "timer", meeting, &told, &others, error) ||
        !invite(office, meeting, more, error)) {
        return false;
    }
    *more = *more || others;
    return !meeting_is_daytime(office) || meeting_remind(office, meeting, more, error);
}

/* The moment of the day's hour: before it only what cannot wait is done. */
static int64_t hour_of_today(const struct office *office)
{
    int64_t now = clock_now(office->clock), hour = 0;
    g_autofree char *day = day_of(office, now);
    int minutes = (int)(config_number(office->config, CONFIG_NEWSLETTER_HOUR) / 60);
    g_autofree char *wall = g_strdup_printf("%sT%02d:%02d", day, minutes / 60, minutes % 60);
    return clock_parse(office->clock, wall, &hour, NULL) ? hour : now;
}

/* Remembers that the day's work was done, so that the loop wakes once a day for it. */
static bool note_day(const struct office *office, GError **error)
{
    int64_t now = clock_now(office->clock);
    g_autoptr(GError) failure = NULL;
    g_autofree char *day = day_of(office, now);
    g_autofree char *last = setting_get(office->store, LAST_DAY, &failure);
    if (failure != NULL) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return false;
    }
    if (now < hour_of_today(office) || g_strcmp0(last, day) == 0) {
        return true;
    }
    STORE_ROLLS_BACK(office->store);
    return store_begin(office->store, error) && setting_set(office->store, LAST_DAY, day, error) &&
           store_commit(office->store, error);
}

bool meeting_timer(const struct office *office, bool *more, GError **error)
{
    *more = false;
    if (!meeting_rows_update(office, "timer", error)) {
        return false;
    }
    g_autoptr(GPtrArray) meetings = open_meetings(office, error);
    for (guint at = 0; meetings != NULL && at < meetings->len; at++) {
        if (!look_at(office, meetings->pdata[at], more, error)) {
            return false;
        }
    }
    return meetings != NULL && (*more || note_day(office, error));
}

bool meeting_next(const struct office *office, int64_t *moment, GError **error)
{
    int64_t now = clock_now(office->clock), hour = hour_of_today(office);
    g_autoptr(GError) failure = NULL;
    g_autofree char *day = day_of(office, now);
    g_autofree char *last = setting_get(office->store, LAST_DAY, &failure);
    g_autoptr(GPtrArray) meetings = failure == NULL ? open_meetings(office, &failure) : NULL;
    if (failure != NULL) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return false;
    }
    enum { DAY = 86400 };
    *moment = g_strcmp0(last, day) != 0 ? hour : hour + DAY;
    int64_t room = quota_letters_wait(office->store, now);
    *moment = room != 0 ? MIN(*moment, room) : *moment;
    for (guint at = 0; at < meetings->len; at++) {
        const struct meeting *meeting = meetings->pdata[at];
        if (meeting->state == MEETING_PLANNED || meeting->state == MEETING_ANNOUNCED) {
            *moment = MIN(*moment, meeting_ends(meeting));
        }
    }
    return true;
}
