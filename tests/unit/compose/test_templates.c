#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include <glib/gstdio.h>

#include "base/failure.h"
#include "compose/fields.h"
#include "compose/templates.h"

static const char *const files[] = {"words.conf",
                                    "layout/styles.conf",
                                    "layout/mail.html.mustache",
                                    "layout/mail.text.mustache",
                                    "layout/mail.text.en.mustache",
                                    "letters/received.md",
                                    "letters/received.en.md",
                                    "letters/staff-inbox.md",
                                    "newsletter/2013-03.md",
                                    "newsletter/2013-04.md",
                                    "newsletter/notes.txt"};
static char *folder;

static void put(const char *name, const char *text)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    g_autofree char *parent = g_path_get_dirname(path);
    g_mkdir_with_parents(parent, 0700);
    assert_true(g_file_set_contents(path, text, -1, NULL));
}

static int set_up(void **state)
{
    (void)state;
    folder = g_dir_make_tmp("moedested-templates-XXXXXX", NULL);
    put("words.conf",
        "# ord\n[da.weekdays]\n2 = tirsdag\n[da.months]\n4 = april\n[en.months]\n4 = April\n"
        "[da.dates]\ndate = {weekday} den {day}. {month} {year}\n"
        "time = {weekday} den {day}. {month} {year} kl. {hour}.{minute}\n"
        "[en.dates]\ndate = {day} {month} {year}\n"
        "[da.findings]\nunknown-near = kender ikke {{{name}}}, mente du {{{near}}}?\n");
    put("layout/styles.conf", "p = margin: 0\n");
    put("layout/mail.html.mustache",
        "<title>{{emne}}</title>\n{{$indhold}}{{/indhold}}\n{{center}}");
    put("layout/mail.text.mustache", "{{$indhold}}{{/indhold}}\n\nHilsen {{center}}\n");
    put("layout/mail.text.en.mustache", "{{$indhold}}{{/indhold}}\n\nRegards {{center}}\n");
    put("letters/received.md",
        "---\nemne: Vi har {{#vedroerende}}\"{{vedroerende}}\"{{/vedroerende}}\n---\nKære "
        "{{fornavn}}{{^fornavn}}læser{{/fornavn}}.\n\nModtaget {{modtaget}}.\n");
    put("letters/received.en.md", "---\nemne: We have it\n---\nDear {{fornavn}}.\n");
    put("letters/staff-inbox.md", "---\nemne: Sag {{sag}}\n---\n> {{brevtekst}}\n");
    put("newsletter/2013-04.md", "---\nemne: April\nmodtagere: soegere\n---\nHej\n");
    put("newsletter/2013-03.md",
        "---\nemne: Marts\nmodtagere: søgere og arbejdsgivere\nudsendes: 2013-03-20 09:00\n"
        "senest: 2013-03-21\nforhaandsvisning: Nyt\n---\nHej\n");
    put("newsletter/notes.txt", "x");
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    static const char *const folders[] = {"layout", "letters", "newsletter", ""};
    for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
        g_autofree char *path = g_build_filename(folder, files[i], NULL);
        g_remove(path);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(folders); i++) {
        g_autofree char *path = g_build_filename(folder, folders[i], NULL);
        g_remove(path);
    }
    g_clear_pointer(&folder, g_free);
    return 0;
}

static struct templates *open_folder(void)
{
    g_autoptr(GError) error = NULL;
    struct templates *templates = templates_open(folder, &error);
    assert_null(error);
    assert_non_null(templates);
    return templates;
}

static void test_letters(void **state)
{
    (void)state;
    static const struct {
        const char *name, *language, *data, *subject, *text, *html;
    } rows[] = {
        {"received", "da",
         "{\"center\":\"A & "
         "B\",\"fornavn\":\"<Åse>\",\"vedroerende\":\"a\\nb\",\"modtaget\":\"nu\"}",
         "Vi har \"a b\"", "Kære <Åse>.\n\nModtaget nu.\n\nHilsen A & B\n",
         "<title>Vi har &quot;a b&quot;</title>\n<p style=\"margin: 0\">Kære &lt;Åse&gt;.</p>\n"
         "<p style=\"margin: 0\">Modtaget nu.</p>\nA &amp; B"},
        {"received", "da", "{}", "Vi har", "Kære læser.\n\nModtaget .\n\nHilsen \n", NULL},
        {"received", "en", "{\"fornavn\":\"Åse\"}", "We have it", "Dear Åse.\n\nRegards \n", NULL},
        {"received", "../x", "{}", "Vi har", NULL, NULL},
        {"staff-inbox", "en", "{\"sag\":\"7\",\"brevtekst\":\"Hej\\n<b>du\"}", "Sag 7",
         "> Hej\n> <b>du\n\nHilsen \n",
         "<title>Sag 7</title>\n<blockquote><p style=\"margin: 0\">Hej<br>&lt;b&gt;du</p>"
         "</blockquote>\n"},
    };
    SCOPED(templates) struct templates *templates = open_folder();
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;
        struct rendered mail = {0};
        json_t *data = json_loads(rows[i].data, 0, NULL);
        assert_true(
            templates_letter(templates, rows[i].name, rows[i].language, data, &mail, &error));
        assert_string_equal(mail.subject, rows[i].subject);
        if (rows[i].text != NULL) {
            assert_string_equal(mail.text, rows[i].text);
        }
        if (rows[i].html != NULL) {
            assert_string_equal(mail.html, rows[i].html);
        }
        rendered_clear(&mail);
        json_decref(data);
    }
}

