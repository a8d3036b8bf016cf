/* runs alone: two seconds each. Answers of calendars, in the shapes in which clients send them. */
#include "support/language.h"
#include "support/shared_mail.h"

#include <stdlib.h>
#include <string.h>

#include "understand/understand.h"

#define HEAD "From: Karen <Karen@Example.dk>\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
#define REPLY HEAD "Content-Type: text/calendar; method=REPLY; charset=utf-8\r\n\r\n"
#define BEGIN "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\n"
#define END "END:VCALENDAR\r\n"
#define EVENT(lines) "BEGIN:VEVENT\r\nUID:m-1@x\r\nSEQUENCE:0\r\n" lines "END:VEVENT\r\n"
#define YES "ATTENDEE;PARTSTAT=ACCEPTED:mailto:karen@example.dk\r\n"
#define ANSWER BEGIN "METHOD:REPLY\r\n" EVENT(YES) END
#define ACCEPTED                                                              \
    "{\"attendee\":\"karen@example.dk\",\"method\":\"REPLY\",\"partstat\":\"" \
    "ACCEPTED\",\"sequence\":0,\"uid\":\"m-1@x\"}"
#define ATTENDEE(line) REPLY BEGIN "METHOD:REPLY\r\n" EVENT(line "\r\n") END
#define SAYS(partstat)                                                                 \
    "{\"attendee\":\"karen@example.dk\",\"method\":\"REPLY\",\"partstat\":\"" partstat \
    "\",\"sequence\":0,\"uid\":\"m-1@x\"}"
#define SILENT \
    "{\"attendee\":\"karen@example.dk\",\"method\":\"REPLY\",\"sequence\":0,\"uid\":\"m-1@x\"}"
#define COMMENT(text, opinion)                                                                  \
    "{\"attendee\":\"karen@example.dk\",\"comment\":\"" text "\",\"method\":\"REPLY\"," opinion \
    "\"partstat\":\"ACCEPTED\",\"sequence\":0,\"uid\":\"m-1@x\"}"
#define OPINION(answer) "\"opinion\":\"" answer "\","

struct row {
    const char *name, *mail;
    const char *calendar; /* --full, keys sorted; NULL: the mail is no answer of a calendar */
};

