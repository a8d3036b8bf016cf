/* Every row of traps.md 1.2 and reliability.md 1.1, without a server. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <setjmp.h>

#include <cmocka.h>

#include "post/smtp_dialogue.h"
#include "post/smtp_outcome.h"

#define YES true
#define NO false
#define UNTRIED 0

struct row {
    const char *name;
    struct smtp_trace trace;
    int result;
};

static const struct row rows[] = {
    {"nothing happened", {.asked = NO}, UNTRIED},
    {"left at MAIL", {.asked = NO}, UNTRIED},
    {"left at RCPT", {.mail = {250}}, UNTRIED},
    {"left at DATA", {.mail = {250}, .recipient = {250}}, UNTRIED},
    {"left in the body", {.mail = {250}, .recipient = {250}, .asked = YES}, LEDGER_IN_DOUBT},
    {"left after the first BDAT",
     {.mail = {250}, .recipient = {250}, .transfer = {250}, .asked = YES},
     LEDGER_IN_DOUBT},
    {"accepted",
     {.mail = {250}, .recipient = {250}, .transfer = {250}, .asked = YES, .ended = YES},
     LEDGER_ACCEPTED},
    {"RCPT 250 alone is nothing", {.mail = {250}, .recipient = {250}, .ended = YES}, UNTRIED},
    {"4xx at the end",
     {.mail = {250}, .recipient = {250}, .transfer = {450}, .asked = YES, .ended = YES},
     LEDGER_LATER},
    {"5xx at the end",
     {.mail = {250}, .recipient = {250}, .transfer = {554, 5, 7, 1}, .asked = YES, .ended = YES},
     LEDGER_REFUSED},
    {"sink that takes a mail without recipients",
     {.mail = {250}, .recipient = {550}, .transfer = {250}, .ended = YES},
     LEDGER_REFUSED},
    {"recipient later, DATA refused for it",
     {.mail = {250}, .recipient = {450}, .transfer = {554}, .ended = YES},
     LEDGER_LATER},
    {"wrong password, seen at RCPT",
     {.mail = {250}, .recipient = {554, 5, 7, 1}},
     LEDGER_OUR_FAULT},
    {"wrong password, known as such",
     {.mail = {250}, .recipient = {554, 5, 7, 1}, .login_refused = YES},
     UNTRIED},
    {"5.7.1 for one recipient among others",
     {.mail = {250}, .recipient = {554, 5, 7, 1}, .recipient_accepted = YES},
     LEDGER_REFUSED},
    {"the relay is full", {.mail = {452, 4, 3, 1}}, LEDGER_LATER},
    {"login wanted", {.mail = {530, 5, 7, 0}}, LEDGER_OUR_FAULT},
    {"our sender is refused, as if it were the person", {.mail = {550, 5, 1, 0}}, LEDGER_OUR_FAULT},
    {"our sender is refused, among others that were not",
     {.mail = {550}, .recipient_accepted = YES},
     LEDGER_OUR_FAULT},
    {"login wanted, old server", {.mail = {530}}, LEDGER_OUR_FAULT},
    {"login refused late", {.mail = {250}, .recipient = {535}}, LEDGER_OUR_FAULT},
    {"unknown user", {.mail = {250}, .recipient = {550, 5, 1, 1}}, LEDGER_REFUSED},
    {"told to leave", {.mail = {250}, .recipient = {421}}, LEDGER_LATER},
    {"told to leave before", {.mail = {421}, .told_to_leave_before = YES}, UNTRIED},
    {"taken back", {.mail = {250}, .recipient = {250}, .taken_back = YES}, LEDGER_NOT_TRIED},
};

static void row_holds(void **state)
{
    const struct row *row = *state;
    struct smtp_outcome outcome = smtp_outcome(&row->trace);
    assert_int_equal(outcome.result, row->result);
    bool by_reply = row->result == LEDGER_ACCEPTED || row->result == LEDGER_LATER ||
                    row->result == LEDGER_REFUSED || row->result == LEDGER_OUR_FAULT;
    assert_int_equal(outcome.reply != NULL, by_reply);
}

/* What is kept says whether it was about the person. */
static void status_tells_of_whom(void **state G_GNUC_UNUSED)
{
    static const struct {
        struct smtp_trace trace;
        const char *status;
    } said[] = {
        {{.mail = {452, 4, 3, 1}}, "452 4.3.1 (MAIL)"},
        {{.mail = {452}}, "452 (MAIL)"},
        {{.mail = {530, 5, 7, 0}}, "530 5.7.0"},
        {{.mail = {250}, .recipient = {452, 4, 2, 2}}, "452 4.2.2"},
    };
    for (size_t i = 0; i < sizeof said / sizeof said[0]; i++) {
        struct smtp_outcome outcome = smtp_outcome(&said[i].trace);
        g_autofree char *status = smtp_outcome_status(&outcome);
        assert_string_equal(status, said[i].status);
    }
}

