/* Addresses that get nothing: what is in force, what takes whose place, what is lifted. */
#include "fixture.h"

#include "store/inbound.h"
#include "store/suppression.h"

static bool add_at(struct store *store, int64_t at, const char *address,
                   enum suppression_reason reason)
{
    const struct cause cause = {at, "mail", 0};
    const struct suppression_draft draft = {address, reason, "5.1.1", 0};
    bool added = false;
    fixture_begin(store);
    assert_ok(suppression_add(store, &cause, &draft, &added, OK_ERROR));
    fixture_commit(store);
    return added;
}

static bool add(struct store *store, const char *address, enum suppression_reason reason)
{
    return add_at(store, AT, address, reason);
}

static bool lift(struct store *store, const char *address)
{
    const struct cause later = {AT + 100, "staff", 0};
    bool lifted = false;
    fixture_begin(store);
    assert_ok(suppression_lift(store, &later, address, &lifted, OK_ERROR));
    fixture_commit(store);
    return lifted;
}

static bool holds(struct store *store, const char *address)
{
    bool is = false;
    assert_ok(suppression_holds(store, address, &is, OK_ERROR));
    return is;
}

/* What stays when a second reason comes for an address that has a first. */
struct row {
    const char *name;
    enum suppression_reason first, second;
    bool added;
};

static const struct row rows[] = {
    {"hard after soft changes nothing", SUPPRESSION_SOFT, SUPPRESSION_HARD, false},
    {"soft after hard changes nothing", SUPPRESSION_HARD, SUPPRESSION_SOFT, false},
    {"a complaint takes the place of hard", SUPPRESSION_HARD, SUPPRESSION_COMPLAINT, true},
    {"staff take the place of soft", SUPPRESSION_SOFT, SUPPRESSION_STAFF, true},
    {"a bounce takes no place of a complaint", SUPPRESSION_COMPLAINT, SUPPRESSION_HARD, false},
    {"staff after a complaint change nothing", SUPPRESSION_COMPLAINT, SUPPRESSION_STAFF, false},
    {"twice is once", SUPPRESSION_STAFF, SUPPRESSION_STAFF, false},
};

static void reasons(void **state)
{
    const struct row *row = *state;
    SCOPED(store) struct store *store = fixture_open();
    assert_true(add(store, "karen@x.example", row->first));
    assert_int_equal(add(store, "karen@x.example", row->second), row->added);
    g_autoptr(GError) error = NULL;
    SCOPED(suppression)
    struct suppression *now = suppression_of(store, "karen@x.example", &error);
    assert_non_null(now);
    assert_int_equal(now->reason, row->added ? row->second : row->first);
    g_autoptr(GPtrArray) active = suppression_list(store, false, &error);
    g_autoptr(GPtrArray) all = suppression_list(store, true, &error);
    assert_int_equal(active->len, 1);
    assert_int_equal(all->len, row->added ? 2 : 1);
}

static void case_of_letters_does_not_matter(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    assert_true(add(store, "Karen@X.example", SUPPRESSION_HARD));
    assert_true(holds(store, "karen@x.example"));
    assert_true(holds(store, "KAREN@x.example"));
    assert_false(holds(store, "karen2@x.example"));
}

static void lifting_keeps_the_story(void **state)
{
    (void)state;
    g_autoptr(GError) error = NULL;
    SCOPED(store) struct store *store = fixture_open();
    int64_t person = fixture_person(store, "karen@x.example");
    int64_t moment = -1;
    assert_ok(suppression_last_lifted(store, "karen@x.example", &moment, OK_ERROR));
    assert_int_equal(moment, 0);
    assert_false(lift(store, "karen@x.example"));
    assert_true(add(store, "karen@x.example", SUPPRESSION_SOFT));
    assert_true(lift(store, "Karen@x.example"));
    assert_false(holds(store, "karen@x.example"));
    assert_ok(suppression_last_lifted(store, "karen@x.example", &moment, OK_ERROR));
    assert_int_equal(moment, AT + 100);
    g_autoptr(GPtrArray) all = suppression_list(store, true, &error);
    assert_int_equal(all->len, 1);
    const struct suppression *first = all->pdata[0];
    assert_int_equal(first->lifted, AT + 100);
    assert_string_equal(first->detail, "5.1.1");
    assert_true(add_at(store, AT + 200, "karen@x.example", SUPPRESSION_HARD));
    assert_true(holds(store, "karen@x.example"));

    /* Three changes, told with the person: soft, none, hard. */
    g_autoptr(GPtrArray) events = event_list(store, person, 0, INT64_MAX, &error);
    g_autoptr(GString) told = g_string_new("");
    for (guint at = 0; at < events->len; at++) {
        const struct event *event = events->pdata[at];
        if (strcmp(event->what, "suppression") == 0) {
            g_string_append_printf(told, "%s ", event->after);
            assert_string_equal(event->detail, "karen@x.example");
        }
    }
    assert_string_equal(told->str, "soft none hard ");
}