static const struct row rows[] = {
    {"plain", REPLY ANSWER, ACCEPTED},
    {"the method stands inside alone", HEAD "Content-Type: text/calendar\r\n\r\n" ANSWER, ACCEPTED},
    {"the method stands in the header alone", REPLY BEGIN EVENT(YES) END, ACCEPTED},
    {"small letters",
     REPLY BEGIN "method:reply\r\n" EVENT("attendee;partstat=accepted:MAILTO:karen@example.dk\r\n")
         END,
     ACCEPTED},
    {"an invitation",
     HEAD "Content-Type: text/calendar; method=REQUEST\r\n\r\n" BEGIN
          "METHOD:REQUEST\r\n" EVENT(YES) END,
     NULL},
    {"published",
     HEAD "Content-Type: text/calendar\r\n\r\n" BEGIN "METHOD:PUBLISH\r\n" EVENT(YES) END, NULL},
    {"no method at all", HEAD "Content-Type: text/calendar\r\n\r\n" BEGIN EVENT(YES) END, NULL},
    {"the property wins: no answer", REPLY BEGIN "METHOD:REQUEST\r\n" EVENT(YES) END, NULL},
    {"the property wins: an answer",
     HEAD "Content-Type: text/calendar; method=REQUEST\r\n\r\n" ANSWER, ACCEPTED},
    {"base64",
     HEAD "Content-Type: text/calendar; method=REPLY\r\nContent-Transfer-Encoding: base64\r\n\r\n"
          "QkVHSU46VkNBTEVOREFSDQpNRVRIT0Q6UkVQTFkNCkJFR0lOOlZFVkVOVA0KVUlEOm0tMUB4DQpT\r\n"
          "RVFVRU5DRTowDQpBVFRFTkRFRTtQQVJUU1RBVD1BQ0NFUFRFRDptYWlsdG86a2FyZW5AZXhhbXBs\r\n"
          "ZS5kaw0KRU5EOlZFVkVOVA0KRU5EOlZDQUxFTkRBUg0K\r\n",
     ACCEPTED},
    {"quoted-printable",
     HEAD "Content-Type: text/calendar; method=REPLY\r\nContent-Transfer-Encoding: "
          "quoted-printable\r\n\r\n"
          "BEGIN:VCALENDAR=0D=0AMETHOD:REPLY=0D=0ABEGIN:VEVENT=0D=0AUID:m-1@x=0D=0A=\r\nSEQUENCE:0="
          "0D=0AATTENDEE;PARTSTAT=3DACC=0D=0A=\r\n"
          "=20EPTED:mailto:karen@example.dk=0D=0AEND:VEVENT=0D=0AEND:VCALENDAR=0D=0A=\r\n",
     ACCEPTED},
    {"a file of type application/ics",
     HEAD "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nJa tak\r\n--b\r\n"
          "Content-Type: application/ics; name=invite.ics\r\nContent-Disposition: attachment; "
          "filename=invite.ics\r\n\r\n" ANSWER "--b--\r\n",
     ACCEPTED},
    {"a file by its name",
     HEAD "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nJa tak\r\n--b\r\n"
          "Content-Type: application/octet-stream; name=\"SVAR.ICS\"\r\n\r\n" ANSWER "--b--\r\n",
     ACCEPTED},
    {"a forwarded answer",
     HEAD "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nSe her\r\n--b\r\n"
          "Content-Type: message/rfc822\r\n\r\n" REPLY ANSWER "--b--\r\n",
     NULL},
    {"a forwarded invitation in a person's mail",
     HEAD "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nKan min mand komme "
          "med?\r\n--b\r\n"
          "Content-Type: text/calendar; method=REQUEST; name=invite.ics\r\n\r\n" BEGIN
          "METHOD:REQUEST\r\n" EVENT(YES) END "--b--\r\n",
     NULL},
    {"declined", ATTENDEE("ATTENDEE;PARTSTAT=DECLINED;CN=\"Karen, HR\":mailto:karen@example.dk"),
     SAYS("DECLINED")},
    {"tentative", ATTENDEE("ATTENDEE;PARTSTAT=TENTATIVE:mailto:karen@example.dk"),
     SAYS("TENTATIVE")},
    {"without mailto:", ATTENDEE("ATTENDEE;PARTSTAT=DECLINED:karen@example.dk"), SAYS("DECLINED")},
    {"the address is a parameter",
     ATTENDEE("ATTENDEE;PARTSTAT=DECLINED;EMAIL=karen@example.dk:urn:uuid:12"), SAYS("DECLINED")},
    {"the answer behind the colon counts not",
     ATTENDEE("ATTENDEE:mailto:karen@example.dk;PARTSTAT=ACCEPTED"), SILENT},
    {"an answer that is none", ATTENDEE("ATTENDEE;PARTSTAT=JA:mailto:karen@example.dk"), SILENT},
    {"nobody answers", ATTENDEE("ORGANIZER:mailto:a@b.dk"),
     "{\"method\":\"REPLY\",\"sequence\":0,\"uid\":\"m-1@x\"}"},
    {"a name that is folded in a letter",
     ATTENDEE(
         "ATTENDEE;CN=S\xC3\r\n \xB8rensen;PARTSTAT=DECL\r\n INED:mailto:karen@exa\r\n mple.dk"),
     SAYS("DECLINED")},
    {"of two the sender",
     ATTENDEE("ATTENDEE;PARTSTAT=ACCEPTED:mailto:ole@example.dk\r\nATTENDEE;PARTSTAT=DECLINED:"
              "mailto:KAREN@example.dk"),
     "{\"attendee\":\"KAREN@example.dk\",\"method\":\"REPLY\",\"partstat\":\"DECLINED\","
     "\"sequence\":0,\"uid\":\"m-1@x\"}"},
    {"of two strangers who has decided",
     ATTENDEE("ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:ole@example.dk\r\nATTENDEE;PARTSTAT=TENTATIVE:"
              "mailto:ida@example.dk"),
     "{\"attendee\":\"ida@example.dk\",\"method\":\"REPLY\",\"partstat\":\"TENTATIVE\","
     "\"sequence\":0,\"uid\":\"m-1@x\"}"},
    {"delegated",
     ATTENDEE("ATTENDEE;PARTSTAT=DELEGATED;DELEGATED-TO=\"mailto:ole@example.dk\":mailto:karen@"
              "example.dk\r\n"
              "ATTENDEE;PARTSTAT=NEEDS-ACTION;DELEGATED-FROM=\"mailto:karen@example.dk\":mailto:"
              "ole@example.dk"),
     "{\"attendee\":\"karen@example.dk\",\"delegated_to\":\"ole@example.dk\",\"method\":\"REPLY\","
     "\"partstat\":\"DELEGATED\",\"sequence\":0,\"uid\":\"m-1@x\"}"},
    {"a new time",
     HEAD "Content-Type: text/calendar; method=COUNTER\r\n\r\n" BEGIN "METHOD:COUNTER\r\n" EVENT(
         "DTSTAMP:20261122T050108Z\r\nDTSTART;TZID=\"Romance Standard "
         "Time\":20261202T100000\r\nDTEND;TZID=\"Romance Standard Time\":20261202T120000\r\n"
         "RECURRENCE-ID;TZID=x:20261201T100000\r\n"
         "ATTENDEE;PARTSTAT=TENTATIVE:mailto:karen@example.dk\r\n") END,
     "{\"attendee\":\"karen@example.dk\",\"dtstamp\":\"20261122T050108Z\",\"end\":"
     "\"20261202T120000\",\"method\":\"COUNTER\",\"partstat\":\"TENTATIVE\","
     "\"recurrence_id\":\"20261201T100000\",\"sequence\":0,\"start\":\"20261202T100000\",\"uid\":"
     "\"m-1@x\",\"zone\":\"Romance Standard Time\"}"},
    {"the invitation once more, please",
     HEAD "Content-Type: text/calendar; method=REFRESH\r\n\r\n" BEGIN
          "METHOD:REFRESH\r\n" EVENT("ATTENDEE:mailto:karen@example.dk\r\n") END,
     "{\"attendee\":\"karen@example.dk\",\"method\":\"REFRESH\",\"sequence\":0,\"uid\":\"m-1@x\"}"},
    {"a comment",
     ATTENDEE("COMMENT;LANGUAGE=da:Jeg kommer\\, men\\nlidt senere"
              "\r\n" YES),
     COMMENT("Jeg kommer, men\\nlidt senere", OPINION("yes"))},
    {"a comment of nothing", ATTENDEE("COMMENT:\\n\r\n" YES), ACCEPTED},
    {"a comment and what an employer says below it",
     ATTENDEE("COMMENT:Kommer gerne\\n\\nMed venlig hilsen\\nKaren\\nTlf. 12 34 56 78\\n\\n"
              "Denne e-mail er fortrolig og kun til modtageren."
              "\r\n" YES),
     COMMENT("Kommer gerne\\n\\nMed venlig hilsen\\nKaren", OPINION("yes"))},
    {"Google's comment",
     ATTENDEE("ATTENDEE;PARTSTAT=ACCEPTED;X-RESPONSE-COMMENT=\"Kommer\":mailto:karen@example.dk"),
     COMMENT("Kommer", OPINION("yes"))},
    {"words against the button", ATTENDEE("COMMENT:Jeg kan desværre ikke komme\r\n" YES),
     COMMENT("Jeg kan desv\\u00e6rre ikke komme", OPINION("no"))},
    {"windows-1252 that is called utf-8",
     ATTENDEE("COMMENT:M\xF8"
              "det\r\n" YES),
     COMMENT("M\\u00f8det", "")},
    {"a series and an exception",
     REPLY BEGIN "METHOD:REPLY\r\nBEGIN:VEVENT\r\nUID:m-1@x\r\nSEQUENCE:3\r\nRECURRENCE-ID:"
                 "20270105T090000Z\r\n" YES "END:VEVENT\r\n" EVENT(YES) END,
     ACCEPTED},
    {"two calendars in one part", REPLY BEGIN "METHOD:PUBLISH\r\n" EVENT("") END ANSWER, ACCEPTED},
    {"two copies",
     HEAD "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/calendar; "
          "method=REPLY\r\n\r\n" ANSWER "--b\r\nContent-Type: application/ics\r\n\r\n" ANSWER
          "--b--\r\n",
     ACCEPTED},
    {"an endless rule",
     ATTENDEE("DTSTART:20260101T000000Z\r\nRRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30\r\n" YES),
     "{\"attendee\":\"karen@example.dk\",\"method\":\"REPLY\",\"partstat\":\"ACCEPTED\","
     "\"sequence\":0,\"start\":\"20260101T000000Z\",\"uid\":\"m-1@x\"}"},
    {"a number that is none",
     REPLY BEGIN "METHOD:REPLY\r\nBEGIN:VEVENT\r\nUID:m-1@x\r\nSEQUENCE:-99999999999999\r\n" YES
                 "END:VEVENT\r\n" END,
     "{\"attendee\":\"karen@example.dk\",\"method\":\"REPLY\",\"partstat\":\"ACCEPTED\",\"uid\":"
     "\"m-1@x\"}"},
    {"LF, a mark of byte order, blank lines",
     REPLY "\xEF\xBB\xBF\n\nBEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VEVENT\nUID:m-1@x\nSEQUENCE:0\n"
           "ATTENDEE;PARTSTAT=ACCEPTED:mailto:karen@example.dk\nEND:VEVENT\nEND:VCALENDAR",
     ACCEPTED},
    {"cut off", REPLY BEGIN "METHOD:REPLY\r\nBEGIN:VEVENT\r\nATTENDEE;PART",
     "{\"method\":\"REPLY\"}"},
    {"nothing inside", REPLY, "{\"method\":\"REPLY\"}"},
    {"no calendar inside", REPLY "Hej\r\n", "{\"method\":\"REPLY\"}"},
    {"a file with a mark of byte order",
     HEAD "Content-Type: application/ics\r\n\r\n\xEF\xBB\xBF" ANSWER, ACCEPTED},
    {"an end without a beginning", REPLY "END:VEVENT\r\n" ANSWER, "{\"method\":\"REPLY\"}"},
    {"nothing inside, and no method", HEAD "Content-Type: text/calendar\r\n\r\n", NULL},
};

