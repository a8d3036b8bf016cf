/* What the refusals of an issue that stops itself say of its readers: nothing. */
#include "support/office.h"

#include "act/bounce.h"
#include "act/brake.h"
#include "act/failures.h"
#include "act/newsletter.h"
#include "store/inbound.h"
#include "store/suppression.h"

static struct test_office *with_seekers(int count)
{
    struct test_office *test = test_office_open();
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
static int send(struct test_office *test, unsigned copies, unsigned failing)
{
    struct store *store = test->office.store;
    int64_t now = clock_now(test->clock);
    g_autoptr(GPtrArray) mails = ledger_claim(store, now, LEDGER_OPEN, copies, NULL);
    for (guint i = 0; i < mails->len; i++) {
        const struct ledger_mail *mail = mails->pdata[i];
        bool go = false, refused = i < failing;
        assert_true(ledger_hand_over(store, mail->id, now, &go, NULL));
        assert_true(ledger_settle(store, mail->id, now, refused ? LEDGER_REFUSED : LEDGER_ACCEPTED,
                                  refused ? "550" : "250", refused ? "5.1.1 User unknown" : "Ok",
                                  NULL));
    }
    return (int)mails->len;
}

static int64_t suppressed(struct test_office *test)
{
    g_autoptr(GPtrArray) found = suppression_list(test->office.store, false, NULL);
    assert_non_null(found);
    return found->len;
}

/* A report said so, of a copy of this issue. */
static void suppressed_by_mail(struct test_office *test, const char *address, int64_t outgoing)
{
    struct store *store = test->office.store;
    struct cause cause = {.at = clock_now(test->clock), .actor = "mail"};
    const struct suppression_draft draft = {address, SUPPRESSION_HARD, "5.1.1", outgoing};
    bool fresh = false, added = false;
    assert_true(inbound_keep(store, cause.at, "test", NULL, "report", strlen("report"),
                             &cause.inbound, &fresh, NULL));
    assert_true(store_begin(store, NULL));
    assert_true(suppression_add(store, &cause, &draft, &added, NULL));
    assert_true(store_commit(store, NULL));
}

/* As a round does it. */
static void take_refusals(struct test_office *test)
{
    assert_true(bounce_take_refusals(&test->office, NULL));
    assert_true(failures_judge(&test->office, NULL));
}

/* A relay whose table of users is broken says 5.1.1 of most. When it is mended nobody is left out,
 * neither for what stopped the issue nor for what was under way then. Of a few it is right: else an
 * old list would stop each issue anew. */
static void whom_a_stopped_issue_suppresses(void **state)
{
    const unsigned refused = *(const unsigned *)*state;
    const int left = refused > 10 ? 2 : 2 + (int)refused + 1;
    struct test_office *test = with_seekers(60);
    struct store *store = test->office.store;
    int64_t now = clock_now(test->clock);
    const struct cause staff = {.at = now, .actor = "staff"};
    const struct suppression_draft known = {"gone@post.example", SUPPRESSION_HARD, "5.1.1", 0};
    bool go = false, added = false;
    assert_true(store_begin(store, NULL));
    assert_true(suppression_add(store, &staff, &known, &added, NULL));
    assert_true(store_commit(store, NULL));
    suppressed_by_mail(test, "back@post.example", 60);
    g_autoptr(GPtrArray) under_way = ledger_claim(store, now, LEDGER_OPEN, 3, NULL);
    for (guint i = 0; i < under_way->len; i++) {
        const struct ledger_mail *mail = under_way->pdata[i];
        assert_true(ledger_hand_over(store, mail->id, now, &go, NULL));
    }
    send(test, 19, refused);
    take_refusals(test);
    assert_int_equal(suppressed(test), 2 + refused);
    send(test, 1, 1);
    take_refusals(test);
    SCOPED(issue) struct issue *issue = issue_get(store, "2013-03", NULL);
    assert_int_equal(issue->state, ISSUE_HELD);
    assert_int_equal(suppressed(test), left);
    for (guint i = 0; i < under_way->len; i++) {
        const struct ledger_mail *mail = under_way->pdata[i];
        assert_true(
            ledger_settle(store, mail->id, now, LEDGER_REFUSED, "550", "5.1.1 User unknown", NULL));
    }
    take_refusals(test);
    assert_int_equal(suppressed(test), left);
    assert_true(brake_resume(&test->office, "2013-03", NULL)); /* it is the readers, staff say */
    assert_int_equal(send(test, 1, 1), 1);
    take_refusals(test);
    assert_int_equal(suppressed(test), left + 1);
    test_office_close(test);
}

int main(void)
{
    static unsigned most = 12, few = 1;
    const struct CMUnitTest tests[] = {
        {"most are refused", whom_a_stopped_issue_suppresses, NULL, NULL, &most},
        {"few are refused", whom_a_stopped_issue_suppresses, NULL, NULL, &few},
    };
    return cmocka_run_group_tests_name("act/failures, suppressions", tests, NULL, NULL);
}
