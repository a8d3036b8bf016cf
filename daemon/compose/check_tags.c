#include "compose/check_rules.h"

#include <string.h>

#include "compose/fields.h"

/* A letter that has no fields of its own: what it may use, every letter may use. */
#define ANY_LETTER "welcome"

struct tag {
    char kind; /* # ^ / $ < > ! = & { or 0 for a plain one */
    char *name;
    unsigned line, column;
    const char *end; /* behind it */
};

static void tag_free(struct tag *tag)
{
    g_free(tag->name);
    g_free(tag);
}

/* How far the text was read: places are counted on from here, not from the start. */
struct reach {
    const char *line_start;
    unsigned line;
};

static void reach_to(struct reach *reach, const char *at)
{
    const char *end = strchr(reach->line_start, '\n');
    for (; end != NULL && end < at; end = strchr(end + 1, '\n')) {
        reach->line++;
        reach->line_start = end + 1;
    }
}

/* The tag at `at` ("{{..."), or NULL when it never ends. */
static struct tag *tag_read(struct reach *reach, const char *at)
{
    const char *inner = at + 2;
    char kind = *inner != '\0' && strchr("#^/$<>!=&{", *inner) != NULL ? *inner : '\0';
    const char *name = kind != '\0' ? inner + 1 : inner;
    const char *close = strstr(name, kind == '{' ? "}}}" : "}}");
    const char *next =
        kind == '!' || kind == '=' ? NULL : strstr(name, "{{"); /* which is no part of this one */
    if (close == NULL || (next != NULL && next < close)) {
        return NULL;
    }
    struct tag *tag = g_new0(struct tag, 1);
    tag->kind = kind;
    tag->name = g_strstrip(g_strndup(name, (size_t)(close - name)));
    tag->end = close + (kind == '{' ? 3 : 2);
    reach_to(reach, at);
    tag->line = reach->line;
    tag->column = (unsigned)g_utf8_pointer_to_offset(reach->line_start, at) + 1;
    return tag;
}

static bool inside(const GPtrArray *open, const char *name)
{
    for (unsigned i = 0; i < open->len; i++) {
        const struct tag *tag = g_ptr_array_index(open, i);
        if (tag->kind == '#' && strcmp(tag->name, name) == 0) {
            return true;
        }
    }
    return false;
}

/* The letter whose fields count here. A layout is for letters and issues; `dato` is the issue's
 * alone. */
static const char *field_scope(const struct check_document *document, const GPtrArray *open)
{
    if (document->kind == CHECK_LETTER) {
        return document->name;
    }
    bool of_issue = document->kind == CHECK_ISSUE || inside(open, "dato");
    return of_issue ? NULL : ANY_LETTER;
}

static void check_name(struct check *check, const struct check_document *document,
                       const struct tag *tag, const GPtrArray *open)
{
    const char *letter = field_scope(document, open);
    const struct field *field = fields_find(letter, tag->name);
    if (field == NULL) {
        const char *near = fields_nearest(letter, tag->name);
        check_report(check, true, tag->line, tag->column, near != NULL ? "unknown-near" : "unknown",
                     "name", tag->name, "near", near != NULL ? near : "", NULL);
        return;
    }
    bool shown = tag->kind != '#' && tag->kind != '^';
    if (shown && field->may_be_empty && !inside(open, tag->name)) {
        check_report(check, true, tag->line, tag->column, "empty", "name", tag->name, NULL);
    }
    if (tag->kind == '{' || tag->kind == '&') {
        check_report(check, true, tag->line, tag->column, "raw", "name", tag->name, NULL);
    }
}

static void check_closing(struct check *check, const struct tag *tag, GPtrArray *open)
{
    const struct tag *last = open->len > 0 ? g_ptr_array_index(open, open->len - 1) : NULL;
    if (last == NULL) {
        check_report(check, true, tag->line, tag->column, "unopened", "name", tag->name, NULL);
        return;
    }
    if (strcmp(last->name, tag->name) != 0) {
        check_report(check, true, tag->line, tag->column, "crossed", "name", tag->name, "other",
                     last->name, NULL);
    }
    g_ptr_array_set_size(open, (int)open->len - 1);
}

void check_tags(struct check *check, const struct check_document *document)
{
    g_autoptr(GPtrArray) open = g_ptr_array_new_with_free_func((GDestroyNotify)tag_free);
    struct reach reach = {document->text, 1};
    const char *at = document->text;
    while ((at = strstr(at, "{{")) != NULL && check->of_file < CHECK_FINDINGS_LIMIT) {
        struct tag *tag = tag_read(&reach, at);
        if (tag == NULL) {
            unsigned line, column;
            check_place(document->text, at, 1, &line, &column);
            size_t open_length = strspn(at, "{");
            size_t length = open_length + strcspn(at + open_length, " \t\r\n{");
            g_autofree char *name =
                g_utf8_substring(at, 0, MIN(30, g_utf8_strlen(at, (gssize)length)));
            check_report(check, true, line, column, "unended", "name", name, NULL);
            return;
        }
        at = tag->end;
        bool opens = tag->kind == '#' || tag->kind == '^' || tag->kind == '$' || tag->kind == '<';
        if (tag->kind == '/') {
            check_closing(check, tag, open);
        } else if (tag->kind == '\0' || strchr("#^&{", tag->kind) != NULL) {
            check_name(check, document, tag, open);
        }
        if (opens) {
            g_ptr_array_add(open, tag);
        } else {
            tag_free(tag);
        }
    }
    for (unsigned i = 0; i < open->len; i++) {
        const struct tag *tag = g_ptr_array_index(open, i);
        check_report(check, true, tag->line, tag->column, "unclosed", "name", tag->name, NULL);
    }
}
