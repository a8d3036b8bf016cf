/* Our own letters, quoted by clients that mark nothing: never does their text unsubscribe anybody.
 * The letters are those that are shipped. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "support/language.h"

#include "compose/form.h"
#include "mail/html_text.h"
#include "mail/mime_read.h"
#include "support/templates.h"
#include "understand/understand.h"

/* What clients put before and behind the letter, %s being the answer. */
static const char *const html_ways[] = {
    "<p>%s</p>LETTER",
    "<div>%s</div><hr>LETTER",
    "LETTER<p>%s</p>",
    "<div>%s</div><p>Citat af Seniorjob &lt;seniorjob@seniorjob.example&gt;:</p>LETTER",
    "<div>%s</div><table><tr><td>Til:</td><td>kirsten@example.org</td></tr><tr><td>cc:</td><td>"
    "</td></tr><tr><td>Emne:</td><td>Seniorjobberen, marts</td></tr></table>LETTER",
    "<div>%s</div><div>&gt;&gt;&gt; Seniorjob &lt;seniorjob@seniorjob.example&gt; 20-03-2013 09:00 "
    "&gt;&gt;&gt;</div>LETTER",
    "<p>%s</p><div style=\"border-left: 1px solid #ccc; padding-left: 1ex\">LETTER</div>",
};

static const char *const text_ways[] = {
    "%s\n\nLETTER",
    "%s\n\n------------------------------\n\nLETTER",
    "LETTER\n\n%s",
    "%s\n\nCitat af Seniorjob <seniorjob@seniorjob.example>:\n\nLETTER",
    "%s\n\nTil: kirsten@example.org\ncc:\nEmne: Seniorjobberen, marts\n\nLETTER",
    "%s\n\n>>> Seniorjob <seniorjob@seniorjob.example> 20-03-2013 09:00 >>>\n\nLETTER",
};

static json_t *examples(void)
{
    json_t *values = json_object();
    for (const struct field *field = fields_all(); field->name != NULL; field++) {
        json_object_set_new(values, field->name, json_string(field->example));
    }
    return values;
}

static struct verdict *verdict_of(const char *type, const char *way, const char *answer,
                                  const char *letter)
{
    g_auto(GStrv) parts = g_strsplit(way, "LETTER", 2);
    g_autofree char *joined = g_strjoinv(letter, parts);
    g_auto(GStrv) around = g_strsplit(joined, "%s", 2);
    g_autofree char *body = g_strjoinv(answer, around);
    g_autofree char *raw = g_strdup_printf(
        "From: Kirsten Testesen <kirsten@example.org>\r\nSubject: SV: Seniorjobberen\r\n"
        "Content-Type: %s; charset=utf-8\r\n\r\n%s\r\n",
        type, body);
    struct understand_context context = {.replying_to = "newsletter", .today = "2013-03-21"};
    return understand(language, &context, raw, strlen(raw));
}

static bool unsubscribes(const struct verdict *verdict)
{
    for (guint i = 0; i < verdict->intents->len; i++) {
        const struct verdict_intent *intent = g_ptr_array_index(verdict->intents, i);
        if (strcmp(intent->name, "unsubscribe") == 0) {
            return true;
        }
    }
    return false;
}

static unsigned try_ways(const char *const *ways, size_t count, const char *type,
                         const char *letter)
{
    unsigned wrong = 0;
    for (size_t i = 0; i < count; i++) {
        SCOPED(verdict)
        struct verdict *verdict = verdict_of(type, ways[i], "Ja, jeg kommer", letter);
        /* Below a letter whose beginning is not known its sign-off may swallow the answer; then no
         * rule fits and a human reads it. */
        bool kept = g_str_has_prefix(ways[i], "LETTER") ||
                    g_str_has_prefix(verdict->text, "Ja, jeg kommer");
        if (unsubscribes(verdict) || !kept) {
            print_error("%s: %s: %s\n", type, ways[i], verdict->text);
            wrong++;
        }
    }
    return wrong;
}

