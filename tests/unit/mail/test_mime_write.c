#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>
#include <gmime/gmime.h>
#include <stdio.h>
#include <string.h>

#include "mail/mime_read.h"
#include "mail/mime_write.h"
#include "mail/picture.h"

static struct mail_draft ordinary(void)
{
    return (struct mail_draft){.from = {"Seniorjob København", "seniorjob@seniorjob.example"},
                               .to = {"Karen Sørensen", "karen@mail.example"},
                               .reply_to = {NULL, "seniorjob+abc@seniorjob.example"},
                               .subject = "Du er tilmeldt",
                               .date = 1364886000,
                               .offset = 7200,
                               .message_id = "svar.17@seniorjob.example",
                               .in_reply_to = "q1@mail.example",
                               .auto_submitted = "auto-replied",
                               .language = "da",
                               .text = "Kære Karen\n\nHilsen\n",
                               .html = "<p>Kære Karen</p>\n"};
}

static GMimeMessage *parse(GBytes *bytes)
{
    gsize length;
    const void *data = g_bytes_get_data(bytes, &length);
    g_mime_init(); /* counted */
    GMimeStream *stream = g_mime_stream_mem_new_with_buffer(data, length);
    GMimeParser *parser = g_mime_parser_new_with_stream(stream);
    GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);
    g_object_unref(parser);
    g_object_unref(stream);
    assert_non_null(message);
    return message;
}

/* The decoded octets of a part, with LF. The caller owns it. */
static char *content(GMimeObject *part)
{
    GMimeStream *stream = g_mime_stream_mem_new();
    g_mime_data_wrapper_write_to_stream(g_mime_part_get_content(GMIME_PART(part)), stream);
    GByteArray *octets = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
    g_autofree char *crlf =
        g_strndup(octets->len > 0 ? (const char *)octets->data : "", octets->len);
    g_object_unref(stream);
    g_auto(GStrv) lines = g_strsplit(crlf, "\r\n", -1);
    return g_strjoinv("\n", lines);
}

/* Every line: CRLF, 7-bit; of the header block, within 78 octets. */
static void assert_lines(GBytes *bytes)
{
    gsize length;
    const char *data = g_bytes_get_data(bytes, &length);
    size_t column = 0;
    for (gsize i = 0; i < length; i++) {
        assert_true((unsigned char)data[i] < 0x80);
        if (data[i] == '\n') {
            assert_true(i > 0 && data[i - 1] == '\r');
            assert_true(column <= 78);
            column = 0;
        } else {
            column++;
        }
    }
}

static void assert_text(const char *wanted, bool html)
{
    g_autoptr(GError) error = NULL;
    struct mail_draft draft = ordinary();
    draft.text = wanted;
    draft.html = html ? wanted : NULL;
    g_autoptr(GBytes) bytes = mail_write(&draft, &error);
    assert_null(error);
    GMimeMessage *message = parse(bytes);
    GMimeObject *body = g_mime_message_get_mime_part(message);
    GMimeObject *part = html ? g_mime_multipart_get_part(GMIME_MULTIPART(body), 1) : body;
    g_autofree char *got = content(part);
    assert_string_equal(got, wanted);
    assert_string_equal(g_mime_object_get_content_type_parameter(part, "charset"), "utf-8");
    g_object_unref(message);
}

static void test_bodies_come_back(void **state)
{
    (void)state;
    static const char *const rows[] = {"Hej\n",
                                       "-- \nKaren\n",
                                       "slut \nslut\t\n.\n..\n.a\n",
                                       "=20 = ==\n=\n",
                                       "æøå ÆØÅ € 😀\n",
                                       "From nu af\n\n\n",
                                       "--=_da8ab15ab20a97cf2be6c7a03fed5c3a--\n",
                                       ""};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        assert_text(rows[i], false);
        assert_text(rows[i], true);
    }
    assert_text("uden linjeslut", true); /* alone it would get one */
    g_autofree char *line = g_strnfill(5000, 'x');
    assert_text(line, true);
}

