/* From what a mail means to what is done. Verdicts are written by hand: nothing is parsed here. */
#include "support/office.h"

#include "act/incoming.h"
#include "store/inbound.h"

static const char KAREN[] = "karen@post.example";

static struct verdict *meaning(const char *from, const char *text, const char *intents)
{
    g_autofree char *json = g_strdup_printf(
        "{\"format\":1,\"kind\":\"message\",\"from\":{\"address\":\"%s\",\"name\":\"Karen\"},"
        "\"subject\":\"SV: Seniorjobberen\",\"message_id\":\"m1@post.example\",\"text\":\"%s\","
        "\"bulk\":false,\"cpr\":false,\"intents\":[%s]}",
        from, text, intents);
    json_auto_t *parsed = json_loads(json, 0, NULL);
    assert_non_null(parsed);
    struct verdict *verdict = verdict_from_json(parsed, NULL);
    assert_non_null(verdict);
    return verdict;
}

/* Hands one mail in; gives the row that was settled. */
static struct inbound *arrive(struct test_office *test, const struct ledger_proof *proof,
                              const struct verdict *verdict, const char *unique)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *raw = g_strdup_printf("Message-ID: <%s@x>\n\n%s\n", unique, unique);
    int64_t id = 0;
    bool fresh = false;
    assert_true(inbound_keep(test->office.store, clock_now(test->clock), unique, NULL, raw,
                             strlen(raw), &id, &fresh, &error));
    bool done = verdict != NULL ? incoming_act(&test->office, id, proof, verdict, &error)
                                : incoming_set_aside(&test->office, id, "killed", &error);
    if (!done) {
        fail_msg("%s", error->message);
    }
    return inbound_get(test->office.store, id, NULL);
}

static struct ledger_proof newsletter_proof(int64_t person, enum token_purpose purpose)
{
    return (struct ledger_proof){.person = person,
                                 .outgoing = 0,
                                 .purpose = purpose,
                                 .replies = (char[]){"newsletter"},
                                 .kind = (char[]){"newsletter"},
                                 .recipient = NULL};
}

struct row {
    const char *name;
    const char *from, *intents;
    bool known;                  /* Karen is a subscriber */
    bool proved;                 /* the reply token of her newsletter came with it */
    const char *effect, *reason; /* reason NULL: nobody waits */
    const char *letters;
    enum subscription_state state; /* of Karen afterwards */
};

#define UNSUBSCRIBE "{\"intent\":\"unsubscribe\",\"scope\":\"newsletter\"}"
#define SUBSCRIBE "{\"intent\":\"subscribe\",\"scope\":\"newsletter\"}"
#define QUESTION "{\"intent\":\"question\"}"

