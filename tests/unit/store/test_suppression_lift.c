/* What becomes of copies that were dropped for a suppression when it is lifted. */
#include "fixture.h"

#include "store/quota.h"
#include "store/suppression.h"

#define LATEST (AT + 86400) /* of the issue */
#define ADDRESS "par@x.example"

static struct cause at(int64_t moment)
{
    return (struct cause){.at = moment, .actor = "staff"};
}

static void set_issue(struct store *store, enum issue_state state)
{
    fixture_begin(store);
    assert_ok(issue_set_state(store, &fixture_cause, "2013-03", state, OK_ERROR));
    fixture_commit(store);
}

/* An issue on its way, with a copy to one mailbox of each of so many people. */
static struct store *open_with_copies(int64_t *copies, unsigned count)
{
    struct store *store = fixture_open();
    fixture_issue(store, "2013-03");
    for (unsigned i = 0; i < count; i++) {
        int64_t person = fixture_person(store, ADDRESS);
        copies[i] = fixture_queue(
            store,
            &(struct fixture_mail){.issue = "2013-03", .person = person, .recipient = ADDRESS});
    }
    set_issue(store, ISSUE_SENDING);
    return store;
}

static void suppress(struct store *store, int64_t moment)
{
    const struct cause cause = at(moment);
    const struct suppression_draft draft = {ADDRESS, SUPPRESSION_STAFF, NULL, 0};
    bool added = false;
    fixture_begin(store);
    assert_ok(suppression_add(store, &cause, &draft, &added, OK_ERROR));
    fixture_commit(store);
    assert_true(added);
}

static void lift(struct store *store, int64_t moment)
{
    const struct cause cause = at(moment);
    bool lifted = false;
    fixture_begin(store);
    assert_ok(suppression_lift(store, &cause, ADDRESS, &lifted, OK_ERROR));
    fixture_commit(store);
    assert_true(lifted);
}

/* A couple: one copy was claimed, the other waited. Both go, once. */
static void copies_that_were_never_tried_come_back(void **state)
{
    (void)state;
    int64_t copies[2];
    SCOPED(store) struct store *store = open_with_copies(copies, 2);
    assert_int_equal(fixture_claim(store, AT, 1), 1);
    suppress(store, AT + 10);
    assert_int_equal(fixture_claim(store, AT + 20, 9), 0);
    assert_int_equal(fixture_state(store, copies[0]), LEDGER_DROPPED);
    assert_int_equal(fixture_state(store, copies[1]), LEDGER_DROPPED);
    lift(store, LATEST);
    assert_int_equal(fixture_claim(store, LATEST, 9), 2);
    g_autoptr(GPtrArray) events = event_list(store, 0, 0, INT64_MAX, NULL);
    const struct event *event = g_ptr_array_index(events, events->len - 1);
    assert_string_equal(event->what, "mail-out");
    assert_string_equal(event->before, "dropped");
    assert_string_equal(event->after, "queued");
}

/* They wait with the others of a held issue, and lie behind what was passed over for a limit. */
static void nor_are_they_lost_to_a_hold_or_a_limit(void **state)
{
    (void)state;
    int64_t copies[2];
    SCOPED(store) struct store *store = open_with_copies(copies, 2);
    struct quota *quota = quota_new();
    quota_limit_all(quota, (struct quota_limit){100, 0});
    quota_apply(store, quota);
    suppress(store, AT);
    assert_int_equal(fixture_claim(store, AT, 9), 0);
    set_issue(store, ISSUE_HELD);
    lift(store, AT + 10);
    assert_int_equal(fixture_claim(store, AT + 10, 9), 0);
    set_issue(store, ISSUE_SENDING);
    assert_int_equal(fixture_claim(store, AT + 20, 9), 2);
}

/* What was on a line once, or put off, may have arrived for all we know of others. */
static void what_was_tried_stays_dropped(void **state)
{
    (void)state;
    static const enum ledger_result results[] = {LEDGER_LATER, LEDGER_IN_DOUBT};
    for (size_t i = 0; i < G_N_ELEMENTS(results); i++) {
        int64_t copy = 0;
        bool go = false;
        SCOPED(store) struct store *store = open_with_copies(&copy, 1);
        assert_int_equal(fixture_claim(store, AT, 1), 1);
        assert_ok(ledger_hand_over(store, copy, AT, &go, OK_ERROR));
        assert_ok(ledger_settle(store, copy, AT, results[i], "", "", OK_ERROR));
        if (results[i] == LEDGER_IN_DOUBT) {
            fixture_begin(store);
            assert_ok(ledger_resolve(store, &fixture_cause, copy, LEDGER_QUEUED, OK_ERROR));
            fixture_commit(store);
        }
        suppress(store, AT + 10);
        assert_int_equal(fixture_claim(store, AT + 7200, 9), 0);
        assert_int_equal(fixture_state(store, copy), LEDGER_DROPPED);
        lift(store, AT + 7300);
        assert_int_equal(fixture_state(store, copy), LEDGER_DROPPED);
    }
}

static void an_issue_that_is_over_is_over(void **state)
{
    (void)state;
    for (unsigned way = 0; way < 3; way++) {
        int64_t copy = 0;
        SCOPED(store) struct store *store = open_with_copies(&copy, 1);
        suppress(store, AT);
        assert_int_equal(fixture_claim(store, AT, 9), 0);
        if (way == 1) {
            set_issue(store, ISSUE_SENT);
        } else if (way == 2) {
            fixture_begin(store);
            assert_ok(issue_give_up(store, &fixture_cause, "2013-03", OK_ERROR));
            fixture_commit(store);
        }
        lift(store, way == 0 ? LATEST + 1 : AT + 60);
        assert_int_equal(fixture_state(store, copy), LEDGER_DROPPED);
    }
}

/* Dropped for another reason, or before this suppression was there. */
static void it_has_to_be_this_suppression(void **state)
{
    (void)state;
    for (unsigned way = 0; way < 2; way++) {
        int64_t copy = 0;
        SCOPED(store) struct store *store = open_with_copies(&copy, 1);
        if (way == 0) {
            fixture_begin(store);
            assert_ok(subscription_end(store, &fixture_cause, 1, NEWSLETTER, "AFMELD", OK_ERROR));
            fixture_commit(store);
        }
        suppress(store, AT);
        assert_int_equal(fixture_claim(store, AT, 9), 0);
        if (way == 1) {
            set_issue(store, ISSUE_SENT);
            lift(store, AT + 10);
            suppress(store, AT + 20);
            set_issue(store, ISSUE_SENDING);
        }
        lift(store, AT + 60);
        assert_int_equal(fixture_state(store, copy), LEDGER_DROPPED);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(copies_that_were_never_tried_come_back),
        cmocka_unit_test(nor_are_they_lost_to_a_hold_or_a_limit),
        cmocka_unit_test(what_was_tried_stays_dropped),
        cmocka_unit_test(an_issue_that_is_over_is_over),
        cmocka_unit_test(it_has_to_be_this_suppression),
    };
    return cmocka_run_group_tests_name("store/suppression lift", tests, NULL, NULL);
}