static void the_second_address_is_picked(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    SCOPED(person) struct person *person = person_new();
    g_ptr_array_add(person->addresses, g_strdup("first@x.example"));
    g_ptr_array_add(person->addresses, g_strdup("second@x.example"));
    const char *picked = NULL;
    assert_ok(suppression_pick_address(store, person, &picked, OK_ERROR));
    assert_string_equal(picked, "first@x.example");
    add(store, "first@x.example", SUPPRESSION_HARD);
    assert_ok(suppression_pick_address(store, person, &picked, OK_ERROR));
    assert_string_equal(picked, "second@x.example");
    add(store, "second@x.example", SUPPRESSION_SOFT);
    assert_ok(suppression_pick_address(store, person, &picked, OK_ERROR));
    assert_null(picked);
}

static void staff_are_told_once_and_not_of_themselves(void **state)
{
    (void)state;
    g_autoptr(GError) error = NULL;
    SCOPED(store) struct store *store = fixture_open();
    int64_t oldest = 0;
    assert_ok(suppression_oldest_untold(store, &oldest, OK_ERROR));
    assert_true(oldest == INT64_MAX);
    add(store, "staff@x.example", SUPPRESSION_STAFF);
    add(store, "hard@x.example", SUPPRESSION_HARD);
    add(store, "gone@x.example", SUPPRESSION_HARD);
    lift(store, "gone@x.example");
    g_autoptr(GPtrArray) untold = suppression_untold(store, &error);
    assert_int_equal(untold->len, 1);
    const struct suppression *one = untold->pdata[0];
    assert_string_equal(one->address, "hard@x.example");
    assert_ok(suppression_oldest_untold(store, &oldest, OK_ERROR));
    assert_int_equal(oldest, AT);
    fixture_begin(store);
    assert_ok(suppression_set_told(store, one->id, AT + 5, OK_ERROR));
    fixture_commit(store);
    assert_ok(suppression_oldest_untold(store, &oldest, OK_ERROR));
    assert_true(oldest == INT64_MAX);
}

static void a_copy_to_a_suppressed_address_is_dropped(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    int64_t karen = fixture_person(store, "karen@x.example");
    int64_t ove = fixture_person(store, "ove@x.example");
    fixture_issue(store, "2013-03");
    int64_t first = fixture_queue(store, &(struct fixture_mail){.issue = "2013-03",
                                                                .person = karen,
                                                                .recipient = "karen@x.example"});
    int64_t second = fixture_queue(
        store,
        &(struct fixture_mail){.issue = "2013-03", .person = ove, .recipient = "Ove@x.example"});
    add(store, "ove@x.example", SUPPRESSION_STAFF);
    assert_int_equal(fixture_claim(store, AT, 10), 1);
    assert_int_equal(fixture_state(store, first), LEDGER_CLAIMED);
    assert_int_equal(fixture_state(store, second), LEDGER_DROPPED);
}

/* What waits for an address when it is suppressed. */
static const struct {
    const char *name;
    enum suppression_reason reason;
    bool caused;   /* by a mail: it may answer that */
    int64_t since; /* after the letter was queued */
    enum ledger_state state;
    enum person_role role;
} waiting[] = {
    {"no such mailbox", SUPPRESSION_HARD, false, 3600, LEDGER_DROPPED, PERSON_SEEKER},
    {"nothing arrives", SUPPRESSION_SOFT, false, 3600, LEDGER_DROPPED, PERSON_SEEKER},
    {"but they have written to us", SUPPRESSION_HARD, true, 3600, LEDGER_CLAIMED, PERSON_SEEKER},
    {"a complaint", SUPPRESSION_COMPLAINT, false, 3600, LEDGER_DROPPED, PERSON_SEEKER},
    {"a complaint, whatever they wrote", SUPPRESSION_COMPLAINT, true, 3600, LEDGER_DROPPED,
     PERSON_SEEKER},
    {"staff", SUPPRESSION_STAFF, true, 0, LEDGER_DROPPED, PERSON_SEEKER},
    {"what staff are told, nobody else hears", SUPPRESSION_HARD, false, 3600, LEDGER_CLAIMED,
     PERSON_STAFF},
    {"a member of staff who complains", SUPPRESSION_COMPLAINT, false, 3600, LEDGER_DROPPED,
     PERSON_STAFF},
    {"queued all the same: a proof for staff", SUPPRESSION_STAFF, false, -1, LEDGER_CLAIMED,
     PERSON_SEEKER},
};

