/* The issue that stops itself. */
#include "support/dialogue.h"

#include "act/failures.h"
#include "act/newsletter.h"
#include "store/bounce.h"
#include "store/issue.h"

static struct test_office *with_seekers(int count)
{
    struct test_office *test = test_office_open();
    test_office_person(test, PERSON_STAFF, "Mette", "mette@kk.example", false);
    for (int i = 0; i < count; i++) {
        g_autofree char *address = g_strdup_printf("s%d@post.example", i);
        test_office_person(test, PERSON_SEEKER, "Karen", address, true);
    }
    g_autoptr(GPtrArray) findings = NULL;
    assert_true(newsletter_approve(&test->office, "2013-03", "mette", &findings, NULL));
    assert_true(newsletter_queue(&test->office, "2013-03", NULL, NULL, NULL));
    return test;
}

/* The next copies: the first `failing` of them are refused, the others accepted. */
static int send(struct test_office *test, unsigned copies, unsigned failing,
                enum ledger_result result)
{
    struct store *store = test->office.store;
    int64_t now = clock_now(test->clock);
    g_autoptr(GPtrArray) mails = ledger_claim(store, now, LEDGER_OPEN, copies, NULL);
    for (guint i = 0; i < mails->len; i++) {
        const struct ledger_mail *mail = mails->pdata[i];
        bool go = false, refused = i < failing;
        assert_true(ledger_hand_over(store, mail->id, now, &go, NULL));
        assert_true(ledger_settle(store, mail->id, now, refused ? result : LEDGER_ACCEPTED,
                                  refused ? "550" : "250", refused ? "5.1.1 User unknown" : "Ok",
                                  NULL));
    }
    g_autoptr(GError) error = NULL;
    if (!failures_judge(&test->office, &error)) {
        fail_msg("%s", error->message);
    }
    return (int)mails->len;
}

static void assert_issue(struct test_office *test, enum issue_state state, bool judged)
{
    SCOPED(issue) struct issue *issue = issue_get(test->office.store, "2013-03", NULL);
    assert_int_equal(issue->state, state);
    assert_int_equal(issue->judged, judged);
    if (state == ISSUE_HELD) {
        assert_string_equal(issue->why_held, ISSUE_FAILURES);
    }
}

static unsigned letters(struct test_office *test, const char *kind)
{
    int64_t count = 0;
    assert_true(ledger_recent(test->office.store, "mette@kk.example", kind, 0, &count, NULL));
    return (unsigned)count;
}

struct row {
    const char *name;
    int seekers;
    unsigned groups[4][2]; /* copies, of them refused */
    enum issue_state state;
    bool judged;
};

static const struct row rows[] = {
    {"200 with 10 failures go on", 230, {{100, 5}, {100, 5}}, ISSUE_SENDING, true},
    {"11 of 200 stop it at once", 230, {{64, 11}}, ISSUE_HELD, true},
    {"10 of the first 20 of many may be bad luck", 230, {{20, 10}}, ISSUE_SENDING, false},
    {"what fails after the first 200 is not watched",
     230,
     {{200, 0}, {25, 25}},
     ISSUE_SENDING,
     true},
    {"a small issue: 2 of 20", 40, {{20, 2}}, ISSUE_HELD, true},
    {"a small issue: 1 of 20", 40, {{20, 1}}, ISSUE_SENDING, false},
    {"a small issue: fewer than 20 say nothing", 40, {{19, 9}}, ISSUE_SENDING, false},
    {"a small issue at its end: nothing is left to hold", 30, {{30, 3}}, ISSUE_SENDING, true},
};

static void judges(void **state)
{
    const struct row *row = *state;
    struct test_office *test = with_seekers(row->seekers);
    for (size_t i = 0; i < G_N_ELEMENTS(row->groups) && row->groups[i][0] > 0; i++) {
        send(test, row->groups[i][0], row->groups[i][1], LEDGER_REFUSED);
    }
    assert_issue(test, row->state, row->judged);
    bool told = row->state == ISSUE_HELD || (row->judged && row->seekers < 200);
    assert_int_equal(letters(test, "staff-failures"), told ? 1 : 0);
    test_office_close(test);
}

static void goes_on_when_staff_resume(void **state)
{
    (void)state;
    struct test_office *test = with_seekers(40);
    send(test, 20, 5, LEDGER_REFUSED);
    assert_issue(test, ISSUE_HELD, true);
    assert_int_equal(send(test, 20, 0, LEDGER_REFUSED), 0); /* held: nothing is claimed */
    const struct cause cause = {.at = clock_now(test->clock), .actor = "staff"};
    assert_true(store_begin(test->office.store, NULL));
    assert_true(issue_resume(test->office.store, &cause, "2013-03", NULL));
    assert_true(store_commit(test->office.store, NULL));
    assert_int_equal(send(test, 10, 10, LEDGER_REFUSED), 10);
    assert_issue(test, ISSUE_SENDING, true);
    assert_int_equal(letters(test, "staff-failures"), 1);
    test_office_close(test);
}

