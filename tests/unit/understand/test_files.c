/* What attached files say, by the files in tests/data/files: each is a mail's attachment. */
#include "understand/files.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "mail/mime_read.h"
#include "support/language.h"
#include "understand/office_text.h"
#include "understand/understand.h"

#define PROGRAM "by a program"

struct row {
    const char *file;
    enum file_kind kind;
    const char *text;   /* what it contains; NULL: nothing is read */
    const char *unread; /* why; NULL: it is read */
};

static const struct row rows[] = {
    {"cv.txt", FILE_TEXT, "Køkkenassistent i Børnehuset Solsikken 2001-2012\nTimer: 20-25", NULL},
    {"cv.docx", FILE_OFFICE, "CV for Kirsten Ægård\nKøkkenassistent i Børnehuset", NULL},
    {"cv.odt", FILE_OFFICE, "CV for Kirsten Ægård\nKøkkenassistent i Børnehuset", NULL},
    {"cv.pdf", FILE_PDF, PROGRAM, NULL},
    {"cv.doc", FILE_WORD, PROGRAM, NULL},
    {"cv.rtf", FILE_RTF, PROGRAM, NULL},
    {"bombe.docx", FILE_OFFICE, NULL, "too-large"},
    {"enheder.docx", FILE_OFFICE, NULL, "broken"},
    {"regneark.xlsx", FILE_OFFICE, NULL, "other"},
    {"adgangskode.docx", FILE_ENCRYPTED, NULL, "encrypted"},
    {"winmail.dat", FILE_TNEF, NULL, "winmail"},
};

static GBytes *contents(const char *file)
{
    g_autofree char *path = g_build_filename("tests/data/files", file, NULL);
    char *octets = NULL;
    gsize length = 0;
    assert_true(g_file_get_contents(path, &octets, &length, NULL));
    return g_bytes_new_take(octets, length);
}

/* Stands for the programs: says HTML, which only RTF is taken for. */
static GByteArray *convert(void *data, enum file_kind kind, const GByteArray *octets,
                           enum conversion *how)
{
    unsigned *calls = data;
    assert_true(file_kind_wants_program(kind));
    assert_true(octets->len > 0);
    ++*calls;
    *how = CONVERTED;
    const char *said = kind == FILE_RTF ? "<p>by a <b>program</b></p>" : PROGRAM;
    return g_byte_array_append(g_byte_array_new(), (const guint8 *)said, (guint)strlen(said));
}

/* A mail with the file `count` times, by another name; `text`: what else it says. */
static struct verdict *mail_named(const char *file, const char *name, const char *text,
                                  unsigned count, const struct file_converter *converter)
{
    g_autoptr(GBytes) bytes = contents(file);
    gsize length = 0;
    const guchar *octets = g_bytes_get_data(bytes, &length);
    g_autofree char *code = g_base64_encode(octets, length);
    g_autoptr(GString) raw = g_string_new("From: a@x.example\r\nMIME-Version: 1.0\r\n"
                                          "Content-Type: multipart/mixed; boundary=b\r\n\r\n"
                                          "--b\r\nContent-Type: text/plain\r\n\r\n");
    g_string_append_printf(raw, "%s\r\n", text);
    for (unsigned i = 0; i < count; i++) {
        g_string_append_printf(raw,
                               "--b\r\nContent-Type: application/octet-stream; name=\"%s\"\r\n"
                               "Content-Disposition: attachment\r\n"
                               "Content-Transfer-Encoding: base64\r\n\r\n%s\r\n",
                               name, code);
    }
    g_string_append(raw, "--b--\r\n");
    const struct understand_context context = {
        .replying_to = "none", .today = "2013-04-02", .converter = converter};
    return understand(language, &context, raw->str, raw->len);
}

static struct verdict *mail_with(const char *file, unsigned count,
                                 const struct file_converter *converter)
{
    return mail_named(file, file, "Hej", count, converter);
}

