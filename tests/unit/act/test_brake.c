/* The brake: what is stopped is not claimed, what goes on goes to nobody twice, and a correction
 * goes to those whom the mistake may have reached. */
#include "support/office.h"

#include "act/brake.h"
#include "act/newsletter.h"
#include "base/failure.h"
#include "store/bounce.h"
#include "store/inbound.h"

#define MARCH "2013-03"

static struct test_office *open_march(void)
{
    struct test_office *test = test_office_open();
    test_office_person(test, PERSON_SEEKER, "Karen", "karen@post.example", true);
    test_office_person(test, PERSON_SEEKER, "Ove", "ove@post.example", true);
    test_office_person(test, PERSON_EMPLOYER, "Hus", "hus@kk.example", true);
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) findings = NULL;
    if (!newsletter_approve(&test->office, MARCH, "mette", &findings, &error)) {
        fail_msg("%s", error->message);
    }
    return test;
}

static void queue_march(struct test_office *test)
{
    assert_true(newsletter_queue(&test->office, MARCH, NULL, NULL, NULL));
}

static guint claim(struct test_office *test)
{
    g_autoptr(GPtrArray) mails =
        ledger_claim(test->office.store, clock_now(test->clock), LEDGER_OPEN, 64, NULL);
    assert_non_null(mails);
    return mails->len;
}

static bool hand_over(struct test_office *test, int64_t id)
{
    bool go = false;
    assert_true(ledger_hand_over(test->office.store, id, clock_now(test->clock), &go, NULL));
    return go;
}

static void settle(struct test_office *test, int64_t id, enum ledger_result result)
{
    assert_true(
        ledger_settle(test->office.store, id, clock_now(test->clock), result, "x", "y", NULL));
}

static int64_t in_state(struct test_office *test, enum ledger_state state)
{
    int64_t counts[LEDGER_HELD + 1] = {0};
    assert_true(ledger_count(test->office.store, MARCH, counts, NULL));
    return counts[state];
}

static void timer(struct test_office *test)
{
    assert_true(newsletter_timer(&test->office, NULL));
}

static enum issue_state state_of(struct test_office *test, const char *name)
{
    SCOPED(issue) struct issue *issue = issue_get(test->office.store, name, NULL);
    assert_non_null(issue);
    return issue->state;
}

/* `error` by its address: it is set by the call that is the first argument. */
static void assert_refused(bool done, GError *const *failure, const char *words)
{
    const GError *error = *failure;
    assert_false(done);
    assert_true(g_error_matches(error, ACT_ERROR, FAILURE_PERMANENT));
    assert_true(error != NULL && strstr(error->message, words) != NULL);
}

/* Of three claimed copies one is on the line: that one goes, the others wait and go later, once. */
static void only_what_is_on_the_line_goes(void **state)
{
    (void)state;
    struct test_office *test = open_march();
    queue_march(test);
    assert_int_equal(claim(test), 3);
    assert_true(hand_over(test, 1));
    assert_true(brake_stop(&test->office, MARCH, NULL));
    assert_int_equal(in_state(test, LEDGER_CLAIMED), 1);
    assert_int_equal(in_state(test, LEDGER_QUEUED), 2);
    assert_false(hand_over(test, 2));
    settle(test, 1, LEDGER_ACCEPTED);
    settle(test, 2, LEDGER_NOT_TRIED);
    assert_int_equal(claim(test), 0);
    timer(test);
    assert_int_equal(state_of(test, MARCH), ISSUE_HELD);
    assert_true(brake_resume(&test->office, MARCH, NULL));
    assert_int_equal(claim(test), 2);
    test_office_close(test);
}

static void what_goes_on_early_goes_at_its_time(void **state)
{
    (void)state;
    struct test_office *test = open_march();
    test_office_at(test, "2013-03-19T12:00");
    assert_true(brake_stop(&test->office, MARCH, NULL));
    test_office_at(test, "2013-03-20T08:00");
    assert_true(brake_resume(&test->office, MARCH, NULL));
    timer(test);
    assert_int_equal(state_of(test, MARCH), ISSUE_APPROVED);
    test_office_at(test, "2013-03-20T09:00");
    timer(test);
    assert_int_equal(in_state(test, LEDGER_QUEUED), 3);
    test_office_close(test);
}

static void a_half_queued_issue_is_not_approved_again(void **state)
{
    (void)state;
    struct test_office *test = open_march();
    queue_march(test);
    assert_true(brake_stop(&test->office, MARCH, NULL));
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) findings = NULL;
    assert_false(newsletter_approve(&test->office, MARCH, "mette", &findings, &error));
    assert_true(error != NULL && strstr(error->message, "cannot be approved again") != NULL);
    test_office_close(test);
}

