/* Letters: threads, addresses with tokens, nothing that a stranger wrote becomes a header. */
#include "support/office.h"

#include "act/letter.h"

static char *send(struct test_office *test, const struct letter *letter)
{
    g_autoptr(GError) error = NULL;
    struct cause cause = {.at = clock_now(test->clock), .actor = "mail"};
    if (!store_begin(test->office.store, &error) ||
        !letter_send(&test->office, &cause, letter, &error) ||
        !store_commit(test->office.store, &error)) {
        fail_msg("%s", error->message);
    }
    SCOPED(ledger_mail) struct ledger_mail *mail = ledger_get(test->office.store, 1, &error);
    assert_non_null(mail);
    size_t length = 0;
    const char *octets = g_bytes_get_data(mail->composed, &length);
    return g_strndup(octets, length);
}

static void assert_line(const char *message, const char *line)
{
    g_autofree char *whole = g_strdup_printf("\r\n%s\r\n", line);
    if (strstr(message, whole) == NULL) {
        fail_msg("no line \"%s\" in\n%s", line, message);
    }
}

static void stays_in_its_thread(void **state)
{
    (void)state;
    static const struct {
        const char *subject, *line;
    } rows[] = {
        {"SV: Re: Sv: Mode", "Subject: Re: Mode"},
        {"SV: Møde", "Subject: =?utf-8?Q?Re=3A_M=C3=B8de?="},
        {"Seniorjobberen", "Subject: Re: Seniorjobberen"},
        {"Re:Re:", "Subject: Re:"},
    };
    for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
        struct test_office *test = test_office_open();
        struct letter letter = {.name = "welcome",
                                .recipient = "ny@post.example",
                                .replies = "confirmation",
                                .answers = "their.id@post.example",
                                .subject = rows[at].subject};
        g_autofree char *message = send(test, &letter);
        assert_line(message, "In-Reply-To: <their.id@post.example>");
        assert_line(message, "References: <their.id@post.example>");
        assert_line(message, "Auto-Submitted: auto-replied");
        assert_line(message, rows[at].line);
        test_office_close(test);
    }
}

/* Each address of a letter proves what it is for, and to whom it went. */
static void addresses_prove_their_purpose(void **state)
{
    (void)state;
    struct test_office *test = test_office_open();
    int64_t id = test_office_person(test, PERSON_SEEKER, "Karen", "karen@post.example", true);
    SCOPED(person) struct person *karen = person_get(test->office.store, id, NULL);
    struct letter letter = {.name = "unsubscribed",
                            .person = karen,
                            .recipient = "karen@post.example",
                            .replies = "confirmation"};
    g_autofree char *message = send(test, &letter);
    assert_line(message, "To: Karen <karen@post.example>");
    static const enum token_purpose purposes[] = {TOKEN_REPLY, TOKEN_UNSUBSCRIBE, TOKEN_BOUNCE};
    for (size_t at = 0; at < G_N_ELEMENTS(purposes); at++) {
        char token[TOKEN_LENGTH + 1];
        token_make(test->office.key, purposes[at], id, 1, token);
        SCOPED(ledger_proof)
        struct ledger_proof *proof = ledger_prove(test->office.store, token, NULL);
        assert_non_null(proof);
        assert_int_equal(proof->purpose, purposes[at]);
        assert_int_equal(proof->person, id);
        assert_string_equal(proof->kind, "unsubscribed");
        token_make(test->office.key, purposes[at], id + 1, 1, token);
        assert_null(ledger_prove(test->office.store, token, NULL));
    }
    test_office_close(test);
}

static void a_stranger_writes_no_header(void **state)
{
    (void)state;
    struct test_office *test = test_office_open();
    struct letter letter = {.name = "welcome",
                            .recipient = "ny@post.example",
                            .recipient_name = "Evil\r\nBcc: victim@post.example",
                            .replies = "confirmation",
                            .answers = "id@post.example",
                            .subject = "x\r\nBcc: victim@post.example"};
    g_autoptr(GError) error = NULL;
    struct cause cause = {.at = clock_now(test->clock), .actor = "mail"};
    assert_true(store_begin(test->office.store, &error));
    if (letter_send(&test->office, &cause, &letter, &error)) {
        SCOPED(ledger_mail) struct ledger_mail *mail = ledger_get(test->office.store, 1, NULL);
        size_t length = 0;
        const char *octets = g_bytes_get_data(mail->composed, &length);
        assert_null(g_strstr_len(octets, (gssize)length, "\nBcc:"));
    } else {
        assert_non_null(strstr(error->message, "letter welcome"));
    }
    store_rollback(test->office.store);
    test_office_close(test);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stays_in_its_thread),
        cmocka_unit_test(addresses_prove_their_purpose),
        cmocka_unit_test(a_stranger_writes_no_header),
    };
    return cmocka_run_group_tests_name("act/letter", tests, NULL, NULL);
}
