#include "fixture.h"

#include "store/connection.h"
#include "store/schema_steps.h"
#include "store/statement.h"

static const char *const first[] = {"CREATE TABLE one (id INTEGER PRIMARY KEY) STRICT;"
                                    "INSERT INTO one (id) VALUES (5);"
                                    "PRAGMA user_version = 1;",
                                    NULL};
static const char *const second[] = {"ALTER TABLE one ADD COLUMN name TEXT NOT NULL DEFAULT 'x';",
                                     "PRAGMA user_version = 2;", NULL};
static const char *const broken[] = {"CREATE TABLE two (id INTEGER PRIMARY KEY) STRICT;",
                                     "CREATE TABLE one (id INTEGER);", "PRAGMA user_version = 3;",
                                     NULL};

static int64_t number(struct store *store, const char *sql)
{
    SCOPED(statement) struct statement *ask = statement_take(store, sql);
    int64_t value = -1;
    assert_ok(statement_run_number(ask, &value, OK_ERROR));
    return value;
}

static struct store *blank(void)
{
    struct store *store = connection_open(":memory:", STORE_CREATE, NULL);
    assert_non_null(store);
    return store;
}

static void runs_forward_from_any_version(void **state)
{
    (void)state;
    const char *const *const steps[] = {first, second};
    SCOPED(store) struct store *store = blank();
    assert_ok(schema_migrate(store, steps, 1, OK_ERROR));
    assert_int_equal(number(store, "PRAGMA user_version"), 1);
    assert_ok(schema_migrate(store, steps, 2, OK_ERROR));
    assert_ok(schema_migrate(store, steps, 2, OK_ERROR));
    assert_int_equal(number(store, "PRAGMA user_version"), 2);
    assert_int_equal(number(store, "SELECT id FROM one WHERE name = 'x'"), 5);
}

static void all_or_nothing(void **state)
{
    (void)state;
    const char *const *const steps[] = {first, second, broken};
    SCOPED(store) struct store *store = blank();
    assert_ok(schema_migrate(store, steps, 1, OK_ERROR));
    g_autoptr(GError) error = NULL;
    assert_false(schema_migrate(store, steps, 3, &error));
    assert_failure(error, FAILURE_PERMANENT, "bringing the store from schema 1 to 3");
    assert_int_equal(number(store, "PRAGMA user_version"), 1);
    assert_int_equal(number(store, "SELECT count(*) FROM sqlite_schema"), 1);
    assert_int_equal(number(store, "SELECT count(*) FROM pragma_table_info('one')"), 1);
}

static void refuses_to_go_back(void **state)
{
    (void)state;
    const char *const *const steps[] = {first, second};
    SCOPED(store) struct store *store = blank();
    assert_ok(schema_migrate(store, steps, 2, OK_ERROR));
    g_autoptr(GError) error = NULL;
    assert_false(schema_migrate(store, steps, 1, &error));
    assert_failure(error, FAILURE_CONFIGURATION, "newer moedested (schema 2");
}

static void a_new_store_has_our_version(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    assert_int_equal(number(store, "PRAGMA user_version"), store_schema_version());
    assert_int_equal(number(store, "PRAGMA application_id"), 0x6d6f6564);
    assert_int_equal(number(store, "SELECT count(*) FROM pragma_foreign_key_check"), 0);
}

/* Step 12: the numbers of an older store are not given again. */
static void numbers_go_on_from_where_they_were(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = blank();
    assert_ok(schema_migrate(store, schema_steps, 11, OK_ERROR));
    assert_ok(connection_run(store,
                             "INSERT INTO person VALUES (1, 1, '', '', '', '', '', '', 1);"
                             "INSERT INTO listing (id, kind, person, state, newest, created, "
                             "changed) VALUES (7, 1, 1, 1, 1, 1, 1), (9, 2, 1, 1, 1, 1, 1);"
                             "INSERT INTO pair (id, profile, posting, stage, changed) "
                             "VALUES (5, 7, 9, 1, 1);"
                             "INSERT INTO listing_forgot VALUES (9, 3)",
                             OK_ERROR));
    assert_ok(schema_migrate(store, schema_steps, 12, OK_ERROR));
    assert_int_equal(number(store, "SELECT last FROM sequence WHERE name = 'listing'"), 9);
    assert_int_equal(number(store, "SELECT last FROM sequence WHERE name = 'pair'"), 5);
    assert_int_equal(number(store, "SELECT last FROM sequence WHERE name = 'digest_reply'"), 3);
}

/* Step 13: what waits in an older store has all its days before it. */
static void what_waits_is_tried_anew(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = blank();
    assert_ok(schema_migrate(store, schema_steps, 12, OK_ERROR));
    assert_ok(connection_run(store,
                             "INSERT INTO outgoing (id, state, class, kind, recipient, folded, "
                             "sender, message_id, replies, queued, due, changed, attempts) "
                             "VALUES (7, 1, 1, 'welcome', 'a@x', 'a@x', 's@x', 'm', '', 1, 2, 3, "
                             "20)",
                             OK_ERROR));
    assert_ok(schema_migrate(store, schema_steps, 13, OK_ERROR));
    assert_int_equal(number(store, "SELECT count(*) FROM outgoing WHERE tried IS NULL"), 1);
    int64_t now = 30 * 86400;
    assert_int_equal(fixture_claim(store, now, 1), 1);
    assert_ok(ledger_settle(store, 7, now, LEDGER_LATER, "450", "later", OK_ERROR));
    assert_int_equal(fixture_state(store, 7), LEDGER_QUEUED);
}

static void refuses_sql(const char *sql, const char *words)
{
    SCOPED(store) struct store *store = fixture_open();
    fixture_person(store, "a@x.example");
    g_autoptr(GError) error = NULL;
    assert_false(connection_run(store, sql, &error));
    assert_failure(error, FAILURE_INPUT, words);
}

static void what_was_said_stays_said(void **state)
{
    (void)state;
    refuses_sql("UPDATE event SET what = 'x'", "the event log is append-only");
    refuses_sql("DELETE FROM event", "the event log is append-only");
    refuses_sql("INSERT OR REPLACE INTO event (id, at, actor, what) VALUES (1, 1, 'x', 'x')",
                "the event log is append-only");
    refuses_sql("UPDATE consent SET state = 1", "consents are append-only");
    refuses_sql("DELETE FROM consent", "consents are append-only");
}

static void rows_belong_to_somebody(void **state)
{
    (void)state;
    refuses_sql("INSERT INTO address (person, address, folded) VALUES (99, 'a', 'a')",
                "FOREIGN KEY");
    refuses_sql("INSERT INTO person VALUES (9, 'x', '', '', '', '', '', '', 1)",
                "cannot store TEXT");
    refuses_sql("INSERT INTO person VALUES (9, 4, '', '', '', '', '', '', 1)", "CHECK");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(runs_forward_from_any_version),
        cmocka_unit_test(all_or_nothing),
        cmocka_unit_test(refuses_to_go_back),
        cmocka_unit_test(a_new_store_has_our_version),
        cmocka_unit_test(numbers_go_on_from_where_they_were),
        cmocka_unit_test(what_waits_is_tried_anew),
        cmocka_unit_test(what_was_said_stays_said),
        cmocka_unit_test(rows_belong_to_somebody),
    };
    return cmocka_run_group_tests_name("store/schema", tests, NULL, NULL);
}