/* A name or a subject of random Danish, hostile signs included. The caller owns it. */
static char *random_text(GRand *random, int limit)
{
    static const char *const pieces[] = {
        "æ",  "ø",        "å",  "Å", "K", "a", "r", "en", " ", " ",
        "\"", ",",        "(",  ")", "<", ">", "@", ";",  ":", "–",
        "=?", "?=",       "\\", ".", "_", "'", "e", "s",  "€", "=?utf-8?Q?x?=",
        "😀",  "Sørensen", "-",  "="};
    g_autoptr(GString) text = g_string_new("K");
    for (int count = g_rand_int_range(random, 0, limit); count > 0; count--) {
        int i = g_rand_int_range(random, 0, (int)G_N_ELEMENTS(pieces));
        const char *piece = pieces[i];
        bool second_blank = *piece == ' ' && text->str[text->len - 1] == ' ';
        g_string_append(text, second_blank ? "x" : piece);
    }
    g_string_append(text, "n");
    return g_string_free(g_steal_pointer(&text), FALSE);
}

static void assert_names(const char *name, const char *subject)
{
    g_autoptr(GError) error = NULL;
    struct mail_draft draft = ordinary();
    draft.to.name = name;
    draft.subject = subject;
    g_autoptr(GBytes) bytes = mail_write(&draft, &error);
    assert_null(error);
    assert_lines(bytes);
    GMimeMessage *message = parse(bytes);
    InternetAddressList *to = g_mime_message_get_addresses(message, GMIME_ADDRESS_TYPE_TO);
    assert_int_equal(internet_address_list_length(to), 1);
    InternetAddress *mailbox = internet_address_list_get_address(to, 0);
    assert_string_equal(internet_address_get_name(mailbox), name);
    assert_string_equal(internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(mailbox)),
                        "karen@mail.example");
    assert_string_equal(g_mime_message_get_subject(message), subject);
    g_object_unref(message);
}

static void test_names_and_subjects_come_back(void **state)
{
    (void)state;
    static const char *const rows[] = {
        "Åse Ærø Ødegård", "=?utf-8?Q?Bcc?=", "Hansen, Karen",
        "K. \"Kaj\" Holm", "x@y.example",     "<script>alert(1)</script>"};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        assert_names(rows[i], rows[i]);
    }
    g_autoptr(GString) longest = g_string_new(NULL);
    for (int i = 0; i < 100; i++) {
        g_string_append(longest, "æbk");
    }
    assert_names(longest->str, longest->str);
    g_autofree char *word = g_strnfill(300, 'w');
    assert_names(word, word);
    g_autoptr(GRand) random = g_rand_new_with_seed(20130402);
    for (int i = 0; i < 1500; i++) {
        g_autofree char *name = random_text(random, 60);
        g_autofree char *subject = random_text(random, 80);
        assert_names(name, subject);
    }
}

static void test_control_characters_are_refused(void **state)
{
    (void)state;
    const char *evil = "x@y.example\r\nBcc: z@z.example";
    const char *const pairs[] = {"X-A", "a\nBcc: z@z.example", NULL};
    const char *const names[] = {"X-A: b\r\nBcc", "a", NULL};
    struct mail_draft drafts[14];
    for (size_t i = 0; i < G_N_ELEMENTS(drafts); i++) {
        drafts[i] = ordinary();
    }
    drafts[0].from.name = evil;
    drafts[1].from.address = evil;
    drafts[2].to.name = "Karen\tx";
    drafts[3].to.address = evil;
    drafts[4].reply_to.address = evil;
    drafts[5].subject = evil;
    drafts[6].message_id = evil;
    drafts[7].in_reply_to = evil;
    drafts[8].auto_submitted = "auto\nx";
    drafts[9].language = "da\r";
    drafts[10].headers = pairs;
    drafts[11].headers = names;
    drafts[12].to.address = "a b@c.example";
    drafts[13].text = "\xff";
    for (size_t i = 0; i < G_N_ELEMENTS(drafts); i++) {
        g_autoptr(GError) error = NULL;
        assert_null(mail_write(&drafts[i], &error));
        assert_non_null(error);
        assert_null(strpbrk(error->message, "\r\n"));
    }
}

