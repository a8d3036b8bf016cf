#include "act/market_aside.h"

#include <inttypes.h>

#include "act/market.h"
#include "act/staff.h"
#include "store/aside.h"

#define DEATHS 2

/* All by int64_t, the number of the listing. */
struct market_aside {
    GHashTable *deaths;  /* how often it ended the process since it was answered */
    GHashTable *written; /* the version that the store has as set aside */
    GHashTable *fresh;   /* the same, not written yet */
};

static GHashTable *table(void)
{
    return g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
}

struct market_aside *market_aside_new(void)
{
    struct market_aside *aside = g_new0(struct market_aside, 1);
    aside->deaths = table();
    aside->written = table();
    aside->fresh = table();
    return aside;
}

void market_aside_free(struct market_aside *aside)
{
    if (aside != NULL) {
        g_hash_table_unref(aside->deaths);
        g_hash_table_unref(aside->written);
        g_hash_table_unref(aside->fresh);
        g_free(aside);
    }
}

bool market_aside_read(struct market_aside *aside, struct store *store, GError **error)
{
    GHashTable *written = aside_all(store, error);
    if (written == NULL) {
        return false;
    }
    g_hash_table_unref(aside->written);
    aside->written = written;
    return true;
}

static int version_of(GHashTable *versions, int64_t listing)
{
    return GPOINTER_TO_INT(g_hash_table_lookup(versions, &listing));
}

/* The version that the process reads. */
static int read_version(const struct listing *listing)
{
    return listing->confirmed != 0 ? listing->confirmed : listing->newest;
}

bool market_aside_has(const struct market_aside *aside, const struct listing *listing)
{
    int version = read_version(listing);
    return version_of(aside->fresh, listing->id) == version ||
           version_of(aside->written, listing->id) == version;
}

static void put(GHashTable *numbers, int64_t listing, int number)
{
    g_hash_table_insert(numbers, g_memdup2(&listing, sizeof listing), GINT_TO_POINTER(number));
}

bool market_aside_blame(struct market_aside *aside, const struct listing *listing)
{
    int deaths = version_of(aside->deaths, listing->id) + 1;
    if (deaths < DEATHS) {
        put(aside->deaths, listing->id, deaths);
        return false;
    }
    g_hash_table_remove(aside->deaths, &listing->id);
    put(aside->fresh, listing->id, read_version(listing));
    return true;
}

void market_aside_clear(struct market_aside *aside, int64_t listing)
{
    g_hash_table_remove(aside->deaths, &listing);
}

static bool write_down(const struct office *office, int64_t listing, int version, GError **error)
{
    const struct cause cause = {.at = clock_now(office->clock), .actor = "timer"};
    g_autoptr(GError) failure = NULL;
    SCOPED(listing) struct listing *there = listing_get(office->store, listing, &failure);
    if (failure != NULL) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return false;
    }
    if (there == NULL) {
        return true; /* staff have erased it */
    }
    g_autofree char *number = g_strdup_printf("%" PRId64, listing);
    json_auto_t *fields = json_pack("{s:s}", "jobnummer", number);
    return aside_put(office->store, &cause, listing, version, error) &&
           staff_tell(office, &cause, "staff-set-aside", fields, error);
}

bool market_aside_tell(struct market_aside *aside, const struct office *office, GError **error)
{
    if (g_hash_table_size(aside->fresh) == 0) {
        return true;
    }
    STORE_ROLLS_BACK(office->store);
    if (!store_begin(office->store, error)) {
        return false;
    }
    GHashTableIter at;
    gpointer id, version;
    g_hash_table_iter_init(&at, aside->fresh);
    while (g_hash_table_iter_next(&at, &id, &version)) {
        if (!write_down(office, *(int64_t *)id, GPOINTER_TO_INT(version), error)) {
            return false;
        }
    }
    if (!store_commit(office->store, error)) {
        return false;
    }
    g_hash_table_iter_init(&at, aside->fresh);
    while (g_hash_table_iter_next(&at, &id, &version)) {
        put(aside->written, *(int64_t *)id, GPOINTER_TO_INT(version));
    }
    g_hash_table_remove_all(aside->fresh);
    return true;
}
