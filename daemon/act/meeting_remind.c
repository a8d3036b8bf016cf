#include "act/meeting_remind.h"

#include "act/meeting_letter.h"
#include "act/meeting_time.h"
#include "base/failure.h"
#include "store/guest.h"
#include "store/invitee.h"

enum { GROUP = 256 }; /* people written to in one transaction */

typedef GArray *(*find_people)(struct store *store, const struct invitee_search *search,
                               const struct invitee_mail *mail, GError **error);

/* One kind of mail that is due. */
struct due {
    struct invitee_mail mail;
    find_people find;
    struct meeting_letter letter;
};

/* Somebody who cannot be written to must not keep the others from theirs. */
static bool send_one(const struct office *office, const struct cause *cause,
                     const struct meeting *meeting, const struct due *due, int64_t person,
                     GError **error)
{
    g_autoptr(GError) failure = NULL;
    SCOPED(guest) struct guest *guest = guest_of(office->store, meeting->id, person, error);
    if (guest == NULL || !store_begin_part(office->store, error)) {
        return false;
    }
    if (meeting_letter_send(office, cause, meeting, guest, &due->letter, &failure)) {
        return store_keep_part(office->store, error);
    }
    if (failure->domain == MAIL_ERROR && store_drop_part(office->store)) {
        return true;
    }
    g_propagate_error(error, g_steal_pointer(&failure));
    return false;
}

static bool send_group(const struct office *office, const struct meeting *meeting,
                       const struct due *due, bool *more, GError **error)
{
    struct cause cause = {.at = clock_now(office->clock), .actor = "timer"};
    /* Is there anybody? */
    struct invitee_search search = {.meeting = meeting, .now = cause.at, .most = 1};
    g_autoptr(GArray) waiting = due->find(office->store, &search, &due->mail, error);
    if (waiting == NULL || waiting->len == 0) {
        return waiting != NULL;
    }
    STORE_ROLLS_BACK(office->store);
    if (!store_begin_parts(office->store, error)) {
        return false;
    }
    search.most = GROUP;
    g_autoptr(GArray) people = due->find(office->store, &search, &due->mail, error);
    for (guint at = 0; people != NULL && at < people->len; at++) {
        if (!send_one(office, &cause, meeting, due, g_array_index(people, int64_t, at), error)) {
            return false;
        }
    }
    *more = *more || (people != NULL && people->len == GROUP);
    return people != NULL && store_commit(office->store, error);
}

/* The newest reminder that is due: how many working days before; 0: none is. */
static unsigned newest(const struct office *office, const struct meeting *meeting, int64_t *since)
{
    const struct meeting_rule *rule = meeting_dates_rule(office->dates);
    for (unsigned at = rule->reminder_count; at > 0; at--) { /* the largest stands first */
        *since = meeting_days_before(office, meeting, rule->reminders[at - 1]);
        if (clock_now(office->clock) >= *since) {
            return rule->reminders[at - 1];
        }
    }
    return 0;
}

static bool remind(const struct office *office, const struct meeting *meeting, int64_t starts,
                   bool *more, GError **error)
{
    int64_t since = 0;
    unsigned days = newest(office, meeting, &since);
    g_autofree char *what = g_strdup_printf("reminder-%u", days);
    struct due due = {.mail = {.what = what, .due = since, .starts = starts},
                      .find = invitee_coming,
                      .letter = {.name = "meeting-reminder", .what = what}};
    return days == 0 || send_group(office, meeting, &due, more, error);
}

/* Since when whoever had no mail about it is asked, 0: nobody is yet. Who was invited after the day
 * of the question is asked on the day of a later reminder, while answers are still asked for. */
static int64_t asked_since(const struct office *office, const struct meeting *meeting)
{
    enum { DAY = 86400 }; /* so long an invitation may lie before it is asked about */
    const struct meeting_rule *rule = meeting_dates_rule(office->dates);
    int64_t now = clock_now(office->clock);
    int64_t since = meeting_days_before(office, meeting, rule->missing), first = since;
    for (unsigned at = 0; at < rule->reminder_count; at++) {
        int64_t day = meeting_days_before(office, meeting, rule->reminders[at]);
        bool open = now < meeting_deadline(office, meeting);
        since = open && day > first && now >= day ? MAX(since, day - DAY) : since;
    }
    return now >= first ? since : 0;
}

/* The event goes with the question once more: perhaps the first one was lost. */
static bool ask(const struct office *office, const struct meeting *meeting, int64_t starts,
                bool *more, GError **error)
{
    int64_t since = asked_since(office, meeting);
    struct due due = {
        .mail = {.what = "missing", .due = since, .starts = starts},
        .find = invitee_silent,
        .letter = {.name = "meeting-missing", .what = "missing", .method = "REQUEST"}};
    return since == 0 || send_group(office, meeting, &due, more, error);
}

bool meeting_remind(const struct office *office, const struct meeting *meeting, bool *more,
                    GError **error)
{
    int64_t starts = meeting_starts(meeting);
    if (meeting->state != MEETING_ANNOUNCED || clock_now(office->clock) >= starts) {
        return true;
    }
    return remind(office, meeting, starts, more, error) &&
           ask(office, meeting, starts, more, error);
}