static void test_same_draft_same_octets(void **state)
{
    (void)state;
    const char *const headers[] = {"List-Id", "Seniorjobberen <s.seniorjob.example>", NULL};
    struct mail_draft draft = ordinary();
    draft.headers = headers;
    g_autoptr(GBytes) first = mail_write(&draft, NULL);
    g_autoptr(GBytes) second = mail_write(&draft, NULL);
    assert_true(g_bytes_equal(first, second));
    g_autofree char *text = g_strndup(g_bytes_get_data(first, NULL), g_bytes_get_size(first));
    static const char *const wanted[] = {
        "\r\nDate: Tue, 02 Apr 2013 09:00:00 +0200\r\n",
        "\r\nMessage-ID: <svar.17@seniorjob.example>\r\n",
        "\r\nIn-Reply-To: <q1@mail.example>\r\nReferences: <q1@mail.example>\r\n",
        "\r\nAuto-Submitted: auto-replied\r\n",
        "\r\nContent-Language: da\r\n",
        "\r\nMIME-Version: 1.0\r\n",
        "\r\nReply-To: seniorjob+abc@seniorjob.example\r\n",
        "\r\nList-Id: Seniorjobberen <s.seniorjob.example>\r\n"};
    for (size_t i = 0; i < G_N_ELEMENTS(wanted); i++) {
        assert_non_null(strstr(text, wanted[i]));
    }
    assert_true(g_str_has_prefix(text, "From: "));
}

/* The HTML shows a picture that goes with the mail (RFC 2387, RFC 2392). */
static void test_pictures(void **state)
{
    (void)state;
    char *data;
    gsize size, length;
    assert_true(g_file_get_contents("tests/data/pictures/mark.jpg", &data, &size, NULL));
    g_autoptr(GBytes) octets = g_bytes_new_take(data, size);
    g_autoptr(GPtrArray) pictures = pictures_new();
    struct picture *picture = picture_new(octets);
    picture->id = g_strdup("mark@seniorjob.example");
    picture->name = g_strdup("mark.jpg");
    g_ptr_array_add(pictures, picture);
    struct mail_draft draft = ordinary();
    draft.pictures = pictures;
    g_autoptr(GBytes) bytes = mail_write(&draft, NULL);
    assert_non_null(bytes);
    assert_lines(bytes);
    const char *raw = g_bytes_get_data(bytes, &length);
    SCOPED(message) struct message *message = mime_read(raw, length);
    assert_non_null(g_strstr_len(raw, (gssize)length, "\r\nContent-Type: multipart/related;"));
    assert_non_null(g_strstr_len(raw, (gssize)length, "type=\"multipart/alternative\"\r\n\r\n"));
    assert_int_equal(message->parts->len, 3);
    const struct message_part *part = message->parts->pdata[2];
    assert_string_equal(part->type, "image/jpeg");
    assert_string_equal(part->id, picture->id);
    assert_string_equal(part->filename, picture->name);
    assert_int_equal(part->octets->len, size);
    assert_memory_equal(part->octets->data, data, size);
    g_free(picture->id);
    picture->id = g_strdup("mark>\r\nX: y@b");
    assert_null(mail_write(&draft, NULL));
}

