#include "fixture.h"

#define LETTER (&(struct fixture_mail){.kind = "welcome"})

/* A letter that was brought into a state on the straight way. */
static int64_t letter_in(struct store *store, enum ledger_state want)
{
    static const enum ledger_result results[] = {[LEDGER_SENT] = LEDGER_ACCEPTED,
                                                 [LEDGER_FAILED] = LEDGER_REFUSED,
                                                 [LEDGER_DOUBT] = LEDGER_IN_DOUBT};
    if (want == LEDGER_HELD) {
        return fixture_queue(store,
                             &(struct fixture_mail){.kind = "welcome", .state = LEDGER_HELD});
    }
    int64_t id = fixture_queue(store, LETTER);
    if (want == LEDGER_DROPPED) {
        fixture_begin(store);
        assert_ok(ledger_resolve(store, &fixture_cause, id, LEDGER_DROPPED, OK_ERROR));
        fixture_commit(store);
    } else if (want != LEDGER_QUEUED) {
        assert_int_equal(fixture_claim(store, AT, 1), 1);
        if (want != LEDGER_CLAIMED) {
            assert_ok(ledger_settle(store, id, AT, results[want], "x", "y", OK_ERROR));
        }
    }
    assert_int_equal(fixture_state(store, id), want);
    return id;
}

static bool may(enum ledger_state from, enum ledger_state to)
{
    static const bool table[LEDGER_HELD + 1][LEDGER_HELD + 1] = {
        [LEDGER_QUEUED] = {[LEDGER_QUEUED] = true, [LEDGER_HELD] = true, [LEDGER_DROPPED] = true},
        [LEDGER_FAILED] = {[LEDGER_QUEUED] = true, [LEDGER_DROPPED] = true},
        [LEDGER_HELD] = {[LEDGER_QUEUED] = true, [LEDGER_DROPPED] = true},
        [LEDGER_DOUBT] = {[LEDGER_QUEUED] = true,
                          [LEDGER_SENT] = true,
                          [LEDGER_HELD] = true,
                          [LEDGER_DROPPED] = true},
    };
    return table[from][to];
}

static void staff_may_only_go_these_ways(void **state)
{
    (void)state;
    for (enum ledger_state from = LEDGER_QUEUED; from <= LEDGER_HELD; from++) {
        for (enum ledger_state to = LEDGER_QUEUED; to <= LEDGER_HELD; to++) {
            SCOPED(store) struct store *store = fixture_open();
            int64_t id = letter_in(store, from);
            g_autoptr(GError) error = NULL;
            fixture_begin(store);
            bool done = ledger_resolve(store, &fixture_cause, id, to, &error);
            fixture_commit(store);
            assert_int_equal(done, may(from, to));
            assert_int_equal(fixture_state(store, id), done ? to : from);
            if (!done) {
                assert_failure(error, FAILURE_PERMANENT, "and cannot become");
            }
        }
    }
}

static void a_doubtful_mail_goes_again_as_it_was(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    int64_t id = letter_in(store, LEDGER_DOUBT);
    g_autoptr(GPtrArray) doubtful = ledger_doubtful(store, INT64_MAX, NULL);
    assert_int_equal(doubtful->len, 1);
    const struct ledger_mail *mail = g_ptr_array_index(doubtful, 0);
    assert_int_equal(mail->id, id);
    assert_null(mail->composed); /* each round reads all of them */
    const struct cause later = {AT + 500, "staff", 0};
    fixture_begin(store);
    assert_ok(ledger_resolve(store, &later, id, LEDGER_QUEUED, OK_ERROR));
    fixture_commit(store);
    g_autoptr(GPtrArray) again = ledger_claim(store, AT, LEDGER_OPEN, 1, NULL);
    assert_int_equal(again->len, 1);
    const struct ledger_mail *same = g_ptr_array_index(again, 0);
    assert_string_equal(same->message_id, mail->message_id);
    assert_int_equal(g_bytes_get_size(same->composed), 4);
    assert_int_equal(same->queued, AT);
    assert_int_equal(same->attempts, 1);
    g_autoptr(GPtrArray) events = event_list(store, 0, AT + 500, INT64_MAX, NULL);
    assert_int_equal(events->len, 1);
    const struct event *event = g_ptr_array_index(events, 0);
    assert_string_equal(event->detail, "welcome");
    assert_string_equal(event->before, "doubt");
    assert_string_equal(event->after, "queued");
}

