/* For how long a mail is tried again that a server does not take yet. */
#include "fixture.h"

#include "store/ledger_failed.h"

#define HOUR 3600
#define DAY (24 * (int64_t)HOUR)

static void later(struct store *store, int64_t id, int64_t now)
{
    assert_int_equal(fixture_claim(store, now, 1), 1);
    assert_ok(ledger_settle(store, id, now, LEDGER_LATER, "451 4.7.1", "greylisted", OK_ERROR));
}

/* Tried whenever it is due, from `now` on, by a clock that is right: when it was given up, and how
 * many tries that took. */
static int64_t given_up(struct store *store, int64_t id, int64_t now, int *tries)
{
    for (*tries = 0; fixture_state(store, id) == LEDGER_QUEUED; ++*tries) {
        assert_in_range(*tries, 0, 100);
        later(store, id, now);
        SCOPED(ledger_mail) struct ledger_mail *mail = ledger_get(store, id, NULL);
        now = mail->state == LEDGER_QUEUED ? mail->due : now;
    }
    assert_int_equal(fixture_state(store, id), LEDGER_FAILED);
    return now;
}

static int64_t copy(struct store *store)
{
    fixture_issue(store, "2013-03");
    return fixture_queue(store,
                         &(struct fixture_mail){.issue = "2013-03",
                                                .person = fixture_person(store, "jens@x.example")});
}

/* Limits, a stop or a dead relay have kept it for longer than all its tries may take. */
static void the_days_begin_with_the_first_try(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    int64_t id = copy(store), first = AT + 9 * DAY;
    int tries = 0;
    int64_t end = given_up(store, id, first, &tries);
    assert_in_range(end, first + 5 * DAY - 2 * HOUR, first + 5 * DAY);
}

/* Greylisted, then stopped by staff for a week: the second try is not the last. */
static void a_stop_between_two_tries_costs_none(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    int64_t id = copy(store);
    later(store, id, AT);
    int tries = 0;
    int64_t end = given_up(store, id, AT + 7 * DAY, &tries);
    assert_in_range(tries, 10, 12);
    assert_in_range(end, AT + 7 * DAY + 12 * HOUR, AT + 8 * DAY);
}

/* Neither for ever, nor less than for five days. */
static void a_clock_that_was_ahead_is_no_reason(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    int64_t id = copy(store), count = 0;
    later(store, id, AT + 400 * DAY);
    assert_ok(ledger_bring_near(store, AT, &count, OK_ERROR));
    assert_int_equal(count, 1);
    int tries = 0;
    int64_t end = given_up(store, id, AT + HOUR, &tries);
    assert_in_range(end, AT + 5 * DAY - 3 * HOUR, AT + 5 * DAY + 3 * HOUR);
}

/* Set back and right again: the days since the first try count as before. */
static void nor_is_a_clock_that_was_behind(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    int64_t id = fixture_queue(store, &(struct fixture_mail){.kind = "welcome"});
    int64_t count = 0, now = AT;
    for (int tries = 0; tries < 12; tries++) {
        later(store, id, now);
        now += 2 * HOUR;
    }
    assert_ok(ledger_bring_near(store, AT - 400 * DAY, &count, OK_ERROR));
    assert_int_equal(count, 1);
    later(store, id, AT - 399 * DAY);
    int tries = 0;
    int64_t end = given_up(store, id, AT + 2 * DAY, &tries);
    assert_in_range(end, AT + 5 * DAY - 2 * HOUR, AT + 5 * DAY);
}

static void staff_may_begin_it_anew(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    int64_t id = copy(store);
    int tries = 0;
    given_up(store, id, AT, &tries);
    const struct cause staff = {AT + 9 * DAY, "staff", 0};
    fixture_begin(store);
    assert_ok(ledger_resolve(store, &staff, id, LEDGER_QUEUED, OK_ERROR));
    fixture_commit(store);
    int64_t end = given_up(store, id, staff.at, &tries);
    assert_in_range(end, staff.at + 5 * DAY - 2 * HOUR, staff.at + 5 * DAY);
}