static void letters_that_wait_are_not_for_them(void **state)
{
    (void)state;
    for (size_t at = 0; at < G_N_ELEMENTS(waiting); at++) {
        SCOPED(store) struct store *store = fixture_open();
        int64_t inbound = 0;
        bool fresh = false;
        assert_ok(inbound_keep(store, AT, "test", NULL, "x", 1, &inbound, &fresh, OK_ERROR));
        SCOPED(person) struct person *jens = person_new();
        g_ptr_array_add(jens->addresses, g_strdup("jens@x.example"));
        jens->role = waiting[at].role;
        fixture_begin(store);
        assert_ok(person_add(store, &fixture_cause, jens, OK_ERROR));
        fixture_commit(store);
        int64_t id = fixture_queue(
            store, &(struct fixture_mail){.kind = "welcome",
                                          .person = jens->id,
                                          .recipient = "Jens@x.example",
                                          .inbound = waiting[at].caused ? inbound : 0});
        int64_t other = fixture_queue(store, &(struct fixture_mail){.kind = "welcome"});
        add_at(store, AT + waiting[at].since, "jens@x.example", waiting[at].reason);
        fixture_claim(store, AT + 7200, 9);
        if (fixture_state(store, id) != waiting[at].state) {
            fail_msg("%s: %s", waiting[at].name, ledger_state_name(fixture_state(store, id)));
        }
        assert_int_equal(fixture_state(store, other), LEDGER_CLAIMED);
        g_autoptr(GPtrArray) events = event_list(store, 0, AT + 7200, INT64_MAX, NULL);
        assert_int_equal(events->len, waiting[at].state == LEDGER_DROPPED ? 1 : 0);
    }
}

/* It is only looked at when it goes: until then it may be lifted. */
static void what_is_lifted_in_time_costs_nothing(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    int64_t id = fixture_queue(
        store, &(struct fixture_mail){.kind = "welcome", .recipient = "jens@x.example"});
    add(store, "jens@x.example", SUPPRESSION_HARD);
    assert_true(lift(store, "jens@x.example"));
    assert_int_equal(fixture_claim(store, AT + 200, 9), 1);
    assert_int_equal(fixture_state(store, id), LEDGER_CLAIMED);
}

/* What failed, and staff try again: the address may have been suppressed before it was queued, or
 * since. */
static const struct {
    const char *name;
    enum suppression_reason reason;
    int64_t since; /* after the letter was queued */
    enum ledger_state state;
} retried[] = {
    {"staff have suppressed it since", SUPPRESSION_STAFF, 60, LEDGER_DROPPED},
    {"its reader has complained since", SUPPRESSION_COMPLAINT, 60, LEDGER_DROPPED},
    {"it failed for that: staff think it is mended", SUPPRESSION_HARD, 60, LEDGER_CLAIMED},
    {"a proof for staff", SUPPRESSION_STAFF, -1, LEDGER_CLAIMED},
};

static void a_retry_does_not_reach_who_wants_nothing(void **state)
{
    (void)state;
    for (size_t at = 0; at < G_N_ELEMENTS(retried); at++) {
        SCOPED(store) struct store *store = fixture_open();
        int64_t id = fixture_queue(
            store, &(struct fixture_mail){.kind = "welcome", .recipient = "Jens@x.example"});
        assert_int_equal(fixture_claim(store, AT, 9), 1);
        assert_ok(ledger_settle(store, id, AT, LEDGER_REFUSED, "550", "no", OK_ERROR));
        add_at(store, AT + retried[at].since, "jens@x.example", retried[at].reason);
        const struct cause staff = {AT + 3600, "staff", 0};
        fixture_begin(store);
        assert_ok(ledger_resolve(store, &staff, id, LEDGER_QUEUED, OK_ERROR));
        fixture_commit(store);
        fixture_claim(store, AT + 3600, 9);
        if (fixture_state(store, id) != retried[at].state) {
            fail_msg("%s: %s", retried[at].name, ledger_state_name(fixture_state(store, id)));
        }
    }
}