/* Where nobody wrote a word the name of the file is the subject; but it carries out no wish. */
static void test_wordless(void **state)
{
    (void)state;
    static const struct {
        const char *name, *text;
        bool profile;
    } mails[] = {{"cv.docx", "", true},
                 {"Mit_CV-2013.docx", "", true},
                 {"Curriculum vitae.docx", "", true},
                 {"dokument1.docx", "", false},
                 {"afmelding.docx", "", false},
                 {"cv.docx", "Tak for sidst", false}};
    for (size_t at = 0; at < G_N_ELEMENTS(mails); at++) {
        SCOPED(verdict)
        struct verdict *verdict = mail_named("cv.docx", mails[at].name, mails[at].text, 1, NULL);
        const struct verdict_intent *profile = verdict_intent(verdict, "profile");
        if ((profile != NULL) != mails[at].profile ||
            verdict_intent(verdict, "unsubscribe") != NULL) {
            fail_msg("%s: %s", mails[at].name, profile != NULL ? "a profile" : "none");
        }
    }
}

static void test_row(void **state)
{
    const struct row *row = *state;
    unsigned calls = 0;
    const struct file_converter converter = {convert, &calls};
    g_autoptr(GBytes) bytes = contents(row->file);
    gsize length = 0;
    const void *octets = g_bytes_get_data(bytes, &length);
    assert_int_equal(file_kind(octets, length), row->kind);
    SCOPED(verdict) struct verdict *verdict = mail_with(row->file, 1, &converter);
    assert_int_equal(verdict->attachments->len, 1);
    const struct verdict_attachment *attachment = g_ptr_array_index(verdict->attachments, 0);
    if (row->text == NULL) {
        assert_null(attachment->text);
    } else {
        assert_non_null(attachment->text);
        assert_non_null(strstr(attachment->text, row->text));
    }
    if (row->unread == NULL) {
        assert_null(attachment->unread);
    } else {
        assert_string_equal(attachment->unread, row->unread);
    }
    assert_int_equal(calls, g_strcmp0(row->text, PROGRAM) == 0 ? 1 : 0);
}

/* Ten CVs in a mail cost no more than three. */
static void test_few_programs(void **state)
{
    (void)state;
    unsigned calls = 0;
    const struct file_converter converter = {convert, &calls};
    SCOPED(verdict) struct verdict *verdict = mail_with("cv.pdf", 10, &converter);
    assert_int_equal(verdict->attachments->len, 10);
    assert_int_equal(calls, FILES_CONVERTED_LIMIT);
    const struct verdict_attachment *last = g_ptr_array_index(verdict->attachments, 9);
    assert_string_equal(last->unread, "too-many");
}

static void test_no_program(void **state)
{
    (void)state;
    SCOPED(verdict) struct verdict *verdict = mail_with("cv.pdf", 1, NULL);
    const struct verdict_attachment *attachment = g_ptr_array_index(verdict->attachments, 0);
    assert_string_equal(attachment->unread, "no-program");
}

/* A damaged archive is cut at every octet: an answer each time, never more than the whole text. */
static void test_every_length(void **state)
{
    (void)state;
    static const char *const files[] = {"cv.docx", "cv.odt", "winmail.dat", "adgangskode.docx"};
    for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
        g_autoptr(GBytes) bytes = contents(files[i]);
        gsize length = 0;
        const char *octets = g_bytes_get_data(bytes, &length);
        for (gsize cut = 1; cut < length; cut++) {
            g_autofree char *part = g_memdup2(octets, cut);
            enum file_kind kind = file_kind(part, cut);
            enum office_problem problem = OFFICE_READ;
            g_autofree char *text = kind == FILE_OFFICE ? office_text(part, cut, &problem) : NULL;
            assert_true(text == NULL || problem == OFFICE_READ);
        }
    }
}

int main(void)
{
    struct CMUnitTest tests[G_N_ELEMENTS(rows) + 3] = {
        cmocka_unit_test(test_wordless),
        cmocka_unit_test(test_few_programs),
        cmocka_unit_test(test_no_program),
        cmocka_unit_test(test_every_length),
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        tests[i + 3] =
            (struct CMUnitTest){rows[i].file, test_row, NULL, NULL, (void *)(uintptr_t)&rows[i]};
    }
    return cmocka_run_group_tests_name("understand/files", tests, load, unload);
}
