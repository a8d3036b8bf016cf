#include "compose/check_rules.h"

#include <string.h>

#include "compose/fields.h"
#include "compose/form.h"
#include "compose/mustache.h"

#define LONGEST_NAME 300
#define LIX_WARNING 30
#define LIX_STOP 45

/* The made-up people. Each brings what once broke a newsletter somewhere. */
struct reader {
    const char *key;   /* in [da.people] of words.conf */
    const char *value; /* for every free text; NULL: the examples of fields_table.c */
};

static const struct reader readers[] = {{"ordinary", NULL},
                                        {"long", NULL},
                                        {"empty", ""},
                                        {"letters", "Åse-Ærø-Østergård"},
                                        {"script", "<script>alert(1)</script>"},
                                        {"stars", "*x*"}};

static const char *reader_value(const struct reader *reader, const struct field *field,
                                const char *longest)
{
    if (strcmp(reader->key, "ordinary") == 0) {
        return field->example;
    }
    if (strcmp(reader->key, "empty") == 0) {
        return field->may_be_empty ? "" : field->example;
    }
    bool free_text =
        field->group == FIELD_PERSON || (field->group == FIELD_LETTER && field->may_be_empty);
    if (!free_text || strcmp(field->name, "mailadresse") == 0) {
        return field->example;
    }
    return strcmp(reader->key, "long") == 0 ? longest : reader->value;
}

/* Every field of the document for this reader: the site as it is configured, the rest made up. */
static json_t *reader_values(const struct check *check, const struct check_document *document,
                             const struct reader *reader, enum person_role role)
{
    g_autofree char *longest = g_strnfill(LONGEST_NAME, 'x');
    const char *letter = document->kind == CHECK_LETTER ? document->name : NULL;
    json_t *values = json_object();
    for (const struct field *field = fields_all(); field->name != NULL; field++) {
        if (fields_find(letter, field->name) == field) {
            const char *value = reader_value(reader, field, longest);
            json_object_set_new(values, field->name, json_string(value));
        }
    }
    json_object_update(values, (json_t *)(uintptr_t)check->site);
    json_object_set_new(values, "soeger", json_string(role == PERSON_SEEKER ? "ja" : ""));
    json_object_set_new(values, "arbejdsgiver", json_string(role == PERSON_EMPLOYER ? "ja" : ""));
    bool to_staff = letter != NULL && g_str_has_prefix(letter, "staff-");
    json_object_set_new(values, "medarbejder", json_string(to_staff ? "ja" : ""));
    if (document->kind == CHECK_ISSUE) {
        json_object_set_new(values, "nummer", json_string(document->name));
    }
    if (document->sent != NULL) {
        g_autofree char *date = templates_date(check->templates, "da", check->clock,
                                               g_date_time_to_unix(document->sent), false);
        json_object_set_new(values, "dato", json_string(date));
    }
    return values;
}

/* The Markdown as this reader gets it, without the layout; NULL with a finding. The caller owns it.
 */
static char *markdown_of(struct check *check, const struct check_document *document,
                         const json_t *values)
{
    g_autoptr(GError) error = NULL;
    SCOPED(mustache)
    struct mustache *body =
        mustache_parse(check->file, document->body_line, document->body, &error);
    struct mustache_run run = {.data = values, .escape = MUSTACHE_PLAIN};
    g_autoptr(GString) text = g_string_new(NULL);
    if (body == NULL || !mustache_render(body, &run, text, &error)) {
        check_failure(check, error);
        return NULL;
    }
    return g_string_free(g_steal_pointer(&text), FALSE);
}

static void check_leftovers(struct check *check, const struct rendered *mail, const char *who)
{
    static const char *const marks[] = {"{{", "}}", "(null)", NULL};
    for (const char *const *mark = marks; *mark != NULL; mark++) {
        if (strstr(mail->subject, *mark) != NULL || strstr(mail->text, *mark) != NULL ||
            strstr(mail->html, *mark) != NULL) {
            check_report(check, true, 0, 0, "left-over", "text", *mark, "who", who, NULL);
        }
    }
    if (strstr(mail->html, "<script") != NULL) {
        check_report(check, true, 0, 0, "script", "who", who, NULL);
    }
}

/* The source shows through: a link that was not written as one. Its place is that of its words in
 * the body, when they stand there as they came out. */
static void check_raw_link(struct check *check, const struct check_document *document,
                           const char *part)
{
    const char *middle = strstr(part, "](");
    if (middle == NULL) {
        return;
    }
    const char *begin = middle;
    while (begin > part && begin[-1] != '[' && begin[-1] != '\n') {
        begin--;
    }
    g_autofree char *words = g_strndup(begin, (size_t)(middle - begin));
    g_autofree char *source = g_strdup_printf("[%s](", words);
    const char *at = strstr(document->body, source);
    unsigned line = 0, column = 0;
    if (at != NULL) {
        check_place(document->body, at, document->body_line, &line, &column);
    }
    check_report(check, true, line, column, "raw-link", "text", words, NULL);
}

/* Where the words, or their beginning, stand in the source; NULL: nowhere. */
static const char *source_of(const char *body, const char *words)
{
    g_autofree char *begin = g_strdup(words);
    const char *found = NULL;
    for (size_t length = strlen(begin); length > strlen("**") && found == NULL; length--) {
        begin[length] = '\0';
        found = strstr(body, begin);
    }
    return found;
}

