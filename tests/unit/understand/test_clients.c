/* Every answer of tests/data/clients/svar.liste, as each client of that folder sends it with our
 * letter under it, over it or around it: what the sender wrote comes out, and nothing else. In the
 * files SVAR stands for the answer, SVARP for one in paragraphs of Outlook, BREV for the letter;
 * what stands before BREV in its line stands before each of its lines. */
#include "support/language.h"

#include <string.h>

#include "compose/form.h"
#include "support/templates.h"
#include "understand/understand.h"

#define CLIENTS "tests/data/clients"

struct letter {
    char *text, *html;
};

static struct letter letters[2];
static char **answers;

static void read_letters(void)
{
    letters[0].text = g_strdup("Seniorjobberen, marts 2013\n\nKære Kirsten\n\n"
                               "Næste informationsmøde er tirsdag den 2. april kl. 10.\n\n"
                               "Svar blot AFMELD, hvis du ikke vil have flere mails.\n"
                               "Ring til mig på 33 17 00 00.\n\nVenlig hilsen\nSeniorjob");
    letters[0].html = g_strdup("<p>Kære Kirsten</p><p>Næste informationsmøde er den 2. april.</p>"
                               "<p>Svar blot <b>AFMELD</b>, hvis du ikke vil have flere mails.</p>"
                               "<p>Venlig hilsen<br>Seniorjob</p>");
    struct bench bench = bench_open();
    g_autoptr(GError) error = NULL;
    SCOPED(templates) struct templates *templates = open_templates(&bench);
    json_object_set_new(bench.site, "dato", json_string("20. marts 2013"));
    SCOPED(form)
    struct form *form = form_compile(templates, "2013-03", PERSON_SEEKER, bench.site, &error);
    assert_non_null(form);
    json_t *values = json_object();
    for (const struct field *field = fields_all(); field->name != NULL; field++) {
        json_object_set_new(values, field->name, json_string(field->example));
    }
    g_autoptr(GBytes) slots = form_slots(form, values);
    json_decref(values);
    struct rendered mail = {0};
    assert_true(form_preview(form, slots, &mail));
    letters[1].text = g_strchomp(g_strdup(mail.text));
    const char *body = strstr(mail.html, "<body"), *end = strstr(mail.html, "</body>");
    assert_true(body != NULL && end != NULL);
    letters[1].html = g_strdup_printf("<div>%.*s</div>", (int)(end - strchr(body, '>') - 1),
                                      strchr(body, '>') + 1);
    rendered_clear(&mail);
    bench_close(&bench);
}

static int open_all(void **state)
{
    if (load(state) != 0) {
        return 1;
    }
    g_autofree char *text = NULL;
    assert_true(g_file_get_contents(CLIENTS "/svar.liste", &text, NULL, NULL));
    const char *first = strchr(text, '\n') + 1; /* the comment */
    answers = g_strsplit(first, "\n====\n", -1);
    for (size_t i = 0; answers[i] != NULL; i++) {
        g_strchomp(answers[i]);
    }
    assert_true(g_strv_length(answers) > 15);
    read_letters();
    return 0;
}

static int close_all(void **state)
{
    for (size_t i = 0; i < G_N_ELEMENTS(letters); i++) {
        g_free(letters[i].text);
        g_free(letters[i].html);
    }
    g_strfreev(answers);
    return unload(state);
}

/* Replaces `word` wherever it stands. */
static void put_in(GString *in, const char *word, const char *text)
{
    g_string_replace(in, word, text, 0);
}

static char *as_html(const char *answer, bool paragraphs)
{
    g_auto(GStrv) lines = g_strsplit(answer, "\n", -1);
    GString *out = g_string_new(NULL);
    for (size_t i = 0; lines[i] != NULL; i++) {
        g_autofree char *line = g_markup_escape_text(lines[i], -1);
        if (paragraphs) {
            g_string_append_printf(out, "<p class=\"MsoNormal\">%s<o:p></o:p></p>",
                                   *line == '\0' ? "&nbsp;" : line);
        } else {
            g_string_append_printf(out, "%s%s", i > 0 ? "<br>\n" : "", line);
        }
    }
    return g_string_free(out, FALSE);
}

