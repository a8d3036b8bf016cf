#include "fixture.h"

static struct store *with_person(int64_t *id)
{
    struct store *store = fixture_open();
    SCOPED(person) struct person *person = person_new();
    g_ptr_array_add(person->addresses, g_strdup("jens@x.example"));
    fixture_begin(store);
    assert_ok(person_add(store, &fixture_cause, person, OK_ERROR));
    fixture_commit(store);
    *id = person->id;
    return store;
}

static enum subscription_state now(struct store *store, int64_t person, enum subscription_list list)
{
    enum subscription_state found = SUBSCRIPTION_ENDED;
    assert_ok(subscription_get(store, person, list, &found, OK_ERROR));
    return found;
}

enum word { BEGIN = 1, ASK, END };

static void say(struct store *store, int64_t person, enum word word)
{
    fixture_begin(store);
    switch (word) {
    case BEGIN:
        assert_ok(subscription_begin(store, &fixture_cause, person, NEWSLETTER, "card 12-03-2013",
                                     AT - 100, OK_ERROR));
        break;
    case ASK:
        assert_ok(subscription_ask(store, &fixture_cause, person, NEWSLETTER, "mail", OK_ERROR));
        break;
    case END:
        assert_ok(subscription_end(store, &fixture_cause, person, NEWSLETTER, "AFMELD", OK_ERROR));
        break;
    }
    fixture_commit(store);
}

/* What was said, and the states and the number of consents that come of it. */
static const struct row {
    const char *name;
    enum word words[5];
    enum subscription_state state;
    guint consents;
} rows[] = {
    {"nothing", {0}, SUBSCRIPTION_NONE, 0},
    {"yes", {BEGIN}, SUBSCRIPTION_ACTIVE, 1},
    {"yes, yes", {BEGIN, BEGIN}, SUBSCRIPTION_ACTIVE, 1},
    {"asked", {ASK}, SUBSCRIPTION_PENDING, 1},
    {"asked twice", {ASK, ASK}, SUBSCRIPTION_PENDING, 1},
    {"asked, yes", {ASK, BEGIN}, SUBSCRIPTION_ACTIVE, 2},
    {"yes, asked", {BEGIN, ASK}, SUBSCRIPTION_ACTIVE, 1},
    {"no without a yes", {END}, SUBSCRIPTION_ENDED, 1},
    {"yes, no, no", {BEGIN, END, END}, SUBSCRIPTION_ENDED, 2},
    {"yes, no, asked, yes", {BEGIN, END, ASK, BEGIN}, SUBSCRIPTION_ACTIVE, 4},
};

static void follows_what_was_said(void **state)
{
    const struct row *row = *state;
    int64_t person = 0;
    SCOPED(store) struct store *store = with_person(&person);
    for (size_t i = 0; row->words[i] != 0; i++) {
        say(store, person, row->words[i]);
    }
    assert_int_equal(now(store, person, NEWSLETTER), row->state);
    assert_int_equal(now(store, person, INVITATIONS), SUBSCRIPTION_NONE);
    g_autoptr(GPtrArray) consents = consent_list(store, person, NULL);
    assert_int_equal(consents->len, row->consents);
    g_autoptr(GPtrArray) events = event_list(store, person, 0, INT64_MAX, NULL);
    assert_int_equal(events->len, 2 + row->consents);
}

static void consent_has_source_and_time(void **state)
{
    (void)state;
    int64_t person = 0;
    SCOPED(store) struct store *store = with_person(&person);
    say(store, person, BEGIN);
    say(store, person, END);
    g_autoptr(GPtrArray) consents = consent_list(store, person, NULL);
    const struct consent *yes = g_ptr_array_index(consents, 0);
    assert_string_equal(yes->source, "card 12-03-2013");
    assert_int_equal(yes->given, AT - 100);
    assert_int_equal(yes->at, AT);
    assert_int_equal(yes->list, NEWSLETTER);
    assert_int_equal(yes->state, SUBSCRIPTION_ACTIVE);
    assert_int_equal(yes->inbound, 0);
    const struct consent *no = g_ptr_array_index(consents, 1);
    assert_string_equal(no->source, "AFMELD");
    assert_int_equal(no->given, AT);
    assert_int_equal(no->state, SUBSCRIPTION_ENDED);
    g_autoptr(GPtrArray) events = event_list(store, person, 0, INT64_MAX, NULL);
    const struct event *event = g_ptr_array_index(events, events->len - 1);
    assert_string_equal(event->what, "subscription");
    assert_string_equal(event->detail, "newsletter");
    assert_string_equal(event->before, "active");
    assert_string_equal(event->after, "ended");
}