static const struct row rows[] = {
    {"unsubscribe with token", KAREN, UNSUBSCRIBE, true, true, "unsubscribed", NULL,
     "unsubscribed>karen@post.example", SUBSCRIPTION_ENDED},
    {"unsubscribe without token is asked back", KAREN, UNSUBSCRIBE, true, false, "asked", NULL,
     "confirm-unsubscribe>karen@post.example", SUBSCRIPTION_ACTIVE},
    {"unsubscribe with token from a strange address is asked at the known one", "evil@x.example",
     UNSUBSCRIBE, true, true, "asked", NULL, "confirm-unsubscribe>karen@post.example",
     SUBSCRIPTION_ACTIVE},
    {"unsubscribe by a stranger goes to a human", "who@x.example", UNSUBSCRIBE, true, false,
     "to-human", "unknown-person", "received>who@x.example staff-inbox>mette@kk.example",
     SUBSCRIPTION_ACTIVE},
    {"a question goes to a human", KAREN, QUESTION, true, true, "to-human", "question",
     "received>karen@post.example staff-inbox>mette@kk.example", SUBSCRIPTION_ACTIVE},
    {"unsubscribe and a question: both", KAREN, UNSUBSCRIBE "," QUESTION, true, true,
     "unsubscribed", "question", "unsubscribed>karen@post.example staff-inbox>mette@kk.example",
     SUBSCRIPTION_ENDED},
    {"nothing understood", KAREN, "", true, true, "to-human", "not-understood",
     "received>karen@post.example staff-inbox>mette@kk.example", SUBSCRIPTION_ACTIVE},
    {"thanks", KAREN, "{\"intent\":\"none\"}", true, true, "none", NULL, "", SUBSCRIPTION_ACTIVE},
    {"already subscribed", KAREN, SUBSCRIBE, true, true, "already", NULL,
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
    int64_t karen = test_office_person(test, PERSON_SEEKER, "Karen", KAREN, row->known);
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

/* The last letter of a kind, as the proof that a reply to it carries. */
struct wanted {
    const char *kind;
    struct ledger_proof proof;
};

static bool take_last(const struct ledger_mail *mail, void *data)
{
    struct wanted *wanted = data;
    if (strcmp(mail->kind, wanted->kind) == 0) {
        wanted->proof.outgoing = mail->id;
        wanted->proof.person = mail->person;
    }
    return true;
}

static struct ledger_proof reply_to(struct test_office *test, char *kind)
{
    static char confirmation[] = "confirmation";
    struct wanted wanted = {
        .kind = kind, .proof = {.purpose = TOKEN_REPLY, .replies = confirmation, .kind = kind}};
    assert_true(ledger_each(test->office.store, NULL, 0, 0, take_last, &wanted, NULL));
    assert_true(wanted.proof.outgoing != 0);
    return wanted.proof;
}

static void undo_brings_back(void **state)
{
    (void)state;
    struct test_office *test = test_office_open();
    int64_t karen = test_office_person(test, PERSON_SEEKER, "Karen", KAREN, true);
    struct ledger_proof proof = newsletter_proof(karen, TOKEN_REPLY);
    SCOPED(verdict) struct verdict *leave = meaning(KAREN, "AFMELD", UNSUBSCRIBE);
    inbound_free(arrive(test, &proof, leave, "one"));
    assert_int_equal(test_office_state(test, karen), SUBSCRIPTION_ENDED);

    char kind[] = "unsubscribed";
    struct ledger_proof second = reply_to(test, kind);
    SCOPED(verdict)
    struct verdict *undo = meaning(KAREN, "FORTRYD", "{\"intent\":\"command\",\"name\":\"undo\"}");
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
    int64_t karen = test_office_person(test, PERSON_SEEKER, "Karen", KAREN, true);
    struct ledger_proof proof = newsletter_proof(karen, TOKEN_REPLY);
    for (int at = 0; at < 3; at++) {
        g_autofree char *unique = g_strdup_printf("mail-%d", at);
        SCOPED(verdict) struct verdict *ask = meaning(KAREN, "Hvornår er mødet?", QUESTION);
        inbound_free(arrive(test, &proof, ask, unique));
    }
    test_office_expect(test, "received>karen@post.example");
    test_office_close(test);
}

static void a_dialogue_ends_after_twenty_a_day(void **state)
{
    (void)state;
    struct test_office *test = test_office_open();
    int64_t karen = test_office_person(test, PERSON_SEEKER, "Karen", KAREN, true);
    struct ledger_proof proof = newsletter_proof(karen, TOKEN_REPLY);
    for (int at = 0; at < 25; at++) {
        g_autofree char *unique = g_strdup_printf("mail-%d", at);
        SCOPED(verdict) struct verdict *ask = meaning(KAREN, unique, QUESTION);
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
    int64_t karen = test_office_person(test, PERSON_SEEKER, "Karen", KAREN, true);
    struct ledger_proof proof = newsletter_proof(karen, TOKEN_UNSUBSCRIBE);
    SCOPED(verdict) struct verdict *empty = meaning(KAREN, "", "");
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
    } kinds[] = {{VERDICT_BOUNCE, "bounce"}, {VERDICT_AUTOREPLY, "auto-reply"}};
    struct test_office *test = test_office_open();
    int64_t karen = test_office_person(test, PERSON_SEEKER, "Karen", KAREN, true);
    struct ledger_proof proof = newsletter_proof(karen, TOKEN_BOUNCE);
    for (size_t at = 0; at < G_N_ELEMENTS(kinds); at++) {
        SCOPED(verdict) struct verdict *verdict = meaning(KAREN, "AFMELD", UNSUBSCRIBE);
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

static void conflicting_headers_set_nothing_in_motion(void **state)
{
    (void)state;
    struct test_office *test = test_office_open();
    int64_t karen = test_office_person(test, PERSON_SEEKER, "Karen", KAREN, true);
    struct ledger_proof proof = newsletter_proof(karen, TOKEN_REPLY);
    SCOPED(verdict) struct verdict *verdict = meaning(KAREN, "AFMELD", UNSUBSCRIBE);
    g_ptr_array_add(verdict->warnings, g_strdup("two From lines"));
    SCOPED(inbound) struct inbound *settled = arrive(test, &proof, verdict, "one");
    assert_string_equal(settled->reason, "warnings");
    assert_int_equal(test_office_state(test, karen), SUBSCRIPTION_ACTIVE);
    test_office_close(test);
}

/* A token that went to a stranger proves nothing about anybody else. */
static struct ledger_proof strangers_proof(enum token_purpose purpose)
{
    return (struct ledger_proof){.person = 0,
                                 .outgoing = 0,
                                 .purpose = purpose,
                                 .replies = (char[]){"none"},
                                 .kind = (char[]){"received"},
                                 .recipient = (char[]){"mallory@x.example"}};
}

static void a_strangers_token_moves_nobody_else(void **state)
{
    (void)state;
    static const enum token_purpose purposes[] = {TOKEN_REPLY, TOKEN_UNSUBSCRIBE};
    for (size_t at = 0; at < G_N_ELEMENTS(purposes); at++) {
        struct test_office *test = test_office_open();
        int64_t karen = test_office_person(test, PERSON_SEEKER, "Karen", KAREN, true);
        struct ledger_proof proof = strangers_proof(purposes[at]);
        SCOPED(verdict) struct verdict *leave = meaning(KAREN, "AFMELD", UNSUBSCRIBE);
        inbound_free(arrive(test, &proof, leave, "one"));
        assert_int_equal(test_office_state(test, karen), SUBSCRIPTION_ACTIVE);
        SCOPED(verdict) struct verdict *join = meaning("third@new.example", "Tilmeld", SUBSCRIBE);
        SCOPED(inbound) struct inbound *asked = arrive(test, &proof, join, "two");
        assert_int_equal(test_office_state(test, asked->person), SUBSCRIPTION_PENDING);
        test_office_close(test);
    }
}

/* With one's own token in somebody else's name: no more letters than without. */
static void a_token_is_no_licence_to_mail_others(void **state)
{
    (void)state;
    struct test_office *test = test_office_open();
    int64_t karen = test_office_person(test, PERSON_SEEKER, "Karen", KAREN, true);
    struct ledger_proof proof = newsletter_proof(karen, TOKEN_REPLY);
    for (int at = 0; at < 10; at++) {
        g_autofree char *unique = g_strdup_printf("mail-%d", at);
        SCOPED(verdict) struct verdict *ask = meaning("third@x.example", unique, QUESTION);
        inbound_free(arrive(test, &proof, ask, unique));
    }
    test_office_expect(test, "received>third@x.example");
    SCOPED(ledger_mail) struct ledger_mail *mail = ledger_get(test->office.store, 1, NULL);
    assert_int_equal(mail->person, 0); /* without Karen's name and tokens */
    test_office_close(test);
}

static void a_spent_limit_stops_no_unsubscribe(void **state)
{
    (void)state;
    struct test_office *test = test_office_open();
    test_office_person(test, PERSON_SEEKER, "Karen", KAREN, true);
    for (int at = 0; at < 5; at++) {
        g_autofree char *unique = g_strdup_printf("mail-%d", at);
        SCOPED(verdict) struct verdict *ask = meaning(KAREN, unique, QUESTION);
        inbound_free(arrive(test, NULL, ask, unique));
    }
    SCOPED(verdict) struct verdict *leave = meaning(KAREN, "AFMELD", UNSUBSCRIBE);
    SCOPED(inbound) struct inbound *settled = arrive(test, NULL, leave, "last");
    assert_string_equal(settled->effect, "asked");
    test_office_expect(test, "received>karen@post.example confirm-unsubscribe>karen@post.example");
    /* Two questions a week; the third time a human looks. */
    SCOPED(verdict) struct verdict *again = meaning(KAREN, "AFMELD nu", UNSUBSCRIBE);
    inbound_free(arrive(test, NULL, again, "again"));
    SCOPED(verdict) struct verdict *third = meaning(KAREN, "AFMELD!", UNSUBSCRIBE);
    SCOPED(inbound) struct inbound *waits = arrive(test, NULL, third, "third");
    assert_string_equal(waits->reason, "limit");
    test_office_close(test);
}

static void undo_gives_only_what_was_there(void **state)
{
    (void)state;
    struct test_office *test = test_office_open();
    int64_t karen = test_office_person(test, PERSON_SEEKER, "Karen", KAREN, true);
    struct ledger_proof proof = newsletter_proof(karen, TOKEN_REPLY);
    SCOPED(verdict)
    struct verdict *leave =
        meaning(KAREN, "AFMELD", "{\"intent\":\"unsubscribe\",\"scope\":\"all\"}");
    inbound_free(arrive(test, &proof, leave, "one"));
    char kind[] = "unsubscribed";
    struct ledger_proof second = reply_to(test, kind);
    SCOPED(verdict)
    struct verdict *undo = meaning(KAREN, "FORTRYD", "{\"intent\":\"command\",\"name\":\"undo\"}");
    inbound_free(arrive(test, &second, undo, "two"));
    enum subscription_state after = SUBSCRIPTION_NONE;
    assert_true(subscription_get(test->office.store, karen, INVITATIONS, &after, NULL));
    assert_int_not_equal(after, SUBSCRIPTION_ACTIVE);
    assert_int_equal(test_office_state(test, karen), SUBSCRIPTION_ACTIVE);
    test_office_close(test);
}

/* Whatever a client calls the mail of its unsubscribe button, and whoever pressed it. */
static void the_button_counts_and_the_person_hears(void **state)
{
    (void)state;
    struct test_office *test = test_office_open();
    int64_t karen = test_office_person(test, PERSON_SEEKER, "Karen", KAREN, true);
    struct ledger_proof proof = newsletter_proof(karen, TOKEN_UNSUBSCRIBE);
    SCOPED(verdict) struct verdict *button = meaning("friend@else.example", "", "");
    button->kind = VERDICT_AUTOREPLY;
    button->automatic = true;
    inbound_free(arrive(test, &proof, button, "one"));
    assert_int_equal(test_office_state(test, karen), SUBSCRIPTION_ENDED);
    test_office_expect(test, "unsubscribed>karen@post.example");
    test_office_close(test);
}

static void bulk_from_people_we_know_is_read(void **state)
{
    (void)state;
    struct test_office *test = test_office_open();
    int64_t karen = test_office_person(test, PERSON_SEEKER, "Karen", KAREN, true);
    struct ledger_proof proof = newsletter_proof(karen, TOKEN_REPLY);
    SCOPED(verdict) struct verdict *help = meaning(KAREN, "hjælp", "");
    help->bulk = true;
    SCOPED(inbound) struct inbound *waits = arrive(test, &proof, help, "one");
    assert_string_equal(waits->reason, "bulk");
    SCOPED(verdict) struct verdict *leave = meaning(KAREN, "AFMELD", UNSUBSCRIBE);
    leave->bulk = true;
    inbound_free(arrive(test, &proof, leave, "two"));
    assert_int_equal(test_office_state(test, karen), SUBSCRIPTION_ENDED);
    test_office_expect(test, "");
    test_office_close(test);
}

/* What strangers' programs write into headers stops nothing. */
static void odd_headers_stop_nothing(void **state)
{
    (void)state;
    static const struct {
        const char *from, *message_id;
    } odd[] = {
        {"ny@post.example", "abc@[192.168.1.1]"},
        {"ny@post.example", "no-at-sign"},
        {"ny@post.example", "a:b@c@d"},
        {"ny@post.example", "with blank@x"},
        {"søren@b.example", "x@y"},
        {"a@[10.0.0.1]", "x@y"},
        {"\\\"so ren\\\"@b.example", "x@y"},
    };
    static const char *const intents[] = {QUESTION, UNSUBSCRIBE, SUBSCRIBE};
    for (size_t at = 0; at < G_N_ELEMENTS(odd) * G_N_ELEMENTS(intents); at++) {
        struct test_office *test = test_office_open();
        test_office_person(test, PERSON_STAFF, "Mette", "mette@kk.example", false);
        const size_t row = at / G_N_ELEMENTS(intents);
        SCOPED(verdict)
        struct verdict *verdict = meaning(odd[row].from, "x", intents[at % G_N_ELEMENTS(intents)]);
        g_free(verdict->message_id);
        verdict->message_id = g_strdup(odd[row].message_id);
        inbound_free(arrive(test, NULL, verdict, "one")); /* arrive fails the test when it fails */
        test_office_close(test);
    }
}

static void a_long_text_reaches_staff_cut(void **state)
{
    (void)state;
    struct test_office *test = test_office_open();
    test_office_person(test, PERSON_STAFF, "Mette", "mette@kk.example", false);
    SCOPED(verdict) struct verdict *verdict = meaning(KAREN, "x", QUESTION);
    g_free(verdict->text);
    verdict->text = g_strnfill(3000000, 'a');
    g_free(verdict->subject);
    verdict->subject = g_strnfill(3000000, 'b');
    inbound_free(arrive(test, NULL, verdict, "one"));
    test_office_expect(test, "received>karen@post.example staff-inbox>mette@kk.example");
    test_office_close(test);
}

int main(void)
{
    struct CMUnitTest tests[G_N_ELEMENTS(rows) + 18] = {{0}};
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
        cmocka_unit_test(conflicting_headers_set_nothing_in_motion),
        cmocka_unit_test(a_strangers_token_moves_nobody_else),
        cmocka_unit_test(a_token_is_no_licence_to_mail_others),
        cmocka_unit_test(a_spent_limit_stops_no_unsubscribe),
        cmocka_unit_test(undo_gives_only_what_was_there),
        cmocka_unit_test(the_button_counts_and_the_person_hears),
        cmocka_unit_test(bulk_from_people_we_know_is_read),
        cmocka_unit_test(odd_headers_stop_nothing),
        cmocka_unit_test(a_long_text_reaches_staff_cut),
    };
    memcpy(&tests[count], more, sizeof more);
    return cmocka_run_group_tests_name("act/incoming", tests, NULL, NULL);
}
