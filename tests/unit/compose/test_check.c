/* What `check` says: one row, one thing that staff get wrong. Each row gets a copy of the shipped
 * templates with one file of its own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include <glib/gstdio.h>

#include "base/file.h"
#include "compose/check.h"
#include "compose/fields.h"

#ifdef SANITIZED
#define SECOND (10 * G_USEC_PER_SEC)
#else
#define SECOND G_USEC_PER_SEC
#endif

/* Six lines of front matter: the body begins in line 7. */
#define FRONT \
    "---\nemne: Prøve\nforhaandsvisning: Kort\nmodtagere: alle\nudsendes: 2013-03-20 09:00\n---\n"
#define REST "\n# Prøve\n\nVi ses. Svar **AFMELD**, hvis du ikke vil have flere.\n"

struct row {
    const char *name;
    const char *text; /* of newsletter/proeve.md */
    const char *says; /* part of the finding; NULL: there is none */
    unsigned line, column;
    bool stops;
};

/* Line 7 is the line behind FRONT. */
static const struct row rows[] = {
    {"all is well", FRONT REST, NULL, 0, 0, false},
    {"unknown field with a suggestion", FRONT "Hej {{fornavnn}}\n" REST,
     "ukendt felt {{fornavnn}}. Mente du {{fornavn}}?", 7, 5, true},
    {"unknown field like no other", FRONT "Hej {{zzzzzzzzzz}}\n" REST, "ukendt felt {{zzzzzzzzzz}}",
     7, 5, true},
    {"columns are characters", FRONT "Æøå {{fornavnn}}\n" REST, "ukendt felt", 7, 5, true},
    {"a letter's field in an issue", FRONT "Hej {{brevtekst}}\n" REST, "ukendt felt {{brevtekst}}",
     7, 5, true},
    {"a field that may be empty", FRONT "Hej {{fornavn}}\n" REST, "{{fornavn}} kan være tomt", 7, 5,
     true},
    {"with a fallback",
     FRONT "Hej {{#fornavn}}{{fornavn}}{{/fornavn}}{{^fornavn}}du{{/fornavn}}\n" REST, NULL, 0, 0,
     false},
    {"a field that is never empty", FRONT "Ring til {{telefon}}\n" REST, NULL, 0, 0, false},
    {"unclosed section", FRONT "{{#soeger}}Hej\n" REST,
     "afsnittet {{#soeger}} bliver aldrig lukket", 7, 1, true},
    {"closed too often", FRONT "Hej{{/soeger}}\n" REST, "{{/soeger}} lukker et afsnit", 7, 4, true},
    {"closed crosswise", FRONT "{{#soeger}}{{#navn}}x{{/soeger}}{{/navn}}\n" REST,
     "{{/soeger}} lukker, før {{/navn}} er skrevet", 7, 22, true},
    {"a tag without its end", FRONT "Hej {{fornavn\n" REST, "{{ uden }}", 7, 5, true},
    {"unescaped value", FRONT "Hej {{{telefon}}}\n" REST, "{{{telefon}}} sætter værdien ind", 7, 5,
     true},
    {"link that says nothing", FRONT "[Klik her](https://a.example/)\n" REST,
     "linket hedder \"Klik her\"", 7, 1, false},
    {"link without a text", FRONT "[](https://a.example/)\n" REST, "linket har ingen tekst", 7, 1,
     true},
    {"link without https", FRONT "[Om reglerne](http://a.example/)\n" REST,
     "\"http://a.example/\" er ikke https://", 7, 1, false},
    {"link that runs", FRONT "[Om reglerne](javascript:alert)\n" REST, "er ikke https://", 7, 1,
     true},
    {"good link", FRONT "[Om reglerne](https://a.example/)\n" REST, NULL, 0, 0, false},
    {"picture without words", FRONT "![](logo.png)\n" REST, "billedet mangler en tekst", 7, 1,
     false},
    {"picture from afar", FRONT "![Et hus](https://a.example/hus.png)\n" REST,
     "billedet ligger på nettet", 7, 1, true},
    {"shouting", FRONT "HUSK DET NU alle\n" REST, "\"HUSK DET NU\" er skrevet med store", 7, 1,
     false},
    {"one word in capitals", FRONT "Svar AFMELD i dag.\n" REST, NULL, 0, 0, false},
    {"three exclamation marks", FRONT "Hej! Kom! Nu!\n" REST, "3 udråbstegn", 7, 13, false},
    {"two exclamation marks", FRONT "Hej! Kom!\n" REST, NULL, 0, 0, false},
    {"wrong weekday", FRONT "Kom onsdag den 2. april 2013.\n" REST,
     "den 2.4.2013 er en tirsdag, ikke en onsdag", 7, 5, false},
    {"wrong weekday without a year", FRONT "Kom onsdag den 2. april.\n" REST,
     "den 2.4.2013 er en tirsdag", 7, 5, false},
    {"right weekday", FRONT "Kom tirsdag den 2. april 2013.\n" REST, NULL, 0, 0, false},
    {"no such day", FRONT "Kom den 31. april 2013.\n" REST, "31. april 2013 findes ikke", 7, 9,
     true},
    {"past", FRONT "Kom den 5. marts 2013.\n" REST, "5. marts 2013 er før", 7, 9, false},
    {"past today, when nobody says when it is sent",
     "---\nemne: a\nmodtagere: alle\n---\nKom den 5. marts 2013.\n" REST, "5. marts 2013 er før", 5,
     9, false},
    {"a name for one audience only",
     FRONT "{{#soeger}}Hej{{#fornavn}} {{fornavn}}{{/fornavn}}{{/soeger}}\n" REST, NULL, 0, 0,
     false},
    {"a value in a heading, a link and a list",
     FRONT "{{#navn}}\n\n## Til {{navn}}\n\n- "
           "{{navn}}\n\n[{{navn}}](https://a.example/)\n\n{{/navn}}\n" REST,
     NULL, 0, 0, false},
    {"two years", FRONT "Fra den 2. april 2013 til den 3. april 2014.\n" REST,
     "to år nævnes (2013, 2014)", 7, 31, false},
    {"HTML by hand", FRONT "Hej <b>du</b>\n" REST, "HTML i teksten", 7, 1, true},
    {"no heading", FRONT "Hej. Svar AFMELD.\n", "netop én overskrift", 7, 1, false},
    {"hard to read",
     FRONT REST "\nArbejdsmarkedscentrets informationsarrangementer henvender sig til "
                "dagpengeberettigede personer, hvis dagpengeperiode er ophørt, og som opfylder "
                "seniorjoblovens betingelser vedrørende efterlønsbidrag, anciennitet samt "
                "rådighedsforpligtelse overfor kommunen.\n",
     "Over 45 kan den ikke sendes", 0, 0, true},
    {"no subject", "---\nmodtagere: alle\n---\n" REST, "feltet \"emne\" mangler", 1, 1, true},
    {"no front matter", "# Prøve\n", "begynde med en linje ---", 1, 1, true},
    {"a slip in the front matter", "---\nemnee: a\nmodtagere: alle\n---\n" REST,
     "ukendt linje \"emnee\". Mente du \"emne\"?", 2, 1, true},
    {"long subject",
     "---\nemne: Et emne, der er så langt, at ingen kan læse det på en telefon i sporvognen\n"
     "modtagere: alle\n---\n" REST,
     "emnet er på", 2, 1, false},
    {"a date that is none", "---\nemne: a\nmodtagere: alle\nudsendes: på onsdag\n---\n" REST,
     "\"på onsdag\" er ikke en dato", 4, 1, true},
    {"latest before first",
     "---\nemne: a\nmodtagere: alle\nudsendes: 2013-03-20 09:00\nsenest: 2013-03-19 "
     "09:00\n---\n" REST,
     "\"senest\" ligger før", 5, 1, true},
    {"Latin-1", "---\nemne: a\nmodtagere: alle\n---\n\nK\xe6re dig\n", "filen er ikke UTF-8", 6, 1,
     true},
};

