/* From what a mail means to what is done. Verdicts are written by hand: nothing is parsed here. */
#include "support/incoming.h"

struct row {
    const char *name;
    const char *from, *intents;
    bool known;                  /* Karen is a subscriber */
    bool proved;                 /* the reply token of her newsletter came with it */
    const char *effect, *reason; /* reason NULL: nobody waits */
    const char *letters;
    enum subscription_state state; /* of Karen afterwards */
};

static const struct row rows[] = {
    {"unsubscribe with token", karens_address, UNSUBSCRIBE, true, true, "unsubscribed", NULL,
     "unsubscribed>karen@post.example", SUBSCRIPTION_ENDED},
    {"unsubscribe without token is asked back", karens_address, UNSUBSCRIBE, true, false, "asked",
     NULL, "confirm-unsubscribe>karen@post.example", SUBSCRIPTION_ACTIVE},
    {"unsubscribe with token from a strange address is asked at the known one", "evil@x.example",
     UNSUBSCRIBE, true, true, "asked", NULL, "confirm-unsubscribe>karen@post.example",
     SUBSCRIPTION_ACTIVE},
    {"unsubscribe by a stranger goes to a human", "who@x.example", UNSUBSCRIBE, true, false,
     "to-human", "unknown-person", "received>who@x.example staff-inbox>mette@kk.example",
     SUBSCRIPTION_ACTIVE},
    {"a question goes to a human", karens_address, QUESTION, true, true, "to-human", "question",
     "received>karen@post.example staff-inbox>mette@kk.example", SUBSCRIPTION_ACTIVE},
    {"unsubscribe and a question: asked back, and a human looks", karens_address,
     UNSUBSCRIBE "," QUESTION, true, true, "asked", "several-intents",
     "confirm-unsubscribe>karen@post.example staff-inbox>mette@kk.example", SUBSCRIPTION_ACTIVE},
    {"nothing understood", karens_address, "", true, true, "to-human", "not-understood",
     "received>karen@post.example staff-inbox>mette@kk.example", SUBSCRIPTION_ACTIVE},
    {"thanks", karens_address, "{\"intent\":\"none\"}", true, true, "none", NULL, "",
     SUBSCRIPTION_ACTIVE},
    {"already subscribed", karens_address, SUBSCRIBE, true, true, "already", NULL,
     "welcome>karen@post.example", SUBSCRIPTION_ACTIVE},
    {"a robot is never answered", "mailer-daemon@post.example", QUESTION, true, false, "to-human",
     "question", "staff-inbox>mette@kk.example", SUBSCRIPTION_ACTIVE},
    {"we never answer ourselves", "seniorjob@seniorjob.example", QUESTION, true, false, "to-human",
     "question", "staff-inbox>mette@kk.example", SUBSCRIPTION_ACTIVE},
};

static void acts(void **state)
{
    const struct row *row = *state;
    struct test_office *test = test_office_open();
    test_office_person(test, PERSON_STAFF, "Mette", "mette@kk.example", false);
    int64_t karen = test_office_person(test, PERSON_SEEKER, "Karen", karens_address, row->known);
    struct ledger_proof proof = newsletter_proof(karen, TOKEN_REPLY);
    SCOPED(verdict) struct verdict *verdict = meaning(row->from, "tekst", row->intents);
    SCOPED(inbound)
    struct inbound *settled = arrive(test, row->proved ? &proof : NULL, verdict, "one");
    assert_string_equal(settled->effect, row->effect);
    assert_int_equal(settled->state, row->reason != NULL ? INBOUND_HUMAN : INBOUND_DONE);
    if (row->reason != NULL) {
        assert_string_equal(settled->reason, row->reason);
    }
    test_office_expect(test, row->letters);
    assert_int_equal(test_office_state(test, karen), row->state);
    test_office_close(test);
}