static void what_failed_starts_anew(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    int64_t id = letter_in(store, LEDGER_FAILED);
    const struct cause later = {AT + 6 * 86400, "staff", 0};
    fixture_begin(store);
    assert_ok(ledger_resolve(store, &later, id, LEDGER_QUEUED, OK_ERROR));
    fixture_commit(store);
    assert_int_equal(fixture_claim(store, later.at, 1), 1);
    assert_ok(ledger_settle(store, id, later.at, LEDGER_LATER, "450", "wait", OK_ERROR));
    SCOPED(ledger_mail) struct ledger_mail *mail = ledger_get(store, id, NULL);
    assert_int_equal(mail->state, LEDGER_QUEUED);
    assert_int_equal(mail->attempts, 1);
    assert_int_equal(mail->due, later.at + 60);
}

static void recovering_sorts_what_was_claimed(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    int64_t sent = letter_in(store, LEDGER_SENT);
    int64_t handed = letter_in(store, LEDGER_CLAIMED);
    int64_t claimed = letter_in(store, LEDGER_CLAIMED);
    int64_t queued = letter_in(store, LEDGER_QUEUED);
    bool go = false;
    assert_ok(ledger_hand_over(store, handed, AT, &go, OK_ERROR));
    int64_t requeued = 0, doubtful = 0;
    fixture_recover(store, AT + 9, &requeued, &doubtful);
    assert_int_equal(requeued, 1);
    assert_int_equal(doubtful, 1);
    assert_int_equal(fixture_state(store, sent), LEDGER_SENT);
    assert_int_equal(fixture_state(store, handed), LEDGER_DOUBT);
    assert_int_equal(fixture_state(store, claimed), LEDGER_QUEUED);
    assert_int_equal(fixture_state(store, queued), LEDGER_QUEUED);
    fixture_recover(store, AT + 9, &requeued, &doubtful);
    assert_int_equal(requeued, 0);
    assert_int_equal(doubtful, 0);
}

/* After a power cut the disk may lack the newest marks: nobody can say that a mail that was
 * released has not gone. The same where nobody can say whether there was one. */
static void another_boot_leaves_the_released_in_doubt(void **state)
{
    const char *boot = *state;
    SCOPED(store) struct store *store = fixture_open();
    int64_t requeued = 0, doubtful = 0;
    assert_ok(ledger_recover(store, AT, "first", &requeued, &doubtful, OK_ERROR));
    int64_t claimed = letter_in(store, LEDGER_CLAIMED), other = letter_in(store, LEDGER_CLAIMED);
    assert_ok(ledger_recover(store, AT, "first", &requeued, &doubtful, OK_ERROR));
    assert_int_equal(fixture_state(store, claimed), LEDGER_QUEUED);
    g_autoptr(GPtrArray) again = ledger_claim(store, AT + 1, LEDGER_OPEN, 64, NULL);
    assert_non_null(again);
    assert_int_equal(again->len, 2);
    assert_ok(ledger_release(store, &claimed, 1, OK_ERROR));
    assert_ok(ledger_recover(store, AT, boot, &requeued, &doubtful, OK_ERROR));
    assert_int_equal(doubtful, 1);
    assert_int_equal(requeued, 1);
    assert_int_equal(fixture_state(store, claimed), LEDGER_DOUBT);
    assert_int_equal(fixture_state(store, other), LEDGER_QUEUED);
}

static void nobody_is_not_found(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    g_autoptr(GError) error = NULL;
    fixture_begin(store);
    assert_false(ledger_resolve(store, &fixture_cause, 99, LEDGER_SENT, &error));
    assert_failure(error, FAILURE_NOT_FOUND, "no outgoing mail 99");
    store_rollback(store);
}

static void is_due(struct store *store, int64_t id, int64_t due)
{
    SCOPED(ledger_mail) struct ledger_mail *mail = ledger_get(store, id, NULL);
    assert_non_null(mail);
    assert_int_equal(mail->due, due);
}