struct bench {
    char *directory;
    struct clock *clock;
    json_t *site;
};

static void copy_folder(const char *from, const char *to)
{
    g_autoptr(GDir) folder = g_dir_open(from, 0, NULL);
    assert_non_null(folder);
    assert_int_equal(g_mkdir_with_parents(to, 0700), 0);
    for (const char *name = g_dir_read_name(folder); name != NULL; name = g_dir_read_name(folder)) {
        g_autofree char *source = g_build_filename(from, name, NULL);
        g_autofree char *target = g_build_filename(to, name, NULL);
        if (g_file_test(source, G_FILE_TEST_IS_DIR)) {
            copy_folder(source, target);
            continue;
        }
        g_autofree char *octets = NULL;
        size_t length;
        assert_true(g_file_get_contents(source, &octets, &length, NULL));
        assert_true(g_file_set_contents(target, octets, (gssize)length, NULL));
    }
}

static void remove_folder(const char *path)
{
    g_autoptr(GDir) folder = g_dir_open(path, 0, NULL);
    for (const char *name = folder != NULL ? g_dir_read_name(folder) : NULL; name != NULL;
         name = g_dir_read_name(folder)) {
        g_autofree char *inner = g_build_filename(path, name, NULL);
        remove_folder(inner);
    }
    g_remove(path);
}