/* So many copies that the relay took come back, from the `from`-th on. */
static void come_back(struct test_office *test, int64_t from, int count, enum bounce_kind kind)
{
    struct store *store = test->office.store;
    const struct cause cause = {.at = clock_now(test->clock), .actor = "mail"};
    assert_true(store_begin(store, NULL));
    for (int64_t id = from; id < from + count; id++) {
        bool fresh = false;
        SCOPED(ledger_mail) struct ledger_mail *mail = ledger_get(store, id, NULL);
        assert_non_null(mail);
        assert_true(bounce_add(store, &cause, mail, kind, "5.1.1", &fresh, NULL));
        assert_true(fresh);
    }
    assert_true(store_commit(store, NULL));
    assert_true(failures_judge(&test->office, NULL));
}

struct returned {
    const char *name;
    int seekers;
    unsigned sent, refused;
    int from, count;
    enum bounce_kind kind;
    enum issue_state state;
    bool judged;
};

static const struct returned returned[] = {
    {"11 of the first 200 come back", 230, 200, 0, 1, 11, BOUNCE_HARD, ISSUE_HELD, true},
    {"10 of the first 200 come back", 230, 200, 0, 1, 10, BOUNCE_HARD, ISSUE_SENDING, true},
    {"6 were refused, 5 come back", 230, 200, 6, 7, 5, BOUNCE_HARD, ISSUE_HELD, true},
    {"full mailboxes do not count", 230, 200, 0, 1, 30, BOUNCE_SOFT, ISSUE_SENDING, true},
    {"policy does not count", 230, 200, 0, 1, 30, BOUNCE_POLICY, ISSUE_SENDING, true},
    {"before the first 200 have gone", 230, 100, 0, 1, 11, BOUNCE_HARD, ISSUE_HELD, true},
    {"of a small issue", 40, 20, 0, 1, 2, BOUNCE_HARD, ISSUE_HELD, true},
    {"of a small issue one", 40, 20, 0, 1, 1, BOUNCE_HARD, ISSUE_SENDING, false},
};

static void what_comes_back_counts(void **state)
{
    const struct returned *row = *state;
    struct test_office *test = with_seekers(row->seekers);
    send(test, row->sent, row->refused, LEDGER_REFUSED);
    assert_issue(test, ISSUE_SENDING, row->sent >= 200);
    come_back(test, row->from, row->count, row->kind);
    assert_issue(test, row->state, row->judged);
    assert_int_equal(letters(test, "staff-failures"), row->state == ISSUE_HELD ? 1 : 0);
    test_office_close(test);
}

/* Later copies say nothing, and staff's word ends the matter. */
static void what_comes_back_stops_once(void **state)
{
    (void)state;
    struct test_office *test = with_seekers(260);
    send(test, 200, 0, LEDGER_REFUSED);
    send(test, 30, 0, LEDGER_REFUSED);
    come_back(test, 201, 30, BOUNCE_HARD);
    assert_issue(test, ISSUE_SENDING, true);
    come_back(test, 1, 20, BOUNCE_HARD);
    assert_issue(test, ISSUE_HELD, true);
    const struct cause cause = {.at = clock_now(test->clock), .actor = "staff"};
    assert_true(store_begin(test->office.store, NULL));
    assert_true(issue_resume(test->office.store, &cause, "2013-03", NULL));
    assert_true(store_commit(test->office.store, NULL));
    come_back(test, 21, 20, BOUNCE_HARD);
    assert_issue(test, ISSUE_SENDING, true);
    assert_int_equal(letters(test, "staff-failures"), 1);
    test_office_close(test);
}

/* What is under way cannot be stopped any more, so it is not more than what is watched. */
static void few_are_under_way_before_the_judgement(void **state)
{
    (void)state;
    struct test_office *test = with_seekers(230);
    int64_t now = clock_now(test->clock);
    struct store *store = test->office.store;
    g_autoptr(GPtrArray) first = ledger_claim(store, now, LEDGER_OPEN, 256, NULL);
    g_autoptr(GPtrArray) none = ledger_claim(store, now, LEDGER_OPEN, 256, NULL);
    assert_int_equal(first->len, 200);
    assert_int_equal(none->len, 0);
    assert_true(store_begin(store, NULL));
    assert_true(issue_set_judged(store, "2013-03", NULL));
    assert_true(store_commit(store, NULL));
    g_autoptr(GPtrArray) rest = ledger_claim(store, now, LEDGER_OPEN, 256, NULL);
    assert_int_equal(rest->len, 30);
    test_office_close(test);
}

