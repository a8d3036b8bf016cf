/* What the clock does with postings whose last day has passed. */
#include <inttypes.h>

#include "act/funnel_time.h"
#include "act/listing_facts.h"
#include "act/listing_find.h"
#include "act/listing_letter.h"
#include "act/overdue.h"
#include "act/staff.h"
#include "base/days.h"
#include "store/overdue.h"
#include "store/pause.h"

enum {
    GROUP = 100, /* postings in one step */
    MAILS = 3,   /* the question and two reminders; then a human asks */
    AGAIN = 3    /* working days between them */
};

static struct cause by_timer(const struct office *office)
{
    return (struct cause){.at = clock_now(office->clock), .actor = "timer"};
}

static int64_t next_hour(const struct office *office)
{
    return funnel_is_time(office) ? clock_now(office->clock) : funnel_next_time(office);
}

/* `listing` NULL: it was erased since its number was read. */
static bool still_there(struct store *store, int64_t id, struct listing **listing, GError **error)
{
    g_autoptr(GError) failure = NULL;
    *listing = listing_get(store, id, &failure);
    if (failure != NULL) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return false;
    }
    return true;
}

/* ---- it is shown to nobody new ----------------------------------------------------------------
 */

static bool set_aside(const struct office *office, int64_t id, GError **error)
{
    struct store *store = office->store;
    const struct cause cause = by_timer(office);
    const struct overdue waits = {.listing = id, .due = next_hour(office)};
    STORE_ROLLS_BACK(store);
    SCOPED(listing) struct listing *listing = NULL;
    if (!store_begin(store, error) || !still_there(store, id, &listing, error)) {
        return false;
    }
    return listing == NULL ||
           ((listing->state != LISTING_OPEN ||
             (listing_change(store, &cause, listing, LISTING_PAUSED, OVERDUE_REASON, error) &&
              overdue_put(store, &waits, error))) &&
            store_commit(store, error));
}

static bool set_aside_passed(const struct office *office, GError **error)
{
    char today[DAYS_ISO_ROOM];
    days_to_iso(funnel_today(office), today);
    for (bool more = true; more;) {
        g_autoptr(GArray) passed = overdue_passed(office->store, today, GROUP, error);
        for (guint at = 0; passed != NULL && at < passed->len; at++) {
            if (!set_aside(office, g_array_index(passed, int64_t, at), error)) {
                return false;
            }
        }
        if (passed == NULL) {
            return false;
        }
        more = passed->len == GROUP;
    }
    return true;
}

/* ---- its owner is asked -----------------------------------------------------------------------
 */

/* Nobody answers: staff ask. */
static bool give_up(const struct office *office, const struct cause *cause,
                    const struct listing *listing, const json_t *facts, GError **error)
{
    SCOPED(person) struct person *person = person_get(office->store, listing->person, error);
    g_autofree char *day = person != NULL ? overdue_day(office->store, listing->id, error) : NULL;
    if (day == NULL) {
        return false;
    }
    g_autofree char *name = facts_name(office, "da", LISTING_POSTING, facts);
    g_autofree char *number = g_strdup_printf("%" PRId64, listing->id);
    g_autofree char *written = funnel_day_words(office, "da", day);
    json_auto_t *fields =
        json_pack("{s:s, s:s, s:s, s:s, s:s, s:s}", "opslag", name, "jobnummer", number,
                  "sidstedag", written, "arbejdsgivernavn", person->name, "arbejdsgiveradresse",
                  person_address(person), "arbejdsgivernummer", person->phone);
    return staff_tell(office, cause, "staff-overdue", fields, error) &&
           overdue_drop(office->store, listing->id, error);
}

static bool ask(const struct office *office, const struct cause *cause,
                const struct listing *listing, const struct overdue *overdue, GError **error)
{
    struct overdue next = *overdue;
    struct pause pause = {0};
    if (!pause_of(office->store, listing->person, cause->at, &pause, error)) {
        return false;
    }
    if (pause.until > cause->at) {
        next.due = pause.until;
        return overdue_put(office->store, &next, error);
    }
    json_auto_t *facts = listing_find_facts(office->store, listing->id, listing->confirmed, error);
    if (facts == NULL) {
        return false;
    }
    if (overdue->asked >= MAILS) {
        return give_up(office, cause, listing, facts, error);
    }
    next.asked++;
    next.due = funnel_after(office, funnel_today(office), AGAIN);
    return listing_letter_ask_overdue(office, cause, listing, facts, overdue->asked > 0, error) &&
           overdue_put(office->store, &next, error);
}

static bool look_at(const struct office *office, const struct overdue *overdue, GError **error)
{
    const struct cause cause = by_timer(office);
    STORE_ROLLS_BACK(office->store);
    SCOPED(listing) struct listing *listing = NULL;
    if (!store_begin(office->store, error) ||
        !still_there(office->store, overdue->listing, &listing, error)) {
        return false;
    }
    return listing == NULL ||
           ((overdue_waits(listing) ? ask(office, &cause, listing, overdue, error)
                                    : overdue_drop(office->store, overdue->listing, error)) &&
            store_commit(office->store, error));
}

static bool ask_due(const struct office *office, GError **error)
{
    g_autoptr(GArray) due = overdue_due(office->store, clock_now(office->clock), error);
    for (guint at = 0; due != NULL && at < due->len; at++) {
        if (!look_at(office, &g_array_index(due, struct overdue, at), error)) {
            return false;
        }
    }
    return due != NULL;
}

bool overdue_timer(const struct office *office, GError **error)
{
    return set_aside_passed(office, error) && (!funnel_is_time(office) || ask_due(office, error));
}

/* The midnight behind a day. */
static int64_t end_of(const struct office *office, const char *day)
{
    char next[DAYS_ISO_ROOM];
    int64_t moment = 0;
    days_to_iso(days_from_iso(day) + 1, next);
    return clock_parse(office->clock, next, &moment, NULL) ? moment : INT64_MAX;
}

bool overdue_timer_next(const struct office *office, int64_t *moment, GError **error)
{
    g_autoptr(GError) failure = NULL;
    g_autofree char *day = overdue_first_day(office->store, &failure);
    if (failure != NULL) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return false;
    }
    if (!overdue_next(office->store, moment, error)) {
        return false;
    }
    if (*moment <= clock_now(office->clock) && !funnel_is_time(office)) {
        *moment = funnel_next_time(office);
    }
    *moment = MIN(*moment, day != NULL ? end_of(office, day) : INT64_MAX);
    return true;
}