/* The site's fields, by their examples; `clock` stands on the morning of 20 March 2013. */
static struct bench bench_open(void)
{
    struct bench bench = {.directory = g_dir_make_tmp("check-XXXXXX", NULL)};
    assert_non_null(bench.directory);
    copy_folder("templates", bench.directory);
    bench.clock = clock_new("Europe/Copenhagen");
    clock_set(bench.clock, 1363766400, false);
    bench.site = json_object();
    for (const struct field *field = fields_all(); field->name != NULL; field++) {
        if (field->group == FIELD_SITE && field->letters == NULL) {
            json_object_set_new(bench.site, field->name, json_string(field->example));
        }
    }
    json_object_del(bench.site, "emne");
    json_object_del(bench.site, "forhaandsvisning");
    return bench;
}

static void bench_close(struct bench *bench)
{
    remove_folder(bench->directory);
    g_free(bench->directory);
    clock_free(bench->clock);
    json_decref(bench->site);
}

static void put(const struct bench *bench, const char *relative, const char *text)
{
    g_autofree char *path = g_build_filename(bench->directory, relative, NULL);
    assert_true(g_file_set_contents(path, text, -1, NULL));
}

static struct templates *open_templates(const struct bench *bench)
{
    g_autoptr(GError) error = NULL;
    struct templates *templates = templates_open(bench->directory, &error);
    if (templates == NULL) {
        fail_msg("%s", error->message);
    }
    return templates;
}

/* What was found, one a line, for the message of a failing test. The caller owns it. */
static char *told(const GPtrArray *findings)
{
    GString *text = g_string_new("");
    for (unsigned i = 0; i < findings->len; i++) {
        const struct finding *finding = g_ptr_array_index(findings, i);
        g_string_append_printf(text, "\n  %s:%u:%u: %s%s", finding->file, finding->line,
                               finding->column, finding->stops ? "" : "(warning) ", finding->text);
    }
    return g_string_free(text, FALSE);
}

static void check_row(const struct row *row)
{
    struct bench bench = bench_open();
    put(&bench, "newsletter/proeve.md", row->text);
    {
        SCOPED(templates) struct templates *templates = open_templates(&bench);
        g_autoptr(GPtrArray) findings = check_issue(templates, bench.clock, bench.site, "proeve");
        g_autofree char *all = told(findings);
        if (row->says == NULL && findings->len > 0) {
            fail_msg("%s: nothing is wrong with it, but:%s", row->name, all);
        }
        bool said = row->says == NULL;
        for (unsigned i = 0; i < findings->len; i++) {
            const struct finding *finding = g_ptr_array_index(findings, i);
            said =
                said || (strstr(finding->text, row->says) != NULL && finding->line == row->line &&
                         finding->column == row->column && finding->stops == row->stops &&
                         g_str_has_suffix(finding->file, "newsletter/proeve.md"));
        }
        if (!said) {
            fail_msg("%s: \"%s\" at %u:%u expected, but:%s", row->name, row->says, row->line,
                     row->column, all);
        }
    }
    bench_close(&bench);
}

