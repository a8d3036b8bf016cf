/* runs alone: each mail has two seconds. */
#include "process/understander.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/resource.h>

#include <cmocka.h>

#include "mail/precheck.h"

/* Mails that are made to hurt. Each has a verdict, or its child is ended, within 2 seconds of CPU
 * and 256 MiB in every process. `where`: the section of mime.md or traps.md that lists the input,
 * or "also" for what stands in neither. */

#define TABLES "config/language"
#define CPU_LIMIT 2.0
#define MEMORY_LIMIT (256l * 1024l) /* KiB */

struct piece {
    const char *text; /* "%u" stands for the number of the repetition; NULL: a NUL octet */
    unsigned times;
};

struct row {
    const char *where, *name;
    struct piece pieces[9];
};

#define FROM "From: Ond <evil@post.example>\nTo: seniorjob@seniorjob.example\nSubject: x\n"
#define MIXED FROM "Content-Type: multipart/mixed; boundary=y\n\n"
#define HTML FROM "Content-Type: text/html; charset=utf-8\n\n"
#define PLAIN FROM "Content-Type: text/plain; charset=utf-8\n\n"
/* A page whose stream has no length: the program looks for its end itself. */
#define PDF_BEGINS                                                                         \
    "--y\nContent-Type: application/pdf; name=cv.pdf\nContent-Disposition: attachment\n\n" \
    "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"                               \
    "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"                                   \
    "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 5 0 R"                    \
    "/Resources<</Font<</F 4 0 R>>>>>>endobj\n"                                            \
    "4 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n"                       \
    "5 0 obj<</Length 9999999>>stream\nBT /F 9 Tf\n"
#define PDF_ENDS "ET\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n\n"
#define ONE(string)                  \
    {                                \
        .text = (string), .times = 1 \
    }

#ifdef SANITIZED
#define FRACTION 8u /* everything is slower there, and nothing is measured */
#else
#define FRACTION 1u
#endif

