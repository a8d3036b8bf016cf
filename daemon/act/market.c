#include "act/market.h"

#include "act/market_aside.h"
#include "act/market_wishes.h"
#include "base/failure.h"

#define PUT_MOST 500u /* listings in one change */
#define NEVER (-1)
#define PUT_FEWER 22u
#define ATTEMPTS 8u /* to bring an index up to date that was started anew */
#define DEATHS 2u   /* of one question right behind that: it is the question's fault */

struct market {
    const struct office *office;
    struct market_desk desk;
    GHashTable *known; /* int64_t listing → its version in the index; 0: not sure */
    int64_t pulse;     /* the store as it was seen last (listing_pulse) */
    bool sure;         /* else everything has to be compared */
    json_int_t change; /* the last one that the index had; NEVER: it has to forget all */
    struct market_aside *aside;
    unsigned most; /* listings in one change: fewer while it is found out which one is wrong */
};

struct market *market_new(const struct office *office, const struct market_desk *desk)
{
    struct market *market = g_new0(struct market, 1);
    market->office = office;
    market->desk = *desk;
    market->known = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    market->aside = market_aside_new();
    market->most = PUT_MOST;
    return market;
}

void market_free(struct market *market)
{
    if (market != NULL) {
        market->desk.free(market->desk.desk);
        g_hash_table_unref(market->known);
        market_aside_free(market->aside);
        g_free(market);
    }
}

bool market_failed(const GError *failure)
{
    return failure->domain != STORE_ERROR;
}

static void remember(struct market *market, int64_t id, int version)
{
    g_hash_table_insert(market->known, g_memdup2(&id, sizeof id), GINT_TO_POINTER(version));
}

/* The facts of a version. New reference. */
static json_t *facts_of(const struct market *market, const struct listing *listing, GError **error)
{
    int number = listing->confirmed != 0 ? listing->confirmed : listing->newest;
    g_autofree char *text = listing_facts(market->office->store, listing->id, number, error);
    json_t *facts = text != NULL ? json_loads(text, 0, NULL) : NULL;
    return text == NULL || facts != NULL ? facts : json_object();
}

/* As match/offer reads it; steals the facts. New reference. */
static json_t *as_offer(const struct listing *listing, json_t *facts)
{
    return json_pack("{s:I, s:I, s:s, s:o}", "id", (json_int_t)listing->id, "person",
                     (json_int_t)listing->person, "kind",
                     listing->kind == LISTING_POSTING ? "posting" : "profile", "facts", facts);
}

static bool died(const struct market *market)
{
    return market->desk.died != NULL && market->desk.died(market->desk.desk);
}

struct update {
    struct market *market;
    json_t *put, *drop;
    const struct listing *last; /* of put */
    GHashTable *seen;           /* int64_t: open listings */
    bool whole;                 /* the index has to be told everything */
    bool behind;
};

/* The process ended of a change: of its one listing, or fewer are told at a time until it is known
 * of which one. */
static void suspect(struct update *update, size_t told)
{
    struct market *market = update->market;
    if (told == 1 && update->last != NULL) {
        market_aside_blame(market->aside, update->last);
    } else if (told > 1) {
        market->most = MAX(1u, MIN(market->most, (unsigned)told) / PUT_FEWER);
    }
}

/* Tells the index of a change; false without an error: it has to be told everything. */
static bool tell(struct update *update, GError **error)
{
    struct market *market = update->market;
    size_t told = json_array_size(update->put);
    g_autoptr(GError) failure = NULL;
    json_auto_t *question = json_pack("{s:I, s:O, s:O}", "change", market->change + 1, "put",
                                      update->put, "drop", update->drop);
    json_auto_t *answer = market->desk.ask(market->desk.desk, question, &failure);
    json_array_clear(update->put);
    json_array_clear(update->drop);
    update->behind =
        answer == NULL ? died(market) : json_is_true(json_object_get(answer, "behind"));
    if (update->behind && (answer == NULL || update->whole)) {
        suspect(update, told); /* nothing but this was asked since it began */
    }
    if (answer == NULL && !update->behind) {
        g_propagate_error(error, g_steal_pointer(&failure));
    }
    market->change += answer != NULL && !update->behind ? 1 : 0;
    return answer != NULL && !update->behind;
}

