#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>
#include <gmime/gmime.h>
#include <stdio.h>
#include <string.h>

#include <glib/gstdio.h>

#include "base/failure.h"
#include "compose/fields.h"
#include "compose/form.h"

/* A templates folder of its own for each test. */
static char *folder;

static void put(const char *name, const char *text)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    assert_true(g_file_set_contents(path, text, -1, NULL));
}

static int set_up(void **state)
{
    (void)state;
    folder = g_dir_make_tmp("moedested-form-XXXXXX", NULL);
    g_autofree char *layout = g_build_filename(folder, "layout", NULL);
    g_autofree char *newsletter = g_build_filename(folder, "newsletter", NULL);
    g_mkdir(layout, 0700);
    g_mkdir(newsletter, 0700);
    put("words.conf", "[da.lists]\nseeker = Seniorjobberen for søgende\nemployer = Nyt\nnewsletter "
                      "= Nyt på Øen\n");
    put("layout/styles.conf", "p = margin: 0\n");
    put("layout/mail.html.mustache",
        "<html lang=\"da\"><title>{{emne}}</title>{{#forhaandsvisning}}<i>{{forhaandsvisning}}</i>"
        "{{/forhaandsvisning}}\n  {{$indhold}}{{/indhold}}\n<a href=\"{{afmeldlink}}\">Afmeld</a>"
        "</html>\n");
    put("layout/mail.text.mustache",
        "{{$indhold}}{{/indhold}}\n\n-- \n{{center}}\n{{afmeldlink}}\n");
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    static const char *const names[] = {"words.conf",
                                        "layout/styles.conf",
                                        "layout/mail.html.mustache",
                                        "layout/mail.text.mustache",
                                        "newsletter/1.md",
                                        "layout",
                                        "newsletter",
                                        ""};
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *path = g_build_filename(folder, names[i], NULL);
        g_remove(path);
    }
    g_clear_pointer(&folder, g_free);
    return 0;
}

static const char issue[] =
    "---\nemne: Nyt {{#fornavn}}til {{fornavn}}{{/fornavn}} på øen\nforhaandsvisning: Hej "
    "{{fornavn}}{{^fornavn}}læser{{/fornavn}}\nmodtagere: alle\n---\n"
    "# Kære {{fornavn}}{{^fornavn}}læser{{/fornavn}}\n\n"
    "{{#soeger}}\nDu søger et job hos {{arbejdssted}}{{^arbejdssted}}os{{/arbejdssted}}.\n"
    "{{/soeger}}\n{{#arbejdsgiver}}\nI har et job.\n{{/arbejdsgiver}}\n\n"
    "[Svar](mailto:{{svaradresse}}?subject=Ja \"knap\")\n\nRing til {{telefon}}.\n";

static json_t *site(void)
{
    return json_pack("{s:s,s:s,s:s,s:s}", "center", "Seniorjob København", "afsender",
                     "seniorjob@seniorjob.example", "domaene", "seniorjob.example", "telefon",
                     "33 17 00 00");
}

static json_t *reader(const char *name)
{
    json_t *values = json_pack(
        "{s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s}", "mailadresse", "karen@mail.example", "svaradresse",
        "seniorjob+abc@seniorjob.example", "afmeldadresse", "seniorjob+xyz@seniorjob.example",
        "afmeldlink", "mailto:seniorjob+xyz@seniorjob.example?subject=afmeld", "beskedid",
        "1.abc@seniorjob.example", "datolinje", "Tue, 05 Mar 2013 09:00:00 +0100", "arbejdssted",
        "<b>Ål & \"Ørn\"</b>", "navn", name);
    g_auto(GStrv) words = g_strsplit(name, " ", 2);
    json_object_set_new(values, "fornavn", json_string(words[0] != NULL ? words[0] : ""));
    return values;
}

static struct form *compile(const char *text, enum person_role role, GError **error)
{
    put("newsletter/1.md", text);
    SCOPED(templates) struct templates *templates = templates_open(folder, error);
    assert_non_null(templates);
    json_t *data = site();
    struct form *form = form_compile(templates, "1", role, data, error);
    json_decref(data);
    return form;
}

static char *message(const struct form *form, const char *name)
{
    json_t *values = reader(name);
    g_autoptr(GBytes) slots = form_slots(form, values);
    GString *out = g_string_new(NULL);
    assert_true(form_run(form, slots, out));
    json_decref(values);
    return g_string_free(out, FALSE);
}