static void test_base64(void **state)
{
    (void)state;
    static const struct {
        size_t length;
        const char *start;
        size_t lines, last; /* octets of the last line */
    } rows[] = {{0, "", 0, 0}, {1, "eA==\r\n", 1, 4}, {57, "eHh4", 1, 76}, {58, "eHh4", 2, 4}};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *octets = g_strnfill(rows[i].length, 'x');
        g_autoptr(GString) out = g_string_new(NULL);
        mail_base64(out, octets, rows[i].length);
        g_auto(GStrv) lines = g_strsplit(out->str, "\r\n", -1);
        assert_true(g_str_has_prefix(out->str, rows[i].start));
        assert_int_equal(g_strv_length(lines), rows[i].lines == 0 ? 0 : rows[i].lines + 1);
        assert_int_equal(rows[i].lines == 0 ? 0 : strlen(lines[rows[i].lines - 1]), rows[i].last);
    }
}

static void test_quoted_printable(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        unsigned column;
        const char *wanted;
        unsigned after;
    } rows[] = {
        {"a=b", 0, "a=3Db", 5},
        {"æ\nb", 0, "=C3=A6\r\nb", 1},
        {"x \ny\t\r\nz ", 0, "x=20\r\ny=09\r\nz=20", 4},
        {"abc", 73, "ab=\r\nc", 1},
        {"å", 70, "=C3=\r\n=A5", 3},
        {".a\n.", 0, "=2Ea\r\n=2E", 3},
        {"..", 74, ".=\r\n=2E", 3},
        {"\r", 0, "=0D", 3},
        {"", 5, "", 5},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GString) out = g_string_new(NULL);
        unsigned column = rows[i].column;
        mail_quoted_printable(out, rows[i].text, strlen(rows[i].text), &column);
        assert_string_equal(out->str, rows[i].wanted);
        assert_int_equal(column, rows[i].after);
    }
}

static void test_header_values(void **state)
{
    (void)state;
    static const struct {
        const char *name, *address, *wanted;
    } rows[] = {
        {NULL, "a@b.example", "a@b.example"},
        {"", "a@b.example", "a@b.example"},
        {"Karen Holm", "a@b.example", "Karen Holm <a@b.example>"},
        {"Holm, K. \"Kaj\"", "a@b.example", "\"Holm, K. \\\"Kaj\\\"\" <a@b.example>"},
        {"Åse", "a@b.example", "=?utf-8?Q?=C3=85se?= <a@b.example>"},
        {"a\r\nBcc: x", "a@b.example\r\nBcc:x", "=?utf-8?Q?a__Bcc=3A_x?= <a@b.exampleBcc:x>"},
        {" x", "a@b.example", "=?utf-8?Q?_x?= <a@b.example>"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GString) out = g_string_new(NULL);
        mail_header_mailbox(out, rows[i].name, rows[i].address, 4);
        assert_string_equal(out->str, rows[i].wanted);
    }
    g_autoptr(GString) out = g_string_new(NULL);
    mail_header_text(out, "\xff\xc3", 9);
    assert_string_equal(out->str, "=?utf-8?Q?=3F=3F?=");
}

static void test_dates(void **state)
{
    (void)state;
    static const struct {
        int64_t moment;
        int offset;
        const char *wanted;
    } rows[] = {{1364886000, 7200, "Tue, 02 Apr 2013 09:00:00 +0200"},
                {0, 0, "Thu, 01 Jan 1970 00:00:00 +0000"},
                {1356998399, -12600, "Mon, 31 Dec 2012 20:29:59 -0330"},
                {951782400, 3600, "Tue, 29 Feb 2000 01:00:00 +0100"}};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *got = mail_date(rows[i].moment, rows[i].offset);
        assert_string_equal(got, rows[i].wanted);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bodies_come_back),
        cmocka_unit_test(test_names_and_subjects_come_back),
        cmocka_unit_test(test_control_characters_are_refused),
        cmocka_unit_test(test_same_draft_same_octets),
        cmocka_unit_test(test_pictures),
        cmocka_unit_test(test_base64),
        cmocka_unit_test(test_quoted_printable),
        cmocka_unit_test(test_header_values),
        cmocka_unit_test(test_dates),
    };
    return cmocka_run_group_tests_name("mail/mime_write", tests, NULL, NULL);
}
