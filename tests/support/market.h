/* A market in this process for tests of act/, with the shipped taxonomy; listings that are open.
 */
#pragma once

#include "support/office.h"

#include "act/market.h"
#include "store/listing.h"

static inline void test_market_configure(struct test_office *test)
{
    g_autofree char *taxonomy = g_canonicalize_filename("config/taxonomy", NULL);
    g_autofree char *tables = g_canonicalize_filename("config/language", NULL);
    g_autofree char *text =
        g_strdup_printf("[site]\ntaxonomy = %s\nlanguage = %s\n", taxonomy, tables);
    test_office_configure(test, text);
}

/* One index for all offices of a program: it takes a second. */
static struct market_desk test_market_desk;

__attribute__((destructor)) static void test_market_end(void)
{
    if (test_market_desk.free != NULL) {
        test_market_desk.free(test_market_desk.desk);
    }
}

static inline void test_market_keep(void *desk)
{
    (void)desk;
}

/* Puts a market into the office; test_market_close before the office is closed. */
static inline struct market *test_market_open(struct test_office *test)
{
    test_market_configure(test);
    if (test_market_desk.desk == NULL) {
        test_market_desk = market_desk_here(test->config);
    }
    struct market_desk desk = test_market_desk;
    desk.free = test_market_keep;
    test->office.market = market_new(&test->office, &desk);
    return test->office.market;
}

static inline void test_market_close(struct test_office *test)
{
    g_clear_pointer(&test->office.market, market_free);
}

/* An open listing with these facts, JSON with ' for ". */
static inline int64_t test_market_listing(struct test_office *test, enum listing_kind kind,
                                          int64_t person, const char *facts)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *json = g_strdelimit(g_strdup(facts), "'", '"');
    const struct cause cause = {.at = clock_now(test->clock), .actor = "mail"};
    struct store *store = test->office.store;
    struct listing listing = {.kind = kind, .person = person, .state = LISTING_DRAFT, .newest = 1};
    bool done = store_begin(store, &error) &&
                listing_add(store, &cause, &listing, json, &listing.id, &error) &&
                listing_confirm(store, &cause, &listing, 1, &error) &&
                listing_change(store, &cause, &listing, LISTING_OPEN, NULL, &error) &&
                store_commit(store, &error);
    if (!done) {
        fail_msg("%s", error->message);
    }
    return listing.id;
}

/* Within a transaction of the caller: another state, another version that counts. */
static inline bool test_market_state(struct test_office *test, int64_t id, enum listing_state state)
{
    const struct cause cause = {.at = clock_now(test->clock), .actor = "mail"};
    SCOPED(listing) struct listing *listing = listing_get(test->office.store, id, NULL);
    return listing_change(test->office.store, &cause, listing, state, NULL, NULL);
}

static inline bool test_market_write(struct test_office *test, int64_t id, const char *facts)
{
    g_autofree char *json = g_strdelimit(g_strdup(facts), "'", '"');
    const struct cause cause = {.at = clock_now(test->clock), .actor = "mail"};
    SCOPED(listing) struct listing *listing = listing_get(test->office.store, id, NULL);
    int number = 0;
    return listing_write(test->office.store, &cause, listing, json, &number, NULL) &&
           listing_confirm(test->office.store, &cause, listing, number, NULL);
}
