#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "compose/document.h"

#define FRONT "---\nemne: Hej\n---\n"

/* `folder`: "." for an issue, whose lines are broken here; NULL for a letter. */
static struct document *read_body(const char *body, const char *folder, const char *styles,
                                  GError **error)
{
    SCOPED(words) struct words *words = words_parse("styles", styles, NULL);
    g_autofree char *text = g_strconcat(FRONT, body, NULL);
    return document_read(NULL, words, folder, "x.md", text, error);
}

static void assert_both(const char *body, const char *html, const char *text)
{
    g_autoptr(GError) error = NULL;
    SCOPED(document) struct document *document = read_body(body, ".", "", &error);
    assert_null(error);
    assert_string_equal(document->html, html);
    assert_string_equal(document->text, text);
    g_free(document->front->values[0]);
    document->front->values[0] = NULL;
    SCOPED(mustache) struct mustache *page = mustache_parse("h", 1, document->html, &error);
    SCOPED(mustache) struct mustache *plain = mustache_parse("t", 1, document->text, &error);
    assert_null(error);
    assert_true(page != NULL && plain != NULL);
}

/* The four traps: link targets, sections alone on a line, tables, autolinks. */
static void test_tags_survive(void **state)
{
    (void)state;
    static const struct {
        const char *body, *html, *text;
    } rows[] = {
        {"[Skriv]({{hjemmeside}}) til {{navn}}\n",
         "<p><a href=\"{{hjemmeside}}\">Skriv</a> til {{navn}}</p>\n",
         "Skriv <{{hjemmeside}}> til {{navn}}\n\n"},
        {"[Afmeld]({{afmeldlink}})\n", "<p><a href=\"{{afmeldlink}}\">Afmeld</a></p>\n",
         "Afmeld <{{afmeldadresse}}>\n\n"},
        {"[Ja](mailto:{{svaradresse}}?subject=Ja%20tak)\n",
         "<p><a href=\"mailto:{{svaradresse}}?subject=Ja%20tak\">Ja</a></p>\n",
         "Ja <{{svaradresse}}>\n\n"},
        {"[Ja](mailto:{{svaradresse}}?subject=Ja%20tak \"knap\")\n",
         "<table role=\"presentation\" cellspacing=\"0\" cellpadding=\"0\" border=\"0\" "
         "style=\"margin: 0 0 16px;\"><tbody><tr><td class=\"knap\"><a "
         "href=\"mailto:{{svaradresse}}?subject=Ja%20tak\">Ja</a></td></tr></tbody></table>\n",
         "Ja: {{svaradresse}}\n\n"},
        {"Før\n{{#soeger}}\nDu\n{{/soeger}}\nEfter\n",
         "<p>Før</p>\n{{#soeger}}\n<p>Du</p>\n{{/soeger}}\n<p>Efter</p>\n",
         "Før\n\n{{#soeger}}\nDu\n\n{{/soeger}}\nEfter\n\n"},
        {"# Kære {{#fornavn}}**{{fornavn}}**{{/fornavn}}{{^fornavn}}læser{{/fornavn}}\n",
         "<h1>Kære {{#fornavn}}<strong>{{fornavn}}</strong>{{/fornavn}}{{^fornavn}}læser"
         "{{/fornavn}}</h1>\n",
         "Kære {{#fornavn}}{{fornavn}}{{/fornavn}}{{^fornavn}}læser{{/fornavn}}\n\n"},
        {"| A | B |\n|---|---|\n| {{navn}} | 1 |\n{{#soeger}}\n| c | [d]({{hjemmeside}}) |\n"
         "{{/soeger}}\n| e | f |\n",
         "<table cellspacing=\"0\" cellpadding=\"0\" border=\"0\"><thead><tr><th scope=\"col\">A"
         "</th><th scope=\"col\">B</th></tr>\n</thead><tbody>\n<tr><td>{{navn}}</td><td>1</td></tr>"
         "\n{{#soeger}}\n<tr><td>c</td><td><a "
         "href=\"{{hjemmeside}}\">d</a></td></tr>\n{{/soeger}}\n"
         "<tr><td>e</td><td>f</td></tr>\n</tbody></table>\n",
         "A: {{navn}}\nB: 1\n\n{{#soeger}}\nA: c\nB: d <{{hjemmeside}}>\n\n{{/soeger}}\nA: e\nB: f"
         "\n\n"},
        {"{{#soeger}}\n| | |\n|---|---|\n| Sted | Ry |\n{{/soeger}}\n",
         "{{#soeger}}\n<table cellspacing=\"0\" cellpadding=\"0\" border=\"0\"><thead><tr><th "
         "scope=\"col\"></th><th scope=\"col\"></th></tr>\n</thead><tbody>\n<tr><td>Sted</td><td>Ry"
         "</td></tr>\n</tbody></table>\n{{/soeger}}\n",
         "{{#soeger}}\nSted: Ry\n\n{{/soeger}}\n"},
        {"<{{hjemmeside}}> og <{{svaradresse}}> og <mailto:{{svaradresse}}>\n",
         "<p><a href=\"{{hjemmeside}}\">{{hjemmeside}}</a> og <a href=\"mailto:{{svaradresse}}\">"
         "{{svaradresse}}</a> og <a href=\"mailto:{{svaradresse}}\">{{svaradresse}}</a></p>\n",
         "{{hjemmeside}} og {{svaradresse}} og {{svaradresse}}\n\n"},
        {"- a\n{{#x}}\n- b\n{{/x}}\n- c\n\nSlut\n",
         "<ul>\n<li>a</li>\n{{#x}}\n<li>b</li>\n{{/x}}\n<li>c</li>\n</ul>\n<p>Slut</p>\n",
         "- a\n{{#x}}\n- b\n{{/x}}\n- c\n\nSlut\n\n"},
        {"- a\n{{#x}}\n- b\n\nTekst\n{{/x}}\n",
         "<ul>\n<li>a</li>\n</ul>\n{{#x}}\n<ul>\n<li>b</li>\n</ul>\n<p>Tekst</p>\n{{/x}}\n",
         "- a\n\n{{#x}}\n- b\n\nTekst\n\n{{/x}}\n"},
        {"*{{a}}* `{{b}}` {{! intet }}\n", "<p><em>{{a}}</em> <code>{{b}}</code></p>\n",
         "{{a}} {{b}}\n\n"},
        {"{{#a}}**En.**{{/a}}{{^a}}**To.**{{/a}}\n",
         "<p>{{#a}}<strong>En.</strong>{{/a}}{{^a}}<strong>To.</strong>{{/a}}</p>\n",
         "{{#a}}En.{{/a}}{{^a}}To.{{/a}}\n\n"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        assert_both(rows[i].body, rows[i].html, rows[i].text);
    }
}

/* Words that look like what stands for a tag while Markdown is read. */
static void test_words_like_tags(void **state)
{
    (void)state;
    assert_both("**{{a}}**s =qzm0000= qzm0000\n",
                "<p><strong>{{a}}</strong>s =qzm0000= qzm0000</p>\n",
                "{{a}}s =qzm0000= qzm0000\n\n");
    assert_both("qzm0000zq {{a}}\n", "<p>qzm0000zq {{a}}</p>\n", "qzm0000zq {{a}}\n\n");
}

/* In plain text a button says what it answers, or where to when that is in its words already. */
static void test_buttons(void **state)
{
    (void)state;
    static const struct {
        const char *body, *target, *words, *text;
    } rows[] = {{"[Ja, jeg kommer](mailto:{{svaradresse}}?subject=M%C3%B8de&body=JA \"knap\")\n",
                 "subject=M%C3%B8de&amp;body=JA", "Ja, jeg kommer", "Ja, jeg kommer: JA\n\n"},
                {"[Ja](mailto:{{svaradresse}}?body=Ja \"knap\")\n", "body=Ja", "Ja",
                 "Ja: {{svaradresse}}\n\n"}};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *html = g_strdup_printf(
            "<table role=\"presentation\" cellspacing=\"0\" cellpadding=\"0\" border=\"0\" "
            "style=\"margin: 0 0 16px;\"><tbody><tr><td class=\"knap\"><a "
            "href=\"mailto:{{svaradresse}}?%s\">%s</a></td></tr></tbody></table>\n",
            rows[i].target, rows[i].words);
        assert_both(rows[i].body, html, rows[i].text);
    }
}