/* Sent, the line lost behind the dot, and the archive has nothing. */
static void not_gone(struct store *store, int64_t id, int64_t now)
{
    assert_int_equal(fixture_claim(store, now, 1), 1);
    bool go = false;
    assert_ok(ledger_hand_over(store, id, now, &go, OK_ERROR));
    assert_ok(ledger_settle(store, id, now, LEDGER_IN_DOUBT, "", "the line was lost", OK_ERROR));
    fixture_begin(store);
    assert_ok(ledger_not_gone(store, id, now, OK_ERROR));
    fixture_commit(store);
}

/* A relay that dies of this one each time: it must neither come first again for ever, nor count as
 * read. */
static void what_never_goes_waits_longer_and_longer(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    int64_t karen = fixture_person(store, "karen@x.example");
    fixture_issue(store, "2013-03");
    int64_t id = fixture_queue(store, &(struct fixture_mail){.issue = "2013-03",
                                                             .person = karen,
                                                             .recipient = "karen@x.example"});
    int64_t now = AT, waited = 0;
    bool reached = true;
    for (int times = 0; fixture_state(store, id) == LEDGER_QUEUED; times++) {
        assert_true(times < 100);
        not_gone(store, id, now);
        SCOPED(ledger_mail) struct ledger_mail *mail = ledger_get(store, id, NULL);
        int64_t wait = MAX(mail->due - now, 0);
        assert_true(times > 0 || wait == 0);
        assert_true(mail->state == LEDGER_FAILED || wait >= waited);
        assert_ok(ledger_reached(store, "2013-03", karen, &reached, OK_ERROR));
        assert_false(reached);
        waited = wait;
        now = MAX(mail->due, now);
    }
    assert_int_equal(fixture_state(store, id), LEDGER_FAILED);
    assert_in_range(now, AT + 5 * DAY - 3 * HOUR, AT + 5 * DAY);
}

/* Nobody could say, and it was repeated. */
static void what_may_have_gone_may_have_been_read(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    int64_t karen = fixture_person(store, "karen@x.example");
    fixture_issue(store, "2013-03");
    int64_t id = fixture_queue(store, &(struct fixture_mail){.issue = "2013-03",
                                                             .person = karen,
                                                             .recipient = "karen@x.example"});
    fixture_claim(store, AT, 1);
    assert_ok(ledger_settle(store, id, AT, LEDGER_IN_DOUBT, "", "", OK_ERROR));
    fixture_begin(store);
    assert_ok(ledger_resolve(store, &fixture_cause, id, LEDGER_QUEUED, OK_ERROR));
    fixture_commit(store);
    not_gone(store, id, AT);
    bool reached = false;
    assert_ok(ledger_reached(store, "2013-03", karen, &reached, OK_ERROR));
    assert_true(reached);
}

/* What the relay said to an earlier try is no answer to the one that is on its way: held with a
 * status like 451 it would look like a mail that staff keep back. */
static void an_earlier_answer_says_nothing_of_a_doubt(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    int64_t id = fixture_queue(store, &(struct fixture_mail){.kind = "welcome"});
    int64_t requeued = 0, doubtful = 0, held = 0;
    bool go = false;
    later(store, id, AT);
    assert_int_equal(fixture_claim(store, AT + HOUR, 1), 1);
    assert_ok(ledger_hand_over(store, id, AT + HOUR, &go, OK_ERROR));
    fixture_recover(store, AT + HOUR, &requeued, &doubtful);
    assert_int_equal(doubtful, 1);
    fixture_begin(store);
    assert_ok(ledger_resolve(store, &fixture_cause, id, LEDGER_HELD, OK_ERROR));
    fixture_commit(store);
    assert_ok(ledger_left_in_doubt(store, 0, &held, OK_ERROR));
    assert_int_equal(held, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_days_begin_with_the_first_try),
        cmocka_unit_test(a_stop_between_two_tries_costs_none),
        cmocka_unit_test(a_clock_that_was_ahead_is_no_reason),
        cmocka_unit_test(nor_is_a_clock_that_was_behind),
        cmocka_unit_test(staff_may_begin_it_anew),
        cmocka_unit_test(what_never_goes_waits_longer_and_longer),
        cmocka_unit_test(what_may_have_gone_may_have_been_read),
        cmocka_unit_test(an_earlier_answer_says_nothing_of_a_doubt),
    };
    return cmocka_run_group_tests_name("store/ledger_mark", tests, NULL, NULL);
}
