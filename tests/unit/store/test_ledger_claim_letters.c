/* Letters to many keep the limits; other letters never wait for them. */
#include "store/quota.h"

#include "fixture.h"

#define HOUR 3600

enum { INVITED = 150 };

static void queue(struct store *store, const char *kind, int count, const char *domain)
{
    for (int i = 0; i < count; i++) {
        g_autofree char *address = g_strdup_printf("p%d@%s", i, domain);
        fixture_queue(store, &(struct fixture_mail){.kind = kind, .recipient = address});
    }
}

/* Sends what may go; how many of a kind. */
static int send(struct store *store, int64_t now, const char *kind)
{
    int sent = 0;
    for (;;) {
        g_autoptr(GPtrArray) mails = ledger_claim(store, now, LEDGER_OPEN, 64, NULL);
        assert_non_null(mails);
        for (guint i = 0; i < mails->len; i++) {
            const struct ledger_mail *mail = mails->pdata[i];
            bool go = false;
            assert_ok(ledger_hand_over(store, mail->id, now, &go, OK_ERROR));
            assert_ok(ledger_settle(store, mail->id, now, LEDGER_ACCEPTED, "250", "", OK_ERROR));
            sent += g_strcmp0(mail->kind, kind) == 0 ? 1 : 0;
        }
        if (mails->len == 0) {
            return sent;
        }
    }
}

static void limit_gmail(struct store *store, int64_t an_hour)
{
    struct quota *quota = quota_new();
    assert_true(quota_limit_domain(quota, "gmail.com", (struct quota_limit){an_hour, 0}));
    quota_apply(store, quota);
}

/* More than a claim takes stand in front of the others. */
static void a_full_domain_is_passed_over(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    queue(store, "invitation", INVITED, "gmail.com");
    queue(store, "invitation", 5, "kk.example");
    queue(store, "welcome", 3, "gmail.com");
    limit_gmail(store, 10);
    assert_int_equal(send(store, AT, "invitation"), 15);
    int64_t due = 0;
    assert_ok(ledger_next_due(store, LEDGER_OPEN, &due, OK_ERROR));
    assert_int_equal(due, (AT / HOUR + 1) * HOUR);
    assert_int_equal(send(store, AT + 60, "invitation"), 0);
    queue(store, "welcome", 2, "gmail.com");
    assert_int_equal(send(store, AT + 120, "welcome"), 2);
    for (int hour = 1; hour < INVITED / 10; hour++) {
        assert_int_equal(send(store, AT + hour * HOUR, "invitation"), 10);
    }
    assert_ok(ledger_next_due(store, LEDGER_OPEN, &due, OK_ERROR));
    assert_int_equal(due, INT64_MAX);
}

/* An answer is never held back, and takes room from those that wait. */
static void answers_come_first(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    limit_gmail(store, 10);
    queue(store, "welcome", 14, "gmail.com");
    queue(store, "digest-jobs", 3, "gmail.com");
    assert_int_equal(send(store, AT, "welcome"), 14);
    assert_int_equal(send(store, AT, "digest-jobs"), 0);
    assert_int_equal(send(store, AT + HOUR, "digest-jobs"), 3);
}

/* The first month may begin with the meeting: its invitations are the first steps. */
static void invitations_warm_up(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    struct quota *quota = quota_new();
    quota_add_step(quota, 20);
    quota_add_step(quota, 50);
    quota_apply(store, quota);
    queue(store, "invitation", INVITED, "kk.example");
    assert_int_equal(send(store, AT, "invitation"), 20);
    assert_int_equal(send(store, AT + 2 * HOUR, "invitation"), 0);
    assert_int_equal(send(store, AT + 24 * HOUR, "invitation"), 50);
    assert_int_equal(send(store, AT + 48 * HOUR, "invitation"), INVITED - 70);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_full_domain_is_passed_over),
        cmocka_unit_test(answers_come_first),
        cmocka_unit_test(invitations_warm_up),
    };
    return cmocka_run_group_tests_name("store/ledger_claim_letters", tests, NULL, NULL);
}
