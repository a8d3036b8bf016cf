#include "fixture.h"

#include "store/ledger_row.h"

#define MINUTE 60
#define HOUR 3600
#define DAY 86400

static GPtrArray *claim(struct store *store, int64_t now, enum ledger_class class, unsigned most)
{
    g_autoptr(GError) error = NULL;
    GPtrArray *mails = ledger_claim(store, now, class, most, &error);
    if (mails == NULL) {
        fail_msg("%s", error->message);
    }
    return mails;
}

static int64_t id_at(GPtrArray *mails, guint index)
{
    assert_true(index < mails->len);
    return ((struct ledger_mail *)g_ptr_array_index(mails, index))->id;
}

static void letters_go_first_and_the_oldest_of_them(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    int64_t person = fixture_person(store, "jens@x.example");
    fixture_issue(store, "2013-03");
    int64_t copy = fixture_queue(
        store, &(struct fixture_mail){.issue = "2013-03", .person = person, .due = AT - 100});
    int64_t late = fixture_queue(store, &(struct fixture_mail){.kind = "welcome", .due = AT - 1});
    int64_t early = fixture_queue(store, &(struct fixture_mail){.kind = "welcome", .due = AT - 9});
    int64_t future = fixture_queue(store, &(struct fixture_mail){.kind = "x", .due = AT + 1});
    int64_t secret =
        fixture_queue(store, &(struct fixture_mail){.kind = "x", .class = LEDGER_CONFIDENTIAL});
    g_autoptr(GPtrArray) two = claim(store, AT, LEDGER_OPEN, 2);
    assert_int_equal(two->len, 2);
    assert_int_equal(id_at(two, 0), early);
    assert_int_equal(id_at(two, 1), late);
    g_autoptr(GPtrArray) rest = claim(store, AT, LEDGER_OPEN, 9);
    assert_int_equal(rest->len, 1);
    assert_int_equal(id_at(rest, 0), copy);
    const struct ledger_mail *mail = g_ptr_array_index(rest, 0);
    assert_int_equal(mail->state, LEDGER_CLAIMED);
    assert_int_equal(g_bytes_get_size(mail->slots), 4);
    assert_null(mail->composed);
    const struct ledger_mail *letter = g_ptr_array_index(two, 0);
    assert_int_equal(g_bytes_get_size(letter->composed), 4);
    assert_int_equal(fixture_state(store, future), LEDGER_QUEUED);
    assert_int_equal(fixture_state(store, secret), LEDGER_QUEUED);
    assert_int_equal(fixture_state(store, copy), LEDGER_CLAIMED);
    g_autoptr(GPtrArray) other = claim(store, AT, LEDGER_CONFIDENTIAL, 9);
    assert_int_equal(other->len, 1);
    assert_int_equal(id_at(other, 0), secret);
    g_autoptr(GPtrArray) none = claim(store, AT, LEDGER_OPEN, 9);
    assert_int_equal(none->len, 0);
}

static void unsubscribe(struct store *store, int64_t person)
{
    fixture_begin(store);
    assert_ok(subscription_end(store, &fixture_cause, person, NEWSLETTER, "AFMELD", OK_ERROR));
    fixture_commit(store);
}

/* They left between the choice of recipients and the queueing of their copy. */
static void copies_of_those_who_left_are_dropped(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    fixture_issue(store, "2013-03");
    int64_t copies[7];
    for (int i = 0; i < 7; i++) {
        g_autofree char *address = g_strdup_printf("p%d@x.example", i);
        int64_t person = fixture_person(store, address);
        if (i < 4) {
            unsubscribe(store, person);
        }
        copies[i] =
            fixture_queue(store, &(struct fixture_mail){.issue = "2013-03", .person = person});
    }
    g_autoptr(GPtrArray) two = claim(store, AT, LEDGER_OPEN, 2);
    assert_int_equal(two->len, 2); /* dropped copies leave room for others */
    assert_int_equal(id_at(two, 0), copies[4]);
    assert_int_equal(id_at(two, 1), copies[5]);
    for (int i = 0; i < 4; i++) {
        assert_int_equal(fixture_state(store, copies[i]), LEDGER_DROPPED);
    }
    assert_int_equal(fixture_state(store, copies[6]), LEDGER_QUEUED);
    g_autoptr(GPtrArray) events = event_list(store, 0, 0, INT64_MAX, NULL);
    const struct event *event = g_ptr_array_index(events, events->len - 1);
    assert_string_equal(event->what, "mail-out");
    assert_string_equal(event->detail, "2013-03");
    assert_string_equal(event->after, "dropped");
}