static void undo_brings_back(void **state)
{
    (void)state;
    struct test_office *test = test_office_open();
    int64_t karen = test_office_person(test, PERSON_SEEKER, "Karen", karens_address, true);
    struct ledger_proof proof = newsletter_proof(karen, TOKEN_REPLY);
    SCOPED(verdict) struct verdict *leave = meaning(karens_address, "AFMELD", UNSUBSCRIBE);
    inbound_free(arrive(test, &proof, leave, "one"));
    assert_int_equal(test_office_state(test, karen), SUBSCRIPTION_ENDED);

    char kind[] = "unsubscribed";
    struct ledger_proof second = reply_to(test, kind);
    SCOPED(verdict)
    struct verdict *undo =
        meaning(karens_address, "FORTRYD", "{\"intent\":\"command\",\"name\":\"undo\"}");
    SCOPED(inbound) struct inbound *settled = arrive(test, &second, undo, "two");
    assert_string_equal(settled->effect, "undone");
    assert_int_equal(test_office_state(test, karen), SUBSCRIPTION_ACTIVE);
    test_office_expect(test, "unsubscribed>karen@post.example undone>karen@post.example");
    test_office_close(test);
}

static void a_stranger_opts_in_twice(void **state)
{
    (void)state;
    struct test_office *test = test_office_open();
    SCOPED(verdict) struct verdict *ask = meaning("ny@post.example", "tilmeld mig", SUBSCRIBE);
    SCOPED(inbound) struct inbound *asked = arrive(test, NULL, ask, "one");
    assert_string_equal(asked->effect, "asked");
    assert_int_equal(test_office_state(test, asked->person), SUBSCRIPTION_PENDING);
    test_office_expect(test, "confirm-subscribe>ny@post.example");

    char kind[] = "confirm-subscribe";
    struct ledger_proof proof = reply_to(test, kind);
    SCOPED(verdict)
    struct verdict *yes =
        meaning("ny@post.example", "ja", "{\"intent\":\"confirm\",\"answer\":\"yes\"}");
    SCOPED(inbound) struct inbound *settled = arrive(test, &proof, yes, "two");
    assert_string_equal(settled->effect, "subscribed");
    assert_int_equal(test_office_state(test, settled->person), SUBSCRIPTION_ACTIVE);
    test_office_expect(test, "confirm-subscribe>ny@post.example welcome>ny@post.example");
    test_office_close(test);
}

/* Whoever writes in somebody's name: at most two questions a week reach that address. */
static void nobody_is_mailed_by_a_third_party(void **state)
{
    (void)state;
    struct test_office *test = test_office_open();
    static const char *const days[] = {"2013-03-20T09:00", "2013-03-22T09:00", "2013-03-24T09:00",
                                       "2013-03-25T09:00"};
    for (size_t at = 0; at < G_N_ELEMENTS(days); at++) {
        test_office_at(test, days[at]);
        g_autofree char *unique = g_strdup_printf("mail-%zu", at);
        SCOPED(verdict) struct verdict *ask = meaning("victim@post.example", unique, SUBSCRIBE);
        inbound_free(arrive(test, NULL, ask, unique));
    }
    test_office_expect(
        test, "confirm-subscribe>victim@post.example confirm-subscribe>victim@post.example");
    test_office_close(test);
}

static void a_forged_question_reaches_nobody_often(void **state)
{
    (void)state;
    struct test_office *test = test_office_open();
    for (int day = 20; day < 27; day++) {
        g_autofree char *when = g_strdup_printf("2013-03-%dT09:00", day);
        test_office_at(test, when);
        SCOPED(verdict) struct verdict *ask = meaning("victim@post.example", when, QUESTION);
        inbound_free(arrive(test, NULL, ask, when));
    }
    test_office_expect(test, "received>victim@post.example received>victim@post.example");
    test_office_close(test);
}

static void the_same_text_is_answered_once_an_hour(void **state)
{
    (void)state;
    struct test_office *test = test_office_open();
    int64_t karen = test_office_person(test, PERSON_SEEKER, "Karen", karens_address, true);
    struct ledger_proof proof = newsletter_proof(karen, TOKEN_REPLY);
    for (int at = 0; at < 3; at++) {
        g_autofree char *unique = g_strdup_printf("mail-%d", at);
        SCOPED(verdict)
        struct verdict *ask = meaning(karens_address, "Hvornår er mødet?", QUESTION);
        inbound_free(arrive(test, &proof, ask, unique));
    }
    test_office_expect(test, "received>karen@post.example");
    test_office_close(test);
}

