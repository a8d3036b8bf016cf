/* What `check` says of a source: one row, one thing that staff get wrong. Each row gets a copy of
 * the shipped templates with one file of its own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "compose/check.h"
#include "support/templates.h"

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
    {"a tag without its end", FRONT "Hej {{fornavn\n" REST, "{{fornavn slutter aldrig", 7, 5, true},
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
    {"button that is broken", FRONT "[Ja tak](mailto:{{svaradresse}}?body=JA knap)\n" REST,
     "linket \"Ja tak\" er ikke skrevet rigtigt", 7, 1, true},
    {"button", FRONT "[Ja tak](mailto:{{svaradresse}}?body=JA \"knap\")\n" REST, NULL, 0, 0, false},
    {"stars that stay", FRONT "Her er ** fed ** tekst.\n" REST,
     "\"** fed ** tekst.\": Læseren ser stjernerne. Skriv **ordet** uden mellemrum", 7, 8, false},
    {"stars that stay, in a section",
     FRONT "Ja\n\n{{#soeger}}\n\nKom **nu ** ud.\n\n{{/soeger}}\n" REST, "Læseren ser stjernerne",
     11, 5, false},
    {"stars that are gone", FRONT "Her er **fed** tekst, og **{{telefon}}**.\n" REST, NULL, 0, 0,
     false},
    {"stars in code", FRONT "Skriv `**fed**`.\n" REST, NULL, 0, 0, false},
    {"picture without words", FRONT "![](logo.png)\n" REST, "billedet mangler en tekst", 7, 1,
     true},
    {"picture that is not there", FRONT "![Et hus](billeder/hus.png)\n" REST,
     "billedet \"billeder/hus.png\" findes ikke", 7, 1, true},
    {"picture that is none", FRONT "![Et hus](words.conf)\n" REST, "er hverken PNG eller JPEG", 7,
     1, true},
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
    {"front matter that never ends", "---\nemne: a\nmodtagere: alle\n\nKom til os\n",
     "der mangler en linje ---", 5, 1, true},
    {"front matter that never ends, before a line with a colon",
     "---\nemne: a\nmodtagere: alle\nHusk: kom\n", "der mangler en linje ---", 4, 1, true},
    {"long subject",
     "---\nemne: Et emne, der er så langt, at ingen kan læse det på en telefon i sporvognen\n"
     "modtagere: alle\n---\n" REST,
     "emnet er på", 2, 1, false},
    {"a date that is none", "---\nemne: a\nmodtagere: alle\nudsendes: på onsdag\n---\n" REST,
     "\"på onsdag\" er ikke en dato", 4, 1, true},
    {"a day that is none", "---\nemne: a\nmodtagere: alle\nudsendes: 2013-02-30 09:00\n---\n" REST,
     "\"2013-02-30 09:00\" findes ikke i kalenderen", 4, 1, true},
    {"an hour that is none",
     "---\nemne: a\nmodtagere: alle\nudsendes: 2013-02-28 25:00\n---\n" REST,
     "\"2013-02-28 25:00\" er ikke en dato", 4, 1, true},
    {"latest before first",
     "---\nemne: a\nmodtagere: alle\nudsendes: 2013-03-20 09:00\nsenest: 2013-03-19 "
     "09:00\n---\n" REST,
     "\"senest\" ligger før", 5, 1, true},
    {"Latin-1", "---\nemne: a\nmodtagere: alle\n---\n\nK\xe6re dig\n", "filen er ikke UTF-8", 6, 1,
     true},
};

static const struct check_hours hours = {.hour = "09:00", .send_before = 6 * 3600};

static void check_row(const struct row *row)
{
    struct bench bench = bench_open();
    put(&bench, "newsletter/proeve.md", row->text);
    {
        SCOPED(templates) struct templates *templates = open_templates(&bench);
        g_autoptr(GPtrArray) findings =
            check_issue(templates, bench.clock, bench.site, "proeve", &hours);
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

/* What lies beside the issues and is none is named, because nobody would ever get it. */
static void strange_issues(void **state)
{
    (void)state;
    static const struct {
        const char *file;
        bool named, taken;
    } files[] = {
        {"2013-05.txt", true, false},       {"2013-05 kopi.md", true, false},
        {"2013-05 (1).md", true, false},    {"2013-05.md~", true, false},
        {"2013-05.MD", true, false},        {".2013-05.md.swp", false, false},
        {"hus.PNG", false, false},          {"mark.jpeg", false, false},
        {"september_2013.md", false, true}, {"påske-2013.md", false, true},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
        struct bench bench = bench_open();
        g_autofree char *relative = g_strconcat("newsletter/", files[i].file, NULL);
        put(&bench, relative, FRONT REST);
        {
            SCOPED(templates) struct templates *templates = open_templates(&bench);
            g_autoptr(GPtrArray) findings = check_templates(templates, bench.clock, bench.site);
            bool named = false;
            for (unsigned k = 0; k < findings->len; k++) {
                const struct finding *finding = g_ptr_array_index(findings, k);
                named = named || (g_str_has_suffix(finding->file, relative) && !finding->stops &&
                                  strstr(finding->text, "kommer ikke med som et nummer") != NULL);
            }
            if (named != files[i].named) {
                fail_msg("%s: named %d", files[i].file, named);
            }
            g_autoptr(GPtrArray) issues = templates_issues(templates, NULL);
            assert_int_equal(issues->len, files[i].taken ? 3 : 2);
        }
        bench_close(&bench);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_row),
                                       cmocka_unit_test(strange_issues)};
    return cmocka_run_group_tests_name("compose/check", tests, NULL, NULL);
}
