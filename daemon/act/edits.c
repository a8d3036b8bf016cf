#include "act/edits.h"

#include <string.h>

#include "base/text.h"

#define EDITS_LIMIT 50u /* in one mail */

static void edit_free(gpointer data)
{
    struct edit *edit = data;
    g_free(edit->from);
    g_free(edit->to);
    g_free(edit);
}

static bool is_quote(gunichar character)
{
    switch (character) {
    case '"':
    case 0x201c: /* the English ones */
    case 0x201d:
    case 0x201e: /* the German one, which Danish hands write as well */
    case 0xab:   /* the Danish ones */
    case 0xbb:
        return true;
    default:
        return false;
    }
}

/* The text between the next two quotation marks from *at on, or NULL; moves *at behind it. */
static char *take_quoted(const char **at)
{
    const char *open = *at;
    while (*open != '\0' && !is_quote(g_utf8_get_char(open))) {
        open = text_next(open);
    }
    if (*open == '\0') {
        return NULL;
    }
    const char *from = text_next(open), *end = from;
    while (*end != '\0' && !is_quote(g_utf8_get_char(end))) {
        end = text_next(end);
    }
    if (*end == '\0') {
        return NULL;
    }
    *at = text_next(end);
    return g_strndup(from, (gsize)(end - from));
}

static struct edit *edit_new(char *from, char *to)
{
    struct edit *edit = g_new0(struct edit, 1);
    edit->from = from;
    edit->to = to;
    return edit;
}

static struct edit *read_quoted(const char *line)
{
    const char *at = line;
    g_autofree char *from = take_quoted(&at);
    g_autofree char *to = from != NULL ? take_quoted(&at) : NULL;
    g_autofree char *third = to != NULL ? take_quoted(&at) : NULL;
    return to != NULL && third == NULL ? edit_new(g_steal_pointer(&from), g_steal_pointer(&to))
                                       : NULL;
}

static struct edit *read_arrow(const char *line)
{
    static const char *const arrows[] = {"->", "=>", "→", NULL};
    for (size_t i = 0; arrows[i] != NULL; i++) {
        const char *arrow = strstr(line, arrows[i]);
        if (arrow != NULL) {
            char *from = g_strstrip(g_strndup(line, (gsize)(arrow - line)));
            return edit_new(from, g_strstrip(g_strdup(arrow + strlen(arrows[i]))));
        }
    }
    return NULL;
}

GPtrArray *edits_read(const char *text)
{
    GPtrArray *edits = g_ptr_array_new_with_free_func(edit_free);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (size_t i = 0; lines[i] != NULL && edits->len < EDITS_LIMIT; i++) {
        struct edit *edit = read_quoted(lines[i]);
        edit = edit == NULL ? read_arrow(lines[i]) : edit;
        if (edit != NULL && *edit->from != '\0') {
            g_ptr_array_add(edits, edit);
        } else if (edit != NULL) {
            edit_free(edit);
        }
    }
    return edits;
}

char *edit_apply(const struct edit *edit, const char *document, enum edit_result *result)
{
    const char *found = strstr(document, edit->from);
    *result = EDIT_DONE;
    if (strstr(edit->to, "{{") != NULL || strstr(edit->from, "{{") != NULL ||
        strstr(edit->from, "}}") != NULL) {
        *result = EDIT_TAG;
    } else if (found == NULL && *edit->to != '\0' && strstr(document, edit->to) != NULL) {
        return g_strdup(document);
    } else if (found == NULL) {
        *result = EDIT_MISSING;
    } else if (strstr(found + 1, edit->from) != NULL) {
        *result = EDIT_SEVERAL;
    }
    if (*result != EDIT_DONE || found == NULL) {
        return NULL;
    }
    return g_strdup_printf("%.*s%s%s", (int)(found - document), document, edit->to,
                           found + strlen(edit->from));
}
