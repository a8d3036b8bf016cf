/* What is automatic and what only looks so: no mail of a person may be called automatic. */
#include "support/language.h"

#include <string.h>

#include "understand/understand.h"

#define FROM "From: Hans <hans@example.dk>\r\nTo: seniorjob@seniorjob.example\r\n"
#define TEXT "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"

struct row {
    const char *head, *text;
    enum verdict_kind kind;
};

static const struct row rows[] = {
    /* subjects that programs write */
    {"Subject: Automatisk svar: Seniorjobberen", "Jeg er på ferie.", VERDICT_AUTOREPLY},
    {"Subject: Automatisk svar", "Jeg er på ferie.", VERDICT_AUTOREPLY},
    {"Subject: AUTOSVAR: SV: Seniorjobberen", "Jeg er på ferie.", VERDICT_AUTOREPLY},
    {"Subject: Autosvar - Seniorjobberen", "Tak for din mail", VERDICT_AUTOREPLY},
    {"Subject: [Autosvar] Seniorjobberen", "Tak for din mail", VERDICT_AUTOREPLY},
    {"Subject: Auto-svar: Seniorjobberen", "Tak for din mail", VERDICT_AUTOREPLY},
    {"Subject: Ikke på kontoret: Seniorjobberen nr. 3", "Jeg er tilbage mandag.",
     VERDICT_AUTOREPLY},
    {"Subject: Ikke til stede: Seniorjobberen", "Jeg er tilbage mandag.", VERDICT_AUTOREPLY},
    {"Subject: Ikke på kontoret", "Jeg er tilbage mandag.", VERDICT_AUTOREPLY},
    {"Subject: Fraværsmeddelelse", "Jeg er tilbage mandag.", VERDICT_AUTOREPLY},
    {"Subject: Automatic reply: Seniorjobberen", "I am away", VERDICT_AUTOREPLY},
    {"Subject: Out of Office AutoReply: Seniorjobberen", "I am away", VERDICT_AUTOREPLY},
    {"Subject: Out of the office: Seniorjobberen", "I am away", VERDICT_AUTOREPLY},
    {"Subject: Automatiskt svar: Seniorjobberen", "Jag är på semester", VERDICT_AUTOREPLY},
    {"Subject: Automatische Antwort: Seniorjobberen", "Ich bin nicht da", VERDICT_AUTOREPLY},
    {"Subject: Abwesenheitsnotiz: Seniorjobberen", "Ich bin nicht da", VERDICT_AUTOREPLY},
    {"Subject: AUTO: Hans Jensen er ikke på kontoret (tilbage 05-04-2013)", "Hej",
     VERDICT_AUTOREPLY},
    {"Subject: AUTO: Hans Jensen is out of the office (returning 05/04/2013)", "Hi",
     VERDICT_AUTOREPLY},
    {"Subject: Hans Jensen is out of the office.",
     "I will be out of the office starting 01-04-2013 and will not return until 05-04-2013.",
     VERDICT_AUTOREPLY},
    {"Subject: Hans Jensen er ikke på kontoret",
     "Jeg er ikke på kontoret fra den 01-04-2013 og vender først tilbage 05-04-2013.",
     VERDICT_AUTOREPLY},
    /* headers */
    {"Subject: Ferie\r\nX-Autorespond: x", "Jeg er på ferie", VERDICT_AUTOREPLY},
    {"Subject: Re: Seniorjobberen\r\nPrecedence: bulk\r\nX-Autoreply: yes\r\nAuto-Submitted: "
     "auto-replied",
     "Ferie", VERDICT_AUTOREPLY},
    {"Subject: Re: x\r\nX-Auto-Response-Suppress: All\r\nX-MS-Exchange-Generated-Message-Source: "
     "Mailbox Rules Agent",
     "Ferie", VERDICT_AUTOREPLY},
    {"Subject: Re: x\r\nX-POST-MessageClass: 9; Autoresponder", "Ferie", VERDICT_AUTOREPLY},
    {"Subject: Re: x\r\nPreference: auto_reply", "Ferie", VERDICT_AUTOREPLY},
    /* people */
    {"Subject: ferie", "Jeg er på ferie i uge 7, så jeg kan ikke komme til mødet.",
     VERDICT_MESSAGE},
    {"Subject: SV: Seniorjobberen", "Jeg er ikke på kontoret i næste uge. Jeg er tilbage den 14.2.",
     VERDICT_MESSAGE},
    {"Subject: Ikke på kontoret i morgen", "Så vi må tale sammen på torsdag.", VERDICT_MESSAGE},
    {"Subject: Ikke på kontoret: uge 7", "Ring på mobilen.", VERDICT_MESSAGE},
    {"Subject: Ikke på kontoret - mandag og tirsdag", "Ring på mobilen.", VERDICT_MESSAGE},
    {"Subject: Ikke til stede den 2. april", "Jeg er til tandlæge", VERDICT_MESSAGE},
    {"Subject: Automatisk svar fra jer?", "Hvorfor får jeg et automatisk svar?", VERDICT_MESSAGE},
    {"Subject: Automatisk svar virker ikke", "I svarer ikke", VERDICT_MESSAGE},
    {"Subject: Autosvar fra jeres system", "Hvad betyder det?", VERDICT_MESSAGE},
    {"Subject: SV: Automatisk svar: Seniorjobberen", "Tak, jeg venter.", VERDICT_MESSAGE},
    {"Subject: VS: Automatisk svar: Seniorjobberen", "Se hvad han svarer", VERDICT_MESSAGE},
    {"Subject: Re: Out of office", "ok", VERDICT_MESSAGE},
    {"Subject: Auto: mekaniker søges", "Vi mangler en mekaniker", VERDICT_MESSAGE},
    {"Subject: Ferie: hvad med ferie i seniorjob", "Hvor meget ferie har jeg?", VERDICT_MESSAGE},
    {"Subject: Fravær", "Jeg er syg i dag", VERDICT_MESSAGE},
    {"Subject: Hans er ikke på kontoret", "Jeg svarer for Hans, som er på ferie.", VERDICT_MESSAGE},
    {"Subject: Out of office chairs for sale", "Vi sælger kontorstole", VERDICT_MESSAGE},
    {"Subject: Automatiksvejser søger job", "Jeg er automatiktekniker", VERDICT_MESSAGE},
    {"Subject: hej\r\nDisposition-Notification-To: hans@example.dk", "Læs det her",
     VERDICT_MESSAGE},
    {"Subject: hej\r\nX-Auto-Response-Suppress: DR, OOF, AutoReply", "Hej", VERDICT_MESSAGE},
    {"Subject: VS: hej\r\nX-MS-Exchange-Inbox-Rules-Loop: hans@example.dk", "Hej", VERDICT_MESSAGE},
    {"Subject: hej\r\nX-Autoreply: no", "Hej", VERDICT_MESSAGE},
    {"Subject: SV: x",
     "Ja tak\r\n\r\n> List-Unsubscribe: <mailto:x@seniorjob.example>\r\n> Auto-Submitted: "
     "auto-generated",
     VERDICT_MESSAGE},
    {"Subject: hej", "Auto-Submitted: auto-replied\r\nPrecedence: bulk", VERDICT_MESSAGE},
    {"Subject: SV: x\r\nIn-Reply-To: <1@seniorjob.example>\r\nFeedback-ID: 1.eu:AmazonSES",
     "Ja tak", VERDICT_MESSAGE},
};

