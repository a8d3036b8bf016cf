/* One listing whose time has come, or that has just arrived. */
#include <string.h>

#include "act/digest_timer.h"
#include "act/funnel_time.h"
#include "base/days.h"

enum { DAY = 86400 };

static struct cause by_timer(const struct office *office)
{
    return (struct cause){.at = clock_now(office->clock), .actor = "timer"};
}

/* Whether a regular mail is due to who wants them at this pace; a week is a day shorter, as the
 * hour may be later. */
static bool is_time(enum digest_pace pace, int64_t sent, int64_t slot)
{
    static const int days[] = {
        [DIGEST_WEEKLY] = 6, [DIGEST_FORTNIGHTLY] = 13, [DIGEST_MONTHLY] = 27};
    return pace != DIGEST_OFF && slot - sent >= (int64_t)days[pace] * DAY;
}

/* How often they want them; once a month when they do not answer. */
static bool pace_of(const struct digest_draft *draft, enum digest_pace *pace,
                    struct digest_silence *silence, GError **error)
{
    if (!digest_pace_of(draft->office->store, draft->reader->id, pace, error) ||
        !digest_silence(draft, silence, error)) {
        return false;
    }
    *pace = silence->asked ? MIN(*pace, DIGEST_MONTHLY) : *pace;
    return true;
}

static bool may_have(struct digest_draft *draft, int64_t sent, int64_t slot, bool *may,
                     GError **error)
{
    enum digest_pace pace = DIGEST_OFF;
    struct digest_silence silence = {0};
    if (!digest_reaches(draft->office, draft->reader, draft->cause.at, may, error) ||
        !pace_of(draft, &pace, &silence, error)) {
        return false;
    }
    *may = *may && is_time(pace, sent, slot);
    draft->asks = *may && digest_still_due(&silence);
    return true;
}

static bool has(const json_t *items, const json_t *item)
{
    json_int_t id = json_integer_value(json_object_get(item, "listing"));
    for (size_t at = 0; at < json_array_size(items); at++) {
        if (json_integer_value(json_object_get(json_array_get(items, at), "listing")) == id) {
            return true;
        }
    }
    return false;
}

/* Puts an item in that has to be shown: in the place of the one from outside, or behind. */
static void include(struct digest_draft *draft, json_t *must)
{
    if (must == NULL || has(draft->items, must)) {
        return;
    }
    size_t count = json_array_size(draft->items);
    const json_t *last = count > 0 ? json_array_get(draft->items, count - 1) : NULL;
    bool full = count >= (size_t)config_number(draft->office->config, CONFIG_DIGEST_ITEMS);
    if (full || json_is_true(json_object_get(last, "outside"))) {
        json_array_remove(draft->items, count - 1);
    }
    json_array_append(draft->items, must);
}

/* Only what is from outside, or lacks something, is no reason to write again. */
static bool has_reason(const struct digest_draft *draft, const json_t *must)
{
    for (size_t at = 0; at < json_array_size(draft->items); at++) {
        const json_t *item = json_array_get(draft->items, at);
        if (item == must || !json_is_true(json_object_get(item, "outside"))) {
            return true;
        }
    }
    return draft->first;
}

/* Nothing may have changed since it was ranked, or it goes out another time; nor may another
 * process have seen to it (`match digest` beside the daemon). */
static bool is_current(const struct digest_draft *draft, const struct digest_look *look,
                       bool *current, GError **error)
{
    struct store *store = draft->office->store;
    g_autoptr(GError) failure = NULL;
    struct digest_look seen = {0};
    SCOPED(listing) struct listing *now = listing_get(store, draft->listing->id, &failure);
    if (failure != NULL || !digest_look_of(store, draft->listing->id, &seen, &failure)) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return false;
    }
    *current = now != NULL && now->state == LISTING_OPEN &&
               now->confirmed == draft->listing->confirmed && seen.looked == look->looked &&
               seen.sent == look->sent && seen.waits == look->waits;
    return true;
}