static void assert_lines(const char *text)
{
    size_t column = 0;
    for (size_t i = 0; text[i] != '\0'; i++) {
        assert_true((unsigned char)text[i] < 0x80);
        column = text[i] == '\n' ? 0 : column + 1;
        assert_true(column <= 78); /* with the CR */
        assert_true(text[i] != '\n' || text[i - 1] == '\r');
        assert_false(text[i] == '.' && i > 0 && text[i - 1] == '\n');
    }
}

static GMimeMessage *parse(const char *text)
{
    GMimeStream *stream = g_mime_stream_mem_new_with_buffer(text, strlen(text));
    GMimeParser *parser = g_mime_parser_new_with_stream(stream);
    GMimeMessage *parsed = g_mime_parser_construct_message(parser, NULL);
    g_object_unref(parser);
    g_object_unref(stream);
    assert_non_null(parsed);
    return parsed;
}

static char *part_text(GMimeMessage *parsed, int which, const char *type)
{
    GMimeMultipart *both = GMIME_MULTIPART(g_mime_message_get_mime_part(parsed));
    GMimeObject *part = g_mime_multipart_get_part(both, which);
    GMimeStream *stream = g_mime_stream_mem_new();
    assert_int_equal(g_mime_multipart_get_count(both), 2);
    assert_string_equal(g_mime_content_type_get_media_subtype(g_mime_object_get_content_type(part)),
                        type);
    g_mime_data_wrapper_write_to_stream(g_mime_part_get_content(GMIME_PART(part)), stream);
    GByteArray *octets = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
    g_autofree char *crlf = g_strndup((const char *)octets->data, octets->len);
    g_object_unref(stream);
    g_auto(GStrv) lines = g_strsplit(crlf, "\r\n", -1);
    return g_strjoinv("\n", lines);
}

static void test_a_copy_reads_well(void **state)
{
    (void)state;
    g_autoptr(GError) error = NULL;
    SCOPED(form) struct form *form = compile(issue, PERSON_SEEKER, &error);
    assert_null(error);
    g_autofree char *raw = message(form, "Åse Sørensen");
    assert_lines(raw);
    GMimeMessage *parsed = parse(raw);
    g_autofree char *text = part_text(parsed, 0, "plain");
    g_autofree char *html = part_text(parsed, 1, "html");
    assert_string_equal(g_mime_message_get_subject(parsed), "Nyt til Åse på øen");
    assert_string_equal(text, "Kære Åse\n\nDu søger et job hos <b>Ål & "
                              "\"Ørn\"</b>.\n\nSvar: seniorjob+abc@seniorjob.example\n\nRing til "
                              "33 17 00 00.\n\n-- \nSeniorjob København\n"
                              "mailto:seniorjob+xyz@seniorjob.example?subject=afmeld\n");
    assert_non_null(strstr(html, "<title>Nyt til Åse på øen</title><i>Hej Åse</i>\n"));
    assert_non_null(strstr(html, "job hos &lt;b&gt;Ål &amp; &quot;Ørn&quot;&lt;/b&gt;.</p>\n"));
    assert_non_null(strstr(html, "<a href=\"mailto:seniorjob+abc@seniorjob.example?subject=Ja\""));
    assert_null(strstr(html, "I har et job"));
    InternetAddressList *to = g_mime_message_get_addresses(parsed, GMIME_ADDRESS_TYPE_TO);
    assert_string_equal(internet_address_get_name(internet_address_list_get_address(to, 0)),
                        "Åse Sørensen");
    g_object_unref(parsed);
}