/* What a clock that was ahead queued or tried does not wait until then; what is planned does. */
static void a_clock_that_was_ahead(void **state)
{
    (void)state;
    enum { HOUR = 3600, DAY = 24 * HOUR };
    const int64_t ahead = AT + 400 * (int64_t)DAY;
    SCOPED(store) struct store *store = fixture_open();
    struct fixture_mail want = {.kind = "welcome", .queued = ahead, .due = ahead};
    int64_t tried = fixture_queue(store, &want);
    assert_int_equal(fixture_claim(store, ahead, 1), 1);
    assert_ok(ledger_settle(store, tried, ahead, LEDGER_LATER, "4.2.1", "busy", OK_ERROR));
    int64_t now = fixture_queue(store, &want);
    want.due = ahead + 3 * DAY;
    int64_t later = fixture_queue(store, &want);
    want = (struct fixture_mail){.kind = "welcome", .queued = AT, .due = AT + 30 * DAY};
    int64_t planned = fixture_queue(store, &want);
    want = (struct fixture_mail){.kind = "welcome", .queued = AT + HOUR, .due = AT + HOUR};
    int64_t slightly = fixture_queue(store, &want);
    int64_t count = 0;
    assert_ok(ledger_bring_near(store, AT, &count, OK_ERROR));
    assert_int_equal(count, 3);
    SCOPED(ledger_mail) struct ledger_mail *again = ledger_get(store, tried, NULL);
    assert_true(again->due > AT && again->due < AT + DAY);
    is_due(store, now, AT);
    is_due(store, later, AT + 3 * DAY);
    is_due(store, planned, AT + 30 * DAY);
    is_due(store, slightly, AT + HOUR);
    assert_ok(ledger_bring_near(store, AT, &count, OK_ERROR));
    assert_int_equal(count, 0);
}

/* And a copy does not go before its issue is due, which is at AT. */
static void a_clock_that_was_ahead_of_an_issue(void **state)
{
    (void)state;
    enum { DAY = 86400 };
    const int64_t ahead = AT + 400 * (int64_t)DAY;
    SCOPED(store) struct store *store = fixture_open();
    fixture_issue(store, "2013-04");
    const struct fixture_mail want = {.issue = "2013-04",
                                      .person = fixture_person(store, "a@x.example"),
                                      .queued = ahead,
                                      .due = ahead};
    int64_t copy = fixture_queue(store, &want), count = 0;
    assert_ok(ledger_bring_near(store, AT - 3 * DAY, &count, OK_ERROR));
    assert_int_equal(count, 1);
    is_due(store, copy, AT);
}

/* What becomes of a mail that was claimed, or is in doubt, when the clock that was ahead is right.
 */
static void killed(struct store *store, int64_t id)
{
    (void)id;
    int64_t requeued = 0, doubtful = 0;
    fixture_recover(store, AT, &requeued, &doubtful);
    assert_int_equal(requeued, 1);
}

static void not_tried(struct store *store, int64_t id)
{
    assert_ok(ledger_settle(store, id, AT, LEDGER_NOT_TRIED, NULL, NULL, OK_ERROR));
}

static void stopped(struct store *store, int64_t id)
{
    (void)id;
    fixture_begin(store);
    assert_ok(issue_hold(store, &fixture_cause, "2013-04", ISSUE_STOPPED, OK_ERROR));
    assert_ok(ledger_give_back(store, "2013-04", AT, OK_ERROR));
    fixture_commit(store);
}

static void stopped_on_its_way(struct store *store, int64_t id)
{
    bool go = true;
    fixture_begin(store);
    assert_ok(issue_hold(store, &fixture_cause, "2013-04", ISSUE_STOPPED, OK_ERROR));
    fixture_commit(store);
    assert_ok(ledger_hand_over(store, id, AT, &go, OK_ERROR));
    assert_false(go);
}

static void doubted(struct store *store, int64_t id, int64_t now)
{
    bool go = false;
    assert_ok(ledger_hand_over(store, id, now, &go, OK_ERROR));
    assert_ok(ledger_settle(store, id, now, LEDGER_IN_DOUBT, NULL, NULL, OK_ERROR));
}

static void repeated(struct store *store, int64_t id)
{
    doubted(store, id, AT + 400 * (int64_t)86400);
    fixture_begin(store);
    assert_ok(ledger_resolve(store, &fixture_cause, id, LEDGER_QUEUED, OK_ERROR));
    fixture_commit(store);
}

static void held_and_released(struct store *store, int64_t id)
{
    doubted(store, id, AT);
    fixture_begin(store);
    assert_ok(ledger_resolve(store, &fixture_cause, id, LEDGER_HELD, OK_ERROR));
    assert_ok(ledger_resolve(store, &fixture_cause, id, LEDGER_QUEUED, OK_ERROR));
    fixture_commit(store);
}