static struct verdict *verdict_of(const char *raw, size_t length)
{
    struct understand_context context = {.today = "2026-11-22", .full = true};
    return understand(language, &context, raw, length);
}

static char *calendar_of(const struct verdict *verdict)
{
    json_auto_t *json = verdict_to_json(verdict, true);
    json_t *calendar = json_object_get(json, "calendar");
    return calendar == NULL ? NULL : json_dumps(calendar, JSON_SORT_KEYS | JSON_COMPACT);
}

static void check(const char *raw, size_t length, const char *expected)
{
    SCOPED(verdict) struct verdict *verdict = verdict_of(raw, length);
    char *got = calendar_of(verdict);
    json_auto_t *wanted = expected == NULL ? NULL : json_loads(expected, 0, NULL);
    json_auto_t *found = got == NULL ? NULL : json_loads(got, 0, NULL);
    bool right = (wanted == NULL && found == NULL) || json_equal(wanted, found);
    if (!right) {
        print_error("%s\n", got == NULL ? "no calendar" : got);
    }
    free(got);
    assert_true(right);
    assert_int_equal(verdict->kind, expected == NULL ? VERDICT_MESSAGE : VERDICT_CALENDAR_REPLY);
}

static void test_row(void **state)
{
    const struct row *row = *state;
    check(row->mail, strlen(row->mail), row->calendar);
}

