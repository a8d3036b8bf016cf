/* An issue from approval to the last copy. */
#include "support/office.h"

#include "act/brake.h"
#include "act/newsletter.h"
#include "act/newsletter_proof.h"
#include "base/failure.h"
#include "store/issue.h"

static void approve(struct test_office *test, const char *issue)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) findings = NULL;
    if (!newsletter_approve(&test->office, issue, "mette", &findings, &error)) {
        fail_msg("%s", error->message);
    }
}

static enum issue_state state_of(struct test_office *test, const char *name)
{
    SCOPED(issue) struct issue *issue = issue_get(test->office.store, name, NULL);
    assert_non_null(issue);
    return issue->state;
}

static void timer(struct test_office *test)
{
    g_autoptr(GError) error = NULL;
    if (!newsletter_timer(&test->office, &error)) {
        fail_msg("%s", error->message);
    }
}

static struct test_office *with_people(void)
{
    struct test_office *test = test_office_open();
    test_office_person(test, PERSON_SEEKER, "Karen", "karen@post.example", true);
    test_office_person(test, PERSON_SEEKER, "Jens", "jens@post.example", false);
    test_office_person(test, PERSON_EMPLOYER, "Hus", "hus@kk.example", true);
    test_office_person(test, PERSON_STAFF, "Mette", "mette@kk.example", false);
    return test;
}

static void goes_out_when_it_is_due(void **state)
{
    (void)state;
    struct test_office *test = with_people();
    test_office_at(test, "2013-03-19T12:00");
    approve(test, "2013-03");
    timer(test);
    test_office_expect(test, "");
    test_office_at(test, "2013-03-20T09:00");
    timer(test);
    test_office_expect(test, "newsletter>karen@post.example newsletter>hus@kk.example");
    assert_int_equal(state_of(test, "2013-03"), ISSUE_SENDING);
    timer(test); /* again and again: nobody gets a second copy */
    timer(test);
    test_office_expect(test, "newsletter>karen@post.example newsletter>hus@kk.example");
    test_office_close(test);
}

static void is_sent_when_nothing_waits(void **state)
{
    (void)state;
    struct test_office *test = with_people();
    approve(test, "2013-03");
    timer(test);
    g_autoptr(GPtrArray) mails =
        ledger_claim(test->office.store, clock_now(test->clock), LEDGER_OPEN, 64, NULL);
    assert_int_equal(mails->len, 2);
    for (guint at = 0; at < mails->len; at++) {
        const struct ledger_mail *mail = mails->pdata[at];
        bool go = false;
        assert_true(ledger_hand_over(test->office.store, mail->id, mail->queued, &go, NULL));
        assert_true(go);
        assert_true(ledger_settle(test->office.store, mail->id, mail->queued, LEDGER_ACCEPTED,
                                  "250", "ok", NULL));
    }
    timer(test);
    assert_int_equal(state_of(test, "2013-03"), ISSUE_SENT);
    test_office_close(test);
}

static void is_held_when_it_is_late(void **state)
{
    (void)state;
    struct test_office *test = with_people();
    test_office_at(test, "2013-03-19T12:00");
    approve(test, "2013-03");
    test_office_at(test, "2013-03-25T09:00");
    timer(test);
    assert_int_equal(state_of(test, "2013-03"), ISSUE_HELD);
    test_office_expect(test, "staff-held>mette@kk.example");
    timer(test);
    test_office_expect(test, "staff-held>mette@kk.example");
    test_office_close(test);
}

/* The relay was down until it was too late: the rest waits for staff, who may send it all the same.
 */
static void the_rest_is_held_when_it_is_late(void **state)
{
    (void)state;
    g_autoptr(GError) error = NULL;
    struct test_office *test = with_people();
    approve(test, "2013-03");
    timer(test);
    assert_int_equal(state_of(test, "2013-03"), ISSUE_SENDING);
    test_office_at(test, "2013-03-24T09:00");
    timer(test);
    assert_int_equal(state_of(test, "2013-03"), ISSUE_HELD);
    int64_t now = clock_now(test->clock);
    g_autoptr(GPtrArray) held = ledger_claim(test->office.store, now, LEDGER_OPEN, 64, NULL);
    assert_int_equal(held->len, 0);
    assert_true(newsletter_release(&test->office, "2013-03", &error));
    assert_true(newsletter_queue(&test->office, "2013-03", NULL, NULL, &error));
    timer(test);
    assert_int_equal(state_of(test, "2013-03"), ISSUE_SENDING);
    g_autoptr(GPtrArray) mails = ledger_claim(test->office.store, now, LEDGER_OPEN, 64, NULL);
    assert_int_equal(mails->len, 2);
    test_office_close(test);
}

/* Staff stop it between the look of the timer, or of `send` before its prompt, and the first copy.
 */