static void test_headers(void **state)
{
    (void)state;
    static const char *const wanted[] = {
        "From: =?utf-8?Q?Nyt_p=C3=A5_=C3=98en?= <seniorjob@seniorjob.example>\r\n",
        "\r\nTo: Karen Holm <karen@mail.example>\r\n",
        "\r\nReply-To: seniorjob+abc@seniorjob.example\r\n",
        "\r\nSubject: =?utf-8?Q?Nyt_til_Karen_p=C3=A5_=C3=B8en?=\r\n",
        "\r\nDate: Tue, 05 Mar 2013 09:00:00 +0100\r\n",
        "\r\nMessage-ID: <1.abc@seniorjob.example>\r\n",
        "\r\nMIME-Version: 1.0\r\n",
        "\r\nContent-Type: multipart/alternative;\r\n boundary=\"=_",
        "\r\nContent-Language: da\r\n",
        ("\r\nList-Id: =?utf-8?Q?Seniorjobberen_for_s=C3=B8gende?=\r\n "
         "<seniorjobberen-soegere.seniorjob.example>\r\n"),
        ("\r\nList-Unsubscribe: "
         "<mailto:seniorjob+xyz@seniorjob.example?subject=afmeld>\r\n"),
        "\r\nList-Help: <mailto:seniorjob@seniorjob.example?subject=hj%C3%A6lp>\r\n",
        "\r\nList-Owner: <mailto:seniorjob@seniorjob.example>\r\n",
        "\r\nList-Subscribe: <mailto:seniorjob@seniorjob.example?subject=tilmeld>\r\n",
        "\r\nList-Post: NO\r\n",
        "\r\nPrecedence: bulk\r\n",
        "\r\nAuto-Submitted: auto-generated\r\n",
        "\r\nX-Auto-Response-Suppress: OOF, AutoReply\r\n",
        "\r\nFeedback-ID: 1:soegere:nyhedsbrev:seniorjobexampl\r\n"};
    SCOPED(form) struct form *form = compile(issue, PERSON_SEEKER, NULL);
    g_autofree char *raw = message(form, "Karen Holm");
    *strstr(raw, "\r\n\r\n") = '\0';
    g_autofree char *head = g_strconcat(raw, "\r\n", NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(wanted); i++) {
        if (strstr(head, wanted[i]) == NULL) {
            print_message("missing: %s in\n%s\n", wanted[i], head);
        }
        assert_non_null(strstr(head, wanted[i]));
    }
}

static void test_roles_and_empty_fields(void **state)
{
    (void)state;
    SCOPED(form) struct form *form = compile(issue, PERSON_EMPLOYER, NULL);
    json_t *values = reader("");
    g_autoptr(GBytes) slots = form_slots(form, values);
    struct rendered mail = {0};
    assert_true(form_preview(form, slots, &mail));
    assert_string_equal(mail.subject, "Nyt  på øen");
    assert_true(g_str_has_prefix(mail.text, "Kære læser\n"));
    assert_non_null(strstr(mail.text, "\n\nI har et job.\n\n"));
    assert_null(strstr(mail.text, "Du søger"));
    assert_non_null(strstr(mail.html, "<i>Hej læser</i>"));
    rendered_clear(&mail);
    json_decref(values);
    g_autofree char *raw = message(form, "");
    assert_non_null(strstr(raw, "\r\nTo: karen@mail.example\r\n"));
    assert_non_null(strstr(raw, "<seniorjobberen-arbejdsgivere.seniorjob.example>"));
}

static void test_hostile_names(void **state)
{
    (void)state;
    SCOPED(form) struct form *form = compile(issue, PERSON_SEEKER, NULL);
    static const char *const names[] = {"Kaj\r\nBcc: x@y.example",
                                        "=?utf-8?Q?Bcc?= Holm",
                                        "<script>alert(1)</script> X",
                                        "*x* ](http://evil.example)",
                                        ".",
                                        "{{navn}} {{{navn}}}",
                                        "\"Kaj\" <kaj@evil.example>",
                                        "=3D =\r\n"};
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *raw = message(form, names[i]);
        assert_lines(raw);
        assert_null(strstr(raw, "\r\nBcc:"));
        GMimeMessage *parsed = parse(raw);
        g_autofree char *html = part_text(parsed, 1, "html");
        InternetAddressList *to = g_mime_message_get_addresses(parsed, GMIME_ADDRESS_TYPE_TO);
        assert_int_equal(internet_address_list_length(to), 1);
        assert_null(strstr(html, "<script>"));
        assert_null(strstr(html, "href=\"http://evil"));
        g_object_unref(parsed);
    }
    g_autoptr(GString) longest = g_string_new(NULL);
    for (int i = 0; i < 100; i++) {
        g_string_append(longest, "Åse");
    }
    g_autofree char *raw = message(form, longest->str);
    assert_lines(raw);
    GMimeMessage *parsed = parse(raw);
    g_autofree char *text = part_text(parsed, 0, "plain");
    assert_non_null(strstr(text, longest->str));
    g_object_unref(parsed);
}