static void test_markdown(void **state)
{
    (void)state;
    static const struct {
        const char *body, *html, *text;
    } rows[] = {
        {"a & b < \"c\"\n", "<p>a &amp; b &lt; &quot;c&quot;</p>\n", "a & b < \"c\"\n\n"},
        {"## Møde\n\n### Tid\n", "<h2>Møde</h2>\n<h3>Tid</h3>\n", "Møde\n----\n\nTid\n\n"},
        {"3. a\n4. b\n", "<ol start=\"3\">\n<li>a</li>\n<li>b</li>\n</ol>\n", "3. a\n4. b\n\n"},
        {"> citat\n> mere\n", "<blockquote><p>citat\nmere</p></blockquote>\n", "> citat mere\n\n"},
        {"    kode <x>\n", "<pre>kode &lt;x&gt;\n</pre>\n", "    kode <x>\n\n"},
        {"a\\\nb\n\n---\n", "<p>a<br>\nb</p>\n<hr>\n", "a\nb\n\n* * *\n\n"},
        {"- a\n  - b\n", "<ul>\n<li>a<ul>\n<li>b</li>\n</ul>\n</li>\n</ul>\n", "- a\n  - b\n\n"},
        {"[Ø](https://x.example/ø?a=1&b=2)\n",
         "<p><a href=\"https://x.example/%C3%B8?a=1&amp;b=2\">Ø</a></p>\n",
         "Ø <https://x.example/ø?a=1&b=2>\n\n"},
        {"Ord som fylder godt op i en linje af ren tekst så den må brydes et sted før enden\n",
         "<p>Ord som fylder godt op i en linje af ren tekst så den må brydes et sted før "
         "enden</p>\n",
         "Ord som fylder godt op i en linje af ren tekst så den må brydes et sted\nfør enden\n\n"},
        {"", "", ""},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        assert_both(rows[i].body, rows[i].html, rows[i].text);
    }
}