/* Neither a full mailbox nor a relay that refuses connections is a hard failure. */
static void only_hard_failures_count(void **state)
{
    (void)state;
    struct test_office *test = with_seekers(40);
    send(test, 30, 15, LEDGER_LATER);
    send(test, 10, 10, LEDGER_NOT_TRIED);
    assert_issue(test, ISSUE_SENDING, false);
    test_office_close(test);
}

/* A relay that drops the line behind each dot: nobody knows what has gone, and each copy may come
 * again. */
static void many_that_may_have_gone_stop_it(void **state)
{
    (void)state;
    struct test_office *test = with_seekers(40);
    struct store *store = test->office.store;
    const struct cause cause = {.at = clock_now(test->clock), .actor = "program"};
    send(test, 20, 3, LEDGER_IN_DOUBT);
    assert_issue(test, ISSUE_SENDING, false);
    g_autoptr(GPtrArray) doubtful = ledger_doubtful(store, cause.at, NULL);
    assert_int_equal(doubtful->len, 3);
    assert_true(store_begin(store, NULL));
    for (guint i = 0; i < doubtful->len; i++) {
        const struct ledger_mail *mail = doubtful->pdata[i];
        assert_true(ledger_resolve(store, &cause, mail->id, LEDGER_HELD, NULL));
    }
    assert_true(store_commit(store, NULL));
    assert_true(failures_judge(&test->office, NULL));
    assert_issue(test, ISSUE_HELD, true);
    assert_int_equal(letters(test, "staff-failures"), 1);
    test_office_close(test);
}

/* Nobody waits for their end: half of a large issue would be in doubt by then. What one power cut
 * leaves, or a relay that is started again, says nothing. */
static void many_in_doubt_stop_a_large_issue(void **state)
{
    const unsigned doubtful = *(const unsigned *)*state;
    bool many = doubtful > 16;
    struct test_office *test = with_seekers(230);
    send(test, 100, doubtful, LEDGER_IN_DOUBT);
    assert_issue(test, many ? ISSUE_HELD : ISSUE_SENDING, many);
    assert_int_equal(letters(test, "staff-failures"), many ? 1 : 0);
    if (many) {
        struct dialogue dialogue = {.test = test};
        DIALOGUE_READS(&dialogue, "staff-failures", "For 50 af dem kom der intet svar");
    }
    test_office_close(test);
}

/* They may come again; and when it is all of them, the rest does not wait for ever. */
static void what_is_in_doubt_is_under_way(void **state G_GNUC_UNUSED)
{
    struct test_office *test = with_seekers(430);
    struct store *store = test->office.store;
    int64_t now = clock_now(test->clock);
    for (guint want = 150; want > 0; want = want == 150 ? 50 : 0) {
        g_autoptr(GPtrArray) mails = ledger_claim(store, now, LEDGER_OPEN, MAX(want, 150), NULL);
        assert_int_equal(mails->len, want);
        for (guint i = 0; i < want; i++) {
            const struct ledger_mail *mail = mails->pdata[i];
            assert_true(ledger_settle(store, mail->id, now, LEDGER_IN_DOUBT, "", "", NULL));
        }
    }
    g_autoptr(GPtrArray) none = ledger_claim(store, now, LEDGER_OPEN, 256, NULL);
    assert_int_equal(none->len, 0);
    assert_true(failures_judge(&test->office, NULL));
    assert_issue(test, ISSUE_HELD, true);
    test_office_close(test);
}

static void give_up(struct test_office *test, const char *when)
{
    test_office_at(test, when);
    int64_t now = clock_now(test->clock);
    struct store *store = test->office.store;
    g_autoptr(GPtrArray) mails = ledger_claim(store, now, LEDGER_OPEN, 9, NULL);
    for (guint i = 0; i < mails->len; i++) {
        const struct ledger_mail *mail = mails->pdata[i];
        assert_true(
            ledger_settle(store, mail->id, now, LEDGER_LATER, "452", "4.2.2 Mailbox full", NULL));
    }
}

static void report(struct test_office *test, const char *when)
{
    test_office_at(test, when);
    g_autoptr(GError) error = NULL;
    if (!failures_report(&test->office, &error)) {
        fail_msg("%s", error->message);
    }
}

static void what_was_given_up_is_told_once_a_day(void **state)
{
    (void)state;
    struct test_office *test = with_seekers(3);
    report(test, "2013-03-20T09:00");
    assert_int_equal(letters(test, "staff-given-up"), 0);
    give_up(test, "2013-03-20T09:00"); /* again in a minute */
    report(test, "2013-03-21T09:00");
    assert_int_equal(letters(test, "staff-given-up"), 0);
    for (int hour = 0; hour < 24; hour += 2) {
        g_autofree char *when = g_strdup_printf("2013-03-22T%02d:30", hour);
        give_up(test, when);
    }
    give_up(test, "2013-03-25T09:30"); /* for ever */
    report(test, "2013-03-25T09:40");
    report(test, "2013-03-25T10:40");
    report(test, "2013-03-26T09:40");
    assert_int_equal(letters(test, "staff-given-up"), 1);
    test_office_close(test);
}