static const struct row rows[] = {
    {"mime 2",
     "a boundary that is a quote",
     {ONE(FROM "Content-Type: multipart/mixed; boundary=\"\\\"\"\n\nx\n")}},
    {"mime 2", "30,000 nested mails", {ONE(FROM), {"Content-Type: message/rfc822\n\n", 30000}}},
    {"mime 2",
     "20,000 nested multiparts",
     {ONE(FROM), {"Content-Type: multipart/mixed; boundary=b%u\n\n--b%u\n", 20000}}},
    {"mime 2",
     "1,000 levels and 1,000,000 lines of dashes",
     {ONE(FROM),
      {"Content-Type: multipart/mixed; boundary=y%u\n\n--y%u\n", 1000},
      ONE("\n"),
      {"--y\n", 1000000}}},
    {"mime 2",
     "100,000 parentheses in Content-Type",
     {ONE(FROM "Content-Type: "), {"(", 100000}, ONE("\n\nx\n")}},
    {"mime 2",
     "1,048,576 addresses",
     {ONE(FROM "To: a@b.dk"), {", a@b.dk", 1048576}, ONE("\n\nx\n")}},
    {"mime 2", "1,048,576 header lines", {ONE(FROM), {"X-A: bc\n", 1048576}, ONE("\nx\n")}},
    {"mime 2", "1,048,576 parts", {ONE(MIXED), {"--y\n\nabc\n", 1048576}}},
    {"mime 2", "200,000 groups in groups", {ONE("From: "), {"a:", 200000}, ONE("\n\nx\n")}},
    {"mime 2",
     "40,400 groups in an attached mail",
     {ONE(FROM "Content-Type: message/rfc822\n\nReply-To: "), {"a:", 40400}, ONE("\n\nx\n")}},
    {"mime 2",
     "a subject of 16 MB",
     {ONE("From: evil@post.example\nSubject: "), {"abcdefgh", 2097152}, ONE("\n\nx\n")}},
    {"mime 2",
     "references of 6 MB",
     {ONE(FROM "References:"), {" <abcdefgh@post.example>", 262144}, ONE("\n\nx\n")}},
    {"mime 2",
     "200,000 parameters",
     {ONE(FROM "Content-Type: text/plain"), {"; a%u=b", 200000}, ONE("\n\nx\n")}},
    {"mime 2",
     "RFC 2231 index 2147483647",
     {ONE(FROM "Content-Type: text/plain; name*2147483647*=a; name*2147483646=b\n\nx\n")}},
    {"mime 2", "a line of 25 MB", {ONE(PLAIN), {"0123456789abcdef", 1600000}}},
    {"mime 2",
     "a boundary of 1 MB",
     {ONE(FROM "Content-Type: multipart/mixed; boundary="),
      {"abcdefgh", 131072},
      ONE("\n\n--"),
      {"abcdefgh", 131072},
      ONE("\n\nx\n")}},
    {"mime 2", "1,000,000 colons in a name", {ONE("From: "), {":", 1000000}, ONE("\n\nx\n")}},
    {"mime 2", "1,000,000 < in a name", {ONE("From: "), {"<", 1000000}, ONE("\n\nx\n")}},
    {"mime 2", "1,000,000 quotes in a name", {ONE("From: "), {"\"", 1000000}, ONE("\n\nx\n")}},
    {"mime 2",
     "a parameter that GMime would encode for ever",
     {ONE(FROM "Content-Type: multipart/mixed; "),
      {"n", 72},
      ONE("=\"\xc3\xa6\xc3\xb8\xc3\xa5\"\n\nx\n")}},
    {"traps 2.2", "27,650 nested mails", {ONE(FROM), {"Content-Type: message/rfc822\n\n", 27650}}},
    {"traps 2.2", "864 nested mails", {ONE(FROM), {"Content-Type: message/rfc822\n\n", 864}}},
    {"traps 2.2",
     "4,096 nested multiparts",
     {ONE(FROM), {"Content-Type: multipart/mixed; boundary=b%u\n\n--b%u\n", 4096}}},
    {"traps 2.2",
     "106,500 parentheses in Content-Type",
     {ONE(FROM "Content-Type: text/plain "), {"(", 106500}, ONE("\n\nx\n")}},
    {"traps 2.2",
     "106,500 parentheses in From",
     {ONE("From: a@b.dk "), {"(", 106500}, ONE("\n\nx\n")}},
    {"traps 2.2",
     "1,048,576 parts of 20 octets",
     {ONE(MIXED), {"--y\nA: b\n\n012345678\n", 1048576}}},
    {"traps 2.2", "no boundary", {ONE(FROM "Content-Type: multipart/mixed\n\n--\n\nx\n----\n")}},
    {"also", "9,000 parts", {ONE(MIXED), {"--y\n\nabc\n", 9000}}},
    {"also",
     "49 levels and 9,000 lines of dashes",
     {ONE(FROM),
      {"Content-Type: multipart/mixed; boundary=y%u\n\n--y%u\n", 49},
      ONE("\n"),
      {"--y\n", 9000}}},
    {"also", "25 MB of NUL", {{NULL, 26214400}}},
    {"also", "a mail, then NUL octets", {ONE(PLAIN "AFMELD"), {NULL, 20000000}}},
    {"also", "more than 25 MB", {ONE(PLAIN), {"0123456789abcde\n", 1638400}}},
    {"also", "line feeds", {{"\n", 25000000}}},
    {"also", "1,000,000 signs and no header", {{"\xff\xfe", 1000000}}},
    {"also",
     "encoded words in the header",
     {ONE(FROM), {"X-A: =?utf-8?q?=C3?= =?koi8-r?b?8NI=?=\n", 2000}, ONE("\nx\n")}},
    {"also",
     "an encoded word of 90 KB",
     {ONE("Subject: =?utf-8?b?"), {"YWFh", 22000}, ONE("?=\nFrom: a@b.dk\n\nx\n")}},
    {"also",
     "padded words in a header block of 98 KB",
     {ONE(FROM "X:"), {" =?utf-8?b?YQ==?=", 5600}, ONE("\n\nx\n")}},
    {"also",
     "words of gb18030, iso-2022-jp and nothing",
     {ONE(FROM "X:"), {" =?gb18030?b?YQ==?= =?iso-2022-jp?b?GyRC?= =??q?=", 1500}, ONE("\n\nx\n")}},
    {"also",
     "an endless word",
     {ONE("From: a@b.dk\nSubject: "), {"=?utf-8?q?", 9000}, ONE("\n\n")}},
    {"also",
     "RFC 2231 in 5,000 pieces",
     {ONE(FROM "Content-Type: application/pdf"), {"; name*%u*=%%C3", 5000}, ONE("\n\nx\n")}},
    {"also", "boundaries that never end", {{MIXED "--y\n", 1}, {"--y \nX: y\n\n", 3000}}},
    {"also", "3,000 subjects", {ONE(FROM), {"Subject: AFMELD\n", 3000}, ONE("\nx\n")}},
    {"also",
     "900 lines of Content-Type",
     {ONE(FROM), {"Content-Type: text/html; charset=x\n", 900}, ONE("\nx\n")}},
    {"also",
     "base64 of 20 MB",
     {ONE(FROM "Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n"),
      {"YWFhYWFhYWFh\n", 1600000}}},
    {"also",
     "base64 of nothing but padding",
     {ONE(FROM "Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n"),
      {"=", 24000000}}},
    {"also",
     "quoted-printable of 24 MB",
     {ONE(FROM "Content-Type: text/plain\nContent-Transfer-Encoding: quoted-printable\n\n"),
      {"=C3=A6", 4000000}}},
    {"also",
     "soft breaks of quoted-printable",
     {ONE(FROM "Content-Type: text/plain\nContent-Transfer-Encoding: quoted-printable\n\n"),
      {"=\n", 12000000}}},
    {"also",
     "uuencoded text",
     {ONE(FROM "Content-Type: text/plain\nContent-Transfer-Encoding: x-uuencode\n\nbegin 644 a\n"),
      {"M8V%B8V%B8V%B8V%B8V%B8V%B8V%B8V%B8V%B8V%B8V%B8V%B8V%B8V%B8V%B\n", 300000}}},
    {"also",
     "text that lies: UTF-16, UTF-7, GB18030",
     {ONE(MIXED "--y\nContent-Type: text/plain; charset=utf-16\n\n"),
      {"\xd8\x00", 2000000},
      ONE("\n--y\nContent-Type: text/plain; charset=utf-7\n\n"),
      {"+", 4000000},
      ONE("\n--y\nContent-Type: text/plain; charset=gb18030\n\n"),
      {"\x81\x30", 2000000}}},
    {"also",
     "text of iso-2022-jp that shifts",
     {ONE(FROM "Content-Type: text/plain; charset=iso-2022-jp\n\n"), {"\x1b$B\x1b(B", 3000000}}},
    {"also",
     "soft lines of format=flowed",
     {ONE(FROM "Content-Type: text/plain; format=flowed; delsp=yes\n\n"), {"> a \n", 4000000}}},
    {"also", "400,000 nested div", {ONE(HTML), {"<div>", 400000}, ONE("AFMELD")}},
    {"also", "400,000 nested blockquotes", {ONE(HTML), {"<blockquote>", 400000}, ONE("AFMELD")}},
    {"also", "nested tables", {ONE(HTML), {"<table><tr><td>", 200000}, ONE("AFMELD")}},
    {"also", "a table of 2,000,000 cells", {ONE(HTML "<table>"), {"<tr><td>a<td>b", 1000000}}},
    {"also", "nested lists", {ONE(HTML), {"<ul><li><ol><li>x", 200000}}},
    {"also", "24 MB of entities", {ONE(HTML), {"&amp;&#65;&oslash;", 1300000}}},
    {"also", "24 MB of unknown entities", {ONE(HTML), {"&abcdefghijk", 2000000}}},
    {"also", "1,000,000 attributes", {ONE(HTML "<p"), {" a%u=b", 1000000}, ONE(">x")}},
    {"also",
     "an attribute of 20 MB",
     {ONE(HTML "<p class=\""), {"abcdefgh", 2500000}, ONE("\">x")}},
    {"also", "styles", {ONE(HTML), {"<p style=\"border-top:solid\">x", 300000}}},
    {"also", "tags that never end", {ONE(HTML), {"<a", 10000000}}},
    {"also", "comments that never end", {ONE(HTML), {"<!--", 6000000}}},
    {"also",
     "CDATA and doctypes",
     {ONE(HTML "<!DOCTYPE a [<!ENTITY a \"b\">"), {"<![CDATA[<!ENTITY c \"&a;&a;\">", 500000}}},
    {"also", "breaks", {ONE(HTML), {"<br>", 6000000}}},
    {"also", "links to us", {ONE(HTML), {"<a href=\"mailto:svar%%2Ba@b.dk\">a</a>", 500000}}},
    {"also", "quoted 24,000,000 times", {ONE(PLAIN), {">", 24000000}, ONE(" AFMELD\n")}},
    {"also", "8,000,000 quoted lines", {ONE(PLAIN), {"> \n", 8000000}}},
    {"also",
     "intro lines",
     {ONE(PLAIN), {"Den 2. april 2013 kl. 10.00 skrev A <a@b.dk>:\n", 400000}}},
    {"also",
     "header blocks of other mails",
     {ONE(PLAIN), {"Fra: a\nSendt: b\nEmne: c\n\n", 900000}}},
    {"also", "separators", {ONE(PLAIN), {"-----Oprindelig meddelelse-----\n", 700000}}},
    {"also", "sign-offs", {ONE(PLAIN), {"Mvh Hans\n-- \n", 1800000}}},
    {"also", "wishes", {ONE(PLAIN), {"Afmeld mig ikke, men gerne. ", 800000}}},
    {"also", "a wish without an end", {ONE(PLAIN), {"jeg vil gerne ikke ", 1200000}}},
    {"also", "digits", {ONE(PLAIN), {"0102031234 ", 2200000}}},
    {"also", "digits without an end", {ONE(PLAIN), {"0102031234", 2400000}}},
    {"also", "at signs", {ONE(PLAIN), {"a@", 12000000}}},
    {"also",
     "days, weeks, hours and postcodes",
     {ONE(PLAIN), {"1. maj uge 34 20-25 timer 8000 Aarhus ", 650000}}},
    {"also", "combining marks", {ONE(PLAIN "a"), {"\xcc\x8a", 12000000}}},
    {"also", "blanks", {ONE(PLAIN "a"), {" \t", 12000000}, ONE("b\n")}},
    {"also",
     "an attachment of zeros that says it is a zip",
     {ONE(MIXED "--y\nContent-Type: application/zip; name=cv.docx\n"
                "Content-Disposition: attachment\nContent-Transfer-Encoding: base64\n\n"),
      {"UEsDBBQAAAAIAAAAAAAA\n", 1000000},
      ONE("--y--\n")}},
    {"also",
     "three PDFs of a million words each",
     {ONE(MIXED PDF_BEGINS),
      {"(a)Tj\n", 1100000},
      ONE(PDF_ENDS PDF_BEGINS),
      {"(a)Tj\n", 1100000},
      ONE(PDF_ENDS PDF_BEGINS),
      {"(a)Tj\n", 1100000},
      ONE(PDF_ENDS "--y--\n")}},
    {"also",
     "a report of 200,000 receivers",
     {ONE(FROM "Content-Type: multipart/report; report-type=delivery-status; boundary=y\n\n--y\n"
               "Content-Type: message/delivery-status\n\n"),
      {"Final-Recipient: rfc822; a%u@b.dk\nAction: failed\nStatus: 5.1.1\n\n", 200000}}},
    {"also",
     "a transcript without an end",
     {ONE("From: MAILER-DAEMON@b.dk\nSubject: Returned mail\n\n"),
      {"550 5.1.1 <a%u@b.dk>... User unknown\n", 500000}}},
    {"also",
     "100,000 nested events",
     {ONE(FROM "Content-Type: text/calendar; method=REPLY\n\nBEGIN:VCALENDAR\n"),
      {"BEGIN:VEVENT\n", 100000}}},
    {"also",
     "a calendar of 1,000,000 attendees",
     {ONE(FROM "Content-Type: text/calendar; method=REPLY\n\nBEGIN:VCALENDAR\nBEGIN:VEVENT\n"),
      {"ATTENDEE:mailto:a@b.dk\n", 1000000}}},
    {"also",
     "an answer of a calendar that repeats for ever",
     {ONE(FROM "Content-Type: text/calendar; method=REPLY\n\nBEGIN:VCALENDAR\nMETHOD:REPLY\n"
               "BEGIN:VEVENT\nUID:a\nDTSTART:20130402T090000Z\n"
               "RRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30\n"
               "ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@b.dk\nEND:VEVENT\nEND:VCALENDAR\n")}},
};