static void every_row(void **state)
{
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        check_row(&rows[i]);
    }
}

static void what_we_ship_is_clean_and_fast(void **state)
{
    (void)state;
    struct bench bench = bench_open();
    {
        SCOPED(templates) struct templates *templates = open_templates(&bench);
        int64_t start = clock_stopwatch();
        g_autoptr(GPtrArray) findings = check_templates(templates, bench.clock, bench.site);
        int64_t took = clock_stopwatch() - start;
        if (findings->len > 0) {
            g_autofree char *all = told(findings);
            fail_msg("findings:%s", all);
        }
        assert_true(took <= SECOND);
    }
    bench_close(&bench);
}

/* A change to one shipped file, and the finding of the whole folder that it has to bring. */
struct damage {
    const char *name, *file, *from, *to, *says;
};

static const struct damage damages[] = {
    {"letter with a slip in a field", "letters/received.md", "{{modtaget}}", "{{modtagett}}",
     "ukendt felt {{modtagett}}. Mente du {{modtaget}}?"},
    {"letter in Latin-1", "letters/welcome.md", "Kære", "K\xe6re", "filen er ikke UTF-8"},
    {"English letter", "letters/welcome.en.md", "# Welcome", "# {{fornavn}} welcome",
     "{{fornavn}} kan være tomt"},
    {"layout without the way off the list", "layout/mail.text.mustache", "AFMELD", "Farvel",
     "der står ikke AFMELD i brevet (tekst)"},
    {"layout without a language", "layout/mail.html.mustache", "lang=\"da\" dir=\"ltr\" style",
     "dir=\"ltr\" style", "mangler lang=\"da\""},
    {"layout table without a role", "layout/mail.html.mustache",
     "<table role=\"presentation\" cellspacing=\"0\" cellpadding=\"0\" border=\"0\" width=\"100%\"",
     "<table cellspacing=\"0\" cellpadding=\"0\" border=\"0\" width=\"100%\"",
     "mangler role=\"presentation\""},
    {"layout without the telephone", "layout/mail.text.mustache", "{{telefon}}", "os",
     "telefonnummeret står ikke i brevet (tekst)"},
    {"pale text", "layout/mail.html.mustache", "color: #1f2a33", "color: #8a8f93",
     "farven #8a8f93 på #fdfcfa ses for dårligt"},
    {"pale text in the dark", "layout/mail.html.mustache", "{ color: #eceff1 !important; }",
     "{ color: #5a5f63 !important; }", "farven #5a5f63 på #1e252b ses for dårligt"},
    {"small type", "layout/mail.html.mustache", "font-size: 16px", "font-size: 11px",
     "skriften er 11 px"},
};

static void check_damage(const struct damage *damage)
{
    struct bench bench = bench_open();
    g_autofree char *path = g_build_filename(bench.directory, damage->file, NULL);
    g_autofree char *text = NULL;
    assert_true(g_file_get_contents(path, &text, NULL, NULL));
    g_autoptr(GString) changed = g_string_new(text);
    if (g_string_replace(changed, damage->from, damage->to, 0) == 0) {
        fail_msg("%s: \"%s\" is not in %s", damage->name, damage->from, damage->file);
    }
    put(&bench, damage->file, changed->str);
    {
        SCOPED(templates) struct templates *templates = open_templates(&bench);
        g_autoptr(GPtrArray) findings = check_templates(templates, bench.clock, bench.site);
        g_autofree char *all = told(findings);
        if (strstr(all, damage->says) == NULL) {
            fail_msg("%s: \"%s\" expected, but:%s", damage->name, damage->says, all);
        }
    }
    bench_close(&bench);
}

static void every_damage(void **state)
{
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(damages); i++) {
        check_damage(&damages[i]);
    }
}

static bool has_finding(const GPtrArray *findings, const char *says)
{
    g_autofree char *all = told(findings);
    return strstr(all, says) != NULL;
}

