/* What an idle second costs where 100,000 profiles and jobs are open: every second the clock asks
 * whether a list is due.
 */
#include "support/digests.h"
#include "support/steps.h"

#include <sqlite3.h>

#include "act/overdue.h"

#define MANY 100000
#define STEPS_MOST 3000 /* of SQLite's machine; a look at each would be ten of them a listing */

/* Straight into the tables: by mail it would take an hour. All have been seen to. */
static void fill(struct store *store)
{
    static const char sql[] =
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " G_STRINGIFY(
            MANY) ") INSERT INTO listing (id, kind, person, state, confirmed, newest, created, "
                  "changed, arrived) SELECT 1000 + i, 1 + i % 2, 1, 2, 1, 1, 1363600000, "
                  "1363600000, 1 FROM n;"
                  "INSERT INTO listing_version (listing, number, at, facts) SELECT id, 1, "
                  "1363600000, '{\"title\":\"pedel\"}' FROM listing WHERE id > 1000;"
                  "INSERT OR REPLACE INTO digest_look (listing, looked, sent) SELECT id, "
                  "4000000000, 1363600000 FROM listing;"
                  "UPDATE listing SET arrived = confirmed;"
                  /* one in ten waits for tomorrow; one in ten pairs has been asked */
                  "UPDATE digest_look SET waits = 4000000000 WHERE listing % 10 = 0;"
                  "INSERT INTO pair (profile, posting, stage, changed, yes_seeker, asked) SELECT "
                  "id, id + 1, 2, 1363600000, 1363600000, 1 FROM listing WHERE id > 1000 AND "
                  "id % 20 = 2;";
    char *said = NULL;
    if (sqlite3_exec(store->db, sql, NULL, NULL, &said) != SQLITE_OK) {
        fail_msg("%s", said);
    }
}

static void look(const struct office *office)
{
    g_autoptr(GError) error = NULL;
    int64_t moment = 0;
    bool more = false;
    if (!overdue_timer(office, &error) || !digest_timer(office, &more, &error) ||
        !digest_next(office, &moment, &error) || !overdue_timer_next(office, &moment, &error)) {
        fail_msg("%s", error->message);
    }
    assert_false(more);
}

static void an_idle_second_looks_at_none_of_them(void **state)
{
    (void)state;
    struct digests site = digests_open();
    digests_round(&site, "2013-03-21T09:00");
    fill(site.talk.test->office.store);
    digests_round(&site, "2013-03-22T12:00");
    steps_since(site.talk.test->office.store);
    int64_t begun = clock_stopwatch();
    look(&site.talk.test->office);
    int64_t took = clock_stopwatch() - begun;
    int count = steps_since(site.talk.test->office.store);
    print_message("%d open: %d steps, %.2f ms\n", MANY, count, (double)took / 1000);
    assert_in_range(count, 1, STEPS_MOST);
    digests_close(&site);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_idle_second_looks_at_none_of_them),
    };
    return cmocka_run_group_tests_name("act/digest_idle", tests, load, unload);
}
