#include "act/meeting_after.h"

#include "act/meeting_list.h"
#include "act/meeting_note.h"
#include "act/meeting_thanks.h"
#include "act/meeting_time.h"
#include "act/meeting_who.h"
#include "base/days.h"

enum { DAY = 86400, WHO = 2, LIST = 1, THANKS = 1, REMIND = 2 };
enum { ASK_UNTIL = 10, THANK_UNTIL = 14, LOOK_BACK = 16 }; /* days */

/* Those that may still be spoken of. The caller owns it. */
static GPtrArray *recent(const struct office *office, GError **error)
{
    g_autoptr(GDateTime) civil =
        clock_civil(office->clock, clock_now(office->clock) - LOOK_BACK * DAY);
    g_autofree char *from = g_date_time_format(civil, "%Y-%m-%d");
    return meeting_list(office->store, from, error);
}

/* "Whom you meet" is no news on the day itself. */
static bool before_its_day(const struct office *office, const struct meeting *meeting)
{
    g_autoptr(GDateTime) civil = clock_civil(office->clock, clock_now(office->clock));
    g_autofree char *today = g_date_time_format(civil, "%Y-%m-%d");
    return days_from_iso(today) < meeting_day(meeting);
}

static bool send_list(const struct office *office, const struct meeting *meeting, bool afterwards,
                      GError **error)
{
    const struct cause cause = {.at = clock_now(office->clock), .actor = "timer"};
    bool wanted = false;
    const char *what = afterwards ? MEETING_LIST_AFTER : MEETING_LIST;
    if (!meeting_note_wanted(office, meeting, what, &wanted, error)) {
        return false;
    }
    STORE_ROLLS_BACK(office->store);
    return !wanted || (store_begin(office->store, error) &&
                       meeting_list_send(office, &cause, meeting, afterwards, error) &&
                       store_commit(office->store, error));
}

static bool look_before(const struct office *office, const struct meeting *meeting, GError **error)
{
    int64_t now = clock_now(office->clock);
    bool who = now >= meeting_days_before(office, meeting, WHO) && meeting_is_daytime(office) &&
               before_its_day(office, meeting);
    return (!who || meeting_who_tell(office, meeting, error)) &&
           (now < meeting_days_before(office, meeting, LIST) ||
            send_list(office, meeting, false, error));
}

/* What is known of who came. */
static bool look_at_guests(const GPtrArray *guests, bool *seated)
{
    bool marked = false;
    for (guint at = 0; at < guests->len; at++) {
        const struct guest *guest = guests->pdata[at];
        marked = marked || guest->presence != GUEST_UNKNOWN;
        *seated = *seated || guest->seat == GUEST_SEATED;
    }
    return marked;
}

/* Staff who could not get the list before get it still, until they are asked for it. */
static bool look_after(const struct office *office, const struct meeting *meeting, GError **error)
{
    int64_t now = clock_now(office->clock);
    g_autoptr(GPtrArray) guests = guest_list(office->store, meeting->id, error);
    if (guests == NULL) {
        return false;
    }
    bool seated = false, marked = look_at_guests(guests, &seated);
    if (!marked) {
        bool asks = seated && now < meeting_ends(meeting) + ASK_UNTIL * DAY;
        return !asks || send_list(office, meeting,
                                  now >= meeting_days_after(office, meeting, REMIND), error);
    }
    bool due = now >= meeting_days_after(office, meeting, THANKS) && meeting_is_daytime(office);
    return !due || meeting_thanks_send(office, meeting, guests, error);
}

bool meeting_after_timer(const struct office *office, GError **error)
{
    int64_t now = clock_now(office->clock);
    g_autoptr(GPtrArray) meetings = recent(office, error);
    for (guint at = 0; meetings != NULL && at < meetings->len; at++) {
        const struct meeting *meeting = meetings->pdata[at];
        bool over = now >= meeting_starts(meeting);
        if (meeting->state == MEETING_CANCELLED ||
            now >= meeting_ends(meeting) + THANK_UNTIL * DAY) {
            continue;
        }
        if (over ? !look_after(office, meeting, error) : !look_before(office, meeting, error)) {
            return false;
        }
    }
    return meetings != NULL;
}

/* Everything is due at the hour of the newsletter: on some day while a meeting is near. */
bool meeting_after_next(const struct office *office, int64_t *moment, GError **error)
{
    int64_t now = clock_now(office->clock);
    *moment = INT64_MAX;
    g_autoptr(GPtrArray) meetings = recent(office, error);
    for (guint at = 0; meetings != NULL && at < meetings->len; at++) {
        const struct meeting *meeting = meetings->pdata[at];
        int64_t first = meeting_days_before(office, meeting, WHO);
        if (meeting->state == MEETING_CANCELLED ||
            now >= meeting_ends(meeting) + THANK_UNTIL * DAY) {
            continue;
        }
        *moment = MIN(*moment, now < first ? first : meeting_next_hour(office, meeting));
    }
    return meetings != NULL;
}
