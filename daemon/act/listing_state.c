#include "act/funnel.h"
#include "act/human.h"
#include "act/listing.h"
#include "act/listing_find.h"
#include "act/listing_letter.h"
#include "act/overdue.h"
#include "act/pausing.h"

bool listing_leave_held(struct store *store, const struct cause *cause,
                        const struct listing *listing, json_t **facts, GError **error)
{
    bool over = listing->state == LISTING_FILLED || listing->state == LISTING_CLOSED ||
                listing->state == LISTING_HELD;
    if (!over || listing->confirmed == 0 || listing->newest == listing->confirmed ||
        !json_is_true(json_object_get(*facts, "held"))) {
        return true;
    }
    json_decref(*facts);
    *facts = listing_find_facts(store, listing->id, listing->confirmed, error);
    g_autofree char *text =
        *facts != NULL ? json_dumps(*facts, JSON_COMPACT | JSON_SORT_KEYS) : NULL;
    int number = 0;
    return text != NULL && listing_write(store, cause, listing, text, &number, error);
}

static bool set_state(struct matter *matter, const struct listing *listing,
                      enum listing_state state, const struct verdict_intent *intent, GError **error)
{
    struct store *store = matter->office->store;
    const char *day = verdict_slot(intent, "until");
    int64_t until = 0;
    bool ends = state == LISTING_PAUSED && day != NULL && pausing_day(matter, day, &until);
    json_auto_t *facts = listing_find_facts(store, listing->id, listing->newest, error);
    if (facts == NULL) {
        return false;
    }
    /* A word opens nothing that its owner has not confirmed or staff hold, nor does the end of a
     * pause. */
    bool opens = state == LISTING_OPEN || state == LISTING_PAUSED;
    if (opens && listing->state == LISTING_HELD) {
        listing_letter_show(matter, listing, listing->newest, facts, "posting-held");
        return true;
    }
    bool unsaid = listing->state == LISTING_DRAFT && listing->confirmed != listing->newest;
    if (opens && (listing->confirmed == 0 || unsaid)) {
        return listing_letter_form(matter, listing, listing->newest, facts, error);
    }
    if (opens && !listing_leave_held(store, &matter->cause, listing, &facts, error)) {
        return false;
    }
    if (state == LISTING_OPEN && overdue_waits(listing)) {
        return overdue_renew(matter, listing, NULL, error);
    }
    listing_letter_state(matter, listing, facts, state, ends ? day : NULL);
    if (ends) {
        return listing_pause(store, &matter->cause, listing, until, day, error);
    }
    bool over = state == LISTING_FILLED || state == LISTING_CLOSED;
    return listing_change(store, &matter->cause, listing, state, NULL, error) &&
           (!over || funnel_listing_over(matter->office, &matter->cause, listing, state, error));
}

bool listing_turn(struct matter *matter, const struct verdict_intent *intent, GError **error)
{
    static const struct {
        const char *name;
        enum listing_state state;
    } states[] = {{"open", LISTING_OPEN},
                  {"paused", LISTING_PAUSED},
                  {"filled", LISTING_FILLED},
                  {"closed", LISTING_CLOSED}};
    g_autoptr(GError) failure = NULL;
    SCOPED(listing) struct listing *listing = listing_find_turned(matter, &failure);
    if (failure != NULL) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return false;
    }
    for (size_t at = 0; listing != NULL && at < G_N_ELEMENTS(states); at++) {
        if (g_strcmp0(verdict_slot(intent, "state"), states[at].name) == 0) {
            return set_state(matter, listing, states[at].state, intent, error);
        }
    }
    matter->why_human = "which-job";
    human_receipt(matter);
    return true;
}

bool listing_end(struct matter *matter, const struct listing *listing, const json_t *facts,
                 GError **error)
{
    listing_letter_state(matter, listing, facts, LISTING_CLOSED, NULL);
    return listing_change(matter->office->store, &matter->cause, listing, LISTING_CLOSED, NULL,
                          error) &&
           funnel_listing_over(matter->office, &matter->cause, listing, LISTING_CLOSED, error);
}

static bool wake(const struct office *office, const struct listing *listing, GError **error)
{
    const struct cause cause = {.at = clock_now(office->clock), .actor = "timer"};
    STORE_ROLLS_BACK(office->store);
    if (!store_begin(office->store, error)) {
        return false;
    }
    json_auto_t *facts = listing_find_facts(office->store, listing->id, listing->newest, error);
    return facts != NULL &&
           listing_change(office->store, &cause, listing, LISTING_OPEN, NULL, error) &&
           listing_letter_woken(office, &cause, listing, facts, error) &&
           store_commit(office->store, error);
}

bool listing_timer(const struct office *office, GError **error)
{
    g_autoptr(GPtrArray) due = listing_due(office->store, clock_now(office->clock), error);
    for (guint at = 0; due != NULL && at < due->len; at++) {
        if (!wake(office, due->pdata[at], error)) {
            return false;
        }
    }
    return due != NULL;
}

bool listing_timer_next(const struct office *office, int64_t *moment, GError **error)
{
    return listing_next(office->store, moment, error);
}