static bool send_it(struct digest_draft *draft, struct digest_way *way, GError **error)
{
    return draft->asks ? digest_still(draft, way, error) : digest_send(draft, way, error);
}

/* Sends it when it is to be sent, and writes down that the listing was looked at; one transaction.
 */
static bool settle(struct digest_draft *draft, bool send, struct digest_look *look, int64_t slot,
                   GError **error)
{
    struct store *store = draft->office->store;
    struct digest_way way = {0};
    bool current = false;
    STORE_ROLLS_BACK(store);
    if (!store_begin(store, error) || !is_current(draft, look, &current, error) ||
        (current && send && !send_it(draft, &way, error))) {
        return false;
    }
    if (!current) {
        return true;
    }
    look->waits = 0;
    look->looked = MAX(look->looked, slot);
    look->sent = way.sent && slot != 0 ? slot : look->sent;
    return digest_look_set(store, draft->listing->id, look, error) && store_commit(store, error);
}

/* NULL without an error: it is not open. */
static struct digest_draft *draft_of(const struct office *office, int64_t listing,
                                     enum digest_why why, struct digest_look *look, bool *failed,
                                     GError **error)
{
    const struct cause cause = by_timer(office);
    g_autoptr(GError) failure = NULL;
    struct digest_draft *draft = NULL;
    if (digest_look_of(office->store, listing, look, &failure)) {
        draft = digest_draft_new(office, &cause, listing, why, &failure);
    }
    *failed = failure != NULL;
    if (failure != NULL) {
        g_propagate_error(error, g_steal_pointer(&failure));
    }
    return draft;
}

/* Ranks it when its reader may have a regular one in this slot. */
static bool rank_when_due(struct digest_draft *draft, int64_t sent, int64_t slot, bool *ranked,
                          GError **error)
{
    bool may = false;
    *ranked = false;
    return may_have(draft, sent, slot, &may, error) &&
           (!may || draft->asks || digest_try(draft, NULL, ranked, error));
}

bool digest_has_reader(const struct office *office, int64_t listing, int64_t slot, bool *has,
                       GError **error)
{
    struct digest_look look = {0};
    bool failed = false;
    *has = false;
    SCOPED(digest_draft)
    struct digest_draft *draft = draft_of(office, listing, DIGEST_REGULAR, &look, &failed, error);
    if (draft == NULL) {
        return !failed;
    }
    bool good = may_have(draft, look.sent, slot, has, error);
    *has = *has && !draft->asks;
    return good;
}

bool digest_would(const struct office *office, int64_t listing, int64_t slot, unsigned *items,
                  GError **error)
{
    struct digest_look look = {0};
    bool failed = false, ranked = false;
    *items = 0;
    SCOPED(digest_draft)
    struct digest_draft *draft = draft_of(office, listing, DIGEST_REGULAR, &look, &failed, error);
    if (draft == NULL) {
        return !failed;
    }
    if (!rank_when_due(draft, look.sent, slot, &ranked, error)) {
        return false;
    }
    *items = ranked && has_reason(draft, NULL) ? (unsigned)json_array_size(draft->items) : 0;
    return true;
}

bool digest_regular(const struct office *office, int64_t listing, int64_t slot, json_t *must,
                    GError **error)
{
    struct digest_look look = {0};
    bool failed = false, ranked = false;
    SCOPED(digest_draft)
    struct digest_draft *draft = draft_of(office, listing, DIGEST_REGULAR, &look, &failed, error);
    if (draft == NULL) {
        return !failed;
    }
    if (!rank_when_due(draft, look.sent, slot, &ranked, error)) {
        return false;
    }
    if (ranked) {
        include(draft, must);
    }
    return settle(draft, draft->asks || (ranked && has_reason(draft, must)), &look, slot, error);
}

/* ---- at once ----------------------------------------------------------------------------------
 */

static bool fits_well(const json_t *item)
{
    return strcmp(json_string_value(json_object_get(item, "level")), "well") == 0 &&
           !json_is_true(json_object_get(item, "unmet")) &&
           !json_is_true(json_object_get(item, "outside"));
}

