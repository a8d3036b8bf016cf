#include "act/digest.h"

#include <inttypes.h>

#include "act/liked.h"
#include "act/listing_facts.h"
#include "act/market.h"
#include "act/relay_mask.h"
#include "base/failure.h"
#include "store/away.h"
#include "store/pause.h"
#include "store/suppression.h"

enum {
    SHOWN_DAYS = 30,
    SHOWN_MANY = 2000, /* mails in that time */
    SHOWN_WIDER = 8,   /* so many times as many are looked at then */
    DAY = 86400
};

json_t *digest_facts(struct store *store, int64_t listing, int version, GError **error)
{
    g_autofree char *text = listing_facts(store, listing, version, error);
    if (text == NULL) {
        return NULL;
    }
    json_t *facts = json_loads(text, 0, NULL);
    return facts != NULL ? facts : json_object();
}

char *digest_masked(const struct office *office, const char *language, const char *text,
                    const struct person *owner, enum listing_kind kind)
{
    bool masked = false;
    g_autofree char *hidden = relay_mask(text, owner, NULL, kind == LISTING_PROFILE, &masked);
    g_autoptr(GString) words = g_string_new(hidden);
    g_string_replace(words, RELAY_MASK_NAME,
                     templates_word(office->templates, language, "masked", "name"), 0);
    return g_string_free(g_steal_pointer(&words), FALSE);
}

char *digest_name(const struct office *office, const char *language, const struct listing *listing,
                  GError **error)
{
    if (listing->kind == LISTING_PROFILE) {
        return g_strdup_printf("%s %" PRId64,
                               templates_word(office->templates, language, "relay", "seeker"),
                               listing->id);
    }
    int version = listing->confirmed != 0 ? listing->confirmed : listing->newest;
    json_auto_t *facts = digest_facts(office->store, listing->id, version, error);
    SCOPED(person)
    struct person *owner = facts != NULL ? person_get(office->store, listing->person, error) : NULL;
    if (owner == NULL) {
        return NULL;
    }
    g_autofree char *title = facts_name(office, language, LISTING_POSTING, facts);
    return digest_masked(office, language, title, owner, LISTING_POSTING);
}

void digest_draft_free(struct digest_draft *draft)
{
    if (draft == NULL) {
        return;
    }
    listing_free(draft->listing);
    person_free(draft->reader);
    json_decref(draft->facts);
    json_decref(draft->wishes);
    json_decref(draft->best);
    json_decref(draft->items);
    g_free(draft);
}

static struct digest_draft *draft_for(const struct office *office, const struct cause *cause,
                                      int64_t person, enum digest_why why, GError **error)
{
    struct digest_draft *draft = g_new0(struct digest_draft, 1);
    draft->office = office;
    draft->cause = *cause;
    draft->why = why;
    draft->wishes = json_object();
    draft->best = json_object();
    draft->items = json_array();
    draft->side = PAIR_EMPLOYER;
    draft->reader = person_get(office->store, person, error);
    if (draft->reader == NULL) {
        g_clear_pointer(&draft, digest_draft_free);
    }
    return draft;
}

struct digest_draft *digest_draft_new(const struct office *office, const struct cause *cause,
                                      int64_t id, enum digest_why why, GError **error)
{
    SCOPED(listing) struct listing *listing = listing_get(office->store, id, error);
    if (listing == NULL || listing->state != LISTING_OPEN || listing->confirmed == 0) {
        return NULL;
    }
    SCOPED(digest_draft)
    struct digest_draft *draft = draft_for(office, cause, listing->person, why, error);
    if (draft == NULL) {
        return NULL;
    }
    draft->side = listing->kind == LISTING_PROFILE ? PAIR_SEEKER : PAIR_EMPLOYER;
    draft->facts = digest_facts(office->store, id, listing->confirmed, error);
    draft->listing = g_steal_pointer(&listing);
    int version = 0;
    if (draft->facts == NULL || !digest_version(office->store, id, &version, error)) {
        return NULL;
    }
    draft->first = version < draft->listing->confirmed;
    return g_steal_pointer(&draft);
}

struct digest_draft *digest_draft_portraits(const struct office *office, const struct cause *cause,
                                            int64_t person, GError **error)
{
    return draft_for(office, cause, person, DIGEST_PORTRAITS, error);
}

/* ---- what stands in it ------------------------------------------------------------------------
 */

static void note_shown(int64_t listing, int64_t times, void *data)
{
    char key[24];
    g_snprintf(key, sizeof key, "%" PRId64, listing);
    json_object_set_new(data, key, json_integer(times));
}

/* Whether the reader has nothing new to say of it: said yes to it, is past that, or has seen it.
 * Another version of the posting or profile is looked at anew. */
static bool is_over(const struct digest_draft *draft, const struct pair *pair)
{
    bool seen = pair->shown[draft->side] != 0 && !draft->first;
    return seen || pair->stage >= PAIR_CONTACT || pair->yes[draft->side] != 0;
}

