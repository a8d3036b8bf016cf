/* Kinds by header, and what delivery reports say. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "support/language.h"

#include "mail/mime_read.h"
#include "understand/understand.h"

struct row {
    const char *name, *head;
    enum verdict_kind kind;
    bool automatic, bulk, ours;
};

static const struct row rows[] = {
    {"a person", "Subject: hej", VERDICT_MESSAGE, false, false, false},
    {"Auto-Submitted: no", "Auto-Submitted: no", VERDICT_MESSAGE, false, false, false},
    {"RFC 3834", "Auto-Submitted: auto-replied", VERDICT_AUTOREPLY, true, false, false},
    {"RFC 3834 with a comment", "Auto-Submitted: Auto-Replied (vacation)", VERDICT_AUTOREPLY, true,
     false, false},
    {"auto-generated", "Auto-Submitted: auto-generated", VERDICT_AUTOREPLY, true, false, false},
    {"a generated newsletter", "Auto-Submitted: auto-generated\r\nList-Id: <x.example.dk>",
     VERDICT_MESSAGE, true, true, false},
    {"X-Autoreply", "X-Autoreply: yes", VERDICT_AUTOREPLY, true, false, false},
    {"Precedence: auto_reply", "Precedence: auto_reply", VERDICT_AUTOREPLY, true, false, false},
    {"Outlook's rule", "X-Auto-Response-Suppress: All\r\nX-MS-Exchange-Inbox-Rules-Loop: a@b.dk",
     VERDICT_AUTOREPLY, true, false, false},
    {"X-Auto-Response-Suppress of a person", "X-Auto-Response-Suppress: OOF, AutoReply",
     VERDICT_MESSAGE, false, false, false},
    {"Automatisk svar", "Subject: Automatisk svar: Seniorjobberen", VERDICT_AUTOREPLY, true, false,
     false},
    {"Autosvar", "Subject: Autosvar: ferie", VERDICT_AUTOREPLY, true, false, false},
    {"Ikke på kontoret", "Subject: =?utf-8?Q?Ikke_p=C3=A5_kontoret?=", VERDICT_AUTOREPLY, true,
     false, false},
    {"an answer to an automatic mail", "Subject: SV: Automatisk svar: Seniorjobberen",
     VERDICT_MESSAGE, false, false, false},
    {"a list", "List-Id: <x.example.dk>", VERDICT_MESSAGE, true, true, false},
    {"bulk", "Precedence: bulk", VERDICT_MESSAGE, true, true, false},
    {"null sender", "Return-Path: <>", VERDICT_MESSAGE, true, false, false},
    {"our own", "Message-ID: <1@seniorjob.example>\r\nAuto-Submitted: auto-generated",
     VERDICT_AUTOREPLY, true, false, true},
    {"our own, marked", "Message-ID: <1@Seniorjob.example>\r\nX-Moedested: 1", VERDICT_MESSAGE,
     true, false, true},
    {"staff of our domain", "Message-ID: <1@seniorjob.example>", VERDICT_MESSAGE, false, false,
     false},
    {"another's", "Message-ID: <1@example.dk>\r\nAuto-Submitted: auto-generated", VERDICT_AUTOREPLY,
     true, false, false},
    {"an answer to an invitation", "MIME-Version: 1.0\r\nContent-Type: text/calendar; method=REPLY",
     VERDICT_CALENDAR_REPLY, false, false, false},
    {"an invitation", "MIME-Version: 1.0\r\nContent-Type: text/calendar; method=REQUEST",
     VERDICT_MESSAGE, false, false, false},
};

static struct verdict *verdict_of(const char *raw)
{
    struct understand_context context = {
        .replying_to = "newsletter", .today = "2013-04-02", .site_domain = "seniorjob.example"};
    return understand(language, &context, raw, strlen(raw));
}

static void test_row(void **state)
{
    const struct row *row = *state;
    g_autofree char *raw =
        g_strdup_printf("From: Hans <hans@example.dk>\r\n%s\r\n\r\nAFMELD\r\n", row->head);
    SCOPED(verdict) struct verdict *verdict = verdict_of(raw);
    assert_string_equal(verdict_kind_name(verdict->kind), verdict_kind_name(row->kind));
    assert_int_equal(verdict->automatic, row->automatic);
    assert_int_equal(verdict->bulk, row->bulk);
    assert_int_equal(verdict->ours, row->ours);
    bool wants = verdict->kind == VERDICT_MESSAGE && !row->automatic &&
                 strstr(row->head, "calendar") == NULL;
    assert_int_equal(verdict_intent(verdict, "unsubscribe") != NULL, wants);
}

static void test_robot(void **state)
{
    (void)state;
    SCOPED(verdict)
    struct verdict *verdict = verdict_of("From: noreply@example.dk\r\n\r\nAFMELD\r\n");
    assert_true(verdict->automatic);
    assert_int_equal(verdict->intents->len, 0);
}

#define REPORT                                                                   \
    "From: MAILER-DAEMON@example.dk\r\nContent-Type: multipart/report; "         \
    "report-type=delivery-status; boundary=x\r\n\r\n--x\r\n\r\nsorry\r\n--x\r\n" \
    "Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\n"

static void check_bounce(const char *raw, unsigned index, const char *address, const char *action,
                         const char *status, bool hard)
{
    SCOPED(verdict) struct verdict *verdict = verdict_of(raw);
    assert_int_equal(verdict->kind, VERDICT_BOUNCE);
    assert_true(verdict->automatic);
    assert_true(index < verdict->bounces->len);
    const struct verdict_bounce *bounce = g_ptr_array_index(verdict->bounces, index);
    assert_string_equal(bounce->address, address);
    assert_string_equal(bounce->action, action);
    assert_string_equal(bounce->status, status);
    assert_int_equal(bounce->hard, hard);
}

static void test_bounces(void **state)
{
    (void)state;
    static const char two[] =
        REPORT "Final-Recipient: rfc822; A@Example.dk\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n"
               "Final-Recipient: rfc822;<b@example.dk>\r\nAction: Delayed\r\nStatus: 4.4.1 (x)\r\n"
               "\r\n--x--\r\n";
    check_bounce(two, 0, "A@example.dk", "failed", "5.1.1", true);
    check_bounce(two, 1, "b@example.dk", "delayed", "4.4.1", false);
    check_bounce(REPORT "Final-Recipient: rfc822; a@b.dk\r\nAction: failed\r\nStatus: 5.2.2\r\n"
                        "\r\n--x--\r\n",
                 0, "a@b.dk", "failed", "5.2.2", false);
    check_bounce(REPORT "Final-Recipient: rfc822; a@b.dk\r\nAction: failed\r\nStatus: 5.7.1\r\n"
                        "\r\n--x--\r\n",
                 0, "a@b.dk", "failed", "5.7.1", false);
    check_bounce(REPORT "Final-Recipient: rfc822; a@b.dk\r\nAction: failed\r\nStatus: 5.0.0\r\n"
                        "Diagnostic-Code: smtp;\r\n 550 5.1.1 unknown\r\n\r\n--x--\r\n",
                 0, "a@b.dk", "failed", "5.1.1", true);
    static const struct {
        const char *status, *said;
        bool hard;
    } vague[] = {
        {"5.0.0", "", false},
        {"5.0.0", "Diagnostic-Code: smtp; 550 Requested action not taken\r\n", true},
        {"5.5.0", "Diagnostic-Code: smtp; 550 mailbox unavailable\r\n", true},
        {"5.5.0", "Diagnostic-Code: smtp; 554 transaction failed\r\n", false},
        {"5.0.0", "Diagnostic-Code: smtp; 554 rejected as spam\r\n", false},
        {"5.0.0", "Diagnostic-Code: x-unix; user unknown\r\n", true},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(vague); i++) {
        g_autofree char *mail = g_strdup_printf(
            REPORT
            "Final-Recipient: rfc822; a@b.dk\r\nAction: failed\r\nStatus: %s\r\n%s\r\n--x--\r\n",
            vague[i].status, vague[i].said);
        check_bounce(mail, 0, "a@b.dk", "failed", vague[i].status, vague[i].hard);
    }
    check_bounce("From: postmaster@example.dk\r\nReturn-Path: <>\r\n"
                 "Subject: =?utf-8?Q?Meddelelsen_kunne_ikke_leveres?=\r\n\r\n"
                 "Til: hans@andet.dk\r\n550 5.1.10 ukendt\r\n",
                 0, "hans@andet.dk", "failed", "5.1.10", true);
}

static void test_complaint(void **state)
{
    (void)state;
    SCOPED(verdict)
    struct verdict *verdict = verdict_of(
        "From: fbl@example.dk\r\nContent-Type: multipart/report; report-type=feedback-report; "
        "boundary=x\r\n\r\n--x\r\n\r\nabuse\r\n--x\r\nContent-Type: message/feedback-report\r\n\r\n"
        "Feedback-Type: abuse\r\n--x--\r\n");
    assert_int_equal(verdict->kind, VERDICT_COMPLAINT);
    assert_true(verdict->automatic);
}

/* A provider that sends the whole mail back, and a person who forwards one. */
static void test_plain_complaint(void **state)
{
    (void)state;
#define RETURNED                                                                               \
    "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\nHej\r\n--x\r\nContent-Type: " \
    "message/rfc822\r\n\r\nFrom: a@b.dk\r\nMessage-ID: "                                       \
    "<7@seniorjob.example>\r\n\r\nHej\r\n--x--\r\n"
    SCOPED(verdict)
    struct verdict *provider =
        verdict_of("From: staff@provider.example\r\nSubject: complaint about message from "
                   "192.0.2.1\r\n" RETURNED);
    assert_int_equal(provider->kind, VERDICT_COMPLAINT);
    assert_string_equal(provider->returned_id, "7@seniorjob.example");
    SCOPED(verdict)
    struct verdict *person =
        verdict_of("From: hans@example.dk\r\nSubject: klage over jeres mail\r\n" RETURNED);
    assert_int_equal(person->kind, VERDICT_MESSAGE);
}

