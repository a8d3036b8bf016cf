#include "compose/words.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/failure.h"
#include "base/file.h"

#define WORDS_LIMIT (1024u * 1024u)

struct words {
    GHashTable *rows; /* "group\nkey" -> value */
};

static bool bad_line(const char *file, unsigned number, const char *what, GError **error)
{
    g_set_error(error, COMPOSE_ERROR, FAILURE_CONFIGURATION, "%s:%u: %s", file, number, what);
    return false;
}

/* One line, trimmed. `group` is changed by a line in brackets. */
static bool take_line(struct words *words, const char *file, unsigned number, char *line,
                      char **group, GError **error)
{
    if (*line == '\0' || *line == '#') {
        return true;
    }
    if (*line == '[') {
        if (!g_str_has_suffix(line, "]") || strlen(line) < 3) {
            return bad_line(file, number, "a group needs a name in brackets, as in [da.weekdays]",
                            error);
        }
        g_free(*group);
        *group = g_strndup(line + 1, strlen(line) - 2);
        return true;
    }
    char *equals = strchr(line, '=');
    if (equals == NULL || equals == line) {
        return bad_line(file, number, "a line needs a key and a value, as in `1 = mandag`", error);
    }
    *equals = '\0';
    g_autofree char *name = g_strconcat(*group, "\n", g_strchomp(line), NULL);
    if (g_hash_table_contains(words->rows, name)) {
        return bad_line(file, number, "this key stands twice in its group; remove one", error);
    }
    g_hash_table_insert(words->rows, g_steal_pointer(&name), g_strdup(g_strchug(equals + 1)));
    return true;
}

struct words *words_parse(const char *file, const char *text, GError **error)
{
    SCOPED(words) struct words *words = g_new0(struct words, 1);
    words->rows = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    g_autofree char *group = g_strdup("");
    for (unsigned i = 0; lines[i] != NULL; i++) {
        if (!take_line(words, file, i + 1, g_strstrip(lines[i]), &group, error)) {
            return NULL;
        }
    }
    return g_steal_pointer(&words);
}

struct words *words_read(const char *path, GError **error)
{
    g_autofree char *text = file_read_text(path, WORDS_LIMIT, error);
    return text == NULL ? NULL : words_parse(path, text, error);
}

void words_free(struct words *words)
{
    if (words != NULL) {
        g_hash_table_unref(words->rows);
        g_free(words);
    }
}

const char *words_find(const struct words *words, const char *group, const char *key)
{
    if (words == NULL) {
        return NULL;
    }
    g_autofree char *name = g_strconcat(group, "\n", key, NULL);
    return g_hash_table_lookup(words->rows, name);
}

/* One pass, so that what is filled in is never looked at again. */
static char *fill(const char *phrase, va_list pairs)
{
    g_autoptr(GHashTable) values = g_hash_table_new(g_str_hash, g_str_equal);
    for (const char *name = va_arg(pairs, char *); name != NULL; name = va_arg(pairs, char *)) {
        g_hash_table_insert(values, (gpointer)(uintptr_t)name, va_arg(pairs, char *));
    }
    g_autoptr(GString) out = g_string_new(NULL);
    while (*phrase != '\0') {
        size_t plain = strcspn(phrase, "{");
        g_string_append_len(out, phrase, (gssize)plain);
        phrase += plain;
        if (*phrase == '\0') {
            break;
        }
        size_t length = strcspn(phrase + 1, "{}");
        g_autofree char *name = g_strndup(phrase + 1, length);
        const char *value =
            length > 0 && phrase[length + 1] == '}' ? g_hash_table_lookup(values, name) : NULL;
        if (value != NULL) {
            g_string_append(out, value);
            phrase += length + 2;
        } else {
            g_string_append_c(out, *phrase++);
        }
    }
    return g_string_free(g_steal_pointer(&out), FALSE);
}

char *words_fill(const char *phrase, ...)
{
    va_list pairs;
    va_start(pairs, phrase);
    char *filled = fill(phrase, pairs);
    va_end(pairs);
    return filled;
}

const char *words_unreadable(const GError *error)
{
    switch (error->code) {
    case FAILURE_INPUT:
        return "unreadable-kind";
    case FAILURE_NOT_FOUND:
        return "unreadable-gone";
    case FAILURE_PERMANENT:
        return "unreadable-owner";
    default:
        return "unreadable";
    }
}

void words_error(const struct words_place *place, GError **error, const char *key,
                 const char *fallback, ...)
{
    const char *phrase = words_find(place->words, "da.findings", key);
    va_list pairs;
    va_start(pairs, fallback);
    g_autofree char *text = fill(phrase != NULL ? phrase : fallback, pairs);
    va_end(pairs);
    g_autofree char *column =
        place->column == 0 ? g_strdup("") : g_strdup_printf(":%u", place->column);
    g_set_error(error, COMPOSE_ERROR, FAILURE_INPUT, "%s:%u%s: %s", place->file, place->line,
                column, text);
}
