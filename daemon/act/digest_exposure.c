/* That everybody is seen: who was not, comes into a mail where they fit best, into the portraits,
 * and at last to staff.
 */
#include <inttypes.h>

#include "act/digest_timer.h"
#include "act/market.h"
#include "act/staff.h"
#include "compose/words.h"

enum {
    DAY = 86400,
    HIDDEN = 20 * DAY, /* unseen for so long: they come first, before the month is over */
    GRACE = 7 * DAY,   /* a new profile comes by itself */
    MONTH = 30 * DAY,
    ALMOST_MONTH = 27 * DAY,
    LOOKED_AT = 50, /* postings that a profile may go to */
    AT_A_TIME = 200
};

static bool is_one_of(const GArray *ids, int64_t id)
{
    for (guint at = 0; at < ids->len; at++) {
        if (g_array_index(ids, int64_t, at) == id) {
            return true;
        }
    }
    return false;
}

/* The same pair from the posting's end. New reference. */
static json_t *turned(const json_t *item, int64_t profile)
{
    json_t *other = json_deep_copy(item);
    json_object_set_new(other, "listing", json_integer(profile));
    json_object_del(other, "quotes"); /* they are the posting's words */
    return other;
}

/* The postings whose mails go on the day `slot`, and who has to stand in them. */
struct places {
    const struct office *office;
    const GArray *postings;
    int64_t slot;
    GHashTable *must;
};

/* Whether a profile can still be given to that posting. */
static bool is_free(const struct places *places, int64_t posting, bool *free, GError **error)
{
    *free = false;
    return !is_one_of(places->postings, posting) || g_hash_table_contains(places->must, &posting) ||
           digest_has_reader(places->office, posting, places->slot, free, error);
}

/* Gives the profile to the best of the postings that has nobody yet. */
static bool place(const struct places *places, int64_t profile, GError **error)
{
    const struct office *office = places->office;
    json_auto_t *wishes = json_pack("{s:i}", "limit", LOOKED_AT);
    g_autoptr(GError) failure = NULL;
    const struct cause cause = {.at = clock_now(office->clock), .actor = "timer"};
    SCOPED(digest_draft)
    struct digest_draft *draft =
        digest_draft_new(office, &cause, profile, DIGEST_REGULAR, &failure);
    if (draft == NULL) {
        if (failure != NULL) {
            g_propagate_error(error, g_steal_pointer(&failure));
        }
        return failure == NULL;
    }
    draft->side = PAIR_EMPLOYER; /* what counts is what employers have seen of it */
    draft->first = false;
    bool ranked = false, free = false;
    if (!digest_try(draft, wishes, &ranked, error)) {
        return false;
    }
    for (size_t at = 0; ranked && !free && at < json_array_size(draft->items); at++) {
        const json_t *item = json_array_get(draft->items, at);
        int64_t posting = json_integer_value(json_object_get(item, "listing"));
        if (!is_free(places, posting, &free, error)) {
            return false;
        }
        if (free) {
            g_hash_table_insert(places->must, g_memdup2(&posting, sizeof posting),
                                turned(item, profile));
        }
    }
    return true;
}

GHashTable *digest_exposure(const struct office *office, const GArray *postings, int64_t slot,
                            GError **error)
{
    g_autoptr(GHashTable) must =
        g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, (GDestroyNotify)json_decref);
    int64_t now = clock_now(office->clock);
    const struct places places = {office, postings, slot, must};
    const struct digest_unseen unseen = {
        .since = now - HIDDEN, .opened = now - GRACE, .most = AT_A_TIME};
    g_autoptr(GArray) hidden = digest_unshown(office->store, &unseen, error);
    for (guint at = 0; hidden != NULL && at < hidden->len; at++) {
        if (g_hash_table_size(must) < postings->len &&
            !place(&places, g_array_index(hidden, int64_t, at), error)) {
            return NULL;
        }
    }
    return hidden != NULL ? g_steal_pointer(&must) : NULL;
}

/* ---- portraits --------------------------------------------------------------------------------
 */

static bool has_portrait(const struct office *office, int64_t id, bool *has, GError **error)
{
    SCOPED(listing) struct listing *listing = listing_get(office->store, id, error);
    json_auto_t *facts =
        listing != NULL ? digest_facts(office->store, id, listing->confirmed, error) : NULL;
    *has = json_array_size(json_object_get(facts, "portrait")) > 0;
    return facts != NULL;
}