/* What was said, alternately by the server and by us, starting with the server. */
struct talk {
    const char *name;
    const char *said[9];
    bool out_of_turn, starttls;
    enum smtp_login login;
};

static const struct talk talks[] = {
    {"honest",
     {"220 hi\r\n", "EHLO x\r\n", "250-a\r\n250 STARTTLS\r\n", "STARTTLS\r\n", "220 go\r\n"},
     NO,
     YES,
     SMTP_LOGIN_NONE},
    {"answer in pieces are one",
     {"220-hi\r\n220 there\r\n", "EHLO x\r\n", "250 b\r\n"},
     NO,
     NO,
     SMTP_LOGIN_NONE},
    {"injected behind STARTTLS",
     {"220 hi\r\n", "EHLO x\r\n", "250 STARTTLS\r\n", "STARTTLS\r\n",
      "220 go\r\n250 AUTH PLAIN\r\n"},
     YES,
     YES,
     SMTP_LOGIN_NONE},
    {"injected behind EHLO",
     {"220 hi\r\n", "EHLO x\r\n", "250 STARTTLS\r\n220 go\r\n250-x\r\n"},
     YES,
     NO,
     SMTP_LOGIN_NONE},
    {"half a line injected", {"220 hi\r\n2", "EHLO x\r\n"}, YES, NO, SMTP_LOGIN_NONE},
    {"STARTTLS refused",
     {"220 hi\r\n", "STARTTLS\r\n", "454 not now\r\n"},
     NO,
     NO,
     SMTP_LOGIN_NONE},
    {"login",
     {"220 hi\r\n", "AUTH PLAIN AGEAYg==\r\n", "235 yes\r\n", "MAIL FROM:<a@b>\r\n", "550 no\r\n"},
     NO,
     NO,
     SMTP_LOGIN_ACCEPTED},
    {"login refused",
     {"220 hi\r\n", "AUTH LOGIN\r\n", "334 VXNlcg==\r\n", "YWI=\r\n", "334 UGFzcw==\r\n",
      "Yw==\r\n", "535 5.7.8 no\r\n", "MAIL FROM:<a@b>\r\n", "250 ok\r\n"},
     NO,
     NO,
     SMTP_LOGIN_REFUSED},
    {"login second try",
     {"220 hi\r\n", "AUTH PLAIN x\r\n", "535 no\r\n", "AUTH LOGIN x\r\n", "235 ok\r\n"},
     NO,
     NO,
     SMTP_LOGIN_ACCEPTED},
    {"login not now", {"220 hi\r\n", "AUTH PLAIN x\r\n", "454 no\r\n"}, NO, NO, SMTP_LOGIN_LATER},
};

static void talk_is_understood(void **state)
{
    const struct talk *talk = *state;
    struct smtp_dialogue dialogue;
    smtp_dialogue_begin(&dialogue);
    for (size_t i = 0; i < G_N_ELEMENTS(talk->said) && talk->said[i] != NULL; i++) {
        const char *said = talk->said[i];
        if (i % 2 == 1) {
            smtp_dialogue_wrote(&dialogue, said, strlen(said));
            continue;
        }
        /* In two pieces, as the network may cut it. */
        size_t half = strlen(said) / 2;
        smtp_dialogue_read(&dialogue, said, half);
        smtp_dialogue_read(&dialogue, said + half, strlen(said) - half);
    }
    assert_int_equal(dialogue.out_of_turn, talk->out_of_turn);
    assert_int_equal(dialogue.starttls_accepted, talk->starttls);
    assert_int_equal(dialogue.login, talk->login);
}

static void endless_line_is_cut(void **state G_GNUC_UNUSED)
{
    struct smtp_dialogue dialogue;
    smtp_dialogue_begin(&dialogue);
    for (int i = 0; i < 10000; i++) {
        smtp_dialogue_read(&dialogue, "554 hello", 9);
    }
    smtp_dialogue_read(&dialogue, "\r\n", 2);
    assert_int_equal(strlen(dialogue.objection), SMTP_REPLY_LIMIT - 1);
}

int main(void)
{
    struct CMUnitTest tests[G_N_ELEMENTS(rows) + G_N_ELEMENTS(talks) + 2] = {
        cmocka_unit_test(endless_line_is_cut),
        cmocka_unit_test(status_tells_of_whom),
    };
    size_t used = 2;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        tests[used++] = (struct CMUnitTest){.name = rows[i].name,
                                            .test_func = row_holds,
                                            .initial_state = (void *)(uintptr_t)&rows[i]};
    }
    for (size_t i = 0; i < G_N_ELEMENTS(talks); i++) {
        tests[used++] = (struct CMUnitTest){.name = talks[i].name,
                                            .test_func = talk_is_understood,
                                            .initial_state = (void *)(uintptr_t)&talks[i]};
    }
    return cmocka_run_group_tests_name("post/smtp_outcome", tests, NULL, NULL);
}
