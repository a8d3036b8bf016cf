/* One connection of the plain lane against scripted relays, every octet of which is compared. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include "post/plain_connection.h"
#include "unit/post/wire.h"

/* What a scripted relay says, and what it must hear, octet for octet. The relay says its next part
 * when it has heard a whole part. */
struct script {
    const char *name;
    const char *archive;
    const char *parts[14]; /* heard, said, heard, said ... behind the greeting */
    enum ledger_result first, second;
};

#define EHLO "EHLO test.seniorjob.example\r\n"
#define ENVELOPE(n) \
    "MAIL FROM:<seniorjob+b" n "@seniorjob.example>\r\nRCPT TO:<person" n "@example.dk>\r\n"
#define MAIL(n) "MAIL FROM:<seniorjob+b" n "@seniorjob.example>\r\n"
#define RCPT(n) "RCPT TO:<person" n "@example.dk>\r\n"
#define COPY "RCPT TO:<arkiv+out@seniorjob.example>\r\n"
#define BODY(n)                                                                        \
    "Date: Tue, 02 Apr 2013 09:00:00 +0200\r\nFrom: Seniorjob "                        \
    "<seniorjob@seniorjob.example>\r\nTo: "                                            \
    "person" n "@example.dk\r\nMessage-ID: <mail" n "@seniorjob.example>\r\nSubject: " \
    "Seniorjobberen\r\n\r\nHej " n "\r\nNy linje om et seniorjob i Valby.\r\n..punktum\r\n.\r\n"
#define OFFER "250-relay\r\n250-PIPELINING\r\n250-CHUNKING\r\n250 ENHANCEDSTATUSCODES\r\n"
#define OK3 "250 2.1.0 ok\r\n250 2.1.5 ok\r\n354 go\r\n"