static bool look_at(struct update *update, const struct listing *listing, bool unsure,
                    GError **error)
{
    struct market *market = update->market;
    int known = GPOINTER_TO_INT(g_hash_table_lookup(market->known, &listing->id));
    if (listing->confirmed == 0 || market_aside_has(market->aside, listing)) {
        return true;
    }
    g_hash_table_add(update->seen, g_memdup2(&listing->id, sizeof listing->id));
    if (known == listing->confirmed) {
        return true;
    }
    json_t *facts = facts_of(market, listing, error);
    if (facts == NULL) {
        return false;
    }
    json_array_append_new(update->put, as_offer(listing, facts));
    update->last = listing;
    remember(market, listing->id, unsure ? 0 : listing->confirmed);
    return json_array_size(update->put) < market->most || tell(update, error);
}

static bool put_open(struct update *update, enum listing_kind kind, bool unsure, GError **error)
{
    g_autoptr(GPtrArray) open =
        listing_all(update->market->office->store, kind, LISTING_OPEN, error);
    for (guint i = 0; open != NULL && i < open->len; i++) {
        if (!look_at(update, open->pdata[i], unsure, error)) {
            return false;
        }
    }
    bool rest = json_array_size(update->put) > 0; /* before the listings are gone */
    return open != NULL && (!rest || tell(update, error));
}

static void drop_others(struct update *update)
{
    GHashTableIter at;
    gpointer id;
    g_hash_table_iter_init(&at, update->market->known);
    while (g_hash_table_iter_next(&at, &id, NULL)) {
        if (!g_hash_table_contains(update->seen, id)) {
            json_array_append_new(update->drop, json_integer(*(int64_t *)id));
            g_hash_table_iter_remove(&at);
        }
    }
}

/* Compares what is open with what the index has. What is seen inside a transaction may be taken
 * back, so it is looked at again. */
static bool compare(struct market *market, bool unsure, bool *behind, GError **error)
{
    json_auto_t *put = json_array(), *drop = json_array();
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    bool whole = g_hash_table_size(market->known) == 0;
    struct update update = {
        .market = market, .put = put, .drop = drop, .seen = seen, .whole = whole};
    bool told = market_aside_read(market->aside, market->office->store, error) &&
                put_open(&update, LISTING_PROFILE, unsure, error) &&
                put_open(&update, LISTING_POSTING, unsure, error);
    if (told) {
        drop_others(&update);
        told = json_array_size(drop) == 0 || tell(&update, error);
    }
    market->most = told ? PUT_MOST : market->most;
    *behind = update.behind;
    market->sure = told && !unsure;
    return told;
}

static bool forget(struct market *market, GError **error)
{
    json_auto_t *question = json_pack("{s:b}", "forget", 1);
    json_auto_t *answer = market->desk.ask(market->desk.desk, question, error);
    g_hash_table_remove_all(market->known);
    market->change = 0;
    market->sure = false;
    return answer != NULL;
}

/* Brings the index up to date. `behind`: it has to be told everything. */
static bool follow(struct market *market, bool *behind, GError **error)
{
    struct store *store = market->office->store;
    int64_t pulse = 0;
    bool changed = false, unsure = store_in_transaction(store);
    if (!listing_pulse(store, market->pulse, &pulse, &changed, error)) {
        return false;
    }
    if ((changed || !market->sure) && !compare(market, unsure, behind, error)) {
        return *behind;
    }
    market->pulse = unsure ? market->pulse : pulse;
    return true;
}

/* A question of which the process has ended twice. `about` NULL: of no listing. */
static void give_up(struct market *market, const struct listing *about, GError **error)
{
    g_clear_error(error);
    if (about == NULL) {
        g_set_error(error, ACT_ERROR, FAILURE_TEMPORARY,
                    "the matching process ends of this question");
        return;
    }
    g_set_error(error, ACT_ERROR, FAILURE_PERMANENT,
                "listing %" G_GINT64_FORMAT " is set aside: the matching process ends of it",
                about->id);
    market->sure = false; /* it leaves the index */
}

/* Whether the process ended of the question: it was brought up to date right before. */
static bool ended(struct market *market, const struct listing *about, unsigned *deaths)
{
    *deaths += 1;
    bool aside = about != NULL && market_aside_blame(market->aside, about);
    return about != NULL ? aside : *deaths >= DEATHS;
}