static void test_row(void **state)
{
    const struct row *row = *state;
    g_autofree char *raw = g_strdup_printf(FROM "%s\r\n" TEXT "%s\r\n", row->head, row->text);
    struct understand_context context = {.today = "2013-04-02"};
    SCOPED(verdict) struct verdict *verdict = understand(language, &context, raw, strlen(raw));
    assert_string_equal(verdict_kind_name(verdict->kind), verdict_kind_name(row->kind));
    assert_int_equal(verdict->automatic, row->kind != VERDICT_MESSAGE);
    assert_int_equal(verdict->bulk, strstr(row->head, "Precedence: bulk") != NULL);
}

/* Lists and bulk senders are marked, and are no automatic answers. */
static void test_bulk(void **state)
{
    (void)state;
    static const char *const heads[] = {"List-Help: <mailto:x@y.dk>", "Precedence: list",
                                        "X-Mailing-List: x@y.dk", "Feedback-ID: 1:2:3",
                                        "List-Id: <x.y.dk>\r\nAuto-Submitted: auto-generated"};
    for (size_t i = 0; i < G_N_ELEMENTS(heads); i++) {
        g_autofree char *raw =
            g_strdup_printf(FROM "Subject: Nyheder\r\n%s\r\n\r\nNyt\r\n", heads[i]);
        struct understand_context context = {.today = "2013-04-02"};
        SCOPED(verdict) struct verdict *verdict = understand(language, &context, raw, strlen(raw));
        assert_int_equal(verdict->kind, VERDICT_MESSAGE);
        assert_true(verdict->bulk);
        assert_true(verdict->automatic);
    }
}

/* A receipt that a mail was read asks for nothing, and is never answered. */
static void test_receipt(void **state)
{
    (void)state;
    static const char raw[] = FROM
        "Subject: Læst: Seniorjobberen\r\nContent-Type: multipart/report; "
        "report-type=disposition-notification; boundary=x\r\n\r\n--x\r\n\r\nLæst\r\n--x\r\n"
        "Content-Type: message/disposition-notification\r\n\r\nFinal-Recipient: rfc822; "
        "hans@example.dk\r\nDisposition: manual-action/MDN-sent-manually; displayed\r\n--x--\r\n";
    struct understand_context context = {.today = "2013-04-02"};
    SCOPED(verdict) struct verdict *verdict = understand(language, &context, raw, strlen(raw));
    assert_int_equal(verdict->kind, VERDICT_AUTOREPLY);
    assert_int_equal(verdict->bounces->len, 0);
}

int main(void)
{
    struct CMUnitTest tests[G_N_ELEMENTS(rows) + 2] = {cmocka_unit_test(test_bulk),
                                                       cmocka_unit_test(test_receipt)};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        tests[i + 2] = (struct CMUnitTest){.name = rows[i].head,
                                           .test_func = test_row,
                                           .initial_state = (void *)(uintptr_t)&rows[i]};
    }
    return cmocka_run_group_tests_name("understand/automatic", tests, load, unload);
}