static void what_staff_stop_meanwhile_stays_stopped(void **state)
{
    (void)state;
    g_autoptr(GError) error = NULL;
    struct test_office *test = with_people();
    approve(test, "2013-03");
    assert_true(brake_stop(&test->office, "2013-03", NULL));
    assert_false(newsletter_queue(&test->office, "2013-03", NULL, NULL, &error));
    assert_true(g_error_matches(error, ACT_ERROR, FAILURE_PERMANENT));
    assert_non_null(strstr(error->message, "held (stopped)"));
    assert_int_equal(state_of(test, "2013-03"), ISSUE_HELD);
    test_office_expect(test, "");
    test_office_close(test);
}

static void stop_meanwhile(int64_t queued, void *data)
{
    struct test_office *test = data;
    if (queued == 1) {
        assert_true(brake_stop(&test->office, "2013-03", NULL));
    }
}

/* Between two groups: the rest is queued when it goes on. */
static void a_stop_ends_the_queueing(void **state)
{
    (void)state;
    g_autoptr(GError) error = NULL;
    struct test_office *test = with_people();
    approve(test, "2013-03");
    assert_false(newsletter_queue(&test->office, "2013-03", stop_meanwhile, test, &error));
    assert_true(g_error_matches(error, ACT_ERROR, FAILURE_PERMANENT));
    timer(test);
    test_office_expect(test, "newsletter>karen@post.example");
    assert_true(brake_resume(&test->office, "2013-03", NULL));
    timer(test);
    test_office_expect(test, "newsletter>karen@post.example newsletter>hus@kk.example");
    assert_int_equal(state_of(test, "2013-03"), ISSUE_SENDING);
    test_office_close(test);
}

static struct newsletter_audience audience_of(struct test_office *test)
{
    g_autoptr(GError) error = NULL;
    struct newsletter_audience audience = {0};
    if (!newsletter_audience(&test->office, "2013-03", &audience, &error)) {
        fail_msg("%s", error->message);
    }
    return audience;
}

/* What is counted is what `send` would deliver: who has it, and who came too late, are not. */
static void counts_whom_it_still_goes_to(void **state)
{
    (void)state;
    struct test_office *test = with_people();
    struct newsletter_audience audience = audience_of(test);
    assert_int_equal(audience.seekers, 1);
    assert_int_equal(audience.employers, 1);
    approve(test, "2013-03");
    timer(test);
    audience = audience_of(test); /* queued: they get it */
    assert_int_equal(audience.seekers + audience.employers, 2);
    assert_int_equal(audience.had + audience.late, 0);
    g_autoptr(GPtrArray) mails =
        ledger_claim(test->office.store, clock_now(test->clock), LEDGER_OPEN, 1, NULL);
    const struct ledger_mail *mail = mails->pdata[0];
    bool go = false;
    assert_true(ledger_hand_over(test->office.store, mail->id, mail->queued, &go, NULL));
    assert_true(ledger_settle(test->office.store, mail->id, mail->queued, LEDGER_ACCEPTED, "250",
                              "ok", NULL));
    test_office_person(test, PERSON_SEEKER, "Ny", "ny@post.example", true);
    audience = audience_of(test);
    assert_int_equal(audience.seekers + audience.employers, 1);
    assert_int_equal(audience.had, 1);
    assert_int_equal(audience.late, 1);
    g_autoptr(GArray) first = newsletter_first(&test->office, "2013-03", 3, NULL);
    assert_int_equal(first->len, 1);
    test_office_close(test);
}

/* Nobody is there when its time comes: it waits for who comes before it is too late. */
static void waits_for_readers(void **state)
{
    (void)state;
    struct test_office *test = test_office_open();
    test_office_at(test, "2013-03-20T09:00");
    approve(test, "2013-03");
    timer(test);
    timer(test);
    assert_int_equal(state_of(test, "2013-03"), ISSUE_APPROVED);
    assert_int_equal(audience_of(test).late, 0);
    test_office_person(test, PERSON_SEEKER, "Karen", "karen@post.example", true);
    assert_int_equal(audience_of(test).seekers, 1);
    timer(test);
    test_office_expect(test, "newsletter>karen@post.example");
    assert_int_equal(state_of(test, "2013-03"), ISSUE_SENDING);
    test_office_close(test);
}

static int64_t next_of(struct test_office *test)
{
    int64_t moment = 0;
    assert_true(newsletter_next(&test->office, &moment, NULL));
    return moment;
}

/* A daemon does not walk over all people each second for it. */
static void looks_for_readers_each_minute(void **state)
{
    (void)state;
    struct test_office *test = test_office_open();
    SCOPED(newsletter_looks) struct newsletter_looks *looks = newsletter_looks_new();
    test->office.looks = looks;
    test_office_at(test, "2013-03-20T09:00");
    approve(test, "2013-03");
    int64_t due = clock_now(test->clock);
    assert_int_equal(next_of(test), due);
    timer(test);
    assert_int_equal(next_of(test), due + 60);
    test_office_person(test, PERSON_SEEKER, "Karen", "karen@post.example", true);
    test_office_at(test, "2013-03-20T09:00:59");
    timer(test);
    test_office_expect(test, "");
    test_office_at(test, "2013-03-20T08:59:59"); /* the clock was ahead */
    assert_int_equal(next_of(test), due);
    test_office_at(test, "2013-03-20T09:01");
    timer(test);
    test_office_expect(test, "newsletter>karen@post.example");
    assert_int_equal(next_of(test), INT64_MAX);
    test_office_close(test);
}