static void test_letters_that_fail(void **state)
{
    (void)state;
    json_t *data = json_object();
    struct rendered mail = {0};
    g_autoptr(GError) error = NULL;
    {
        SCOPED(templates) struct templates *templates = open_folder();
        assert_false(templates_letter(templates, "welcome", "da", data, &mail, &error));
        assert_int_equal(error->code, FAILURE_NOT_FOUND);
        g_clear_error(&error);
    }
    put("letters/received.md", "---\nemne: a\n---\n\nKære {{fornavnn}}\n");
    {
        SCOPED(templates) struct templates *templates = open_folder();
        assert_false(templates_letter(templates, "received", "da", data, &mail, &error));
        assert_non_null(strstr(error->message, "letters/received.md:5:6: kender ikke {{fornavnn}}, "
                                               "mente du {{fornavn}}?"));
        g_clear_error(&error);
    }
    /* a field of another letter */
    put("letters/received.md", "---\nemne: a\n---\n{{brevtekst}}\n");
    {
        SCOPED(templates) struct templates *templates = open_folder();
        assert_false(templates_letter(templates, "received", "da", data, &mail, &error));
        g_clear_error(&error);
    }
    put("letters/received.md", "---\nemne: {{#a}}\n---\nHej\n");
    {
        SCOPED(templates) struct templates *templates = open_folder();
        assert_false(templates_letter(templates, "received", "da", data, &mail, &error));
        assert_non_null(strstr(error->message, "letters/received.md:2: feltet emne"));
        g_clear_error(&error);
    }
    put("letters/received.md", "---\nemne: \xe6\n---\nHej\n");
    {
        SCOPED(templates) struct templates *templates = open_folder();
        assert_false(templates_letter(templates, "received", "da", data, &mail, &error));
    }
    assert_null(mail.subject);
    json_decref(data);
}

/* A paragraph is broken where it is too long with its values in it; what was written as lines of
 * their own stays so. */
static void test_lines_are_broken_last(void **state)
{
    (void)state;
    put("letters/received.md",
        "---\nemne: a\n---\n"
        "Tryk Svar. Det, du skriver, sender vi til {{fornavn}} fra\nvores adresse. Din egen "
        "adresse sender vi ikke med.\n\n"
        "Kort linje,\\\nog en til.\n\n"
        "- Et punkt, som skrives til {{fornavn}} og er langt nok til at det må brydes.\n"
        "- To\n    - Et punkt i et punkt om {{fornavn}}, som også er langt nok til at brydes.\n");
    SCOPED(templates) struct templates *templates = open_folder();
    json_auto_t *data = json_pack("{s:s}", "fornavn", "fremmed@ukendt.example");
    struct rendered mail = {0};
    g_autoptr(GError) error = NULL;
    assert_true(templates_letter(templates, "received", "da", data, &mail, &error));
    assert_string_equal(mail.text,
                        "Tryk Svar. Det, du skriver, sender vi til fremmed@ukendt.example fra\n"
                        "vores adresse. Din egen adresse sender vi ikke med.\n\n"
                        "Kort linje,\nog en til.\n\n"
                        "- Et punkt, som skrives til fremmed@ukendt.example og er langt nok til\n"
                        "  at det må brydes.\n- To\n"
                        "  - Et punkt i et punkt om fremmed@ukendt.example, som også er langt nok\n"
                        "    til at brydes.\n\nHilsen \n");
    rendered_clear(&mail);
}