static bool wish_pairs(struct digest_draft *draft, GError **error)
{
    g_autoptr(GPtrArray) pairs = pair_of(draft->office->store, draft->listing->id, error);
    bool profile = draft->listing->kind == LISTING_PROFILE;
    json_t *exclude = json_array();
    json_object_set_new(draft->wishes, "exclude", exclude);
    for (guint at = 0; pairs != NULL && at < pairs->len; at++) {
        const struct pair *pair = pairs->pdata[at];
        if (is_over(draft, pair)) {
            json_array_append_new(exclude, json_integer(profile ? pair->posting : pair->profile));
        }
    }
    return pairs != NULL;
}

/* One from outside comes instead of the last of the others. */
static void take_items(struct digest_draft *draft, size_t limit)
{
    json_array_clear(draft->items);
    json_array_extend(draft->items, json_object_get(draft->best, "items"));
    while (json_array_size(draft->items) > limit) {
        size_t last = json_array_size(draft->items) - 1;
        bool outside = json_is_true(json_object_get(json_array_get(draft->items, last), "outside"));
        json_array_remove(draft->items, outside && last > 0 && limit > 1 ? last - 1 : last);
    }
}

/* How often those who may come were shown lately. Where many were, only the best are looked at: the
 * others are not moved up by it, and the question stays short. */
static bool wish_shown(struct digest_draft *draft, GError **error)
{
    const struct office *office = draft->office;
    int64_t since = draft->cause.at - SHOWN_DAYS * DAY;
    json_int_t limit = json_integer_value(json_object_get(draft->wishes, "limit"));
    json_t *shown = json_object();
    bool many = false;
    json_object_set_new(draft->wishes, "shown", shown);
    if (!digest_many(office->store, since, SHOWN_MANY, &many, error)) {
        return false;
    }
    if (!many) {
        return digest_shown(office->store, since, note_shown, shown, error);
    }
    json_auto_t *wider = json_copy(draft->wishes);
    json_object_set_new(wider, "limit", json_integer(limit * SHOWN_WIDER));
    json_auto_t *best = market_best(office->market, draft->listing->id, wider, error);
    const json_t *items = json_object_get(best, "items");
    for (size_t at = 0; at < json_array_size(items); at++) {
        int64_t times = 0,
                id = json_integer_value(json_object_get(json_array_get(items, at), "listing"));
        if (!digest_shown_times(office->store, id, since, &times, error)) {
            return false;
        }
        note_shown(id, times, shown);
    }
    return best != NULL;
}

bool digest_rank(struct digest_draft *draft, const json_t *more, GError **error)
{
    const struct office *office = draft->office;
    int64_t limit = config_number(office->config, CONFIG_DIGEST_ITEMS);
    json_object_set_new(draft->wishes, "limit", json_integer(limit));
    json_t *relax = json_object_get(draft->facts, "relaxed");
    if (relax != NULL) {
        json_object_set(draft->wishes, "relax", relax);
    }
    json_object_update(draft->wishes, (json_t *)(uintptr_t)more);
    if (!liked_wish(office, draft->listing->id, draft->wishes, error) ||
        !wish_pairs(draft, error) || !wish_shown(draft, error)) {
        return false;
    }
    json_t *best = market_best(office->market, draft->listing->id, draft->wishes, error);
    if (best == NULL) {
        return false;
    }
    json_object_update_new(draft->best, best);
    json_int_t most = json_integer_value(json_object_get(draft->wishes, "limit"));
    take_items(draft, (size_t)most);
    return true;
}

bool digest_try(struct digest_draft *draft, const json_t *more, bool *ranked, GError **error)
{
    g_autoptr(GError) failure = NULL;
    *ranked = digest_rank(draft, more, &failure);
    if (*ranked) {
        return true;
    }
    if (!market_failed(failure)) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return false;
    }
    bool none_now = failure->code == FAILURE_TEMPORARY || failure->code == FAILURE_CONFIGURATION;
    if (none_now) {
        g_set_error(error, ACT_ERROR, FAILURE_TEMPORARY, "the market gives no answer now: %s",
                    failure->message);
    }
    return !none_now;
}

/* ---- who gets it ------------------------------------------------------------------------------
 */

bool digest_reaches(const struct office *office, const struct person *person, int64_t now,
                    bool *reaches, GError **error)
{
    struct pause pause;
    int64_t away = 0;
    const char *address = NULL;
    enum digest_pace pace = DIGEST_OFF;
    *reaches = false;
    if (!pause_of(office->store, person->id, now, &pause, error) ||
        !away_until(office->store, person->id, now, &away, error) ||
        !suppression_pick_address(office->store, person, &address, error) ||
        !digest_pace_of(office->store, person->id, &pace, error)) {
        return false;
    }
    *reaches = pause.until == 0 && away == 0 && address != NULL && pace != DIGEST_OFF;
    return true;
}