/* Those whom nobody saw for longest. */
static bool choose(struct digest_draft *draft, GError **error)
{
    const struct office *office = draft->office;
    size_t limit = (size_t)config_number(office->config, CONFIG_DIGEST_ITEMS);
    const struct digest_unseen unseen = {
        .since = INT64_MAX, .opened = draft->cause.at, .most = AT_A_TIME};
    g_autoptr(GArray) all = digest_unshown(office->store, &unseen, error);
    for (guint at = 0; all != NULL && at < all->len; at++) {
        int64_t id = g_array_index(all, int64_t, at);
        bool has = false;
        if (json_array_size(draft->items) == limit) {
            break;
        }
        if (!has_portrait(office, id, &has, error)) {
            return false;
        }
        if (has) {
            json_array_append_new(draft->items, json_pack("{s:I}", "listing", (json_int_t)id));
        }
    }
    return all != NULL;
}

static bool may_inspire(const struct digest_draft *draft, bool *may, GError **error)
{
    int64_t count = 0, since = draft->cause.at - ALMOST_MONTH;
    if (!digest_reaches(draft->office, draft->reader, draft->cause.at, may, error) ||
        !digest_count(draft->office->store, draft->reader->id, DIGEST_PORTRAITS, since, &count,
                      error)) {
        return false;
    }
    *may = *may && count == 0;
    return true;
}

bool digest_inspire(const struct office *office, int64_t person, int64_t slot, GError **error)
{
    const struct cause cause = {.at = clock_now(office->clock), .actor = "timer"};
    SCOPED(digest_draft)
    struct digest_draft *draft = digest_draft_portraits(office, &cause, person, error);
    struct digest_way way = {0};
    bool may = false;
    if (draft == NULL) {
        return false;
    }
    STORE_ROLLS_BACK(office->store);
    return store_begin(office->store, error) && may_inspire(draft, &may, error) &&
           (!may || (choose(draft, error) && digest_send(draft, &way, error))) &&
           digest_employer_seen(office->store, person, slot, error) &&
           store_commit(office->store, error);
}

/* ---- staff ------------------------------------------------------------------------------------
 */

/* A line on one of them. */
static bool tell(const struct office *office, int64_t id, GString *lines, GError **error)
{
    SCOPED(listing) struct listing *listing = listing_get(office->store, id, error);
    SCOPED(person)
    struct person *person =
        listing != NULL ? person_get(office->store, listing->person, error) : NULL;
    struct digest_look look = {0};
    if (person == NULL || !digest_look_of(office->store, id, &look, error)) {
        return false;
    }
    g_autofree char *number = g_strdup_printf("%" PRId64, id);
    g_autofree char *line =
        words_fill(templates_word(office->templates, "da", "unshown", "line"), "navn", person->name,
                   "adresse", person_address(person), "telefon",
                   *person->phone != '\0' ? person->phone : "-", "nummer", number, NULL);
    g_string_append_printf(lines, "%s%s", lines->len > 0 ? "\n" : "", line);
    look.told = clock_now(office->clock);
    return digest_look_set(office->store, id, &look, error);
}

bool digest_tell_unshown(const struct office *office, GError **error)
{
    const struct cause cause = {.at = clock_now(office->clock), .actor = "timer"};
    const struct digest_unseen unseen = {
        .since = cause.at - MONTH, .opened = cause.at - MONTH, .untold = true, .most = AT_A_TIME};
    g_autoptr(GString) lines = g_string_new(NULL);
    STORE_ROLLS_BACK(office->store);
    if (!store_begin(office->store, error)) {
        return false;
    }
    g_autoptr(GArray) unshown = digest_unshown(office->store, &unseen, error);
    if (unshown == NULL || unshown->len == 0) {
        return unshown != NULL;
    }
    for (guint at = 0; at < unshown->len; at++) {
        if (!tell(office, g_array_index(unshown, int64_t, at), lines, error)) {
            return false;
        }
    }
    g_autofree char *count = g_strdup_printf("%u", unshown->len);
    json_auto_t *fields = json_pack("{s:s, s:s}", "antal", count, "personer", lines->str);
    return staff_tell(office, &cause, "staff-unshown", fields, error) &&
           store_commit(office->store, error);
}
