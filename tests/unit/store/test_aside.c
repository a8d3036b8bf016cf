/* Listings that are set aside, by version. */
#include "fixture.h"

#include "store/aside.h"
#include "store/listing.h"

static int version_of(struct store *store, int64_t id)
{
    g_autoptr(GHashTable) all = aside_all(store, NULL);
    assert_non_null(all);
    return GPOINTER_TO_INT(g_hash_table_lookup(all, &id));
}

static void the_newest_version_counts_until_it_is_lifted(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    const struct listing listing = {.kind = LISTING_POSTING,
                                    .person = fixture_person(store, "lene@x.example")};
    int64_t id = 0;
    fixture_begin(store);
    assert_ok(listing_add(store, &fixture_cause, &listing, "{}", &id, OK_ERROR));
    assert_ok(aside_put(store, &fixture_cause, id, 1, OK_ERROR));
    assert_ok(aside_put(store, &fixture_cause, id, 3, OK_ERROR));
    fixture_commit(store);
    assert_int_equal(version_of(store, id), 3);
    assert_int_equal(version_of(store, id + 1), 0);
    fixture_begin(store);
    assert_ok(aside_lift(store, id, OK_ERROR));
    fixture_commit(store);
    assert_int_equal(version_of(store, id), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_newest_version_counts_until_it_is_lifted),
    };
    return cmocka_run_group_tests_name("store/aside", tests, NULL, NULL);
}
