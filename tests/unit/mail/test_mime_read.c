#include "mail/mime_read.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* What a mail becomes: header fields and text; NULL where it does not matter, "" for none. */
struct row {
    const char *name, *raw;
    const char *from, *from_name, *subject, *text, *filename;
};

#define FROM "From: Hans <hans@example.dk>\r\n"
#define PLAIN "Content-Type: text/plain; charset=utf-8\r\n"

static const struct row rows[] = {
    {"words cut after = by GMime 3.2.13",
     FROM "Subject: =?UTF-8?B?SGVsbG8=?= =?UTF-8?B?IHdvcmxk?=\r\n\r\nhej\r\n",
     .subject = "Hello world", .text = "hej\n"},
    {"the same, folded", FROM "Subject: =?utf-8?b?SGVsbG8=?=\r\n =?UTF-8?B?IHdvcmxk?=\r\n\r\nx",
     .subject = "Hello world"},
    {"the same in a name", "From: =?UTF-8?B?SGVsbG8=?= =?UTF-8?B?IHdvcmxk?= <a@b.dk>\r\n\r\nx",
     .from = "a@b.dk", .from_name = "Hello world"},
    {"the same in a file name",
     FROM "Content-Type: application/pdf; name=\"=?UTF-8?B?SGVsbG8=?= =?UTF-8?B?IHdvcmxk?=\"\r\n"
          "Content-Transfer-Encoding: base64\r\n\r\naGVq\r\n",
     .filename = "Hello world"},
    {"body words stay as they are", FROM "\r\n=?UTF-8?B?SGVsbG8=?= =?UTF-8?B?IHdvcmxk?=\r\n",
     .text = "=?UTF-8?B?SGVsbG8=?= =?UTF-8?B?IHdvcmxk?=\n"},
    {"base64 in padded pieces",
     FROM PLAIN "Content-Transfer-Encoding: base64\r\n\r\naGVqIA==\r\nZGVyIA==\r\nZHU=\r\n",
     .text = "hej der du"},
    {"base64 with a cut end", FROM PLAIN "Content-Transfer-Encoding: base64\r\n\r\naGVqIGRl\r\ncg",
     .text = "hej der"},
    {"raw Latin-1 in the header", "From: S\xf8ren <s@b.dk>\r\nSubject: Bl\xe5\r\n\r\nx",
     .from_name = "Søren", .subject = "Blå"},
    {"raw UTF-8 in the header", "From: S\xc3\xb8ren <s@b.dk>\r\nSubject: Bl\xc3\xa5\r\n\r\nx",
     .from_name = "Søren", .subject = "Blå"},
    {"a dash called iso-8859-1", FROM "Subject: =?iso-8859-1?Q?a_=96_b?=\r\n\r\nx",
     .subject = "a – b"},
    {"name with a comma", "From: Hansen, Soren <s@y.dk>\r\n\r\nx", .from = "s@y.dk"},
    {"two Subject lines", FROM "Subject: a\r\nSubject: b\r\n\r\nx", .subject = "b"},
    {"a line without a colon", FROM "oops\r\nSubject: b\r\n\r\nx", .subject = "b", .text = "x"},
    {"byte order mark", "\xef\xbb\xbf" FROM "Subject: b\r\n\r\nx", .from = "hans@example.dk",
     .subject = "b"},
    {"blank lines first", "\r\n\r\n" FROM "Subject: b\r\n\r\nx", .subject = "b", .text = "x"},
    {"a line of mbox", "From hans Tue Apr  2 09:00:00 2013\n" FROM "Subject: b\r\n\r\nx",
     .subject = "b", .text = "x"},
    {"CR alone", "From: a@b.dk\rSubject: b\r\rhej\r", .subject = "b", .text = "hej\n"},
    {"LF alone", "From: a@b.dk\nSubject: b\n\nhej\n", .subject = "b", .text = "hej\n"},
    {"alternatives: plain wins",
     FROM "Content-Type: multipart/alternative; boundary=x\r\n\r\n--x\r\n" PLAIN
          "\r\nplain\r\n--x\r\nContent-Type: text/html\r\n\r\n<p>html</p>\r\n--x--\r\n",
     .text = "plain"},
    {"alternatives: plain is empty",
     FROM "Content-Type: multipart/alternative; boundary=x\r\n\r\n--x\r\n" PLAIN
          "\r\n \r\n--x\r\nContent-Type: text/html\r\n\r\n<p>html</p>\r\n--x--\r\n",
     .text = "<p>html</p>"},
    {"format=flowed",
     FROM "Content-Type: text/plain; charset=utf-8; format=flowed\r\n\r\nen lang \r\nlinje\r\n"
          "> citat \r\n> her\r\nsvar\r\n-- \r\nHans\r\n",
     .text = "en lang linje\n> citat her\nsvar\n-- \nHans\n"},
    {"a file name with blanks",
     FROM "Content-Type: application/pdf\r\n"
          "Content-Disposition: attachment; filename=CV Soren Hansen.pdf\r\n\r\nx",
     .filename = "CV Soren Hansen.pdf"},
    {"a file name of RFC 2231",
     FROM "Content-Type: application/pdf\r\nContent-Disposition: attachment;\r\n"
          " filename*0*=utf-8''bl%C3%A5; filename*1*=b%C3%A6r.pdf\r\n\r\nx",
     .filename = "blåbær.pdf"},
    {"text as an attachment",
     FROM "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n" PLAIN
          "\r\nhej\r\n--x\r\n" PLAIN "Content-Disposition: attachment; filename=a.txt\r\n\r\n"
          "fil\r\n--x--\r\n",
     .text = "hej", .filename = "a.txt"},
    {"no end of the multipart",
     FROM "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n" PLAIN "\r\nhej\r\n",
     .text = "hej\n"},
    {"control characters",
     FROM PLAIN "\r\na\x1b[2Jb\x01\tc\r\n\x03"
                "d\x7f\x0c\r\n",
     .text = "a[2Jb\tc\nd\n"},
    {"no From", "Subject: b\r\n\r\nx", .from = "", .subject = "b"},
    {"an empty line with a blank below the header", FROM "Subject: b\r\n \r\nhej\r\n \r\ndu\r\n",
     .subject = "b", .text = "hej\n \ndu\n"},
    {"a header that is folded over a blank line", FROM "X: a\r\n \r\nSubject: b\r\n\r\nx",
     .subject = "b", .text = "x"},
    {"an address without brackets", "From: =?utf-8?q?S=C3=B8ren?= s@b.dk\r\n\r\nx",
     .from = "s@b.dk"},
    {"text without a label is in the charset of the subject",
     FROM "Subject: =?iso-8859-9?Q?=FD?=\r\n\r\nTan\xfd", .subject = "ı", .text = "Tanı"},
    {"alternatives: plain lost its letters",
     FROM "Content-Type: multipart/alternative; boundary=x\r\n\r\n--x\r\n" PLAIN
          "\r\nk?rekort\r\n--x\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
          "kørekort\r\n--x--\r\n",
     .text = "kørekort"},
    {"alternatives: a question has a mark",
     FROM "Content-Type: multipart/alternative; boundary=x\r\n\r\n--x\r\n" PLAIN
          "\r\nHvad nu?\r\n--x\r\nContent-Type: text/html\r\n\r\n<p>Hvad nu?\r\n--x--\r\n",
     .text = "Hvad nu?"},
    {"NUL octets in base64", FROM PLAIN "Content-Transfer-Encoding: base64\r\n\r\naABlAGoA\r\n",
     .text = "hej"},
    {"header alone", FROM "Subject: b\r\n", .subject = "b", .text = ""},
};