/* "** fed **": stars that Markdown leaves as they are, since there is a blank on their inner side.
 * Their place is that of the same words in the body; those of code are meant. */
static void check_raw_stars(struct check *check, const struct check_document *document,
                            const char *part)
{
    enum { SHOWN = 24 };
    const char *at = part;
    while ((at = strstr(at, "**")) != NULL) {
        g_autofree char *line = g_strndup(at, strcspn(at, "\n"));
        g_autofree char *words = g_utf8_substring(line, 0, MIN(g_utf8_strlen(line, -1), SHOWN));
        const char *place = source_of(document->body, g_strchomp(words));
        bool rule = line[strspn(line, "* ")] == '\0' && (at == part || at[-1] == '\n');
        bool code = place != NULL && place > document->body && place[-1] == '`';
        unsigned row = 0, column = 0;
        if (place != NULL) {
            check_place(document->body, place, document->body_line, &row, &column);
        }
        if (!rule && !code) {
            check_report(check, false, row, column, "raw-stars", "text", words, NULL);
        }
        /* The other end of it is not told once more. */
        const char *paragraph = strstr(at, "\n\n"), *end = strstr(at + 2, "**");
        at = end != NULL && (paragraph == NULL || end < paragraph) ? end + 2 : at + 2;
    }
}

/* A value is text: it comes out as it went in, in both parts. */
static void check_value(struct check *check, const struct rendered *mail, const char *markdown,
                        const char *value, const char *who)
{
    bool used = value != NULL && *value != '\0' && strstr(markdown, value) != NULL;
    if (!used) {
        return;
    }
    g_autofree char *escaped = g_markup_escape_text(value, -1);
    if (strstr(mail->html, escaped) == NULL || strstr(mail->text, value) == NULL) {
        check_report(check, true, 0, 0, "lost-value", "text", value, "who", who, NULL);
    }
}

static void check_rendered(struct check *check, const struct check_document *document,
                           const struct reader *reader, const struct rendered *mail,
                           const json_t *values)
{
    const char *who = templates_word(check->templates, "da", "people", reader->key);
    check_leftovers(check, mail, who);
    check_raw_link(check, document, mail->text);
    if (reader == readers) { /* what others bring may have stars */
        check_raw_stars(check, document, mail->text);
    }
    g_autofree char *markdown = markdown_of(check, document, values);
    if (markdown != NULL) {
        check_value(check, mail, markdown, reader->value, who);
    }
    if (reader == readers) {
        check_mail(check, document, mail, values);
    }
}

static void check_lix(struct check *check, const struct check_document *document,
                      const json_t *values)
{
    g_autofree char *markdown = markdown_of(check, document, values);
    if (markdown == NULL) {
        return;
    }
    double value = lix(markdown);
    g_autofree char *count = g_strdup_printf("%.0f", value);
    if (value > LIX_STOP) {
        check_report(check, true, 0, 0, "lix-much", "count", count, NULL);
    } else if (value > LIX_WARNING) {
        check_report(check, false, 0, 0, "lix", "count", count, NULL);
    }
}

static void check_one_letter(struct check *check, const struct check_document *document)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(readers); i++) {
        g_autoptr(GError) error = NULL;
        json_t *values = reader_values(check, document, &readers[i], PERSON_SEEKER);
        struct rendered mail = {0};
        if (templates_letter(check->templates, document->name, document->language, values, &mail,
                             &error)) {
            check_rendered(check, document, &readers[i], &mail, values);
            rendered_clear(&mail);
        } else {
            check_failure(check, error);
        }
        if (i == 0) {
            check_lix(check, document, values);
        }
        json_decref(values);
    }
}

static void check_audience(struct check *check, const struct check_document *document,
                           enum person_role role)
{
    g_autoptr(GError) error = NULL;
    json_t *site = reader_values(check, document, &readers[0], role);
    check_lix(check, document, site);
    SCOPED(form)
    struct form *form = form_compile(check->templates, document->name, role, site, &error);
    json_decref(site);
    if (form == NULL) {
        check_failure(check, error);
        return;
    }
    for (unsigned i = 0; i < G_N_ELEMENTS(readers); i++) {
        json_t *values = reader_values(check, document, &readers[i], role);
        g_autoptr(GBytes) slots = form_slots(form, values);
        struct rendered mail = {0};
        if (form_preview(form, slots, &mail)) {
            check_rendered(check, document, &readers[i], &mail, values);
            rendered_clear(&mail);
        }
        json_decref(values);
    }
}

void check_mails(struct check *check, const struct check_document *document)
{
    if (document->kind == CHECK_LETTER) {
        check_one_letter(check, document);
        return;
    }
    g_autoptr(GError) error = NULL;
    struct issue_front front = {0};
    if (!templates_issue_front(check->templates, document->name, &front, &error)) {
        check_failure(check, error);
        return;
    }
    if (!front.seekers && !front.employers) {
        check_report(check, true, 0, 0, "nobody", NULL);
    }
    if (front.seekers) {
        check_audience(check, document, PERSON_SEEKER);
    }
    if (front.employers) {
        check_audience(check, document, PERSON_EMPLOYER);
    }
    issue_front_clear(&front);
}