static void append(GString *raw, const struct piece *piece)
{
    unsigned times = piece->times > FRACTION ? piece->times / FRACTION : piece->times;
    if (piece->text == NULL) {
        gsize from = raw->len;
        g_string_set_size(raw, from + times);
        memset(raw->str + from, 0, times);
        return;
    }
    bool numbered = strchr(piece->text, '%') != NULL;
    g_auto(GStrv) halves = g_strsplit(piece->text, "%u", -1);
    for (unsigned i = 0; i < times; i++) {
        for (size_t h = 0; numbered && halves[h] != NULL; h++) {
            if (h > 0) {
                g_string_append_printf(raw, "%u", i);
            }
            g_string_append(raw, halves[h]);
        }
        if (!numbered) {
            g_string_append(raw, piece->text);
        }
    }
}

static double seconds(const struct timeval *time)
{
    return (double)time->tv_sec + (double)time->tv_usec / 1e6;
}

/* What the children took that have ended so far. */
static double cpu_seconds(const struct rusage *usage)
{
    return seconds(&usage->ru_utime) + seconds(&usage->ru_stime);
}

/* Until the tables are read and a process without a mail has come and gone. */
static double cost_of_start(void)
{
    struct rusage before, after;
    getrusage(RUSAGE_CHILDREN, &before);
    understander_stop(understander_start(TABLES, "seniorjob.example", NULL));
    getrusage(RUSAGE_CHILDREN, &after);
    return cpu_seconds(&after) - cpu_seconds(&before);
}