static void letters_missing_and_misnamed(void **state)
{
    (void)state;
    struct bench bench = bench_open();
    g_autofree char *from = g_build_filename(bench.directory, "letters/undone.md", NULL);
    g_autofree char *to = g_build_filename(bench.directory, "letters/undonee.md", NULL);
    assert_int_equal(g_rename(from, to), 0);
    {
        SCOPED(templates) struct templates *templates = open_templates(&bench);
        g_autoptr(GPtrArray) findings = check_templates(templates, bench.clock, bench.site);
        assert_true(has_finding(findings, "letters/undone.md:0:0: brevet mangler"));
        assert_true(has_finding(findings, "kender ikke dette brev. Mente du undone?"));
    }
    bench_close(&bench);
}

static void large_issue(void **state)
{
    (void)state;
    struct bench bench = bench_open();
    g_autoptr(GString) text = g_string_new(FRONT REST);
    while (text->len < 64u * 1024u) {
        g_string_append(text, "\nVi ses i dag. Det er godt.\n");
    }
    put(&bench, "newsletter/stor.md", text->str);
    while (text->len < 90u * 1024u) {
        g_string_append(text, "\nVi ses i dag. Det er godt.\n");
    }
    put(&bench, "newsletter/meget-stor.md", text->str);
    {
        SCOPED(templates) struct templates *templates = open_templates(&bench);
        g_autoptr(GPtrArray) much = check_issue(templates, bench.clock, bench.site, "meget-stor");
        assert_true(has_finding(much, "Højst 80 KB"));
    }
    bench_close(&bench);
}

/* A file that is no template: soon done with, and without a thousand lines. */
static void nonsense(void **state)
{
    (void)state;
    struct bench bench = bench_open();
    g_autoptr(GString) text = g_string_new(FRONT);
    while (text->len < 250u * 1024u) {
        g_string_append(text, "{{a}}\n");
    }
    put(&bench, "newsletter/sludder.md", text->str);
    while (text->len < 300u * 1024u) {
        g_string_append(text, "Vi ses.\n");
    }
    put(&bench, "newsletter/for-stor.md", text->str);
    {
        SCOPED(templates) struct templates *templates = open_templates(&bench);
        int64_t start = clock_stopwatch();
        g_autoptr(GPtrArray) findings = check_issue(templates, bench.clock, bench.site, "sludder");
        assert_true(clock_stopwatch() - start <= SECOND);
        assert_int_equal(findings->len, 50);
        g_autoptr(GPtrArray) large = check_issue(templates, bench.clock, bench.site, "for-stor");
        assert_int_equal(large->len, 1);
        assert_true(has_finding(large, "kan ikke læses"));
    }
    bench_close(&bench);
}

static void too_late(void **state)
{
    (void)state;
    struct bench bench = bench_open();
    put(&bench, "newsletter/sen.md",
        "---\nemne: a\nmodtagere: alle\nudsendes: 2013-03-19 09:00\nsenest: 2013-03-19 10:00\n"
        "---\n" REST);
    {
        SCOPED(templates) struct templates *templates = open_templates(&bench);
        g_autoptr(GPtrArray) findings = check_issue(templates, bench.clock, bench.site, "sen");
        assert_true(has_finding(findings, "fristen \"senest\" er overskredet"));
    }
    bench_close(&bench);
}

static void no_such_issue(void **state)
{
    (void)state;
    struct bench bench = bench_open();
    {
        SCOPED(templates) struct templates *templates = open_templates(&bench);
        g_autoptr(GPtrArray) findings = check_issue(templates, bench.clock, bench.site, "2099-01");
        assert_int_equal(findings->len, 1);
        assert_true(((struct finding *)g_ptr_array_index(findings, 0))->stops);
    }
    bench_close(&bench);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row),    cmocka_unit_test(what_we_ship_is_clean_and_fast),
        cmocka_unit_test(every_damage), cmocka_unit_test(letters_missing_and_misnamed),
        cmocka_unit_test(large_issue),  cmocka_unit_test(nonsense),
        cmocka_unit_test(too_late),     cmocka_unit_test(no_such_issue),
    };
    return cmocka_run_group_tests_name("compose/check", tests, NULL, NULL);
}