static void not_gone(struct store *store, int64_t id)
{
    doubted(store, id, AT);
    fixture_begin(store);
    assert_ok(ledger_not_gone(store, id, AT, OK_ERROR));
    fixture_commit(store);
}

static const struct {
    const char *name;
    void (*happens)(struct store *store, int64_t id);
} ways_back[] = {
    {"killed", killed},
    {"not tried", not_tried},
    {"stopped", stopped},
    {"stopped on its way", stopped_on_its_way},
    {"in doubt, repeated", repeated},
    {"in doubt, held, released", held_and_released},
    {"in doubt, not gone", not_gone},
};

/* It was due when it was claimed, so it is due now, and not in a year; a copy not before its issue,
 * which is at AT. */
static void what_was_claimed_ahead_is_due(void **state)
{
    (void)state;
    const int64_t ahead = AT + 400 * (int64_t)86400;
    for (size_t i = 0; i < G_N_ELEMENTS(ways_back); i++) {
        SCOPED(store) struct store *store = fixture_open();
        fixture_issue(store, "2013-04");
        const struct fixture_mail want = {.issue = "2013-04",
                                          .person = fixture_person(store, "a@x.example"),
                                          .queued = ahead,
                                          .due = ahead};
        int64_t id = fixture_queue(store, &want);
        assert_int_equal(fixture_claim(store, ahead, 1), 1);
        ways_back[i].happens(store, id);
        SCOPED(ledger_mail) struct ledger_mail *mail = ledger_get(store, id, NULL);
        if (mail->state != LEDGER_QUEUED || mail->due != AT) {
            fail_msg("%s: %s, due %d days after now", ways_back[i].name,
                     ledger_state_name(mail->state), (int)((mail->due - AT) / 86400));
        }
    }
}

static void a_copy_claimed_ahead_waits_for_its_issue(void **state)
{
    (void)state;
    const int64_t ahead = AT + 400 * (int64_t)86400;
    SCOPED(store) struct store *store = fixture_open();
    fixture_issue(store, "2013-04");
    const struct fixture_mail want = {.issue = "2013-04",
                                      .person = fixture_person(store, "a@x.example"),
                                      .queued = ahead,
                                      .due = ahead};
    int64_t copy = fixture_queue(store, &want), requeued = 0, doubtful = 0;
    assert_int_equal(fixture_claim(store, ahead, 1), 1);
    fixture_recover(store, AT - 3 * 86400, &requeued, &doubtful);
    is_due(store, copy, AT);
}

/* An archive would be asked about it in a year only. */
static void a_doubt_of_a_clock_that_was_ahead(void **state)
{
    (void)state;
    const int64_t ahead = AT + 400 * (int64_t)86400;
    SCOPED(store) struct store *store = fixture_open();
    int64_t id = fixture_queue(
        store, &(struct fixture_mail){.kind = "welcome", .queued = ahead, .due = ahead});
    assert_int_equal(fixture_claim(store, ahead, 1), 1);
    doubted(store, id, ahead);
    int64_t count = 0, oldest = 0;
    assert_ok(ledger_bring_near(store, AT, &count, OK_ERROR));
    assert_int_equal(count, 1);
    assert_ok(ledger_oldest_doubt(store, &oldest, OK_ERROR));
    assert_int_equal(oldest, AT);
    assert_ok(ledger_bring_near(store, AT, &count, OK_ERROR));
    assert_int_equal(count, 0);
}

int main(void)
{
    static char second[] = "second";
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(staff_may_only_go_these_ways),
        cmocka_unit_test(a_doubtful_mail_goes_again_as_it_was),
        cmocka_unit_test(what_failed_starts_anew),
        cmocka_unit_test(recovering_sorts_what_was_claimed),
        {"another boot", another_boot_leaves_the_released_in_doubt, NULL, NULL, second},
        {"an unknown boot", another_boot_leaves_the_released_in_doubt, NULL, NULL, NULL},
        cmocka_unit_test(nobody_is_not_found),
        cmocka_unit_test(a_clock_that_was_ahead),
        cmocka_unit_test(a_clock_that_was_ahead_of_an_issue),
        cmocka_unit_test(what_was_claimed_ahead_is_due),
        cmocka_unit_test(a_copy_claimed_ahead_waits_for_its_issue),
        cmocka_unit_test(a_doubt_of_a_clock_that_was_ahead),
    };
    return cmocka_run_group_tests_name("store/ledger_resolve", tests, NULL, NULL);
}
