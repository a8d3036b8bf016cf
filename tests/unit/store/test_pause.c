/* Pauses: which copies they hold back, how one takes the place of another, how they end. */
#include "fixture.h"

#include "store/pause.h"

enum { DAY = 86400 };

static void begin(struct store *store, int64_t person, int64_t at, int64_t until, const char *day)
{
    const struct cause cause = {at, "mail", 0};
    fixture_begin(store);
    assert_ok(pause_begin(store, &cause, person, until, day, OK_ERROR));
    fixture_commit(store);
}

static int64_t until(struct store *store, int64_t person, int64_t now)
{
    struct pause pause;
    assert_ok(pause_of(store, person, now, &pause, OK_ERROR));
    return pause.until;
}

static bool end(struct store *store, int64_t person, int64_t at)
{
    const struct cause cause = {at, "mail", 0};
    bool ended = false;
    fixture_begin(store);
    assert_ok(pause_end(store, &cause, person, &ended, OK_ERROR));
    fixture_commit(store);
    return ended;
}

static void holds_until_its_day(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    int64_t karen = fixture_person(store, "karen@post.example");
    assert_int_equal(until(store, karen, AT), 0);
    begin(store, karen, AT, AT + 10 * DAY, "2013-04-11");
    assert_int_equal(until(store, karen, AT), AT + 10 * DAY);
    assert_int_equal(until(store, karen, AT + 10 * DAY - 1), AT + 10 * DAY);
    assert_int_equal(until(store, karen, AT + 10 * DAY), 0);
    assert_false(end(store, karen, AT + 11 * DAY)); /* over by itself */
}

static void the_newest_word_counts(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    int64_t karen = fixture_person(store, "karen@post.example");
    begin(store, karen, AT, AT + 10 * DAY, "2013-04-11");
    begin(store, karen, AT + DAY, AT + 5 * DAY, "2013-04-06");
    assert_int_equal(until(store, karen, AT + DAY), AT + 5 * DAY);
    assert_true(end(store, karen, AT + 2 * DAY));
    assert_int_equal(until(store, karen, AT + 2 * DAY), 0);
    assert_false(end(store, karen, AT + 2 * DAY));
    begin(store, karen, AT + 3 * DAY, AT + 4 * DAY, "2013-04-05");
    begin(store, karen, AT + 9 * DAY, AT + 12 * DAY, "2013-04-13"); /* after one that is over */
    assert_int_equal(until(store, karen, AT + 9 * DAY), AT + 12 * DAY);
}

static struct ledger_mail *copy_of(struct store *store, int64_t id)
{
    struct ledger_mail *mail = ledger_get(store, id, NULL);
    assert_non_null(mail);
    return mail;
}

static void its_copies_are_dropped_with_the_reason(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    fixture_issue(store, "2013-04");
    int64_t karen = fixture_person(store, "karen@post.example");
    int64_t ove = fixture_person(store, "ove@post.example");
    const struct fixture_mail queued = {.issue = "2013-04", .person = karen};
    int64_t before = fixture_queue(store, &queued);
    begin(store, karen, AT, AT + DAY, "2013-04-02");
    SCOPED(ledger_mail) struct ledger_mail *taken = copy_of(store, before);
    assert_int_equal(taken->state, LEDGER_DROPPED);
    assert_string_equal(taken->status, LEDGER_PAUSE);

    /* Queued while he pauses: passed over when its turn comes. */
    begin(store, ove, AT, AT + DAY, "2013-04-02");
    const struct fixture_mail later = {.issue = "2013-04", .person = ove};
    int64_t id = fixture_queue(store, &later);
    assert_int_equal(fixture_claim(store, AT + DAY - 1, 10), 0);
    SCOPED(ledger_mail) struct ledger_mail *passed = copy_of(store, id);
    assert_int_equal(passed->state, LEDGER_DROPPED);
    assert_string_equal(passed->status, LEDGER_PAUSE);
}

static void letters_go_out_meanwhile(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    int64_t karen = fixture_person(store, "karen@post.example");
    const struct fixture_mail letter = {.person = karen};
    fixture_queue(store, &letter);
    begin(store, karen, AT, AT + DAY, "2013-04-02");
    assert_int_equal(fixture_claim(store, AT, 10), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(holds_until_its_day),
        cmocka_unit_test(the_newest_word_counts),
        cmocka_unit_test(its_copies_are_dropped_with_the_reason),
        cmocka_unit_test(letters_go_out_meanwhile),
    };
    return cmocka_run_group_tests_name("store/pause", tests, NULL, NULL);
}
