/* Which postings' last day has passed, and who is asked about it. */
#include "fixture.h"

#include "store/listing.h"
#include "store/overdue.h"

static int64_t add(struct store *store, int64_t person, enum listing_kind kind, const char *facts)
{
    struct listing listing = {.kind = kind, .person = person, .state = LISTING_DRAFT, .newest = 1};
    fixture_begin(store);
    assert_ok(listing_add(store, &fixture_cause, &listing, facts, &listing.id, OK_ERROR));
    assert_ok(listing_confirm(store, &fixture_cause, &listing, 1, OK_ERROR));
    assert_ok(listing_change(store, &fixture_cause, &listing, LISTING_OPEN, NULL, OK_ERROR));
    fixture_commit(store);
    return listing.id;
}

static char *passed(struct store *store, const char *today)
{
    g_autoptr(GError) error = NULL;
    GString *text = g_string_new(NULL);
    g_autoptr(GArray) ids = overdue_passed(store, today, 10, &error);
    assert_non_null(ids);
    for (guint at = 0; at < ids->len; at++) {
        g_string_append_printf(text, "%d ", (int)g_array_index(ids, int64_t, at));
    }
    return g_string_free(text, FALSE);
}

#define PASSED(store, today, wanted)                       \
    do {                                                   \
        g_autofree char *which = passed((store), (today)); \
        assert_string_equal(which, (wanted));              \
    } while (0)

static void the_confirmed_version_says_the_day(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    int64_t lene = fixture_person(store, "lene@x.example");
    add(store, lene, LISTING_POSTING, "{\"start\":\"2013-05-01\"}");
    add(store, lene, LISTING_POSTING, "{\"start\":\"2013-04-01\",\"deadline\":\"2013-06-01\"}");
    add(store, lene, LISTING_POSTING, "{\"title\":\"pedel\"}");
    add(store, lene, LISTING_PROFILE, "{\"start\":\"2013-01-01\"}");
    add(store, lene, LISTING_POSTING, "no json");
    PASSED(store, "2013-05-01", "");
    PASSED(store, "2013-05-02", "1 ");
    PASSED(store, "2013-06-02", "1 2 ");
    g_autofree char *first = overdue_first_day(store, NULL);
    assert_string_equal(first, "2013-05-01");
    SCOPED(listing) struct listing *one = listing_get(store, 1, NULL);
    int number = 0;
    fixture_begin(store);
    assert_ok(
        listing_write(store, &fixture_cause, one, "{\"start\":\"2013-07-01\"}", &number, OK_ERROR));
    fixture_commit(store);
    PASSED(store, "2013-06-02", "1 2 "); /* a draft changes nothing */
    fixture_begin(store);
    assert_ok(listing_confirm(store, &fixture_cause, one, number, OK_ERROR));
    assert_ok(overdue_forget_day(store, 2, OK_ERROR));
    fixture_commit(store);
    PASSED(store, "2013-06-02", "");
    fixture_begin(store);
    assert_ok(listing_change(store, &fixture_cause, one, LISTING_PAUSED, NULL, OK_ERROR));
    fixture_commit(store);
    PASSED(store, "2014-01-01", ""); /* what is not open */
}

/* Staff opened it although its day has passed; a later version that says the same day is no news.
 */
static void a_day_that_was_forgotten_stays_so(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    static const struct {
        const char *facts, *passed;
    } rows[] = {{"{\"start\":\"2013-05-01\",\"licences\":[]}", ""},
                {"{\"start\":\"2013-06-02\"}", "1 "},
                {"{\"start\":\"2013-05-01\"}", "1 "}};
    int64_t id = add(store, fixture_person(store, "lene@x.example"), LISTING_POSTING,
                     "{\"start\":\"2013-05-01\"}");
    PASSED(store, "2013-06-03", "1 ");
    fixture_begin(store);
    assert_ok(overdue_forget_day(store, id, OK_ERROR));
    fixture_commit(store);
    for (size_t row = 0; row < G_N_ELEMENTS(rows); row++) {
        int number = 0;
        SCOPED(listing) struct listing *now = listing_get(store, id, NULL);
        fixture_begin(store);
        assert_ok(listing_write(store, &fixture_cause, now, rows[row].facts, &number, OK_ERROR));
        assert_ok(listing_confirm(store, &fixture_cause, now, number, OK_ERROR));
        fixture_commit(store);
        PASSED(store, "2013-06-03", rows[row].passed);
    }
}

static void who_is_asked_when(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    int64_t id = add(store, fixture_person(store, "lene@x.example"), LISTING_POSTING, "{}");
    int64_t next = 0;
    assert_ok(overdue_next(store, &next, OK_ERROR));
    assert_true(next == INT64_MAX);
    fixture_begin(store);
    assert_ok(overdue_put(store, &(struct overdue){id, 0, AT}, OK_ERROR));
    assert_ok(overdue_put(store, &(struct overdue){id, 1, AT + 60}, OK_ERROR));
    fixture_commit(store);
    assert_ok(overdue_next(store, &next, OK_ERROR));
    assert_int_equal(next, AT + 60);
    g_autoptr(GArray) none = overdue_due(store, AT + 59, NULL);
    assert_int_equal(none->len, 0);
    g_autoptr(GArray) due = overdue_due(store, AT + 60, NULL);
    assert_int_equal(due->len, 1);
    assert_int_equal(g_array_index(due, struct overdue, 0).asked, 1);
    fixture_begin(store);
    assert_ok(overdue_drop(store, id, OK_ERROR));
    fixture_commit(store);
    g_autoptr(GArray) dropped = overdue_due(store, AT + 60, NULL);
    assert_int_equal(dropped->len, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_confirmed_version_says_the_day),
        cmocka_unit_test(a_day_that_was_forgotten_stays_so),
        cmocka_unit_test(who_is_asked_when),
    };
    return cmocka_run_group_tests_name("store/overdue", tests, NULL, NULL);
}
