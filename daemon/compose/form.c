#include "compose/form.h"

#include <stdint.h>
#include <string.h>

#include "base/failure.h"
#include "compose/fields.h"
#include "compose/form_build.h"
#include "compose/form_headers.h"
#include "compose/templates_inner.h"
#include "mail/picture.h"

/* A field that no copy is without: what is always shown stands in a section of it. */
#define ALWAYS "beskedid"

/* An issue on its way from templates to a form. */
struct compile {
    struct templates *templates;
    const struct document *document;
    const char *file;                  /* of the issue */
    json_t *data;                      /* what is the same for everybody */
    bool subject_later, preview_later; /* they hold a person's fields */
    enum mail_part part;
    struct mustache_run run;
    struct form_build *build;
    enum form_encoder encoder;
    GString *seen; /* NULL, or the literals go here too */
    GError *error; /* the first that a callback met */
};

static bool is_of_person(const char *name)
{
    const struct field *field = fields_find(NULL, name);
    return field != NULL && (field->group == FIELD_PERSON || field->group == FIELD_MAIL);
}

/* The front matter line that stands for a name in the layout, if it holds a person's fields. */
static const struct mustache *front_later(const struct compile *compile, const char *name)
{
    if (compile->subject_later && strcmp(name, "emne") == 0) {
        return compile->document->fronts[FRONT_SUBJECT];
    }
    return compile->preview_later && strcmp(name, "forhaandsvisning") == 0
               ? compile->document->fronts[FRONT_PREVIEW]
               : NULL;
}

static bool on_deferred(const char *name, void *context)
{
    return is_of_person(name) || front_later(context, name) != NULL;
}

static void on_slot(const char *name, bool raw, void *context)
{
    struct compile *compile = context;
    const struct mustache *front = front_later(compile, name);
    if (raw && compile->error == NULL) {
        struct words_place place = {templates_words(compile->templates),
                                    templates_directory(compile->templates), 1, 0};
        words_error(&place, &compile->error, "raw",
                    "{{{{name}}}} sætter værdien ind uden at sikre den. Skriv {{{name}}}", "name",
                    name, NULL);
    } else if (front != NULL) {
        mustache_render(front, &compile->run, NULL,
                        compile->error == NULL ? &compile->error : NULL);
    } else {
        form_build_slot(compile->build, name, compile->encoder);
    }
}

static void on_section(const char *name, bool inverted, void *context)
{
    struct compile *compile = context;
    bool always = front_later(compile, name) != NULL;
    form_build_if(compile->build, always ? ALWAYS : name, inverted);
}

static void on_section_end(void *context)
{
    struct compile *compile = context;
    form_build_end(compile->build);
}

static void on_literal(const char *text, size_t length, void *context)
{
    struct compile *compile = context;
    form_build_literal(compile->build, text, length);
    if (compile->seen != NULL) {
        g_string_append_len(compile->seen, text, (gssize)length);
    }
}

static void on_unknown(const char *name, const char *file, unsigned line, unsigned column,
                       void *context)
{
    struct compile *compile = context;
    if (compile->error == NULL && fields_find(NULL, name) == NULL) {
        templates_unknown(compile->templates, NULL, name, file, line, column, &compile->error);
    }
}

static const struct mustache *on_partial(const char *name, void *context)
{
    const struct compile *compile = context;
    return strcmp(name, "layout") == 0 ? templates_layout(compile->templates, compile->part, "da")
                                       : NULL;
}

static bool run(struct compile *compile, const struct mustache *template, GError **error)
{
    bool good = mustache_render(template, &compile->run, NULL, error);
    if (good && compile->error != NULL) {
        g_propagate_error(error, g_steal_pointer(&compile->error));
        return false;
    }
    return good;
}

static void note_person(const char *name, unsigned line, unsigned column, void *data)
{
    (void)line;
    (void)column;
    *(bool *)data |= is_of_person(name);
}

/* Subject and preview: known now, or only for each person. */
static bool settle_front(struct compile *compile, enum front_key key, bool *later, GError **error)
{
    const struct mustache *front = compile->document->fronts[key];
    g_autoptr(GString) text = g_string_new(NULL);
    if (front != NULL) {
        mustache_names(front, note_person, later);
    }
    struct mustache_run plain = {.data = compile->data, .escape = MUSTACHE_PLAIN};
    if (front != NULL && !*later && !mustache_render(front, &plain, text, error)) {
        return false;
    }
    json_object_set_new(compile->data, front_key_name(key), json_string(g_strstrip(text->str)));
    return true;
}

static void add_subject(struct compile *compile)
{
    struct mustache_run plain = compile->run;
    form_build_capture(compile->build);
    compile->encoder = FORM_AS_IS;
    plain.escape = MUSTACHE_PLAIN;
    mustache_render(compile->document->fronts[FRONT_SUBJECT], &plain, NULL,
                    compile->error == NULL ? &compile->error : NULL);
    form_build_captured(compile->build, strlen("Subject: "));
}