static void set_issue(struct store *store, const char *name, enum issue_state state)
{
    fixture_begin(store);
    assert_ok(issue_set_state(store, &fixture_cause, name, state, OK_ERROR));
    fixture_commit(store);
}

static void a_held_issue_stands_still(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    fixture_issue(store, "2013-03");
    int64_t copies[2];
    for (int i = 0; i < 2; i++) {
        int64_t person = fixture_person(store, "p@x.example");
        copies[i] =
            fixture_queue(store, &(struct fixture_mail){.issue = "2013-03", .person = person});
    }
    assert_int_equal(fixture_claim(store, AT, 1), 1);
    set_issue(store, "2013-03", ISSUE_HELD);
    bool go = true;
    assert_ok(ledger_hand_over(store, copies[0], AT, &go, OK_ERROR));
    assert_false(go);
    assert_int_equal(fixture_state(store, copies[0]), LEDGER_QUEUED);
    assert_int_equal(fixture_claim(store, AT, 9), 0);
    int64_t due = 0;
    assert_ok(ledger_next_due(store, LEDGER_OPEN, &due, OK_ERROR));
    assert_true(due == INT64_MAX);
    set_issue(store, "2013-03", ISSUE_SENDING);
    assert_int_equal(fixture_claim(store, AT, 9), 2);
}

static int64_t claimed_letter(struct store *store)
{
    int64_t id = fixture_queue(store, &(struct fixture_mail){.kind = "welcome"});
    assert_int_equal(fixture_claim(store, AT, 1), 1);
    return id;
}

static void only_claimed_rows_go(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    int64_t id = claimed_letter(store);
    int64_t queued = fixture_queue(store, &(struct fixture_mail){.kind = "welcome"});
    bool go = false;
    assert_ok(ledger_hand_over(store, id, AT, &go, OK_ERROR));
    assert_true(go);
    assert_ok(ledger_hand_over(store, queued, AT, &go, OK_ERROR));
    assert_false(go);
    assert_ok(ledger_hand_over(store, 99, AT, &go, OK_ERROR));
    assert_false(go);
}

/* What each answer makes of a claimed row. */
static const struct row {
    const char *name;
    enum ledger_result result;
    enum ledger_state state;
    int64_t due;
    int attempts;
} rows[] = {
    {"accepted", LEDGER_ACCEPTED, LEDGER_SENT, AT, 1},
    {"refused", LEDGER_REFUSED, LEDGER_FAILED, AT, 1},
    {"later", LEDGER_LATER, LEDGER_QUEUED, AT + 10 + MINUTE, 1},
    {"not tried", LEDGER_NOT_TRIED, LEDGER_QUEUED, AT, 0},
    {"in doubt", LEDGER_IN_DOUBT, LEDGER_DOUBT, AT, 1},
    {"our fault", LEDGER_OUR_FAULT, LEDGER_QUEUED, AT, 0},
};

static void settles(void **state)
{
    const struct row *row = *state;
    SCOPED(store) struct store *store = fixture_open();
    int64_t id = claimed_letter(store);
    bool go = false;
    assert_ok(ledger_hand_over(store, id, AT, &go, OK_ERROR));
    assert_ok(
        ledger_settle(store, id, AT + 10, row->result, "450", "4.2.0 wait\r\na bit", OK_ERROR));
    SCOPED(ledger_mail) struct ledger_mail *mail = ledger_get(store, id, NULL);
    assert_int_equal(mail->state, row->state);
    assert_int_equal(mail->due, row->due);
    assert_int_equal(mail->attempts, row->attempts);
    assert_int_equal(mail->changed, AT + 10);
    assert_string_equal(mail->status, "450");
    assert_string_equal(mail->answer, "4.2.0 wait a bit");
    /* The mark before the body is gone: a crash now doubts nothing. */
    int64_t requeued = -1, doubtful = -1;
    fixture_recover(store, AT, &requeued, &doubtful);
    assert_int_equal(requeued, 0);
    assert_int_equal(doubtful, 0);
    assert_int_equal(fixture_state(store, id), row->state);
}