static const struct script scripts[] = {
    {"body, dot and next envelope in one; never CHUNKING",
     "",
     {EHLO, OFFER, ENVELOPE("1") "DATA\r\n", OK3, BODY("1") ENVELOPE("2") "DATA\r\n",
      "250 2.0.0 taken\r\n" OK3, BODY("2"), "250 2.0.0 taken\r\n"},
     LEDGER_ACCEPTED,
     LEDGER_ACCEPTED},
    {"step by step without PIPELINING",
     "",
     {EHLO, "250 relay\r\n", MAIL("1"), "250 ok\r\n", RCPT("1"), "250 ok\r\n", "DATA\r\n",
      "354 go\r\n", BODY("1"), "250 ok\r\n", MAIL("2"), "550 no\r\n"},
     LEDGER_ACCEPTED,
     LEDGER_OUR_FAULT},
    {"a recipient that nobody knows: DATA refused, then RSET",
     "",
     {EHLO, OFFER, ENVELOPE("1") "DATA\r\n",
      "250 2.1.0 ok\r\n550 5.1.1 nobody\r\n554 5.5.1 no valid recipients\r\n",
      "RSET\r\n" ENVELOPE("2") "DATA\r\n", "250 2.0.0 ok\r\n" OK3, BODY("2"),
      "250 2.0.0 taken\r\n"},
     LEDGER_REFUSED,
     LEDGER_ACCEPTED},
    {"a recipient against whom there is a rule, and one whom the relay takes",
     "",
     {EHLO, OFFER, ENVELOPE("1") "DATA\r\n",
      "250 2.1.0 ok\r\n554 5.7.1 denied\r\n554 5.5.1 no valid recipients\r\n",
      "RSET\r\n" ENVELOPE("2") "DATA\r\n", "250 2.0.0 ok\r\n" OK3, BODY("2"),
      "250 2.0.0 taken\r\n"},
     LEDGER_REFUSED,
     LEDGER_ACCEPTED},
    {"a relay that takes nobody from us",
     "",
     {EHLO, OFFER, ENVELOPE("1") "DATA\r\n",
      "250 2.1.0 ok\r\n554 5.7.1 denied\r\n554 5.5.1 no valid recipients\r\n",
      "RSET\r\n" ENVELOPE("2") "DATA\r\n",
      "250 2.0.0 ok\r\n250 2.1.0 ok\r\n554 5.7.1 denied\r\n554 5.5.1 none\r\n"},
     LEDGER_OUR_FAULT,
     LEDGER_OUR_FAULT},
    {"a recipient that nobody knows, and DATA accepted: a dot alone",
     "",
     {EHLO, OFFER, ENVELOPE("1") "DATA\r\n", "250 2.1.0 ok\r\n450 4.2.1 later\r\n354 go\r\n",
      ".\r\n", "554 5.5.1 no valid recipients\r\n", ENVELOPE("2") "DATA\r\n", OK3, BODY("2"),
      "250 2.0.0 taken\r\n"},
     LEDGER_LATER,
     LEDGER_ACCEPTED},
    {"the archive is the second recipient",
     "arkiv+out@seniorjob.example",
     {EHLO, OFFER, ENVELOPE("1") COPY "DATA\r\n",
      "250 2.1.0 ok\r\n250 2.1.5 ok\r\n250 2.1.5 ok\r\n354 go\r\n",
      BODY("1") ENVELOPE("2") COPY "DATA\r\n",
      "250 2.0.0 taken\r\n250 2.1.0 ok\r\n250 2.1.5 ok\r\n550 5.1.1 no archive\r\n354 go\r\n",
      BODY("2"), "250 2.0.0 taken\r\n"},
     LEDGER_ACCEPTED,
     LEDGER_ACCEPTED},
    {"the archive does not get alone what nobody else takes",
     "arkiv+out@seniorjob.example",
     {EHLO, OFFER, ENVELOPE("1") COPY "DATA\r\n",
      "250 2.1.0 ok\r\n550 5.1.1 nobody\r\n250 2.1.5 ok\r\n354 go\r\n", HANGS_UP EHLO, OFFER,
      ENVELOPE("2") COPY "DATA\r\n", "250 2.1.0 ok\r\n250 2.1.5 ok\r\n250 2.1.5 ok\r\n354 go\r\n",
      BODY("2"), "250 ok\r\n"},
     LEDGER_REFUSED,
     LEDGER_ACCEPTED},
    {"a mail in doubt of which the archive got no copy",
     "arkiv+out@seniorjob.example",
     {EHLO, OFFER, ENVELOPE("1") COPY "DATA\r\n",
      "250 2.1.0 ok\r\n250 2.1.5 ok\r\n550 5.1.1 no archive\r\n354 go\r\n",
      BODY("1") ENVELOPE("2") COPY "DATA\r\n", "HTTP/1.1 400 Bad Request\r\n"},
     LEDGER_IN_DOUBT,
     LEDGER_NOT_TRIED},
    {"replies in single octets, without text, with many lines",
     "",
     {EHLO, SLOWLY "250-a\r\n250-b\r\n250-PIPELINING\r\n250\r\n", ENVELOPE("1") "DATA\r\n",
      SLOWLY "250\r\n250-2.1.5 x\r\n250 y\r\n354\r\n", BODY("1") ENVELOPE("2") "DATA\r\n",
      "250\r\n" OK3, BODY("2"), "250\r\n"},
     LEDGER_ACCEPTED,
     LEDGER_ACCEPTED},
    {"what is no SMTP after the dot: in doubt",
     "",
     {EHLO, OFFER, ENVELOPE("1") "DATA\r\n", OK3, BODY("1") ENVELOPE("2") "DATA\r\n",
      "HTTP/1.1 400 Bad Request\r\n"},
     LEDGER_IN_DOUBT,
     LEDGER_NOT_TRIED},
    {"421 after a mail: the next one goes over another line",
     "",
     {EHLO, OFFER, ENVELOPE("1") "DATA\r\n", OK3, BODY("1") ENVELOPE("2") "DATA\r\n",
      "250 2.0.0 taken\r\n421 4.3.2 enough for one line\r\n" HANGS_UP, EHLO, OFFER,
      ENVELOPE("2") "DATA\r\n", OK3, BODY("2"), "250 2.0.0 taken\r\n"},
     LEDGER_ACCEPTED,
     LEDGER_ACCEPTED},
    {"an answer that nobody asked for",
     "",
     {EHLO, OFFER "250 2.0.0 taken\r\n"},
     LEDGER_NOT_TRIED,
     LEDGER_NOT_TRIED},
    {"5.7.1 for the first recipient of all is about us",
     "",
     {EHLO, OFFER, ENVELOPE("1") "DATA\r\n",
      "250 2.1.0 ok\r\n554 5.7.1 relay access denied\r\n554 5.5.1 no\r\n"},
     LEDGER_OUR_FAULT,
     LEDGER_OUR_FAULT},
};

