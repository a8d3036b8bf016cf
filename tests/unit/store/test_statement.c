#include "fixture.h"

#include "store/connection.h"
#include "store/statement.h"

static const char numbers[] = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
                              "WHERE i < ?1) SELECT i FROM n";

static void is_kept_by_its_literal(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    struct statement *first = statement_take(store, numbers);
    statement_put_number(first, 2);
    assert_int_equal(statement_step(first, NULL), STEP_ROW);
    statement_release(first);
    struct statement *again = statement_take(store, numbers);
    assert_ptr_equal(first, again);
    /* Reset and cleared: ?1 is NULL now, so the first row is the last one. */
    assert_int_equal(statement_step(again, NULL), STEP_ROW);
    assert_int_equal(statement_number(again, 0), 1);
    assert_int_equal(statement_step(again, NULL), STEP_DONE);
    statement_release(again);
}

static void a_reader_inside_a_reader_has_its_own(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    int pairs = 0;
    SCOPED(statement) struct statement *outer = statement_take(store, numbers);
    statement_put_number(outer, 3);
    while (statement_step(outer, NULL) == STEP_ROW) {
        SCOPED(statement) struct statement *inner = statement_take(store, numbers);
        assert_ptr_not_equal(inner, outer);
        statement_put_number(inner, 4);
        while (statement_step(inner, NULL) == STEP_ROW) {
            pairs++;
        }
    }
    assert_int_equal(pairs, 12);
}

static void tells_at_the_first_step(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    SCOPED(statement)
    struct statement *wrong = statement_take(store, "SELECT nothing FROM nowhere");
    statement_put_number(wrong, 1);
    g_autoptr(GError) error = NULL;
    assert_int_equal(statement_step(wrong, &error), STEP_FAILED);
    assert_failure(error, FAILURE_PERMANENT, "the store :memory:");
}

static void empty_and_missing_are_two_things(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    SCOPED(statement)
    struct statement *ask = statement_take(store, "SELECT ?1, ?2, ?3, ?4, typeof(?5)");
    statement_put_octets(ask, NULL, 0);
    statement_put_bytes(ask, NULL);
    statement_put_text(ask, "");
    statement_put_text(ask, NULL);
    statement_put_reference(ask, 0);
    assert_int_equal(statement_step(ask, NULL), STEP_ROW);
    g_autoptr(GBytes) empty = statement_bytes(ask, 0);
    assert_non_null(empty);
    assert_int_equal(g_bytes_get_size(empty), 0);
    assert_null(statement_bytes(ask, 1));
    g_autofree char *text = statement_text(ask, 2);
    assert_string_equal(text, "");
    assert_null(statement_text(ask, 3));
    g_autofree char *type = statement_text(ask, 4);
    assert_string_equal(type, "null");
}

static char *joined(struct store *store, const char *sql)
{
    SCOPED(statement) struct statement *ask = statement_take(store, sql);
    assert_int_equal(statement_step(ask, NULL), STEP_ROW);
    return statement_text(ask, 0);
}

static void speaks_danish(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    g_autofree char *order =
        joined(store, "SELECT group_concat(name, ' ') FROM (SELECT column1 AS name FROM (VALUES "
                      "('Øl'), ('Zoo'), ('Århus'), ('Æble'), ('abe')) ORDER BY name COLLATE "
                      "danish)");
    assert_string_equal(order, "abe Zoo Æble Øl Århus");
    g_autofree char *folded = joined(store, "SELECT fold('SØREN Åse') = fold('soeren aase')");
    assert_string_equal(folded, "1");
    g_autofree char *nothing = joined(store, "SELECT fold(NULL)");
    assert_null(nothing);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(is_kept_by_its_literal),
        cmocka_unit_test(a_reader_inside_a_reader_has_its_own),
        cmocka_unit_test(tells_at_the_first_step),
        cmocka_unit_test(empty_and_missing_are_two_things),
        cmocka_unit_test(speaks_danish),
    };
    return cmocka_run_group_tests_name("store/statement", tests, NULL, NULL);
}