static void a_late_answer_for_nobody_is_told(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    int64_t id = fixture_queue(store, &(struct fixture_mail){.kind = "welcome"});
    fixture_begin(store);
    assert_ok(ledger_resolve(store, &fixture_cause, id, LEDGER_DROPPED, OK_ERROR));
    fixture_commit(store);
    assert_ok(ledger_settle(store, id, AT, LEDGER_NOT_TRIED, NULL, NULL, OK_ERROR));
    assert_int_equal(fixture_state(store, id), LEDGER_DROPPED);
    g_autoptr(GError) error = NULL;
    assert_false(ledger_settle(store, id, AT, LEDGER_ACCEPTED, "250", "ok", &error));
    assert_failure(error, FAILURE_PERMANENT, "is dropped, not claimed");
    g_autoptr(GError) missing = NULL;
    assert_false(ledger_settle(store, 99, AT, LEDGER_ACCEPTED, "250", "ok", &missing));
    assert_failure(missing, FAILURE_NOT_FOUND, "no outgoing mail 99");
    fixture_begin(store); /* neither has left a transaction open */
    fixture_commit(store);
}

/* Taken back, or given back to the queue, while its envelope was on the line: the relay's answer to
 * that says nothing about the row any more. */
static void a_refusal_of_what_was_taken_back_is_none(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    int64_t person = fixture_person(store, "a@x.example");
    fixture_issue(store, "2013-03");
    const struct fixture_mail copy = {.issue = "2013-03", .person = person};
    int64_t id = fixture_queue(store, &copy);
    assert_int_equal(fixture_claim(store, AT, 1), 1);
    fixture_begin(store);
    assert_ok(ledger_give_back(store, "2013-03", AT, OK_ERROR));
    fixture_commit(store);
    assert_ok(ledger_settle(store, id, AT, LEDGER_REFUSED, "550 5.1.1", "unknown", OK_ERROR));
    assert_int_equal(fixture_state(store, id), LEDGER_QUEUED);
    assert_int_equal(fixture_claim(store, AT, 1), 1);
    fixture_begin(store);
    assert_ok(ledger_take_back(store, &fixture_cause, person, NULL, OK_ERROR));
    fixture_commit(store);
    assert_ok(ledger_settle(store, id, AT, LEDGER_REFUSED, "550 5.1.1", "unknown", OK_ERROR));
    int64_t late = AT + 5 * DAY;
    assert_ok(ledger_settle(store, id, late, LEDGER_LATER, "450", "4.2.0 wait", OK_ERROR));
    assert_int_equal(fixture_state(store, id), LEDGER_DROPPED);
}

static void comes_back_later_and_later_for_five_days(void **state)
{
    (void)state;
    static const int64_t pauses[] = {MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 2 * HOUR, 2 * HOUR};
    SCOPED(store) struct store *store = fixture_open();
    int64_t id = fixture_queue(store, &(struct fixture_mail){.kind = "welcome"});
    int64_t now = AT;
    int attempts = 0;
    for (; fixture_state(store, id) == LEDGER_QUEUED; attempts++) {
        assert_int_equal(fixture_claim(store, now - 1, 1), 0);
        assert_int_equal(fixture_claim(store, now, 1), 1);
        assert_ok(ledger_settle(store, id, now, LEDGER_LATER, "451", "4.7.1 greylisted", OK_ERROR));
        SCOPED(ledger_mail) struct ledger_mail *mail = ledger_get(store, id, NULL);
        if (mail->state == LEDGER_QUEUED) {
            assert_int_equal(mail->due, now + pauses[MIN(attempts, 5)]);
            now = mail->due;
        }
    }
    assert_int_equal(fixture_state(store, id), LEDGER_FAILED);
    assert_true(now <= AT + 5 * DAY && now > AT + 5 * DAY - 2 * HOUR);
    SCOPED(ledger_mail) struct ledger_mail *mail = ledger_get(store, id, NULL);
    assert_int_equal(mail->attempts, attempts);
    assert_string_equal(mail->status, "451");
    assert_string_equal(mail->answer, "4.7.1 greylisted");
}

int main(void)
{
    struct CMUnitTest tests[G_N_ELEMENTS(rows) + 7] = {
        cmocka_unit_test(letters_go_first_and_the_oldest_of_them),
        cmocka_unit_test(copies_of_those_who_left_are_dropped),
        cmocka_unit_test(a_held_issue_stands_still),
        cmocka_unit_test(only_claimed_rows_go),
        cmocka_unit_test(a_late_answer_for_nobody_is_told),
        cmocka_unit_test(a_refusal_of_what_was_taken_back_is_none),
        cmocka_unit_test(comes_back_later_and_later_for_five_days),
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        tests[7 + i] =
            (struct CMUnitTest){rows[i].name, settles, NULL, NULL, (void *)(uintptr_t)&rows[i]};
    }
    return cmocka_run_group_tests_name("store/ledger_claim", tests, NULL, NULL);
}