/* As it came, and as a client shows it that answers in plain text. */
static unsigned try_letter(const struct rendered *mail)
{
    g_autofree char *marked = html_text(mail->html);
    g_autofree char *shown = html_text_plain(marked);
    return try_ways(html_ways, G_N_ELEMENTS(html_ways), "text/html", mail->html) +
           try_ways(text_ways, G_N_ELEMENTS(text_ways), "text/plain", mail->text) +
           try_ways(text_ways, G_N_ELEMENTS(text_ways), "text/plain", shown);
}

static void render_issue(const struct bench *bench, const char *issue, enum person_role role,
                         struct rendered *mail)
{
    g_autoptr(GError) error = NULL;
    SCOPED(templates) struct templates *templates = open_templates(bench);
    json_object_set_new(bench->site, "dato", json_string("20. marts 2013"));
    SCOPED(form) struct form *form = form_compile(templates, issue, role, bench->site, &error);
    if (form == NULL) {
        fail_msg("%s", error->message);
    }
    json_t *values = examples();
    g_autoptr(GBytes) slots = form_slots(form, values);
    json_decref(values);
    assert_true(form_preview(form, slots, mail));
}

static void test_issues(void **state)
{
    (void)state;
    static const char *const issues[] = {"2013-03", "2013-04"};
    static const enum person_role roles[] = {PERSON_SEEKER, PERSON_EMPLOYER};
    struct bench bench = bench_open();
    unsigned wrong = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(issues) * G_N_ELEMENTS(roles); i++) {
        struct rendered mail = {0};
        render_issue(&bench, issues[i / 2], roles[i % 2], &mail);
        wrong += try_letter(&mail);
        rendered_clear(&mail);
    }
    bench_close(&bench);
    assert_int_equal(wrong, 0);
}

static void test_letters(void **state)
{
    (void)state;
    static const char *const letters[] = {"welcome", "undone", "received", "confirm-unsubscribe",
                                          "unsubscribed"};
    struct bench bench = bench_open();
    SCOPED(templates) struct templates *templates = open_templates(&bench);
    json_t *values = examples();
    unsigned wrong = 0;
    for (size_t i = 0; i < 2 * G_N_ELEMENTS(letters); i++) {
        struct rendered mail = {0};
        g_autoptr(GError) error = NULL;
        if (!templates_letter(templates, letters[i / 2], i % 2 == 0 ? "da" : "en", values, &mail,
                              &error)) {
            fail_msg("%s", error->message);
        }
        wrong += try_letter(&mail);
        rendered_clear(&mail);
    }
    json_decref(values);
    bench_close(&bench);
    assert_int_equal(wrong, 0);
}

/* Whoever means it is heard when we see where our newsletter begins. */
static void test_meant(void **state)
{
    (void)state;
    static const char *const answers[] = {"AFMELD", "Afmeld Seniorjobberen",
                                          "Jeg vil gerne afmeldes nyhedsbrevet"};
    struct bench bench = bench_open();
    struct rendered mail = {0};
    render_issue(&bench, "2013-03", PERSON_SEEKER, &mail);
    for (size_t i = 0; i < G_N_ELEMENTS(answers); i++) {
        SCOPED(verdict)
        struct verdict *verdict = verdict_of("text/html", html_ways[1], answers[i], mail.html);
        assert_string_equal(verdict->text, answers[i]);
        assert_true(unsubscribes(verdict));
    }
    rendered_clear(&mail);
    bench_close(&bench);
}

/* The names and sentences of the letter are enough, should a client drop the links. */
static void test_without_links(void **state)
{
    (void)state;
    SCOPED(verdict)
    struct verdict *verdict = verdict_of("text/plain", text_ways[2], "Ja, jeg kommer",
                                         "Seniorjobberen\n20. marts 2013\n\nKære Kirsten\n\n"
                                         "Du får Seniorjobberen, fordi du har sagt ja til den.\n\n"
                                         "Afmeld Seniorjobberen\n\n"
                                         "Vi bruger kun din adresse til at skrive til dig.");
    assert_string_equal(verdict->text, "Ja, jeg kommer");
    assert_false(unsubscribes(verdict));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_issues),
                                       cmocka_unit_test(test_letters), cmocka_unit_test(test_meant),
                                       cmocka_unit_test(test_without_links)};
    return cmocka_run_group_tests_name("understand/letter", tests, load, unload);
}