static void test_styles(void **state)
{
    (void)state;
    SCOPED(document)
    struct document *document = read_body(
        "a [b](https://b.example)\n\n[c](https://c.example \"knap\")\n", NULL,
        "p = margin: 0\na = color: red\nbutton = padding: 1px; background-color: #123456;\n"
        "button-link = color: \"x\"\n",
        NULL);
    assert_string_equal(
        document->html,
        "<p style=\"margin: 0\">a <a href=\"https://b.example\" style=\"color: red\">b</a></p>\n"
        "<table role=\"presentation\" cellspacing=\"0\" cellpadding=\"0\" border=\"0\" "
        "style=\"margin: 0 0 16px;\"><tbody><tr><td class=\"knap\" bgcolor=\"#123456\" "
        "style=\"padding: 1px; background-color: #123456;\"><a href=\"https://c.example\" "
        "style=\"color: &quot;x&quot;\">c</a></td></tr></tbody></table>\n");
}

static void test_errors_say_where(void **state)
{
    (void)state;
    static const struct {
        const char *body, *message;
    } rows[] = {
        {"a\n\n<b>x</b>\n", "x.md:6: HTML i teksten"},
        {"{{#x}}\na\n{{/x}}\n\n<div>\n", "x.md:8: HTML i teksten"},
        {"a\n![b](c.png)\n", "x.md:5: billeder"},
        {"[a](javascript:alert)\n", "x.md:4: linket \"javascript:alert\""},
        {"a {{{navn}}}\n", "x.md:4:3: {{{navn}}} sætter"},
        {"{{>x}}\n", "x.md:4:1: {{>...}} kan kun stå i et layout"},
        {"{{=<% %>=}}\n", "x.md:4:1: {{=...}} kan kun stå i et layout"},
        {"a\n{{#b}}\n", "x.md:5:1: afsnittet b bliver aldrig lukket"},
        {"{{/b}}\n", "x.md:4:1: b lukker et afsnit"},
        {"a\nhttps://x{{^a}}b\n{{/a}}\n", "x.md:5:10: afsnittet a går på tværs"},
        {"{{a\n", "x.md:4:1: {{a slutter aldrig"},
        {"{{a b}}\n", "x.md:4:1: et navn mellem"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;
        assert_null(read_body(rows[i].body, NULL, "", &error));
        if (!g_str_has_prefix(error->message, rows[i].message)) {
            print_message("%s\n", error->message);
        }
        assert_true(g_str_has_prefix(error->message, rows[i].message));
    }
}

static void test_front_matter(void **state)
{
    (void)state;
    g_autoptr(GError) error = NULL;
    SCOPED(front)
    struct front *front = front_read(
        NULL, "x.md", "---\n# en note\nemne:  Hej: du \nudsendes: 2013-03-20 09:00\n\n---\nTekst\n",
        &error);
    assert_null(error);
    assert_string_equal(front->values[FRONT_SUBJECT], "Hej: du");
    assert_string_equal(front->values[FRONT_SEND], "2013-03-20 09:00");
    assert_null(front->values[FRONT_LATEST]);
    assert_int_equal(front->lines[FRONT_SEND], 4);
    assert_string_equal(front->body, "Tekst\n");
    assert_int_equal(front->body_line, 7);
    static const struct {
        const char *text, *message;
    } rows[] = {
        {"", "x.md:1: filen skal begynde med"},
        {"# Hej\n", "x.md:1: filen skal begynde med"},
        {"---\nemne: a\n", "x.md:3: der mangler en linje ---"},
        {"---\nemne: a", "x.md:2: der mangler en linje ---"},
        {"---\n---\n", "x.md:1: feltet \"emne\" mangler"},
        {"---\nemne:\n---\n", "x.md:1: feltet \"emne\" mangler"},
        {"---\nemne: a\nemne: b\n---\n", "x.md:3: \"emne\" står her to gange"},
        {"---\nemnee: a\n---\n", "x.md:2: ukendt linje \"emnee\". Mente du \"emne\"?"},
        {"---\nqqqqqq: a\n---\n", "x.md:2: ukendt linje \"qqqqqq\". Her kan stå"},
        {"---\nhej\n---\n", "x.md:2: skriv linjen som"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) problem = NULL;
        assert_null(front_read(NULL, "x.md", rows[i].text, &problem));
        if (!g_str_has_prefix(problem->message, rows[i].message)) {
            print_message("%s\n", problem->message);
        }
        assert_true(g_str_has_prefix(problem->message, rows[i].message));
    }
}

/* Random Markdown with random tags: never a crash, and what comes out is Mustache. */
static void test_random_text(void **state)
{
    (void)state;
    static const char *const pieces[] = {
        "{{a}}",    "{{#a}}",  "{{/a}}", "{{^a}}", "\n", "\n\n",      "- ",         "1. ",
        "| ",       "|---|\n", "> ",     "    ",   "# ", "*",         "**",         "`",
        "[x]",      "(",       ")",      "<",      ">",  "æ",         "ord ",       "{{",
        "}}",       "{",       "}",      "\\",     "![", "https://x", "\n{{#a}}\n", "\n{{/a}}\n",
        "{{! x }}", "```\n",   "---\n",  "&amp;",  "\t", "{{.}}"};
    g_autoptr(GRand) random = g_rand_new_with_seed(1965);
    unsigned good = 0;
    for (int i = 0; i < 4000; i++) {
        g_autoptr(GString) body = g_string_new(NULL);
        for (int count = g_rand_int_range(random, 1, 25); count > 0; count--) {
            g_string_append(body, pieces[g_rand_int_range(random, 0, (int)G_N_ELEMENTS(pieces))]);
        }
        g_autoptr(GError) error = NULL;
        SCOPED(document) struct document *document = read_body(body->str, NULL, "", &error);
        assert_true((document == NULL) == (error != NULL));
        if (document != NULL) {
            SCOPED(mustache) struct mustache *page = mustache_parse("h", 1, document->html, &error);
            SCOPED(mustache) struct mustache *text = mustache_parse("t", 1, document->text, &error);
            if (error != NULL) {
                print_message("%s\n=====\n%s\n=====\n%s\n%s\n", body->str, document->html,
                              document->text, error->message);
            }
            assert_true(page != NULL && text != NULL);
            good++;
        }
    }
    assert_true(good > 200);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tags_survive), cmocka_unit_test(test_words_like_tags),
        cmocka_unit_test(test_markdown),     cmocka_unit_test(test_buttons),
        cmocka_unit_test(test_styles),       cmocka_unit_test(test_errors_say_where),
        cmocka_unit_test(test_front_matter), cmocka_unit_test(test_random_text),
    };
    return cmocka_run_group_tests_name("compose/document", tests, NULL, NULL);
}
