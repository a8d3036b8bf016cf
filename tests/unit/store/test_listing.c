#include "fixture.h"

#include "store/inbound.h"
#include "store/listing.h"

#define PROFILE "{\"titles\":[\"pedel\"]}"
#define OTHER "{\"titles\":[\"pedel\",\"chauffør\"]}"

static int64_t add(struct store *store, int64_t person, enum listing_kind kind)
{
    int64_t id = 0;
    const struct listing listing = {.kind = kind, .person = person};
    fixture_begin(store);
    assert_ok(listing_add(store, &fixture_cause, &listing, PROFILE, &id, OK_ERROR));
    fixture_commit(store);
    return id;
}

static struct listing *get(struct store *store, int64_t id)
{
    g_autoptr(GError) error = NULL;
    struct listing *listing = listing_get(store, id, &error);
    assert_null(error);
    return listing;
}

/* A draft never takes the place of what its owner has said yes to. */
static void test_the_confirmed_version_counts(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    int64_t id = add(store, fixture_person(store, "a@x.example"), LISTING_PROFILE);
    SCOPED(listing) struct listing *draft = get(store, id);
    assert_int_equal(draft->state, LISTING_DRAFT);
    assert_int_equal(draft->confirmed, 0);
    int number = 0;
    fixture_begin(store);
    assert_ok(listing_confirm(store, &fixture_cause, draft, 1, OK_ERROR));
    assert_ok(listing_change(store, &fixture_cause, draft, LISTING_OPEN, NULL, OK_ERROR));
    assert_ok(listing_write(store, &fixture_cause, draft, OTHER, &number, OK_ERROR));
    fixture_commit(store);
    assert_int_equal(number, 2);
    SCOPED(listing) struct listing *open = get(store, id);
    assert_int_equal(open->state, LISTING_OPEN);
    assert_int_equal(open->confirmed, 1);
    assert_int_equal(open->newest, 2);
    g_autofree char *counts = listing_facts(store, id, open->confirmed, NULL);
    g_autofree char *newest = listing_facts(store, id, open->newest, NULL);
    assert_string_equal(counts, PROFILE);
    assert_string_equal(newest, OTHER);
    assert_null(get(store, id + 1));
}

static void test_which_version_a_mail_wrote(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    int64_t id = add(store, fixture_person(store, "e@x.example"), LISTING_POSTING), mail = 0;
    bool fresh = false;
    assert_ok(inbound_keep(store, AT, "one", NULL, "x", 1, &mail, &fresh, OK_ERROR));
    const struct cause cause = {.at = AT, .actor = "mail", .inbound = mail};
    int number = 0;
    fixture_begin(store);
    for (int version = 1; version < 4; version++) {
        SCOPED(listing) struct listing *now = get(store, id);
        assert_ok(listing_write(store, version == 1 ? &fixture_cause : &cause, now, OTHER, &number,
                                OK_ERROR));
    }
    fixture_commit(store);
    static const int rows[][2] = {{1, 3}, {2, 3}, {3, 4}, {4, 0}};
    for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
        assert_ok(listing_written(store, id, rows[at][0], mail, &number, OK_ERROR));
        assert_int_equal(number, rows[at][1]);
    }
    assert_ok(listing_written(store, id, 1, mail + 1, &number, OK_ERROR));
    assert_int_equal(number, 0);
}

static void test_a_pause_ends_on_its_day(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    int64_t id = add(store, fixture_person(store, "b@x.example"), LISTING_POSTING), next = 0;
    SCOPED(listing) struct listing *posting = get(store, id);
    fixture_begin(store);
    assert_ok(listing_pause(store, &fixture_cause, posting, AT + 86400, "2013-04-02", OK_ERROR));
    fixture_commit(store);
    SCOPED(listing) struct listing *paused = get(store, id);
    assert_int_equal(paused->state, LISTING_PAUSED);
    assert_string_equal(paused->day, "2013-04-02");
    assert_ok(listing_next(store, &next, OK_ERROR));
    assert_int_equal(next, AT + 86400);
    g_autoptr(GPtrArray) early = listing_due(store, AT, NULL);
    g_autoptr(GPtrArray) due = listing_due(store, AT + 86400, NULL);
    assert_int_equal(early->len, 0);
    assert_int_equal(due->len, 1);
    fixture_begin(store);
    assert_ok(listing_change(store, &fixture_cause, paused, LISTING_FILLED, "hired", OK_ERROR));
    fixture_commit(store);
    assert_ok(listing_next(store, &next, OK_ERROR));
    assert_true(next == INT64_MAX);
    SCOPED(listing) struct listing *filled = get(store, id);
    assert_string_equal(filled->reason, "hired");
    assert_null(filled->day);
}

static void test_lists(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    int64_t person = fixture_person(store, "c@x.example");
    int64_t first = add(store, person, LISTING_POSTING),
            second = add(store, person, LISTING_POSTING);
    add(store, person, LISTING_PROFILE);
    SCOPED(listing) struct listing *posting = get(store, first);
    g_autoptr(GPtrArray) both = listing_of(store, person, LISTING_POSTING, NULL);
    assert_int_equal(both->len, 2);
    assert_int_equal(((const struct listing *)both->pdata[0])->id, second);
    fixture_begin(store);
    assert_ok(listing_change(store, &fixture_cause, posting, LISTING_CLOSED, "closed", OK_ERROR));
    fixture_commit(store);
    g_autoptr(GPtrArray) left = listing_of(store, person, LISTING_POSTING, NULL);
    g_autoptr(GPtrArray) all = listing_all(store, LISTING_POSTING, 0, NULL);
    g_autoptr(GPtrArray) closed = listing_all(store, LISTING_POSTING, LISTING_CLOSED, NULL);
    assert_int_equal(left->len, 1);
    assert_int_equal(all->len, 2);
    assert_int_equal(closed->len, 1);
}

static void test_a_mail_shows_a_version(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    int64_t id = add(store, fixture_person(store, "d@x.example"), LISTING_PROFILE), listing = 0;
    int64_t mail = fixture_queue(store, &(struct fixture_mail){.kind = "profile-form"});
    int number = 0;
    fixture_begin(store);
    assert_ok(listing_mail_note(store, mail, id, 1, OK_ERROR));
    fixture_commit(store);
    assert_ok(listing_mail_of(store, mail, &listing, &number, OK_ERROR));
    assert_int_equal(listing, id);
    assert_int_equal(number, 1);
    assert_ok(listing_mail_of(store, mail + 1, &listing, &number, OK_ERROR));
    assert_int_equal(listing, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_confirmed_version_counts),
        cmocka_unit_test(test_which_version_a_mail_wrote),
        cmocka_unit_test(test_a_pause_ends_on_its_day),
        cmocka_unit_test(test_lists),
        cmocka_unit_test(test_a_mail_shows_a_version),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