static void gives_up_the_rest_and_nothing_else(void **state)
{
    (void)state;
    struct test_office *test = open_march();
    queue_march(test);
    g_autoptr(GError) early = NULL;
    int64_t dropped = 0;
    assert_refused(brake_drop(&test->office, MARCH, &dropped, &early), &early, "is not stopped");
    assert_int_equal(claim(test), 3);
    assert_true(hand_over(test, 1));
    assert_true(brake_stop(&test->office, MARCH, NULL));
    assert_true(brake_drop(&test->office, MARCH, &dropped, NULL));
    assert_int_equal(dropped, 2);
    settle(test, 1, LEDGER_ACCEPTED);
    assert_int_equal(in_state(test, LEDGER_SENT), 1);
    assert_int_equal(in_state(test, LEDGER_DROPPED), 2);
    test_office_close(test);
}

static void resolve(struct test_office *test, int64_t id, enum ledger_state state)
{
    const struct cause cause = {.at = clock_now(test->clock), .actor = "staff"};
    assert_true(store_begin(test->office.store, NULL));
    assert_true(ledger_resolve(test->office.store, &cause, id, state, NULL));
    assert_true(store_commit(test->office.store, NULL));
}

static const char *why_held(struct test_office *test)
{
    static char why[16];
    SCOPED(issue) struct issue *issue = issue_get(test->office.store, MARCH, NULL);
    g_strlcpy(why, issue->why_held != NULL ? issue->why_held : "", sizeof why);
    return why;
}

/* Before its time there is no copy to drop; it does not go for that. */
static void what_is_given_up_early_never_goes(void **state)
{
    (void)state;
    struct test_office *test = open_march();
    test_office_at(test, "2013-03-19T12:00");
    int64_t dropped = 0;
    assert_true(brake_stop(&test->office, MARCH, NULL));
    assert_true(brake_drop(&test->office, MARCH, &dropped, NULL));
    assert_int_equal(dropped, 0);
    assert_string_equal(why_held(test), "dropped");
    g_autoptr(GError) given_up = NULL;
    assert_refused(brake_resume(&test->office, MARCH, &given_up), &given_up, "was given up");
    test_office_at(test, "2013-03-20T09:00");
    timer(test);
    SCOPED(issue) struct issue *issue = issue_get(test->office.store, MARCH, NULL);
    g_autoptr(GError) still = NULL;
    assert_refused(brake_allows(&test->office, issue, &still), &still, "was given up");
    assert_int_equal(in_state(test, LEDGER_QUEUED), 0);
    g_autoptr(GPtrArray) findings = NULL; /* another decision: it begins anew */
    assert_true(newsletter_approve(&test->office, MARCH, "mette", &findings, NULL));
    timer(test);
    assert_int_equal(in_state(test, LEDGER_QUEUED), 3);
    test_office_close(test);
}

/* On the line while it was given up: put off by the relay, found in no archive, held for staff. */
static void what_comes_back_of_it_is_given_up_too(void **state)
{
    (void)state;
    struct test_office *test = open_march();
    queue_march(test);
    assert_int_equal(claim(test), 3);
    for (int64_t id = 1; id <= 3; id++) {
        assert_true(hand_over(test, id));
    }
    int64_t dropped = 0;
    assert_true(brake_stop(&test->office, MARCH, NULL));
    assert_true(brake_drop(&test->office, MARCH, &dropped, NULL));
    assert_int_equal(dropped, 0);
    settle(test, 1, LEDGER_LATER);
    settle(test, 2, LEDGER_IN_DOUBT);
    settle(test, 3, LEDGER_IN_DOUBT);
    timer(test);
    assert_int_equal(in_state(test, LEDGER_DROPPED), 1);
    assert_int_equal(in_state(test, LEDGER_DOUBT), 2);
    resolve(test, 2, LEDGER_QUEUED);
    resolve(test, 3, LEDGER_HELD);
    timer(test);
    assert_int_equal(in_state(test, LEDGER_DROPPED), 3);
    test_office_close(test);
}

/* One copy failed, the others were never tried, and then it was too late for them. */
static void what_failed_does_not_set_a_late_issue_going(void **state)
{
    (void)state;
    struct test_office *test = open_march();
    queue_march(test);
    g_autoptr(GPtrArray) first =
        ledger_claim(test->office.store, clock_now(test->clock), LEDGER_OPEN, 1, NULL);
    assert_int_equal(first->len, 1);
    assert_true(hand_over(test, 1));
    settle(test, 1, LEDGER_REFUSED);
    test_office_at(test, "2013-03-24T09:00");
    timer(test);
    assert_string_equal(why_held(test), ISSUE_LATE);
    g_autoptr(GError) waits = NULL;
    int64_t queued = 0;
    assert_refused(brake_again(&test->office, MARCH, &queued, &waits), &waits, "held (late)");
    assert_int_equal(state_of(test, MARCH), ISSUE_HELD);
    assert_int_equal(claim(test), 0);
    assert_true(brake_resume(&test->office, MARCH, NULL));
    assert_true(brake_again(&test->office, MARCH, &queued, NULL));
    assert_int_equal(queued, 1);
    assert_int_equal(claim(test), 3);
    test_office_close(test);
}