static bool wait(struct store *store, int64_t listing, int64_t now, GError **error)
{
    struct digest_look look = {0};
    if (!digest_look_of(store, listing, &look, error)) {
        return false;
    }
    look.waits = look.waits != 0 ? look.waits : now;
    return digest_look_set(store, listing, &look, error);
}

bool digest_arrival(const struct office *office, int64_t listing, GError **error)
{
    struct store *store = office->store;
    struct digest_look look = {0};
    bool failed = false, well = false, ranked = false;
    SCOPED(digest_draft)
    struct digest_draft *draft = draft_of(office, listing, DIGEST_AT_ONCE, &look, &failed, error);
    if (draft == NULL) {
        return !failed;
    }
    if (!digest_try(draft, NULL, &ranked, error)) {
        return false;
    }
    STORE_ROLLS_BACK(store);
    if (!store_begin(store, error)) {
        return false;
    }
    for (size_t at = 0; at < json_array_size(draft->items); at++) {
        const json_t *item = json_array_get(draft->items, at);
        int64_t other = json_integer_value(json_object_get(item, "listing"));
        well = well || fits_well(item);
        if (fits_well(item) && !wait(store, other, draft->cause.at, error)) {
            return false;
        }
    }
    look.version = draft->listing->confirmed;
    look.waits = look.waits == 0 && well ? draft->cause.at : look.waits;
    return digest_look_set(store, listing, &look, error) && store_commit(store, error);
}

/* At most one a day, and only for those who want them weekly. `tomorrow`: when the next one may go
 * out, 0: now. */
static bool may_at_once(const struct digest_draft *draft, bool *may, int64_t *tomorrow,
                        GError **error)
{
    const struct office *office = draft->office;
    enum digest_pace pace = DIGEST_OFF;
    struct digest_silence silence = {0};
    int64_t count = 0, midnight = 0;
    char today[DAYS_ISO_ROOM], next[DAYS_ISO_ROOM];
    days_to_iso(funnel_today(office), today);
    days_to_iso(funnel_today(office) + 1, next);
    if (!clock_parse(office->clock, today, &midnight, error) ||
        !clock_parse(office->clock, next, tomorrow, error) ||
        !digest_reaches(office, draft->reader, draft->cause.at, may, error) ||
        !pace_of(draft, &pace, &silence, error) ||
        !digest_count(office->store, draft->reader->id, DIGEST_AT_ONCE, midnight, &count, error)) {
        return false;
    }
    *may = *may && pace == DIGEST_WEEKLY;
    *tomorrow = *may && count > 0 ? *tomorrow : 0;
    return true;
}

static bool has_well(const struct digest_draft *draft)
{
    for (size_t at = 0; at < json_array_size(draft->items); at++) {
        if (fits_well(json_array_get(draft->items, at))) {
            return true;
        }
    }
    return false;
}

/* Until tomorrow; or for ever (0): nobody waits for a listing that is not open any more. */
static bool put_off(struct store *store, int64_t listing, struct digest_look *look, int64_t until,
                    GError **error)
{
    look->waits = until;
    STORE_ROLLS_BACK(store);
    return store_begin(store, error) && digest_look_set(store, listing, look, error) &&
           store_commit(store, error);
}

bool digest_at_once(const struct office *office, int64_t listing, GError **error)
{
    struct digest_look look = {0};
    int64_t tomorrow = 0;
    bool failed = false, may = false, ranked = false;
    SCOPED(digest_draft)
    struct digest_draft *draft = draft_of(office, listing, DIGEST_AT_ONCE, &look, &failed, error);
    if (draft == NULL) {
        return !failed && put_off(office->store, listing, &look, 0, error);
    }
    if (!may_at_once(draft, &may, &tomorrow, error)) {
        return false;
    }
    if (tomorrow != 0) {
        return put_off(office->store, listing, &look, tomorrow, error);
    }
    if (may && !digest_try(draft, NULL, &ranked, error)) {
        return false;
    }
    return settle(draft, ranked && has_well(draft), &look, 0, error);
}
