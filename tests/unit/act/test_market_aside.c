/* Listings of which the matching process ended, and who hears of them. */
#include "support/digests.h"

#include "act/erase.h"
#include "act/market_aside.h"
#include "store/aside.h"

static void blame(struct market_aside *aside, const struct listing *listing)
{
    assert_false(market_aside_blame(aside, listing));
    assert_true(market_aside_blame(aside, listing));
}

/* Staff erased one before it was written down. */
static void what_was_erased_meanwhile_is_told_of_to_nobody(void **state)
{
    (void)state;
    struct digests site = digests_open();
    const struct office *office = &site.talk.test->office;
    const struct cause cause = {.at = clock_now(office->clock), .actor = "staff"};
    SCOPED(market_aside) struct market_aside *aside = market_aside_new();
    SCOPED(listing) struct listing *posting = listing_get(office->store, site.posting, NULL);
    SCOPED(listing) struct listing *profile = listing_get(office->store, site.profile, NULL);
    blame(aside, posting);
    blame(aside, profile);
    TALK_DO(&site.talk, erase_place(office, &cause, profile, NULL, &error));
    g_autoptr(GError) error = NULL;
    if (!market_aside_tell(aside, office, &error)) {
        fail_msg("%s", error->message);
    }
    DIGESTS_EXPECT(&site, "staff-set-aside>mette@kk.example");
    g_autoptr(GHashTable) all = aside_all(office->store, NULL);
    assert_int_equal(g_hash_table_size(all), 1);
    assert_true(market_aside_has(aside, posting));
    digests_close(&site);
}

/* The market is asked by `match` and by mails too. */
static void staff_hear_of_it_where_no_lists_are_mailed(void **state)
{
    (void)state;
    struct digests site = digests_open();
    unsigned before = market_told_aside;
    test_office_configure(site.talk.test, "[digest]\nmails = off\n");
    digests_round(&site, "2013-03-21T09:00");
    assert_int_equal(market_told_aside, before + 1);
    digests_close(&site);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_erased_meanwhile_is_told_of_to_nobody),
        cmocka_unit_test(staff_hear_of_it_where_no_lists_are_mailed),
    };
    return cmocka_run_group_tests_name("act/market_aside", tests, load, unload);
}