/* And not once more before it is too late than it has to. */
static void no_look_hides_the_last_moment(void **state)
{
    (void)state;
    struct test_office *test = test_office_open();
    SCOPED(newsletter_looks) struct newsletter_looks *looks = newsletter_looks_new();
    test->office.looks = looks;
    test_office_at(test, "2013-03-20T09:00");
    approve(test, "2013-03");
    SCOPED(issue) struct issue *issue = issue_get(test->office.store, "2013-03", NULL);
    clock_set(test->clock, issue->latest - 5, false);
    timer(test);
    assert_int_equal(next_of(test), issue->latest + 1);
    clock_set(test->clock, issue->latest + 1, false);
    timer(test);
    assert_int_equal(state_of(test, "2013-03"), ISSUE_HELD);
    test_office_close(test);
}

/* The same person and row give the same octets, another row another token. */
static void a_copy_can_be_made_again(void **state)
{
    (void)state;
    struct test_office *test = with_people();
    g_autoptr(GError) error = NULL;
    SCOPED(form)
    struct form *form = newsletter_compile(&test->office, "2013-03", PERSON_SEEKER, &error);
    if (form == NULL) {
        fail_msg("%s", error->message);
    }
    SCOPED(person) struct person *karen = person_get(test->office.store, 1, NULL);
    GString *copies[3] = {g_string_new(NULL), g_string_new(NULL), g_string_new(NULL)};
    static const int64_t rows[] = {7, 7, 8};
    for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
        g_autoptr(GBytes) slots =
            newsletter_slots(&test->office, form, "2013-03", karen, rows[at], NULL, NULL);
        assert_true(form_run(form, slots, copies[at]));
    }
    assert_string_equal(copies[0]->str, copies[1]->str);
    assert_string_not_equal(copies[0]->str, copies[2]->str);
    for (size_t at = 0; at < G_N_ELEMENTS(copies); at++) {
        g_string_free(copies[at], TRUE);
    }
    test_office_close(test);
}

static void a_proof_reaches_one_address(void **state)
{
    (void)state;
    struct test_office *test = with_people();
    g_autoptr(GError) error = NULL;
    unsigned mails = 0;
    if (!proof_send(&test->office, "2013-03", "mette@kk.example", &mails, &error)) {
        fail_msg("%s", error->message);
    }
    assert_int_equal(mails, 2);
    test_office_expect(test, "proof>mette@kk.example proof>mette@kk.example");
    test_office_close(test);
}

static void times_are_read(void **state)
{
    (void)state;
    static const struct {
        const char *send, *latest;
        const char *due;   /* NULL: an error */
        const char *until; /* or what the error says */
    } rows[] = {
        {"2013-03-20 09:00", "2013-03-20 15:00", "2013-03-20T09:00:00+01:00",
         "2013-03-20T15:00:00+01:00"},
        {"2013-03-20", NULL, "2013-03-20T09:00:00+01:00", "2013-03-21T09:00:00+01:00"},
        {NULL, NULL, NULL, "does not say when"},
        {"onsdag", NULL, NULL, "udsendes"},
        {"2013-03-20 09:00", "2013-03-19 09:00", NULL, "is before udsendes"},
    };
    struct test_office *test = test_office_open();
    for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
        g_autoptr(GError) error = NULL;
        struct issue_front front = {.send = g_strdup(rows[at].send),
                                    .latest = g_strdup(rows[at].latest)};
        struct newsletter_times times = {0};
        bool fine = newsletter_times(&test->office, "x.md", &front, &times, &error);
        issue_front_clear(&front);
        assert_int_equal(fine, rows[at].due != NULL);
        if (!fine) {
            assert_non_null(strstr(error->message, rows[at].until));
            continue;
        }
        g_autofree char *due = clock_format(test->clock, times.due);
        g_autofree char *latest = clock_format(test->clock, times.latest);
        assert_string_equal(due, rows[at].due);
        assert_string_equal(latest, rows[at].until);
    }
    test_office_close(test);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(goes_out_when_it_is_due),
        cmocka_unit_test(is_sent_when_nothing_waits),
        cmocka_unit_test(is_held_when_it_is_late),
        cmocka_unit_test(the_rest_is_held_when_it_is_late),
        cmocka_unit_test(what_staff_stop_meanwhile_stays_stopped),
        cmocka_unit_test(a_stop_ends_the_queueing),
        cmocka_unit_test(counts_whom_it_still_goes_to),
        cmocka_unit_test(waits_for_readers),
        cmocka_unit_test(looks_for_readers_each_minute),
        cmocka_unit_test(no_look_hides_the_last_moment),
        cmocka_unit_test(a_copy_can_be_made_again),
        cmocka_unit_test(a_proof_reaches_one_address),
        cmocka_unit_test(times_are_read),
    };
    return cmocka_run_group_tests_name("act/newsletter", tests, NULL, NULL);
}
