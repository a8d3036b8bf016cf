/* Whom a mail concerns and what it proves: forged names, strangers' tokens, odd headers. */
#include "support/incoming.h"

/* A token that went to a stranger proves nothing about anybody else. */
static struct ledger_proof strangers_proof(enum token_purpose purpose)
{
    static char replies[] = "none", kind[] = "received", recipient[] = "mallory@x.example";
    return (struct ledger_proof){.person = 0,
                                 .outgoing = 0,
                                 .purpose = purpose,
                                 .replies = replies,
                                 .kind = kind,
                                 .recipient = recipient};
}

static void a_strangers_token_moves_nobody_else(void **state)
{
    (void)state;
    static const enum token_purpose purposes[] = {TOKEN_REPLY, TOKEN_UNSUBSCRIBE};
    for (size_t at = 0; at < G_N_ELEMENTS(purposes); at++) {
        struct test_office *test = test_office_open();
        int64_t karen = test_office_person(test, PERSON_SEEKER, "Karen", karens_address, true);
        struct ledger_proof proof = strangers_proof(purposes[at]);
        SCOPED(verdict) struct verdict *leave = meaning(karens_address, "AFMELD", UNSUBSCRIBE);
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
    int64_t karen = test_office_person(test, PERSON_SEEKER, "Karen", karens_address, true);
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
    test_office_person(test, PERSON_SEEKER, "Karen", karens_address, true);
    for (int at = 0; at < 10; at++) {
        g_autofree char *unique = g_strdup_printf("mail-%d", at);
        SCOPED(verdict) struct verdict *ask = meaning(karens_address, unique, QUESTION);
        inbound_free(arrive(test, NULL, ask, unique));
    }
    SCOPED(verdict) struct verdict *leave = meaning(karens_address, "AFMELD", UNSUBSCRIBE);
    SCOPED(inbound) struct inbound *settled = arrive(test, NULL, leave, "last");
    assert_string_equal(settled->effect, "asked");
    test_office_expect(test, "received>karen@post.example received>karen@post.example "
                             "received>karen@post.example received>karen@post.example "
                             "confirm-unsubscribe>karen@post.example");
    /* Two questions a week; the third time a human looks. */
    SCOPED(verdict) struct verdict *again = meaning(karens_address, "AFMELD nu", UNSUBSCRIBE);
    inbound_free(arrive(test, NULL, again, "again"));
    SCOPED(verdict) struct verdict *third = meaning(karens_address, "AFMELD!", UNSUBSCRIBE);
    SCOPED(inbound) struct inbound *waits = arrive(test, NULL, third, "third");
    assert_string_equal(waits->reason, "limit");
    test_office_close(test);
}

static void undo_gives_only_what_was_there(void **state)
{
    (void)state;
    struct test_office *test = test_office_open();
    int64_t karen = test_office_person(test, PERSON_SEEKER, "Karen", karens_address, true);
    const struct cause cause = {.at = clock_now(test->clock), .actor = "staff"};
    assert_true(store_begin(test->office.store, NULL));
    assert_true(
        subscription_end(test->office.store, &cause, karen, INVITATIONS, "by telephone", NULL));
    assert_true(store_commit(test->office.store, NULL));
    struct ledger_proof proof = newsletter_proof(karen, TOKEN_REPLY);
    SCOPED(verdict)
    struct verdict *leave =
        meaning(karens_address, "AFMELD", "{\"intent\":\"unsubscribe\",\"scope\":\"all\"}");
    inbound_free(arrive(test, &proof, leave, "one"));
    char kind[] = "unsubscribed";
    struct ledger_proof second = reply_to(test, kind);
    SCOPED(verdict)
    struct verdict *undo =
        meaning(karens_address, "FORTRYD", "{\"intent\":\"command\",\"name\":\"undo\"}");
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
    int64_t karen = test_office_person(test, PERSON_SEEKER, "Karen", karens_address, true);
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
    int64_t karen = test_office_person(test, PERSON_SEEKER, "Karen", karens_address, true);
    struct ledger_proof proof = newsletter_proof(karen, TOKEN_REPLY);
    SCOPED(verdict) struct verdict *help = meaning(karens_address, "hjælp", "");
    help->bulk = true;
    SCOPED(inbound) struct inbound *waits = arrive(test, &proof, help, "one");
    assert_string_equal(waits->reason, "bulk");
    SCOPED(verdict) struct verdict *leave = meaning(karens_address, "AFMELD", UNSUBSCRIBE);
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

static void a_rehearsal_changes_nothing(void **state)
{
    (void)state;
    g_autoptr(GError) error = NULL;
    struct test_office *test = test_office_open();
    int64_t karen = test_office_person(test, PERSON_SEEKER, "Karen", karens_address, true);
    struct ledger_proof proof = newsletter_proof(karen, TOKEN_REPLY);
    SCOPED(verdict) struct verdict *leave = meaning(karens_address, "AFMELD", UNSUBSCRIBE);
    struct rehearsal rehearsal;
    if (!incoming_rehearse(&test->office, &proof, leave, &rehearsal, &error)) {
        fail_msg("%s", error->message);
    }
    assert_string_equal(rehearsal.effect, "unsubscribed");
    assert_string_equal(rehearsal.letter, "unsubscribed");
    assert_null(rehearsal.reason);
    assert_true(rehearsal.proved);
    assert_int_equal(test_office_state(test, karen), SUBSCRIPTION_ACTIVE);
    test_office_expect(test, "");
    test_office_close(test);
}

static void a_long_text_reaches_staff_cut(void **state)
{
    (void)state;
    struct test_office *test = test_office_open();
    test_office_person(test, PERSON_STAFF, "Mette", "mette@kk.example", false);
    SCOPED(verdict) struct verdict *verdict = meaning(karens_address, "x", QUESTION);
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
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_strangers_token_moves_nobody_else),
        cmocka_unit_test(a_token_is_no_licence_to_mail_others),
        cmocka_unit_test(a_spent_limit_stops_no_unsubscribe),
        cmocka_unit_test(undo_gives_only_what_was_there),
        cmocka_unit_test(the_button_counts_and_the_person_hears),
        cmocka_unit_test(bulk_from_people_we_know_is_read),
        cmocka_unit_test(odd_headers_stop_nothing),
        cmocka_unit_test(a_rehearsal_changes_nothing),
        cmocka_unit_test(a_long_text_reaches_staff_cut),
    };
    return cmocka_run_group_tests_name("act/matter", tests, NULL, NULL);
}