/* The answer of an index that is up to date. New reference. */
static json_t *ask(struct market *market, json_t *question, const struct listing *about,
                   GError **error)
{
    unsigned deaths = 0;
    for (unsigned attempt = 0; attempt < ATTEMPTS; attempt++) {
        bool behind = false;
        if (!follow(market, &behind, error)) {
            market->change = NEVER; /* the index may have had half of it */
            return NULL;
        }
        json_object_set_new(question, "change", json_integer(market->change));
        json_t *answer = behind ? NULL : market->desk.ask(market->desk.desk, question, error);
        if (answer == NULL && !behind) {
            if (died(market) && ended(market, about, &deaths)) {
                give_up(market, about, error);
            }
            return NULL;
        }
        if (!behind && !json_is_true(json_object_get(answer, "behind"))) {
            return answer;
        }
        json_decref(answer);
        /* The first time it may have died since the last question. */
        if (!behind && attempt > 0 && ended(market, about, &deaths)) {
            give_up(market, about, error);
            return NULL;
        }
        if (!forget(market, error)) {
            return NULL;
        }
    }
    g_set_error(error, ACT_ERROR, FAILURE_TEMPORARY,
                "the index of the market is started anew again and again; the log says more");
    return NULL;
}

/* Whether the index names only listings that it was told of, and their owners: it is another
 * process, which has read what strangers wrote. */
static bool is_sound(const struct market *market, const json_t *answer, GError **error)
{
    const json_t *items = json_object_get(answer, "items");
    bool sound = json_is_array(items);
    for (size_t i = 0; sound && i < json_array_size(items); i++) {
        const json_t *item = json_array_get(items, i);
        int64_t id = json_integer_value(json_object_get(item, "listing"));
        SCOPED(listing) struct listing *listing = listing_get(market->office->store, id, error);
        sound = listing != NULL && g_hash_table_contains(market->known, &id) &&
                listing->person == json_integer_value(json_object_get(item, "person"));
    }
    if (!sound && (error == NULL || *error == NULL)) {
        g_set_error(error, ACT_ERROR, FAILURE_PERMANENT,
                    "the index of the market answers what it was not asked");
    }
    return sound;
}

/* Asks for a listing as match/offer reads it, which is stolen. New reference. */
static json_t *ask_for(struct market *market, const struct listing *about, json_t *offer,
                       const json_t *wishes, GError **error)
{
    json_auto_t *question =
        json_pack("{s:o, s:o}", "best", offer, "wishes",
                  market_wishes(market->office, json_object_get(offer, "facts"), wishes));
    json_auto_t *answer = ask(market, question, about, error);
    if (answer == NULL || !is_sound(market, answer, error)) {
        return NULL;
    }
    if (about != NULL) {
        market_aside_clear(market->aside, about->id);
    }
    return json_incref(answer);
}

/* The listing that is asked about; NULL: an error. */
static struct listing *asking_of(struct market *market, int64_t id, GError **error)
{
    struct store *store = market->office->store;
    g_autoptr(GError) failure = NULL;
    struct listing *asking = listing_get(store, id, &failure);
    if (asking == NULL && failure == NULL) {
        g_set_error(error, ACT_ERROR, FAILURE_NOT_FOUND, "there is no listing %" G_GINT64_FORMAT,
                    id);
        return NULL;
    }
    if (failure == NULL && market_aside_read(market->aside, store, &failure) &&
        market_aside_has(market->aside, asking)) {
        give_up(market, asking, &failure);
    }
    if (failure != NULL) {
        g_propagate_error(error, g_steal_pointer(&failure));
        g_clear_pointer(&asking, listing_free);
    }
    return asking;
}

json_t *market_best(struct market *market, int64_t listing, const json_t *wishes, GError **error)
{
    SCOPED(listing) struct listing *asking = asking_of(market, listing, error);
    if (asking == NULL) {
        return NULL;
    }
    json_t *facts = json_object_get(wishes, "facts");
    facts = facts != NULL ? json_incref(facts) : facts_of(market, asking, error);
    return facts == NULL ? NULL : ask_for(market, asking, as_offer(asking, facts), wishes, error);
}

bool market_tell_aside(struct market *market, GError **error)
{
    return market_aside_tell(market->aside, market->office, error);
}

json_t *market_search(struct market *market, enum listing_kind kind, const char *text,
                      const json_t *wishes, GError **error)
{
    const struct listing nobody = {.kind =
                                       kind == LISTING_POSTING ? LISTING_PROFILE : LISTING_POSTING};
    json_auto_t *wished = wishes != NULL ? json_copy((json_t *)(uintptr_t)wishes) : json_object();
    json_object_set_new(wished, "search", json_true());
    return ask_for(market, NULL, as_offer(&nobody, market_text_facts(nobody.kind, text)), wished,
                   error);
}