/* Also within a running send: queued and claimed copies, but none whose body is on its way, no
 * letters, and nobody else's. */
static void takes_the_copies_back(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    int64_t jens = fixture_person(store, "jens@x.example");
    int64_t bodil = fixture_person(store, "bodil@x.example");
    static const char *const issues[] = {"2013-01", "2013-02", "2013-03"};
    int64_t copies[3], others[3];
    for (int i = 0; i < 3; i++) {
        fixture_issue(store, issues[i]);
        copies[i] =
            fixture_queue(store, &(struct fixture_mail){.issue = issues[i], .person = jens});
        others[i] =
            fixture_queue(store, &(struct fixture_mail){.issue = issues[i], .person = bodil});
    }
    assert_int_equal(fixture_claim(store, AT, 4), 4); /* January and February, of both */
    bool go = false;
    assert_ok(ledger_hand_over(store, copies[0], AT, &go, OK_ERROR));
    assert_true(go);
    int64_t letter =
        fixture_queue(store, &(struct fixture_mail){.kind = "welcome", .person = jens});
    say(store, jens, END);
    assert_int_equal(fixture_state(store, copies[0]), LEDGER_CLAIMED);
    assert_int_equal(fixture_state(store, copies[1]), LEDGER_DROPPED);
    assert_int_equal(fixture_state(store, copies[2]), LEDGER_DROPPED);
    assert_int_equal(fixture_state(store, letter), LEDGER_QUEUED);
    assert_int_equal(fixture_state(store, others[0]), LEDGER_CLAIMED);
    assert_int_equal(fixture_state(store, others[2]), LEDGER_QUEUED);
    assert_ok(ledger_hand_over(store, copies[1], AT, &go, OK_ERROR));
    assert_false(go);
    assert_ok(ledger_settle(store, copies[0], AT, LEDGER_ACCEPTED, "250", "ok", OK_ERROR));
    assert_int_equal(fixture_state(store, copies[0]), LEDGER_SENT);
    g_autoptr(GPtrArray) events = event_list(store, jens, 0, INT64_MAX, NULL);
    const struct event *event = g_ptr_array_index(events, events->len - 1);
    assert_string_equal(event->what, "mail-out");
    assert_string_equal(event->after, "dropped");
    assert_int_equal(event->outgoing, copies[2]);
}

static void has_names(void **state)
{
    (void)state;
    assert_string_equal(subscription_list_name(NEWSLETTER), "newsletter");
    assert_string_equal(subscription_list_name(INVITATIONS), "invitations");
    assert_string_equal(subscription_state_name(SUBSCRIPTION_NONE), "none");
    assert_string_equal(subscription_state_name(SUBSCRIPTION_PENDING), "pending");
    assert_string_equal(subscription_state_name(SUBSCRIPTION_ACTIVE), "active");
    assert_string_equal(subscription_state_name(SUBSCRIPTION_ENDED), "ended");
}

int main(void)
{
    struct CMUnitTest tests[G_N_ELEMENTS(rows) + 3] = {
        cmocka_unit_test(consent_has_source_and_time),
        cmocka_unit_test(takes_the_copies_back),
        cmocka_unit_test(has_names),
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        tests[3 + i] = (struct CMUnitTest){rows[i].name, follows_what_was_said, NULL, NULL,
                                           (void *)(uintptr_t)&rows[i]};
    }
    return cmocka_run_group_tests_name("store/subscription", tests, NULL, NULL);
}