/* One more octet each time: whatever is cut, nothing breaks. */
static void test_cut(void **state)
{
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        for (size_t length = strlen(rows[i].mail); length > 0; length -= MIN(length, (size_t)13)) {
            SCOPED(verdict) struct verdict *verdict = verdict_of(rows[i].mail, length);
            assert_non_null(verdict);
        }
    }
}

static void test_hostile(void **state)
{
    (void)state;
    static const struct {
        const char *before, *again, *after;
        unsigned times;
    } bombs[] = {
        {"", "BEGIN:VEVENT\r\n", "", 20000},
        {"", "BEG\r\n IN:VEVENT\r\n", "", 15000},
        {BEGIN "METHOD:REPLY\r\nBEGIN:VEVENT\r\n", "ATTENDEE:mailto:a@b.dk\r\n",
         "END:VEVENT\r\n" END, 10000},
        {BEGIN "METHOD:REPLY\r\nBEGIN:VEVENT\r\nCOMMENT:", "x\r\n ", "\r\nEND:VEVENT\r\n" END,
         50000},
        {BEGIN "METHOD:REPLY\r\nBEGIN:VEVENT\r\nATTENDEE", ";X-A=b",
         ":mailto:a@b.dk\r\nEND:VEVENT\r\n" END, 30000},
        {BEGIN "METHOD:REPLY\r\n", "\r\n", END, 100000},
        {BEGIN "METHOD:REPLY\r\nBEGIN:VEVENT\r\n", "RRULE:FREQ=YEARLY;BYDAY=1MO\r\n",
         "END:VEVENT\r\n" END, 8000},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(bombs); i++) {
        g_autoptr(GString) mail = g_string_new(REPLY);
        g_string_append(mail, bombs[i].before);
        for (unsigned at = 0; at < bombs[i].times; at++) {
            g_string_append(mail, bombs[i].again);
        }
        g_string_append(mail, bombs[i].after);
        gint64 start = g_get_monotonic_time();
        SCOPED(verdict) struct verdict *verdict = verdict_of(mail->str, mail->len);
        assert_int_equal(verdict->kind, VERDICT_CALENDAR_REPLY);
#ifndef SANITIZED
        assert_true(g_get_monotonic_time() - start < 2 * G_USEC_PER_SEC);
#else
        assert_true(g_get_monotonic_time() - start < 60 * G_USEC_PER_SEC);
#endif
    }
}