/* The line with BREV, once for each line of the letter. */
static void put_letter(GString *mail, const char *letter)
{
    for (char *at = strstr(mail->str, "BREV"); at != NULL; at = strstr(mail->str, "BREV")) {
        const char *start = at;
        while (start > mail->str && start[-1] != '\n') {
            start--;
        }
        g_autofree char *prefix = g_strndup(start, (size_t)(at - start));
        g_autofree char *separator = g_strdup_printf("\n%s", prefix);
        g_auto(GStrv) lines = g_strsplit(letter, "\n", -1);
        g_autofree char *quoted = g_strjoinv(separator, lines);
        gssize place = at - mail->str;
        g_string_erase(mail, place, strlen("BREV"));
        g_string_insert(mail, place, quoted);
    }
}

static char *make_mail(const char *form, bool html, const char *answer, const struct letter *letter)
{
    g_autoptr(GString) body = g_string_new(form);
    if (html) {
        g_autofree char *paragraphs = as_html(answer, true), *lines = as_html(answer, false);
        put_in(body, "SVARP", paragraphs);
        put_in(body, "SVAR", lines);
        put_in(body, "BREV", letter->html);
    } else {
        put_in(body, "SVAR", answer);
        put_letter(body, letter->text);
    }
    return g_strdup_printf("From: Kirsten Sørensen <kirsten@example.dk>\n"
                           "To: Seniorjob <seniorjob@seniorjob.example>\nSubject: SV: Hej\n"
                           "MIME-Version: 1.0\nContent-Type: text/%s; charset=utf-8\n"
                           "Content-Transfer-Encoding: 8bit\n\n%s",
                           html ? "html" : "plain", body->str);
}

/* The lines that say something, without blanks at their ends: how many blank lines HTML has between
 * them is its writer's affair. */
static char *plain_lines(const char *text)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    GString *out = g_string_new(NULL);
    for (size_t i = 0; lines[i] != NULL; i++) {
        g_strstrip(lines[i]);
        if (*lines[i] != '\0') {
            g_string_append_printf(out, "%s\n", lines[i]);
        }
    }
    return g_string_free(out, FALSE);
}

/* A sign-off of the client's signature and the name under it may stay. */
static bool is_right(const char *got, const char *answer)
{
    g_autofree char *lines = plain_lines(got), *wanted = plain_lines(answer);
    static const char *const kept[] = {"", "Venlig hilsen\nKirsten Sørensen\n",
                                       "Med venlig hilsen\nKirsten Sørensen\n",
                                       "Kirsten Sørensen\n"};
    for (size_t i = 0; i < G_N_ELEMENTS(kept); i++) {
        g_autofree char *with = g_strconcat(wanted, kept[i], NULL);
        if (strcmp(lines, with) == 0) {
            return true;
        }
    }
    return false;
}

static void test_client(void **state)
{
    const char *name = *state;
    bool html = g_str_has_suffix(name, ".html");
    g_autofree char *path = g_build_filename(CLIENTS, name, NULL);
    g_autofree char *form = NULL;
    assert_true(g_file_get_contents(path, &form, NULL, NULL));
    unsigned wrong = 0;
    for (size_t i = 0; answers[i] != NULL; i++) {
        for (size_t k = 0; k < G_N_ELEMENTS(letters); k++) {
            g_autofree char *mail = make_mail(form, html, answers[i], &letters[k]);
            struct understand_context context = {.replying_to = "newsletter",
                                                 .today = "2013-03-21"};
            SCOPED(verdict)
            struct verdict *verdict = understand(language, &context, mail, strlen(mail));
            if (!is_right(verdict->text, answers[i])) {
                print_error("%s: with letter %zu\n%s\nbecame\n%.400s\n\n", name, k, answers[i],
                            verdict->text);
                wrong++;
            }
        }
    }
    assert_int_equal(wrong, 0);
}

int main(void)
{
    GArray *tests = g_array_new(FALSE, TRUE, sizeof(struct CMUnitTest));
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GDir) dir = g_dir_open(CLIENTS, 0, NULL);
    const char *file;
    while (dir != NULL && (file = g_dir_read_name(dir)) != NULL) {
        if (g_str_has_suffix(file, ".txt") || g_str_has_suffix(file, ".html")) {
            char *name = g_strdup(file);
            g_ptr_array_add(names, name);
            struct CMUnitTest test = {
                .name = name, .test_func = test_client, .initial_state = name};
            g_array_append_val(tests, test);
        }
    }
    int failed =
        names->len < 100 ||
        _cmocka_run_group_tests("understand/clients", (struct CMUnitTest *)(gpointer)tests->data,
                                tests->len, open_all, close_all);
    g_array_free(tests, TRUE);
    return failed;
}