static void a_dialogue_ends_after_twenty_a_day(void **state)
{
    (void)state;
    struct test_office *test = test_office_open();
    int64_t karen = test_office_person(test, PERSON_SEEKER, "Karen", karens_address, true);
    struct ledger_proof proof = newsletter_proof(karen, TOKEN_REPLY);
    for (int at = 0; at < 25; at++) {
        g_autofree char *unique = g_strdup_printf("mail-%d", at);
        SCOPED(verdict) struct verdict *ask = meaning(karens_address, unique, QUESTION);
        inbound_free(arrive(test, &proof, ask, unique));
    }
    g_autoptr(GPtrArray) letters = test_office_letters(test);
    assert_int_equal(letters->len, 20);
    test_office_close(test);
}

static void the_list_unsubscribe_address_needs_no_words(void **state)
{
    (void)state;
    struct test_office *test = test_office_open();
    int64_t karen = test_office_person(test, PERSON_SEEKER, "Karen", karens_address, true);
    struct ledger_proof proof = newsletter_proof(karen, TOKEN_UNSUBSCRIBE);
    SCOPED(verdict) struct verdict *empty = meaning(karens_address, "", "");
    SCOPED(inbound) struct inbound *settled = arrive(test, &proof, empty, "one");
    assert_string_equal(settled->effect, "unsubscribed");
    assert_int_equal(test_office_state(test, karen), SUBSCRIPTION_ENDED);
    test_office_close(test);
}

static void other_kinds_are_never_answered(void **state)
{
    (void)state;
    static const struct {
        enum verdict_kind kind;
        const char *effect;
    } kinds[] = {{VERDICT_AUTOREPLY, "auto-reply"}};
    struct test_office *test = test_office_open();
    int64_t karen = test_office_person(test, PERSON_SEEKER, "Karen", karens_address, true);
    struct ledger_proof proof = newsletter_proof(karen, TOKEN_BOUNCE);
    for (size_t at = 0; at < G_N_ELEMENTS(kinds); at++) {
        SCOPED(verdict) struct verdict *verdict = meaning(karens_address, "AFMELD", UNSUBSCRIBE);
        verdict->kind = kinds[at].kind;
        g_autofree char *unique = g_strdup_printf("mail-%zu", at);
        SCOPED(inbound) struct inbound *settled = arrive(test, &proof, verdict, unique);
        assert_string_equal(settled->effect, kinds[at].effect);
    }
    test_office_expect(test, "");
    assert_int_equal(test_office_state(test, karen), SUBSCRIPTION_ACTIVE);
    test_office_close(test);
}

static void a_killer_is_quarantined(void **state)
{
    (void)state;
    struct test_office *test = test_office_open();
    test_office_person(test, PERSON_STAFF, "Mette", "mette@kk.example", false);
    SCOPED(inbound) struct inbound *settled = arrive(test, NULL, NULL, "one");
    assert_int_equal(settled->state, INBOUND_QUARANTINED);
    assert_string_equal(settled->reason, "killed");
    test_office_expect(test, "staff-quarantine>mette@kk.example");
    test_office_close(test);
}

/* A mail with this header killed its parser. */
static struct inbound *unread(struct test_office *test, const struct verdict *head,
                              const char *unique)
{
    g_autofree char *raw = g_strdup_printf("Message-ID: <%s@x>\n\n%s\n", unique, unique);
    struct store *store = test->office.store;
    int64_t id = 0;
    bool fresh = false;
    assert_true(inbound_keep(store, clock_now(test->clock), unique, NULL, raw, strlen(raw), &id,
                             &fresh, NULL));
    assert_true(store_begin(store, NULL));
    assert_true(incoming_unread(&test->office, id, "killed", NULL, head, NULL));
    assert_true(store_commit(store, NULL));
    return inbound_get(store, id, NULL);
}