static void check(const char *got, const char *wanted)
{
    if (wanted == NULL) {
        return;
    }
    if (*wanted == '\0') {
        assert_true(got == NULL || *got == '\0');
        return;
    }
    assert_non_null(got);
    assert_string_equal(got, wanted);
}

static void test_row(void **state)
{
    const struct row *row = *state;
    SCOPED(message) struct message *message = mime_read(row->raw, strlen(row->raw));
    assert_false(message->malformed);
    check(message->from == NULL ? NULL : message->from->address, row->from);
    check(message->from == NULL ? NULL : message->from->name, row->from_name);
    check(message->subject, row->subject);
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < message->body->len; i++) {
        const struct message_part *part = g_ptr_array_index(message->body, i);
        g_string_append(text, part->text);
    }
    check(text->str, row->text);
    const char *filename = NULL;
    for (guint i = 0; i < message->parts->len; i++) {
        const struct message_part *part = g_ptr_array_index(message->parts, i);
        filename = part->attached ? part->filename : filename;
    }
    check(filename, row->filename);
}

static void test_malformed(void **state)
{
    (void)state;
    static const char *const raws[] = {"hej\n\nAfmeld mig", "ingen header her", "", "\n\n\n",
                                       "\xff\xfe\x00"};
    for (size_t i = 0; i < G_N_ELEMENTS(raws); i++) {
        SCOPED(message) struct message *message = mime_read(raws[i], strlen(raws[i]));
        assert_true(message->malformed);
        assert_int_equal(message->body->len, 1);
    }
    SCOPED(message) struct message *kept = mime_read(raws[0], strlen(raws[0]));
    const struct message_part *part = g_ptr_array_index(kept->body, 0);
    assert_string_equal(part->text, "hej\n\nAfmeld mig");
}