/* Google's answers call themselves generated, and yet a person pressed the button. */
static void test_answerable(void **state)
{
    (void)state;
    static const char google[] = "Auto-Submitted: auto-generated\r\n" REPLY ANSWER;
    SCOPED(verdict) struct verdict *person = verdict_of(google, strlen(google));
    assert_int_equal(person->kind, VERDICT_CALENDAR_REPLY);
    assert_false(person->automatic);
    static const char room[] = "Auto-Submitted: auto-replied\r\n" REPLY ANSWER;
    SCOPED(verdict) struct verdict *machine = verdict_of(room, strlen(room));
    assert_int_equal(machine->kind, VERDICT_CALENDAR_REPLY);
    assert_true(machine->automatic);
}

/* A report that gives our own invitation back is no answer to it. */
static void test_bounced_invitation(void **state)
{
    (void)state;
    static const char raw[] =
        "From: MAILER-DAEMON@mx.example.dk\r\nContent-Type: multipart/report; boundary=b; "
        "report-type=delivery-status\r\n\r\n"
        "--b\r\n\r\nSorry\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: "
        "dns; mx\r\n\r\n"
        "Final-Recipient: rfc822; karen@example.dk\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n"
        "--b\r\nContent-Type: text/calendar; method=REPLY\r\n\r\n" ANSWER "--b--\r\n";
    SCOPED(verdict) struct verdict *verdict = verdict_of(raw, strlen(raw));
    assert_int_equal(verdict->kind, VERDICT_BOUNCE);
    assert_null(verdict->calendar);
}

static void test_shared(void **state)
{
    (void)state;
    static const struct {
        const char *path, *uid, *attendee, *partstat;
        int sequence;
    } files[] = {
        {"calendar/apple_good_reply.eml", "1E71F9C8-AEDA-48EB-98D0-76E898F6BB5C",
         "xyzzy@example.com", "ACCEPTED", 7},
        {"calendar/reply_decline.eml", "info-2026-12@moedested.example", "karen@example.dk",
         "DECLINED", 0},
        {"calendar/reply_series.eml", "info-serie@moedested.example", "karen@example.dk",
         "ACCEPTED", 0},
        {"calendar/reply_tentative.eml", "info-2026-12@moedested.example", "karen@example.dk",
         "TENTATIVE", 0},
        {"calendar/reply_wrongatt.eml", "info-2026-12@moedested.example", "karen@example.dk",
         "ACCEPTED", 0},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
        size_t length = 0;
        g_autofree char *raw = shared_mail(files[i].path, &length);
        SCOPED(verdict) struct verdict *verdict = verdict_of(raw, length);
        assert_non_null(verdict->calendar);
        assert_string_equal(verdict->calendar->method, "REPLY");
        assert_string_equal(verdict->calendar->uid, files[i].uid);
        assert_string_equal(verdict->calendar->attendee, files[i].attendee);
        assert_string_equal(verdict->calendar->partstat, files[i].partstat);
        assert_int_equal(verdict->calendar->sequence, files[i].sequence);
        assert_non_null(verdict->calendar->dtstamp);
        assert_null(verdict->calendar->comment);
    }
}

int main(void)
{
    struct CMUnitTest tests[G_N_ELEMENTS(rows) + 5] = {
        cmocka_unit_test(test_cut), cmocka_unit_test(test_hostile),
        cmocka_unit_test(test_answerable), cmocka_unit_test(test_bounced_invitation),
        cmocka_unit_test(test_shared)};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        tests[i + 5] = (struct CMUnitTest){.name = rows[i].name,
                                           .test_func = test_row,
                                           .initial_state = (void *)(uintptr_t)&rows[i]};
    }
    return cmocka_run_group_tests_name("understand/calendar", tests, load, unload);
}
