#include "calendar/table.h"

#include <string.h>

#include "base/failure.h"
#include "base/file.h"
#include "base/text.h"

#define FILE_LIMIT (1024 * 1024)
#define FINDINGS_LIMIT 50

struct reader {
    const char *path;
    unsigned line;
    char *section;    /* owned */
    GHashTable *seen; /* "section key": its line */
    GString *findings;
    unsigned count;
    table_take take;
    void *data;
};

static void report(struct reader *reader, const char *message)
{
    if (++reader->count <= FINDINGS_LIMIT) {
        g_string_append_printf(reader->findings, "%s%s:%u: %s",
                               reader->findings->len > 0 ? "\n" : "", reader->path, reader->line,
                               message);
    }
}

static void cut_remark(char *line)
{
    for (char *c = line; *c != '\0'; c++) {
        if (*c == '#' && (c == line || g_ascii_isspace(c[-1]))) {
            *c = '\0';
            return;
        }
    }
}

static void take_section(struct reader *reader, char *line)
{
    size_t length = strlen(line);
    if (line[length - 1] != ']') {
        report(reader, "a section is written as [name] on a line of its own");
        return;
    }
    line[length - 1] = '\0';
    g_free(reader->section);
    reader->section = g_strdup(g_strstrip(line + 1));
}

/* Whether the key is new. */
static bool note_key(struct reader *reader, const char *key)
{
    char *whole = g_strconcat(reader->section, " ", key, NULL);
    unsigned before = GPOINTER_TO_UINT(g_hash_table_lookup(reader->seen, whole));
    if (before == 0) {
        g_hash_table_insert(reader->seen, whole, GUINT_TO_POINTER(reader->line));
        return true;
    }
    g_free(whole);
    g_autofree char *message =
        g_strdup_printf("\"%s\" stands already in line %u; keep one of the two", key, before);
    report(reader, message);
    return false;
}

static void take_key(struct reader *reader, char *line)
{
    char *equals = strchr(line, '=');
    if (equals == NULL || equals == line) {
        report(reader, "this is neither [section] nor key = value; a remark begins with #");
        return;
    }
    *equals = '\0';
    const struct table_line taken = {reader->section, g_strstrip(line), g_strstrip(equals + 1)};
    if (!note_key(reader, taken.key)) {
        return;
    }
    g_autofree char *wrong = reader->take(reader->data, &taken);
    if (wrong != NULL) {
        report(reader, wrong);
    }
}

static void take_line(struct reader *reader, char *line)
{
    reader->line++;
    g_strdelimit(line, "\t", ' ');
    cut_remark(line);
    g_strstrip(line);
    if (*line == '\0') {
        return;
    }
    if (text_has_control(line)) {
        report(reader, "there is a control character in this line; delete it");
    } else if (*line == '[') {
        take_section(reader, line);
    } else {
        take_key(reader, line);
    }
}

static bool finish(struct reader *reader, GError **error)
{
    if (reader->count > FINDINGS_LIMIT) {
        g_string_append_printf(reader->findings, "\n%s: %u more; is this the right file?",
                               reader->path, reader->count - FINDINGS_LIMIT);
    }
    if (reader->count > 0) {
        g_set_error_literal(error, CALENDAR_ERROR, FAILURE_CONFIGURATION, reader->findings->str);
    }
    return reader->count == 0;
}

bool table_read(const char *path, table_take take, void *data, GError **error)
{
    g_autoptr(GError) wrong = NULL;
    g_autofree char *text = file_read_text(path, FILE_LIMIT, &wrong);
    if (text == NULL) {
        g_set_error_literal(error, CALENDAR_ERROR, FAILURE_CONFIGURATION, wrong->message);
        return false;
    }
    g_autofree char *clean = text_clean(text, -1);
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GString) findings = g_string_new(NULL);
    struct reader reader = {.path = path,
                            .section = g_strdup(""),
                            .seen = seen,
                            .findings = findings,
                            .take = take,
                            .data = data};
    g_auto(GStrv) lines = g_strsplit(clean, "\n", -1);
    for (char **line = lines; *line != NULL; line++) {
        take_line(&reader, *line);
    }
    g_free(reader.section);
    return finish(&reader, error);
}

bool table_number(const char *text, int limit, int *number)
{
    guint64 found = 0;
    if (!g_ascii_string_to_unsigned(text, 10, 0, (guint64)limit, &found, NULL)) {
        return false;
    }
    *number = (int)found;
    return true;
}
