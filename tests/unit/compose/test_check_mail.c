/* What `check` says of whole mails, of the folder, and of what we ship. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>
#include <time.h>

#include "compose/check.h"
#include "support/speed.h"
#include "support/templates.h"

/* Of the processor: the machine may be busy. */
#ifdef SANITIZED
#define SECOND (10.0 * CLOCKS_PER_SEC)
#else
#define SECOND (1.0 * CLOCKS_PER_SEC)
#endif

/* Six lines of front matter: the body begins in line 7. */
#define FRONT \
    "---\nemne: Prøve\nforhaandsvisning: Kort\nmodtagere: alle\nudsendes: 2013-03-20 09:00\n---\n"
#define REST "\n# Prøve\n\nVi ses. Svar **AFMELD**, hvis du ikke vil have flere.\n"

static const struct check_hours hours = {.hour = "09:00", .send_before = 6 * 3600};

static void what_we_ship_is_clean_and_fast(void **state)
{
    (void)state;
    struct bench bench = bench_open();
    {
        SCOPED(templates) struct templates *templates = open_templates(&bench);
        clock_t start = clock();
        g_autoptr(GPtrArray) findings = check_templates(templates, bench.clock, bench.site);
        clock_t took = clock() - start;
        if (findings->len > 0) {
            g_autofree char *all = told(findings);
            fail_msg("findings:%s", all);
        }
        assert_true((double)took <= SECOND * slowness());
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
    {"a page of the timeline", "timeline/timeline.text.mustache", "{{/dage}}", "", "dage"},
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
        g_autoptr(GPtrArray) much =
            check_issue(templates, bench.clock, bench.site, "meget-stor", &hours);
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
        clock_t start = clock();
        g_autoptr(GPtrArray) findings =
            check_issue(templates, bench.clock, bench.site, "sludder", &hours);
        clock_t took = clock() - start;
        assert_true((double)took <= SECOND * slowness());
        assert_int_equal(findings->len, 50);
        g_autoptr(GPtrArray) large =
            check_issue(templates, bench.clock, bench.site, "for-stor", &hours);
        assert_int_equal(large->len, 1);
        assert_true(has_finding(large, "kan ikke læses. Filen er for stor"));
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
        g_autoptr(GPtrArray) findings =
            check_issue(templates, bench.clock, bench.site, "sen", &hours);
        assert_true(has_finding(findings, "fristen \"senest\" er overskredet"));
    }
    bench_close(&bench);
}

/* Its time is over, and it may still go: it goes at once; or not by itself. */
static void late_to_begin(void **state)
{
    (void)state;
    static const struct {
        const char *send;
        bool past, over;
    } rows[] = {{"2013-03-20 08:59", true, false}, {"2013-03-20 03:00", true, false},
                {"2013-03-20 02:59", true, true}, /* six hours after it */
                {"2013-03-19", true, true},        /* at 09:00 */ {"2013-03-20", false, false},
                {"2013-03-20 09:00", false, false}};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        struct bench bench = bench_open();
        g_autofree char *text = g_strdup_printf(
            "---\nemne: a\nmodtagere: alle\nudsendes: %s\n---\n" REST, rows[i].send);
        put(&bench, "newsletter/sen.md", text);
        {
            SCOPED(templates) struct templates *templates = open_templates(&bench);
            g_autoptr(GPtrArray) findings =
                check_issue(templates, bench.clock, bench.site, "sen", &hours);
            assert_int_equal(has_finding(findings, "tiden \"udsendes\""), rows[i].past);
            assert_int_equal(has_finding(findings, "ikke sendt af sig selv"), rows[i].over);
            assert_int_equal(has_finding(findings, "sendt med det samme"),
                             rows[i].past && !rows[i].over);
            assert_false(has_finding(findings, "fristen"));
        }
        bench_close(&bench);
    }
}

static void no_such_issue(void **state)
{
    (void)state;
    struct bench bench = bench_open();
    {
        SCOPED(templates) struct templates *templates = open_templates(&bench);
        g_autoptr(GPtrArray) findings =
            check_issue(templates, bench.clock, bench.site, "2099-01", &hours);
        assert_int_equal(findings->len, 1);
        assert_true(((struct finding *)g_ptr_array_index(findings, 0))->stops);
    }
    bench_close(&bench);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_we_ship_is_clean_and_fast),
        cmocka_unit_test(every_damage),
        cmocka_unit_test(letters_missing_and_misnamed),
        cmocka_unit_test(large_issue),
        cmocka_unit_test(nonsense),
        cmocka_unit_test(too_late),
        cmocka_unit_test(late_to_begin),
        cmocka_unit_test(no_such_issue),
    };
    return cmocka_run_group_tests_name("compose/check_mail", tests, NULL, NULL);
}