static void test_folders_that_fail(void **state)
{
    (void)state;
    static const struct {
        const char *file, *text, *message;
    } rows[] = {
        {"layout/mail.html.mustache", "{{#a}}", "mail.html.mustache:1:1: this section"},
        {"layout/mail.html.mustache", NULL, "mail.html.mustache: there is no such file"},
        {"words.conf", "[a]\nb", "words.conf:2: a line needs"},
        {"words.conf", "[a]\nb = 1\nb = 2\n", "words.conf:3: this key stands twice"},
        {"words.conf", "[]\n", "words.conf:1: a group needs"},
        {"words.conf", NULL, "words.conf: there is no such file"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;
        g_autofree char *path = g_build_filename(folder, rows[i].file, NULL);
        g_autofree char *before = NULL;
        assert_true(g_file_get_contents(path, &before, NULL, NULL));
        if (rows[i].text == NULL) {
            g_remove(path);
        } else {
            put(rows[i].file, rows[i].text);
        }
        assert_null(templates_open(folder, &error));
        assert_int_equal(error->code, FAILURE_CONFIGURATION);
        assert_non_null(strstr(error->message, rows[i].message));
        put(rows[i].file, before);
    }
}

static void test_issues(void **state)
{
    (void)state;
    SCOPED(templates) struct templates *templates = open_folder();
    g_autoptr(GPtrArray) issues = templates_issues(templates, NULL);
    assert_int_equal(issues->len, 2);
    assert_string_equal(g_ptr_array_index(issues, 0), "2013-03");
    struct issue_front front = {0};
    assert_true(templates_issue_front(templates, "2013-03", &front, NULL));
    assert_string_equal(front.subject, "Marts");
    assert_string_equal(front.preview, "Nyt");
    assert_string_equal(front.send, "2013-03-20 09:00");
    assert_string_equal(front.latest, "2013-03-21");
    assert_true(front.seekers && front.employers);
    issue_front_clear(&front);
    assert_true(templates_issue_front(templates, "2013-04", &front, NULL));
    assert_true(front.seekers && !front.employers);
    assert_null(front.send);
    issue_front_clear(&front);
    static const char *const missing[] = {"2013-05", "../letters/received", ".x", ""};
    for (size_t i = 0; i < G_N_ELEMENTS(missing); i++) {
        g_autoptr(GError) error = NULL;
        assert_false(templates_issue_front(templates, missing[i], &front, &error));
        assert_int_equal(error->code, FAILURE_NOT_FOUND);
    }
}

static void test_words_and_dates(void **state)
{
    (void)state;
    SCOPED(templates) struct templates *templates = open_folder();
    assert_string_equal(templates_word(templates, "en", "months", "4"), "April");
    assert_string_equal(templates_word(templates, "en", "weekdays", "2"), "tirsdag");
    assert_string_equal(templates_word(templates, "da", "months", "13"), "13");
    SCOPED(clock) struct clock *clock = clock_new("Europe/Copenhagen");
    g_autofree char *day = templates_date(templates, "da", clock, 1364886000, false);
    g_autofree char *time = templates_date(templates, "da", clock, 1364886000, true);
    g_autofree char *english = templates_date(templates, "en", clock, 1364886000, false);
    assert_string_equal(day, "tirsdag den 2. april 2013");
    assert_string_equal(time, "tirsdag den 2. april 2013 kl. 9.00");
    assert_string_equal(english, "2 April 2013");
}

static void test_shipped_templates(void **state)
{
    (void)state;
    g_autoptr(GError) error = NULL;
    SCOPED(templates) struct templates *templates = templates_open("templates", &error);
    assert_null(error);
    for (const char *const *letter = fields_letters(); *letter != NULL; letter++) {
        json_t *data = json_object();
        for (const struct field *field = fields_all(); field->name != NULL; field++) {
            if (field_holds(field, *letter) && json_object_get(data, field->name) == NULL) {
                json_object_set_new(data, field->name, json_string(field->example));
            }
        }
        struct rendered mail = {0};
        templates_letter(templates, *letter, "da", data, &mail, &error);
        if (error != NULL) {
            print_message("%s\n", error->message);
        }
        assert_null(error);
        assert_null(strstr(mail.html, "{{"));
        assert_null(strstr(mail.text, "{{"));
        rendered_clear(&mail);
        json_decref(data);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_letters, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_letters_that_fail, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_lines_are_broken_last, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_folders_that_fail, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_issues, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_words_and_dates, set_up, tear_down),
        cmocka_unit_test(test_shipped_templates),
    };
    return cmocka_run_group_tests_name("compose/templates", tests, NULL, NULL);
}