static void test_refused(void **state)
{
    (void)state;
    g_autoptr(GString) raw = g_string_new("From: ");
    for (int i = 0; i < 50000; i++) {
        g_string_append(raw, "a:");
    }
    SCOPED(message) struct message *message = mime_read(raw->str, raw->len);
    assert_true(message->malformed);
    assert_int_equal(message->warnings->len, 1);
}

/* Too many parts, but a sound header: who sent it is known. */
static void test_refused_with_sender(void **state)
{
    (void)state;
    g_autoptr(GString) raw = g_string_new(
        "From: =?utf-8?q?S=C3=B8ren?= <s@b.dk>\r\nSubject: CV\r\nAuto-Submitted: no\r\n\r\n");
    for (int i = 0; i < 20000; i++) {
        g_string_append(raw, "--x\r\n");
    }
    SCOPED(message) struct message *message = mime_read(raw->str, raw->len);
    assert_true(message->malformed);
    assert_non_null(message->from);
    assert_string_equal(message->from->address, "s@b.dk");
    assert_string_equal(message->subject, "CV");
    assert_string_equal(message_header(message, "auto-submitted"), "no");
    assert_int_equal(message->body->len, 1);
}

static void test_conflict(void **state)
{
    (void)state;
    static const char raw[] = FROM "Content-Type: text/plain\r\nContent-Type: text/html\r\n\r\nx";
    SCOPED(message) struct message *message = mime_read(raw, sizeof raw - 1);
    assert_true(message->warnings->len > 0);
}

static void test_date_and_ids(void **state)
{
    (void)state;
    static const char raw[] =
        FROM "To: a@example.dk, Gruppe: b@example.dk, c@example.dk;\r\n"
             "Cc: d@example.dk\r\nDate: Tue, 2 Apr 2013 09:00:00 +0200\r\n"
             "Message-ID:\r\n <x@example.dk>\r\nIn-Reply-To: <y@z> (hej)\r\n\r\n";
    SCOPED(message) struct message *message = mime_read(raw, sizeof raw - 1);
    assert_string_equal(message->date, "2013-04-02T09:00:00+02:00");
    assert_string_equal(message->message_id, "x@example.dk");
    assert_string_equal(message->in_reply_to, "y@z");
    assert_int_equal(message->to->len, 4);
}

static int start(void **state)
{
    (void)state;
    mime_read_start();
    return 0;
}

int main(void)
{
    struct CMUnitTest tests[G_N_ELEMENTS(rows) + 5] = {
        cmocka_unit_test(test_malformed), cmocka_unit_test(test_refused_with_sender),
        cmocka_unit_test(test_refused), cmocka_unit_test(test_conflict),
        cmocka_unit_test(test_date_and_ids)};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        tests[i + 5] = (struct CMUnitTest){.name = rows[i].name,
                                           .test_func = test_row,
                                           .initial_state = (void *)(uintptr_t)&rows[i]};
    }
    return cmocka_run_group_tests_name("mail/mime_read", tests, start, NULL);
}