/* Its sender hears of it once; machines, and senders nobody knows, do not. */
static void the_sender_of_a_killer_is_asked_once(void **state)
{
    (void)state;
    struct test_office *test = test_office_open();
    test_office_person(test, PERSON_STAFF, "Mette", "mette@kk.example", false);
    test_office_person(test, PERSON_SEEKER, "Karen", karens_address, true);
    SCOPED(verdict) struct verdict *head = meaning(karens_address, "", "");
    SCOPED(inbound) struct inbound *first = unread(test, head, "one");
    assert_int_equal(first->state, INBOUND_QUARANTINED);
    test_office_expect(test, "unreadable>karen@post.example staff-quarantine>mette@kk.example");
    SCOPED(inbound) struct inbound *again = unread(test, head, "two");
    assert_int_equal(again->state, INBOUND_QUARANTINED);
    test_office_expect(test, "unreadable>karen@post.example staff-quarantine>mette@kk.example "
                             "staff-quarantine>mette@kk.example");
    const enum verdict_kind kinds[] = {VERDICT_AUTOREPLY, VERDICT_BOUNCE, VERDICT_COMPLAINT};
    for (size_t at = 0; at < G_N_ELEMENTS(kinds); at++) {
        SCOPED(verdict) struct verdict *machine = meaning("robot@x.example", "", "");
        machine->kind = kinds[at];
        g_autofree char *unique = g_strdup_printf("robot-%zu", at);
        SCOPED(inbound) struct inbound *kept = unread(test, machine, unique);
        assert_int_equal(kept->state, INBOUND_QUARANTINED);
    }
    int64_t letters = 0;
    assert_true(ledger_recent(test->office.store, "robot@x.example", NULL, 0, &letters, NULL));
    assert_int_equal(letters, 0);
    test_office_close(test);
}

static void conflicting_headers_set_nothing_in_motion(void **state)
{
    (void)state;
    struct test_office *test = test_office_open();
    int64_t karen = test_office_person(test, PERSON_SEEKER, "Karen", karens_address, true);
    struct ledger_proof proof = newsletter_proof(karen, TOKEN_REPLY);
    SCOPED(verdict) struct verdict *verdict = meaning(karens_address, "AFMELD", UNSUBSCRIBE);
    g_ptr_array_add(verdict->warnings, g_strdup("two From lines"));
    SCOPED(inbound) struct inbound *settled = arrive(test, &proof, verdict, "one");
    assert_string_equal(settled->reason, "warnings");
    assert_int_equal(test_office_state(test, karen), SUBSCRIPTION_ACTIVE);
    test_office_close(test);
}

int main(void)
{
    struct CMUnitTest tests[G_N_ELEMENTS(rows) + 11] = {{0}};
    size_t count = 0;
    for (; count < G_N_ELEMENTS(rows); count++) {
        tests[count] = (struct CMUnitTest){.name = rows[count].name,
                                           .test_func = acts,
                                           .initial_state = (void *)(uintptr_t)&rows[count]};
    }
    const struct CMUnitTest more[] = {
        cmocka_unit_test(undo_brings_back),
        cmocka_unit_test(a_stranger_opts_in_twice),
        cmocka_unit_test(nobody_is_mailed_by_a_third_party),
        cmocka_unit_test(a_forged_question_reaches_nobody_often),
        cmocka_unit_test(the_same_text_is_answered_once_an_hour),
        cmocka_unit_test(a_dialogue_ends_after_twenty_a_day),
        cmocka_unit_test(the_list_unsubscribe_address_needs_no_words),
        cmocka_unit_test(other_kinds_are_never_answered),
        cmocka_unit_test(a_killer_is_quarantined),
        cmocka_unit_test(the_sender_of_a_killer_is_asked_once),
        cmocka_unit_test(conflicting_headers_set_nothing_in_motion),
    };
    memcpy(&tests[count], more, sizeof more);
    return cmocka_run_group_tests_name("act/incoming", tests, NULL, NULL);
}