static void octets_on_the_wire(void **state)
{
    const struct script *script = *state;
    struct wire wire = wire_start(script->parts);
    g_autofree char *archive = g_strdup(script->archive);
    struct lane_settings settings = plain_lane(wire.port);
    settings.archive = archive;
    struct memory memory = deliver_with(&settings, 2, 1, 0);
    g_autofree char *complaint = wire_end(&wire);
    assert_string_equal(complaint, "");
    assert_int_equal(told_of(&memory, 1)->result, script->first);
    assert_int_equal(told_of(&memory, 2)->result, script->second);
    if (script->first == LEDGER_IN_DOUBT) { /* what the archive can know of it */
        const char *status = *archive != '\0' ? LEDGER_NO_COPY : "";
        assert_string_equal(told_of(&memory, 1)->status, status);
        assert_string_equal(told_of(&memory, 1)->before != NULL ? told_of(&memory, 1)->before : "",
                            status);
    }
    g_hash_table_unref(memory.told);
}

/* A line that is kept from one batch to the next may have ended meanwhile: that is no fault. */
static void a_kept_line_may_have_ended(void **state G_GNUC_UNUSED)
{
    static const char *const parts[] = {
        EHLO, OFFER,     ENVELOPE("1") "DATA\r\n",
        OK3,  BODY("1"), "250 ok\r\n421 4.4.2 timeout, bye\r\n" HANGS_UP,
        EHLO, OFFER,     ENVELOPE("1") "DATA\r\n",
        OK3,  BODY("1"), "250 ok\r\n",
        NULL};
    struct wire wire = wire_start(parts);
    struct lane_settings settings = plain_lane(wire.port);
    g_autoptr(GError) error = NULL;
    SCOPED(lane) struct lane *lane = lane_open(&settings, &error);
    for (unsigned i = 0; i < 2; i++) {
        struct memory memory = {.refuse_id = 0};
        struct lane_watch watch = memory_watch(&memory);
        struct lane_mail *mails = make_mails(1, 1);
        struct lane_mail batch = mails[0];
        lane_deliver(lane, &batch, 1, &watch);
        free_mails(mails, 1);
        assert_int_equal(told_of(&memory, 1)->result, LEDGER_ACCEPTED);
        g_hash_table_unref(memory.told);
        g_usleep(20000); /* the 421 arrives */
    }
    g_autofree char *complaint = wire_end(&wire);
    assert_string_equal(complaint, "");
}

int main(void)
{
    GArray *tests = g_array_new(FALSE, FALSE, sizeof(struct CMUnitTest));
    for (size_t i = 0; i < G_N_ELEMENTS(scripts); i++) {
        struct CMUnitTest test = {.name = scripts[i].name,
                                  .test_func = octets_on_the_wire,
                                  .initial_state = (void *)(uintptr_t)&scripts[i]};
        g_array_append_val(tests, test);
    }
    const struct CMUnitTest kept = cmocka_unit_test(a_kept_line_may_have_ended);
    g_array_append_val(tests, kept);
    int failed = _cmocka_run_group_tests(
        "post/plain_connection", (struct CMUnitTest *)(void *)tests->data, tests->len, NULL, NULL);
    g_array_free(tests, TRUE);
    return failed;
}
