#include "fixture.h"

static void numbers_never_come_back(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    int64_t first = 0, second = 0, third = 0;
    fixture_begin(store);
    assert_ok(ledger_next(store, &first, OK_ERROR));
    assert_ok(ledger_next(store, &second, OK_ERROR));
    fixture_commit(store);
    fixture_begin(store);
    assert_ok(ledger_next(store, &third, OK_ERROR));
    fixture_commit(store);
    assert_int_equal(first, 1);
    assert_int_equal(second, 2);
    assert_int_equal(third, 3);
}

static void a_letter_comes_back_as_it_went(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    int64_t person = fixture_person(store, "jens@x.example");
    int64_t id = fixture_queue(store, &(struct fixture_mail){.kind = "welcome",
                                                             .recipient = "Jens@x.example",
                                                             .person = person,
                                                             .due = AT + 60,
                                                             .class = LEDGER_CONFIDENTIAL});
    SCOPED(ledger_mail) struct ledger_mail *mail = ledger_get(store, id, NULL);
    assert_non_null(mail);
    assert_int_equal(mail->state, LEDGER_QUEUED);
    assert_int_equal(mail->class, LEDGER_CONFIDENTIAL);
    assert_string_equal(mail->kind, "welcome");
    assert_null(mail->issue);
    assert_int_equal(mail->person, person);
    assert_int_equal(mail->inbound, 0);
    assert_string_equal(mail->recipient, "Jens@x.example");
    assert_string_equal(mail->sender, "seniorjob@seniorjob.example");
    assert_string_equal(mail->message_id, "m1@seniorjob.example");
    assert_int_equal(mail->queued, AT);
    assert_int_equal(mail->due, AT + 60);
    assert_int_equal(mail->attempts, 0);
    assert_null(mail->status);
    assert_null(mail->slots);
    assert_int_equal(g_bytes_get_size(mail->composed), 4);
    g_autoptr(GError) error = NULL;
    assert_null(ledger_get(store, 99, &error));
    assert_failure(error, FAILURE_NOT_FOUND, "no outgoing mail 99");
}

static void a_letter_is_an_event_and_a_copy_is_none(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    int64_t person = fixture_person(store, "jens@x.example");
    fixture_issue(store, "2013-03");
    g_autoptr(GPtrArray) before = event_list(store, 0, 0, INT64_MAX, NULL);
    int64_t letter =
        fixture_queue(store, &(struct fixture_mail){.kind = "welcome", .person = person});
    fixture_queue(store, &(struct fixture_mail){.issue = "2013-03", .person = person});
    g_autoptr(GPtrArray) after = event_list(store, 0, 0, INT64_MAX, NULL);
    assert_int_equal(after->len, before->len + 1);
    const struct event *event = g_ptr_array_index(after, before->len);
    assert_string_equal(event->what, "mail-out");
    assert_string_equal(event->detail, "welcome");
    assert_int_equal(event->outgoing, letter);
    assert_int_equal(event->person, person);
}

static void no_second_copy_ever(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    int64_t jens = fixture_person(store, "jens@x.example");
    int64_t bodil = fixture_person(store, "jens@x.example"); /* shares the address */
    fixture_issue(store, "2013-03");
    fixture_issue(store, "2013-04");
    struct fixture_mail copy = {.issue = "2013-03", .person = jens};
    int64_t first = fixture_queue(store, &copy);
    assert_true(first > 0);
    assert_int_equal(fixture_queue(store, &copy), 0);
    fixture_claim(store, AT, 10);
    assert_ok(ledger_settle(store, first, AT, LEDGER_ACCEPTED, "250", "ok", OK_ERROR));
    assert_int_equal(fixture_queue(store, &copy), 0);
    assert_int_equal(fixture_state(store, first), LEDGER_SENT);
    copy.person = bodil;
    assert_true(fixture_queue(store, &copy) > 0);
    copy.issue = "2013-04";
    assert_true(fixture_queue(store, &copy) > 0);
    /* Letters have no issue, and a person may get many of them. */
    const struct fixture_mail letter = {.kind = "received", .person = jens};
    assert_true(fixture_queue(store, &letter) > 0);
    assert_true(fixture_queue(store, &letter) > 0);
    SCOPED(ledger_proof) struct ledger_proof *lost = ledger_prove(store, "token2", NULL);
    assert_null(lost); /* the token of the copy that was not added */
}

static void a_copy_needs_its_issue(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    int64_t person = fixture_person(store, "jens@x.example");
    char kind[] = "newsletter", issue[] = "2013-09", at[] = "a@x.example", id[] = "m@x";
    const struct ledger_mail mail = {.id = 7,
                                     .class = LEDGER_OPEN,
                                     .kind = kind,
                                     .issue = issue,
                                     .person = person,
                                     .recipient = at,
                                     .sender = at,
                                     .message_id = id};
    bool added = false;
    g_autoptr(GError) error = NULL;
    fixture_begin(store);
    assert_false(ledger_queue(store, &fixture_cause, &mail, NULL, NULL, NULL, 0, &added, &error));
    assert_failure(error, FAILURE_INPUT, "FOREIGN KEY");
    assert_false(added);
    store_rollback(store);
}

static void a_token_proves_its_mail(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    int64_t person = fixture_person(store, "jens@x.example");
    fixture_queue(store, &(struct fixture_mail){.kind = "received", .recipient = "s@x.example"});
    int64_t id = fixture_queue(
        store,
        &(struct fixture_mail){.kind = "welcome", .person = person, .recipient = "j@x.example"});
    SCOPED(ledger_proof) struct ledger_proof *proof = ledger_prove(store, "token2", NULL);
    assert_non_null(proof);
    assert_int_equal(proof->person, person);
    assert_int_equal(proof->outgoing, id);
    assert_int_equal(proof->purpose, TOKEN_REPLY);
    assert_string_equal(proof->replies, "newsletter");
    assert_string_equal(proof->kind, "welcome");
    assert_string_equal(proof->recipient, "j@x.example");
    SCOPED(ledger_proof) struct ledger_proof *stranger = ledger_prove(store, "token1", NULL);
    assert_int_equal(stranger->person, 0);
    g_autoptr(GError) error = NULL;
    assert_null(ledger_prove(store, "token3", &error));
    assert_null(ledger_prove(store, "", &error));
    assert_null(error);
}

static void a_held_letter_waits(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    int64_t id =
        fixture_queue(store, &(struct fixture_mail){.kind = "welcome", .state = LEDGER_HELD});
    assert_int_equal(fixture_state(store, id), LEDGER_HELD);
    assert_int_equal(fixture_claim(store, AT, 10), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_never_come_back),
        cmocka_unit_test(a_letter_comes_back_as_it_went),
        cmocka_unit_test(a_letter_is_an_event_and_a_copy_is_none),
        cmocka_unit_test(no_second_copy_ever),
        cmocka_unit_test(a_copy_needs_its_issue),
        cmocka_unit_test(a_token_proves_its_mail),
        cmocka_unit_test(a_held_letter_waits),
    };
    return cmocka_run_group_tests_name("store/ledger", tests, NULL, NULL);
}