/* A receipt that a person passes on. */
static void test_passed_receipt(void **state)
{
    (void)state;
    SCOPED(verdict)
    struct verdict *verdict = verdict_of(
        "From: hans@example.dk\r\nSubject: hvad er det\r\nContent-Type: multipart/mixed; "
        "boundary=x\r\n\r\n--x\r\n\r\nSe her\r\n--x\r\nContent-Type: "
        "message/disposition-notification\r\n\r\nDisposition: a/b; displayed\r\n--x--\r\n");
    assert_int_equal(verdict->kind, VERDICT_MESSAGE);
    assert_false(verdict->automatic);
}

/* What `explain` tells a person of the kind. */
static void test_why(void **state)
{
    (void)state;
    static const struct {
        const char *raw, *why; /* how it begins; NULL: nothing speaks for a machine */
    } why[] = {
        {"From: a@b.dk\r\n\r\nhej\r\n", NULL},
        {"From: a@b.dk\r\nAuto-Submitted: auto-replied (x)\r\n\r\nhej\r\n",
         "the header auto-submitted: auto-replied"},
        {"From: a@b.dk\r\nX-Autoreply: yes\r\n\r\nhej\r\n", "the header x-autoreply"},
        {"From: a@b.dk\r\nPrecedence: auto_reply\r\n\r\nhej\r\n", "the header precedence"},
        {"From: a@b.dk\r\nSubject: Autosvar: ferie\r\n\r\nhej\r\n",
         "its subject, by the rule fravaer.tabel:"},
        {"From: a@b.dk\r\nList-Id: <x.b.dk>\r\n\r\nhej\r\n", "the header list-id"},
        {"From: a@b.dk\r\nReturn-Path: <>\r\n\r\nhej\r\n",
         "the empty sender in the header return-path"},
        {"From: noreply@b.dk\r\n\r\nhej\r\n", "an address that people do not write from"},
        {REPORT "Final-Recipient: rfc822; a@b.dk\r\nAction: failed\r\n\r\n--x--\r\n",
         "a part that reports a delivery"},
        {"From: MAILER-DAEMON@b.dk\r\nX-Failed-Recipients: a@b.dk\r\n\r\nhej\r\n",
         "the header x-failed-recipients"},
        {"From: a@b.dk\r\nContent-Type: multipart/report; report-type=feedback-report; boundary=x"
         "\r\n\r\n--x\r\nContent-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse\r\n"
         "--x--\r\n",
         "a part message/feedback-report"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(why); i++) {
        SCOPED(verdict) struct verdict *verdict = verdict_of(why[i].raw);
        print_message("%s\n", why[i].raw);
        assert_int_equal(verdict->why == NULL, why[i].why == NULL);
        assert_true(why[i].why == NULL || g_str_has_prefix(verdict->why, why[i].why));
    }
}

int main(void)
{
    struct CMUnitTest tests[G_N_ELEMENTS(rows) + 6] = {
        cmocka_unit_test(test_robot),          cmocka_unit_test(test_bounces),
        cmocka_unit_test(test_complaint),      cmocka_unit_test(test_plain_complaint),
        cmocka_unit_test(test_passed_receipt), cmocka_unit_test(test_why)};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        tests[i + 6] = (struct CMUnitTest){.name = rows[i].name,
                                           .test_func = test_row,
                                           .initial_state = (void *)(uintptr_t)&rows[i]};
    }
    return cmocka_run_group_tests_name("understand/kind", tests, load, unload);
}