static void what_failed_goes_again_and_only_that(void **state)
{
    (void)state;
    struct test_office *test = open_march();
    queue_march(test);
    assert_int_equal(claim(test), 3);
    for (int64_t id = 1; id <= 3; id++) {
        assert_true(hand_over(test, id));
        settle(test, id, id == 2 ? LEDGER_ACCEPTED : LEDGER_REFUSED);
    }
    timer(test);
    assert_int_equal(state_of(test, MARCH), ISSUE_SENT);
    g_autoptr(GError) over = NULL;
    assert_refused(brake_stop(&test->office, MARCH, &over), &over, "is sent already");
    test_office_at(test, "2013-03-22T09:00"); /* late, but staff have decided */
    int64_t queued = 0;
    assert_true(brake_again(&test->office, MARCH, &queued, NULL));
    assert_int_equal(queued, 2);
    assert_int_equal(state_of(test, MARCH), ISSUE_SENDING);
    timer(test);
    assert_int_equal(claim(test), 2);
    test_office_close(test);
}

static bool reached(struct test_office *test, int64_t person)
{
    bool found = false;
    assert_true(ledger_reached(test->office.store, MARCH, person, &found, NULL));
    return found;
}

/* Sent, on the line, in doubt, and in doubt once: all may have been read. */
static void whom_an_issue_may_have_reached(void **state)
{
    (void)state;
    struct test_office *test = open_march();
    queue_march(test);
    assert_false(reached(test, 1));
    assert_int_equal(claim(test), 3);
    assert_false(reached(test, 1));
    assert_true(hand_over(test, 1));
    assert_true(reached(test, 1));
    settle(test, 1, LEDGER_ACCEPTED);
    assert_true(reached(test, 1));
    assert_true(hand_over(test, 2));
    settle(test, 2, LEDGER_IN_DOUBT);
    assert_true(reached(test, 2));
    resolve(test, 2, LEDGER_QUEUED);
    assert_true(reached(test, 2));
    resolve(test, 2, LEDGER_DROPPED);
    assert_true(reached(test, 2));
    assert_true(hand_over(test, 3));
    settle(test, 3, LEDGER_REFUSED);
    assert_false(reached(test, 3));
    test_office_close(test);
}

/* What came back, and what its reader complained about. */
static void returns(struct test_office *test, int64_t outgoing, enum bounce_kind kind)
{
    g_autofree char *raw = g_strdup_printf("report %d", (int)outgoing);
    struct cause cause = {.at = clock_now(test->clock), .actor = "mail"};
    SCOPED(ledger_mail)
    struct ledger_mail *mail = ledger_get(test->office.store, outgoing, NULL);
    bool fresh = false;
    assert_true(inbound_keep(test->office.store, cause.at, "test", NULL, raw, strlen(raw),
                             &cause.inbound, &fresh, NULL));
    assert_true(store_begin(test->office.store, NULL));
    assert_true(bounce_add(test->office.store, &cause, mail, kind, "5.1.1", &fresh, NULL));
    assert_true(store_commit(test->office.store, NULL));
}

static void what_came_back_has_reached_nobody(void **state)
{
    (void)state;
    struct test_office *test = open_march();
    queue_march(test);
    assert_int_equal(claim(test), 3);
    for (int64_t id = 1; id <= 3; id++) {
        assert_true(hand_over(test, id));
        settle(test, id, LEDGER_ACCEPTED);
    }
    returns(test, 1, BOUNCE_HARD);
    returns(test, 2, BOUNCE_SOFT);
    returns(test, 3, BOUNCE_COMPLAINT);
    assert_false(reached(test, 1));
    assert_false(reached(test, 2));
    assert_true(reached(test, 3));
    test_office_close(test);
}

/* The first copy came back, and the second one did not. */
static void a_report_of_an_earlier_copy_says_nothing(void **state)
{
    (void)state;
    struct test_office *test = open_march();
    queue_march(test);
    assert_int_equal(claim(test), 3);
    assert_true(hand_over(test, 1));
    settle(test, 1, LEDGER_IN_DOUBT);
    returns(test, 1, BOUNCE_SOFT);
    assert_false(reached(test, 1));
    test_office_at(test, "2013-03-20T12:00");
    resolve(test, 1, LEDGER_QUEUED);
    assert_int_equal(claim(test), 1);
    assert_true(hand_over(test, 1));
    settle(test, 1, LEDGER_ACCEPTED);
    assert_true(reached(test, 1));
    test_office_close(test);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_what_is_on_the_line_goes),
        cmocka_unit_test(what_goes_on_early_goes_at_its_time),
        cmocka_unit_test(a_half_queued_issue_is_not_approved_again),
        cmocka_unit_test(gives_up_the_rest_and_nothing_else),
        cmocka_unit_test(what_is_given_up_early_never_goes),
        cmocka_unit_test(what_comes_back_of_it_is_given_up_too),
        cmocka_unit_test(what_failed_does_not_set_a_late_issue_going),
        cmocka_unit_test(what_failed_goes_again_and_only_that),
        cmocka_unit_test(whom_an_issue_may_have_reached),
        cmocka_unit_test(what_came_back_has_reached_nobody),
        cmocka_unit_test(a_report_of_an_earlier_copy_says_nothing),
    };
    return cmocka_run_group_tests_name("brake", tests, NULL, NULL);
}