/* What waits in a batch of a sending process, or is claimed ahead. */
static const struct {
    const char *name;
    enum suppression_reason reason;
    bool letter;
    enum ledger_state state;
} claimed[] = {
    {"a copy, staff", SUPPRESSION_STAFF, false, LEDGER_DROPPED},
    {"a copy, a bounce", SUPPRESSION_HARD, false, LEDGER_DROPPED},
    {"a letter, a complaint", SUPPRESSION_COMPLAINT, true, LEDGER_DROPPED},
    {"a letter, a bounce: it may be for staff", SUPPRESSION_HARD, true, LEDGER_CLAIMED},
};

static void what_is_claimed_does_not_go(void **state)
{
    (void)state;
    for (size_t at = 0; at < G_N_ELEMENTS(claimed); at++) {
        SCOPED(store) struct store *store = fixture_open();
        fixture_issue(store, "2013-03");
        const char *issue = claimed[at].letter ? NULL : "2013-03";
        int64_t jens = fixture_person(store, "jens@x.example");
        int64_t ove = fixture_person(store, "ove@x.example");
        int64_t id = fixture_queue(
            store,
            &(struct fixture_mail){.issue = issue, .person = jens, .recipient = "Jens@x.example"});
        int64_t other = fixture_queue(
            store,
            &(struct fixture_mail){.issue = issue, .person = ove, .recipient = "ove@x.example"});
        assert_int_equal(fixture_claim(store, AT, 9), 2);
        add_at(store, AT + 60, "jens@x.example", claimed[at].reason);
        if (fixture_state(store, id) != claimed[at].state) {
            fail_msg("%s: %s", claimed[at].name, ledger_state_name(fixture_state(store, id)));
        }
        SCOPED(ledger_mail) struct ledger_mail *mail = ledger_get(store, id, NULL);
        bool go = false, dropped = mail->state == LEDGER_DROPPED;
        assert_int_equal(g_strcmp0(mail->status, LEDGER_SUPPRESSED) == 0, dropped);
        assert_ok(ledger_hand_over(store, id, AT + 60, &go, OK_ERROR));
        assert_int_equal(go, claimed[at].state == LEDGER_CLAIMED);
        assert_ok(ledger_hand_over(store, other, AT + 60, &go, OK_ERROR));
        assert_true(go);
    }
}

/* Its body may be on the line: nobody can say that it does not go. */
static void what_is_handed_over_goes(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    int64_t id = fixture_queue(
        store, &(struct fixture_mail){.kind = "welcome", .recipient = "jens@x.example"});
    assert_int_equal(fixture_claim(store, AT, 9), 1);
    bool go = false;
    assert_ok(ledger_hand_over(store, id, AT, &go, OK_ERROR));
    add(store, "jens@x.example", SUPPRESSION_STAFF);
    assert_int_equal(fixture_state(store, id), LEDGER_CLAIMED);
}

int main(void)
{
    struct CMUnitTest tests[G_N_ELEMENTS(rows) + 10] = {{0}};
    size_t count = 0;
    for (; count < G_N_ELEMENTS(rows); count++) {
        tests[count] = (struct CMUnitTest){.name = rows[count].name,
                                           .test_func = reasons,
                                           .initial_state = (void *)(uintptr_t)&rows[count]};
    }
    const struct CMUnitTest more[] = {
        cmocka_unit_test(case_of_letters_does_not_matter),
        cmocka_unit_test(lifting_keeps_the_story),
        cmocka_unit_test(the_second_address_is_picked),
        cmocka_unit_test(staff_are_told_once_and_not_of_themselves),
        cmocka_unit_test(a_copy_to_a_suppressed_address_is_dropped),
        cmocka_unit_test(letters_that_wait_are_not_for_them),
        cmocka_unit_test(what_is_lifted_in_time_costs_nothing),
        cmocka_unit_test(a_retry_does_not_reach_who_wants_nothing),
        cmocka_unit_test(what_is_claimed_does_not_go),
        cmocka_unit_test(what_is_handed_over_goes),
    };
    memcpy(&tests[count], more, sizeof more);
    return cmocka_run_group_tests_name("store/suppression", tests, NULL, NULL);
}
