#include <stdint.h>
#include <string.h>

#include "base/failure.h"
#include "base/text.h"
#include "compose/fields.h"
#include "compose/templates_inner.h"
#include "compose/wrap.h"

#define SUBJECT_LIMIT 250

void rendered_clear(struct rendered *rendered)
{
    g_free(rendered->subject);
    g_free(rendered->text);
    g_free(rendered->html);
    g_clear_pointer(&rendered->pictures, g_ptr_array_unref);
    *rendered = (struct rendered){0};
}

/* One letter on its way from template to mail. */
struct letter {
    struct templates *templates;
    const struct document *document;
    const char *name, *language;
    char *file;
    enum mail_part part;
    GError *error; /* of the first unknown name in a layout */
};

static const struct mustache *on_partial(const char *name, void *context)
{
    const struct letter *letter = context;
    return strcmp(name, "layout") == 0
               ? templates_layout(letter->templates, letter->part, letter->language)
               : NULL;
}

/* A field that this mail has no value for is empty; one that nobody knows is an error. */
static void on_unknown(const char *name, const char *file, unsigned line, unsigned column,
                       void *context)
{
    struct letter *letter = context;
    if (letter->error == NULL && fields_find(letter->name, name) == NULL) {
        templates_unknown(letter->templates, letter->name, name, file, line, column,
                          &letter->error);
    }
}

static char *run(struct letter *letter, const struct mustache *template, const json_t *data,
                 enum mustache_escape escape, GError **error)
{
    g_autoptr(GString) out = g_string_new(NULL);
    struct mustache_run run = {.data = data,
                               .escape = escape,
                               .partial = on_partial,
                               .unknown = on_unknown,
                               .context = letter};
    if (!mustache_render(template, &run, out, error)) {
        return NULL;
    }
    if (letter->error != NULL) {
        g_propagate_error(error, g_steal_pointer(&letter->error));
        return NULL;
    }
    return g_string_free(g_steal_pointer(&out), FALSE);
}

/* A line of the front matter, filled in. */
static char *run_front(struct letter *letter, enum front_key key, const json_t *data,
                       GError **error)
{
    const struct mustache *front = letter->document->fronts[key];
    if (front == NULL) {
        return g_strdup("");
    }
    g_autofree char *line = run(letter, front, data, MUSTACHE_PLAIN, error);
    return line == NULL ? NULL : text_one_line(line, SUBJECT_LIMIT);
}

static char *run_part(struct letter *letter, enum mail_part part, const json_t *data,
                      GError **error)
{
    letter->part = part;
    return run(letter, letter->document->pages[part], data,
               part == PART_HTML ? MUSTACHE_HTML_LINES : MUSTACHE_PLAIN_LINES, error);
}

/* Blocks end with a blank line each, layouts begin theirs with one: never two together. */
static void collapse_blank_lines(char *text)
{
    char *to = text;
    for (const char *from = text; *from != '\0'; from++) {
        bool third = *from == '\n' && to - text >= 2 && to[-1] == '\n' && to[-2] == '\n';
        if (!third) {
            *to++ = *from;
        }
    }
    *to = '\0';
}

static bool run_parts(struct letter *letter, json_t *data, struct rendered *rendered,
                      GError **error)
{
    g_autofree char *subject = run_front(letter, FRONT_SUBJECT, data, error);
    g_autofree char *preview =
        subject == NULL ? NULL : run_front(letter, FRONT_PREVIEW, data, error);
    if (preview == NULL) {
        return false;
    }
    json_object_set_new(data, "emne", json_string(subject));
    json_object_set_new(data, "forhaandsvisning", json_string(preview));
    g_autofree char *html = run_part(letter, PART_HTML, data, error);
    g_autofree char *text = html == NULL ? NULL : run_part(letter, PART_TEXT, data, error);
    if (text == NULL) {
        return false;
    }
    collapse_blank_lines(text);
    g_autofree char *lines = wrap_lines(text, true, true);
    rendered->subject = g_steal_pointer(&subject);
    rendered->html = g_steal_pointer(&html);
    rendered->text = g_steal_pointer(&lines);
    return true;
}

bool templates_letter(struct templates *templates, const char *name, const char *language,
                      const json_t *data, struct rendered *rendered, GError **error)
{
    g_autofree char *danish = g_strdup_printf("letters/%s.md", name);
    g_autofree char *other = g_strdup_printf("letters/%s.%s.md", name, language);
    g_autofree char *file = g_build_filename(templates_directory(templates), other, NULL);
    bool found = strcmp(language, "da") != 0 && strchr(language, '/') == NULL &&
                 g_file_test(file, G_FILE_TEST_EXISTS);
    const char *path = found ? other : danish;
    const struct document *document = templates_document(templates, path, name, error);
    if (document == NULL) {
        return false;
    }
    struct letter letter = {.templates = templates,
                            .document = document,
                            .name = name,
                            .language = found ? language : "da"};
    letter.file = g_build_filename(templates_directory(templates), path, NULL);
    json_t *values = json_copy((json_t *)(uintptr_t)data);
    bool good = run_parts(&letter, values, rendered, error);
    json_decref(values);
    g_free(letter.file);
    return good;
}
