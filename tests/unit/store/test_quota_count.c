/* What was claimed and did not go is not counted. */
#include "store/quota.h"

#include "fixture.h"

/* Ten copies are claimed, of which two are on their way. */
static GPtrArray *claim_ten(struct store *store)
{
    struct quota *quota = quota_new();
    quota_limit_domain(quota, "gmail.com", (struct quota_limit){10, 0});
    fixture_issue(store, "2013-03");
    for (int i = 0; i < 40; i++) {
        g_autofree char *address = g_strdup_printf("p%d@gmail.com", i);
        int64_t person = fixture_person(store, address);
        fixture_queue(store, &(struct fixture_mail){
                                 .issue = "2013-03", .person = person, .recipient = address});
    }
    quota_apply(store, quota);
    GPtrArray *mails = ledger_claim(store, AT, LEDGER_OPEN, 64, NULL);
    assert_int_equal(mails->len, 10);
    for (guint i = 0; i < 2; i++) {
        const struct ledger_mail *mail = g_ptr_array_index(mails, i);
        bool go = false;
        assert_ok(ledger_hand_over(store, mail->id, AT, &go, OK_ERROR));
        assert_true(go);
    }
    return mails;
}

/* Its process asks for some all the same, gives back the others, and ends what is on its way. */
static void end(struct store *store, const GPtrArray *mails)
{
    for (guint i = 0; i < mails->len; i++) {
        const struct ledger_mail *mail = g_ptr_array_index(mails, i);
        bool go = false;
        if (i >= 2 && i < 5) {
            assert_ok(ledger_hand_over(store, mail->id, AT, &go, OK_ERROR));
            assert_false(go);
        } else {
            enum ledger_result result = i < 2 ? LEDGER_ACCEPTED : LEDGER_NOT_TRIED;
            assert_ok(ledger_settle(store, mail->id, AT, result, NULL, NULL, OK_ERROR));
        }
    }
}

/* Eight of ten have not gone: as many may go in this hour, and no more. */
static void a_stop_costs_no_count(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    g_autoptr(GPtrArray) mails = claim_ten(store);
    fixture_begin(store);
    assert_ok(ledger_give_back(store, "2013-03", AT, OK_ERROR));
    fixture_commit(store);
    end(store, mails);
    assert_int_equal(fixture_claim(store, AT, 64), 8);
    assert_int_equal(fixture_claim(store, AT + 3600, 64), 10);
}

static void nor_does_one_that_nobody_has_asked_for_yet(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    g_autoptr(GPtrArray) mails = claim_ten(store);
    fixture_begin(store);
    assert_ok(issue_hold(store, &fixture_cause, "2013-03", ISSUE_LATE, OK_ERROR));
    fixture_commit(store);
    end(store, mails);
    fixture_begin(store);
    assert_ok(issue_resume(store, &fixture_cause, "2013-03", OK_ERROR));
    fixture_commit(store);
    assert_int_equal(fixture_claim(store, AT, 64), 8);
    assert_int_equal(fixture_claim(store, AT + 3600, 64), 10);
}

static void nor_do_copies_that_are_dropped(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    g_autoptr(GPtrArray) mails = claim_ten(store);
    fixture_begin(store);
    for (guint i = 2; i < mails->len; i++) {
        const struct ledger_mail *mail = g_ptr_array_index(mails, i);
        assert_ok(
            subscription_end(store, &fixture_cause, mail->person, NEWSLETTER, "AFMELD", OK_ERROR));
    }
    fixture_commit(store);
    end(store, mails);
    assert_int_equal(fixture_claim(store, AT, 64), 8);
    assert_int_equal(fixture_claim(store, AT + 3600, 64), 10);
}

static void nor_does_an_issue_that_is_dropped(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    g_autoptr(GPtrArray) mails = claim_ten(store);
    int64_t dropped = 0;
    fixture_begin(store);
    assert_ok(ledger_drop_some(store, "2013-03", AT, 100, &dropped, OK_ERROR));
    fixture_commit(store);
    assert_int_equal(dropped, 38);
    end(store, mails);
    fixture_issue(store, "2013-04");
    for (guint i = 0; i < mails->len; i++) {
        const struct ledger_mail *mail = g_ptr_array_index(mails, i);
        fixture_queue(store, &(struct fixture_mail){.issue = "2013-04",
                                                    .person = mail->person,
                                                    .recipient = mail->recipient});
    }
    assert_int_equal(fixture_claim(store, AT, 64), 8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_stop_costs_no_count),
        cmocka_unit_test(nor_does_one_that_nobody_has_asked_for_yet),
        cmocka_unit_test(nor_do_copies_that_are_dropped),
        cmocka_unit_test(nor_does_an_issue_that_is_dropped),
    };
    return cmocka_run_group_tests_name("store/quota_count", tests, NULL, NULL);
}