static double start_cost; /* which is not the mail's */

static void test_row(void **state)
{
    const struct row *row = *state;
    g_autoptr(GString) raw = g_string_new(NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(row->pieces); i++) {
        append(raw, &row->pieces[i]);
    }
    struct rusage before, after;
    getrusage(RUSAGE_CHILDREN, &before);
    struct understander *understander = understander_start(TABLES, "seniorjob.example", NULL);
    assert_non_null(understander);
    struct understander_mail mail = {.raw = raw->str,
                                     .length = MIN(raw->len, (gsize)PRECHECK_MESSAGE_LIMIT + 1),
                                     .replying_to = "newsletter",
                                     .today = "2013-04-02",
                                     .full = true};
    bool answered = understander_read(understander, &mail, 1, NULL);
    understander_stop(understander);
    getrusage(RUSAGE_CHILDREN, &after);
    const char *end = mail.verdict == NULL                      ? mail.died
                      : mail.verdict->kind == VERDICT_MALFORMED ? "malformed"
                                                                : "read";
    double took = cpu_seconds(&after) - cpu_seconds(&before) - start_cost;
    bool small = after.ru_maxrss <= MEMORY_LIMIT || after.ru_maxrss == before.ru_maxrss;
    print_message("%s (%s): %.2f s, at most %ld MiB, %s\n", row->name, row->where, took,
                  after.ru_maxrss / 1024, end);
    verdict_free(mail.verdict);
    /* A test that fails frees nothing, and what comes next would inherit it. */
    g_string_truncate(raw, 0);
    assert_true(answered);
    assert_non_null(end);
    assert_string_not_equal(end, "crashed");
#ifndef SANITIZED
    assert_true(took < CPU_LIMIT);
    assert_true(small);
#else
    (void)small;
#endif
}

int main(void)
{
    struct CMUnitTest tests[G_N_ELEMENTS(rows)];
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        tests[i] = (struct CMUnitTest){.name = rows[i].name,
                                       .test_func = test_row,
                                       .initial_state = (void *)(uintptr_t)&rows[i]};
    }
    start_cost = cost_of_start();
    return cmocka_run_group_tests_name("process/hostile", tests, NULL, NULL);
}