static bool add_part(struct compile *compile, enum mail_part part, GError **error)
{
    bool html = part == PART_HTML;
    compile->part = part;
    compile->encoder = html ? FORM_AS_HTML : FORM_AS_TEXT;
    compile->run.escape = html ? MUSTACHE_HTML : MUSTACHE_PLAIN;
    form_build_mode(compile->build, html ? FORM_MODE_HTML : FORM_MODE_TEXT);
    bool good = run(compile, compile->document->pages[part], error);
    form_build_mode(compile->build, FORM_MODE_HEADER);
    return good;
}

/* The pictures that the readers of this role see: the HTML is built once for nothing, because the
 * headers stand before it. Borrowed ones; the caller owns the list. */
static GPtrArray *find_pictures(struct compile *compile, GError **error)
{
    const GPtrArray *all = compile->document->pictures;
    g_autoptr(GPtrArray) found = g_ptr_array_new();
    if (all->len == 0) {
        return g_steal_pointer(&found);
    }
    SCOPED(form_build) struct form_build *scratch = form_build_new();
    g_autoptr(GString) seen = g_string_new(NULL);
    struct form_build *build = compile->build;
    compile->build = scratch;
    compile->seen = seen;
    bool good = add_part(compile, PART_HTML, error);
    compile->build = build;
    compile->seen = NULL;
    for (guint i = 0; good && i < all->len; i++) {
        struct picture *picture = g_ptr_array_index(all, i);
        g_autofree char *name = g_strdup_printf("\"cid:%s@", picture->id);
        if (strstr(seen->str, name) != NULL) {
            g_ptr_array_add(found, picture);
        }
    }
    return good ? g_steal_pointer(&found) : NULL;
}

static struct form *build_form(struct compile *compile, const struct form_list *list,
                               GError **error)
{
    struct form_build *build = compile->build;
    g_autofree char *boundary = form_headers_boundary(list);
    g_autoptr(GPtrArray) pictures = find_pictures(compile, error);
    if (pictures == NULL) {
        return NULL;
    }
    form_headers_begin(build, list);
    form_headers_literal(build, "Subject: ");
    add_subject(compile);
    form_headers_end(build, list, boundary, pictures->len > 0);
    form_headers_part(build, boundary, "text/plain");
    if (!add_part(compile, PART_TEXT, error)) {
        return NULL;
    }
    form_headers_part(build, boundary, "text/html");
    if (!add_part(compile, PART_HTML, error)) {
        return NULL;
    }
    form_headers_close(build, boundary);
    form_headers_pictures(build, list, boundary, pictures);
    struct form *form = form_build_finish(build, boundary);
    if (form == NULL) {
        g_set_error(error, COMPOSE_ERROR, FAILURE_INPUT, "%s: the issue is too large",
                    compile->file);
    }
    return form;
}

static json_t *issue_data(const json_t *site, const char *issue, enum person_role role)
{
    json_t *data = json_copy((json_t *)(uintptr_t)site);
    json_object_set_new(data, "nummer", json_string(issue));
    json_object_set_new(data, "soeger", json_string(role == PERSON_SEEKER ? "ja" : ""));
    json_object_set_new(data, "arbejdsgiver", json_string(role == PERSON_EMPLOYER ? "ja" : ""));
    json_object_set_new(data, "medarbejder", json_string(role == PERSON_STAFF ? "ja" : ""));
    return data;
}

static struct form *compile_document(struct compile *compile, const struct form_list *list,
                                     GError **error)
{
    if (!settle_front(compile, FRONT_SUBJECT, &compile->subject_later, error) ||
        !settle_front(compile, FRONT_PREVIEW, &compile->preview_later, error)) {
        return NULL;
    }
    compile->run = (struct mustache_run){.data = compile->data,
                                         .partial = on_partial,
                                         .deferred = on_deferred,
                                         .slot = on_slot,
                                         .section = on_section,
                                         .section_end = on_section_end,
                                         .literal = on_literal,
                                         .unknown = on_unknown,
                                         .context = compile};
    struct form *form = build_form(compile, list, error);
    if (compile->error != NULL) {
        form_free(form);
        form = NULL;
        g_clear_error(error);
        g_propagate_error(error, g_steal_pointer(&compile->error));
    }
    return form;
}

struct form *form_compile(struct templates *templates, const char *issue, enum person_role role,
                          const json_t *site, GError **error)
{
    struct issue_front front = {0};
    if (!templates_issue_front(templates, issue, &front, error)) {
        return NULL;
    }
    issue_front_clear(&front);
    g_autofree char *path = g_strdup_printf("newsletter/%s.md", issue);
    g_autofree char *file = g_build_filename(templates_directory(templates), path, NULL);
    SCOPED(form_build) struct form_build *build = form_build_new();
    struct compile compile = {.templates = templates,
                              .document = templates_document(templates, path, NULL, error),
                              .file = file,
                              .data = issue_data(site, issue, role),
                              .build = build};
    const char *audience = role == PERSON_EMPLOYER ? "employer" : "seeker";
    struct form_list list = {issue, role, site, templates_word(templates, "da", "lists", audience),
                             templates_word(templates, "da", "lists", "newsletter")};
    struct form *form = compile.document == NULL ? NULL : compile_document(&compile, &list, error);
    json_decref(compile.data);
    return form;
}