static void test_frozen_is_the_same(void **state)
{
    (void)state;
    SCOPED(form) struct form *form = compile(issue, PERSON_SEEKER, NULL);
    SCOPED(form) struct form *again = compile(issue, PERSON_SEEKER, NULL);
    g_autoptr(GBytes) frozen = form_freeze(form);
    g_autoptr(GBytes) second = form_freeze(again);
    assert_true(g_bytes_equal(frozen, second));
    SCOPED(form) struct form *thawed = form_thaw(frozen, NULL);
    assert_non_null(thawed);
    g_autofree char *one = message(form, "Åse Å");
    g_autofree char *two = message(thawed, "Åse Å");
    assert_string_equal(one, two);
    g_autofree char *hash = form_hash(frozen);
    g_autofree char *hash_again = form_hash(second);
    assert_int_equal(strlen(hash), 64);
    assert_string_equal(hash, hash_again);
    g_autoptr(GBytes) wrong = g_bytes_new_static("abc", 3);
    g_autoptr(GString) out = g_string_new(NULL);
    assert_false(form_run(form, wrong, out));
}

static void test_damaged_forms(void **state)
{
    (void)state;
    SCOPED(form) struct form *form = compile(issue, PERSON_SEEKER, NULL);
    g_autoptr(GBytes) frozen = form_freeze(form);
    gsize length;
    const uint8_t *good = g_bytes_get_data(frozen, &length);
    json_t *values = reader("Karen");
    g_autoptr(GBytes) slots = form_slots(form, values);
    g_autoptr(GRand) random = g_rand_new_with_seed(2013);
    g_autoptr(GString) out = g_string_new(NULL);
    for (unsigned i = 0; i < 20000; i++) {
        gsize size = i % 4 == 0 ? (gsize)g_rand_int_range(random, 0, (int)length) : length;
        g_autofree uint8_t *bad = g_memdup2(good, length);
        for (int j = g_rand_int_range(random, 1, 6); j > 0; j--) {
            /* mostly where the numbers are */
            int limit = i % 2 == 0 ? MIN(1200, (int)length) : (int)length;
            bad[g_rand_int_range(random, 0, limit)] = (uint8_t)g_rand_int_range(random, 0, 256);
        }
        g_autoptr(GBytes) bytes = g_bytes_new(bad, size);
        g_autoptr(GError) error = NULL;
        SCOPED(form) struct form *thawed = form_thaw(bytes, &error);
        assert_true((thawed == NULL) == (error != NULL));
        g_string_truncate(out, 0);
        if (thawed != NULL) {
            form_run(thawed, slots, out);
        }
    }
    json_decref(values);
}

static void test_errors(void **state)
{
    (void)state;
    static const struct {
        const char *text, *message;
    } rows[] = {
        {"---\nemne: a\nmodtagere: alle\n---\nHej {{fornavnn}}\n",
         "1.md:5:5: ukendt felt {{fornavnn}}. Mente du {{fornavn}}?"},
        {"---\nemne: a {{navnn}}\nmodtagere: alle\n---\nHej\n", "1.md:2:"},
        {"---\nemne: a\nmodtagere: ingen\n---\nHej\n", "1.md:3: \"modtagere\""},
        {"---\nemne: a\nmodtagr: alle\n---\nHej\n", "1.md:3: ukendt linje \"modtagr\". Mente du "
                                                    "\"modtagere\"?"},
        {"---\nemne: a\nmodtagere: alle\n---\n{{sag}}\n", "1.md:5:1: ukendt felt {{sag}}"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;
        assert_null(compile(rows[i].text, PERSON_SEEKER, &error));
        assert_int_equal(error->code, FAILURE_INPUT);
        if (strstr(error->message, rows[i].message) == NULL) {
            print_message("%s\n", error->message);
        }
        assert_non_null(strstr(error->message, rows[i].message));
    }
    put("layout/mail.html.mustache", "{{$indhold}}{{/indhold}}\n{{{navn}}}");
    g_autoptr(GError) error = NULL;
    assert_null(compile(issue, PERSON_SEEKER, &error));
    g_clear_error(&error);
    put("layout/mail.html.mustache", "{{$indhold}}{{/indhold}}\n {{centr}}");
    assert_null(compile(issue, PERSON_SEEKER, &error));
    assert_non_null(strstr(error->message, "mail.html.mustache:2:2: ukendt felt {{centr}}"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_a_copy_reads_well, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_headers, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_roles_and_empty_fields, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_hostile_names, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_frozen_is_the_same, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_damaged_forms, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_errors, set_up, tear_down),
    };
    g_mime_init();
    return cmocka_run_group_tests_name("compose/form", tests, NULL, NULL);
}