/* What we could not send ourselves has no answer of a server, and no bounce. */
static void what_never_left_the_house_is_told(void **state)
{
    (void)state;
    struct test_office *test = with_seekers(3);
    struct store *store = test->office.store;
    int64_t now = clock_now(test->clock);
    g_autoptr(GPtrArray) mails = ledger_claim(store, now, LEDGER_OPEN, 2, NULL);
    for (guint i = 0; i < mails->len; i++) {
        const struct ledger_mail *mail = mails->pdata[i];
        assert_true(ledger_settle(store, mail->id, now, LEDGER_REFUSED, "",
                                  "it does not fit the compiled issue", NULL));
    }
    report(test, "2013-03-20T09:10");
    assert_int_equal(letters(test, "staff-given-up"), 1);
    struct dialogue dialogue = {.test = test};
    DIALOGUE_READS(&dialogue, "staff-given-up", "2 × it does not fit");
    g_autofree char *text = dialogue_text(&dialogue, "staff-given-up");
    assert_null(strstr(text, "fem dage"));
    assert_int_equal(letters(test, "staff-doubt"), 0);
    test_office_close(test);
}

/* Staff hold a copy themselves; another may have gone, and nobody else decides about it. */
static void what_may_have_gone_is_told(void **state)
{
    (void)state;
    struct test_office *test = with_seekers(3);
    struct store *store = test->office.store;
    int64_t now = clock_now(test->clock);
    const struct cause cause = {.at = now, .actor = "program"};
    g_autoptr(GPtrArray) mails = ledger_claim(store, now, LEDGER_OPEN, 1, NULL);
    const struct ledger_mail *mail = mails->pdata[0];
    assert_true(ledger_settle(store, mail->id, now, LEDGER_IN_DOUBT, "", "", NULL));
    assert_true(store_begin(store, NULL));
    assert_true(ledger_resolve(store, &cause, mail->id, LEDGER_HELD, NULL));
    assert_true(ledger_resolve(store, &cause, mail->id + 1, LEDGER_HELD, NULL));
    assert_true(store_commit(store, NULL));
    g_autoptr(GPtrArray) third = ledger_claim(store, now, LEDGER_OPEN, 1, NULL);
    mail = third->pdata[0];
    assert_true(ledger_settle(store, mail->id, now, LEDGER_LATER, "451", "4.7.1 wait", NULL));
    assert_true(store_begin(store, NULL));
    assert_true(ledger_resolve(store, &cause, mail->id, LEDGER_HELD, NULL)); /* by staff, too */
    assert_true(store_commit(store, NULL));
    report(test, "2013-03-20T09:10");
    report(test, "2013-03-22T09:10");
    assert_int_equal(letters(test, "staff-doubt"), 1);
    struct dialogue dialogue = {.test = test};
    DIALOGUE_READS(&dialogue, "staff-doubt", "om 1 mail kom frem");
    assert_int_equal(letters(test, "staff-given-up"), 0);
    test_office_close(test);
}

int main(void)
{
    enum { STORIES = 11 };
    static unsigned half = 50, some = 16;
    struct CMUnitTest tests[STORIES + G_N_ELEMENTS(rows) + G_N_ELEMENTS(returned)] = {
        cmocka_unit_test(what_comes_back_stops_once),
        cmocka_unit_test(goes_on_when_staff_resume),
        cmocka_unit_test(few_are_under_way_before_the_judgement),
        cmocka_unit_test(only_hard_failures_count),
        cmocka_unit_test(what_was_given_up_is_told_once_a_day),
        cmocka_unit_test(many_that_may_have_gone_stop_it),
        cmocka_unit_test(what_never_left_the_house_is_told),
        cmocka_unit_test(what_may_have_gone_is_told),
        cmocka_unit_test(what_is_in_doubt_is_under_way),
        {"half in doubt", many_in_doubt_stop_a_large_issue, NULL, NULL, &half},
        {"16 in doubt", many_in_doubt_stop_a_large_issue, NULL, NULL, &some},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        tests[STORIES + i] =
            (struct CMUnitTest){rows[i].name, judges, NULL, NULL, (void *)(uintptr_t)&rows[i]};
    }
    for (size_t i = 0; i < G_N_ELEMENTS(returned); i++) {
        tests[STORIES + G_N_ELEMENTS(rows) + i] = (struct CMUnitTest){
            returned[i].name, what_comes_back_counts, NULL, NULL, (void *)(uintptr_t)&returned[i]};
    }
    return cmocka_run_group_tests_name("act/failures", tests, NULL, NULL);
}
