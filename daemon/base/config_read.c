/* config_load: the file, line by line. All findings are collected: whoever mends a configuration
 * wants to see everything at once. */
#include "base/config_data.h"

#include <string.h>

#include "base/failure.h"
#include "base/file.h"
#include "base/text.h"

#define CONFIG_SIZE_LIMIT (1024 * 1024)
#define CONFIG_FINDINGS 50

struct reader {
    struct config *config;
    const char *section; /* of the table; NULL before the first and after an unknown one */
    bool in_section;     /* whether any heading was there */
    unsigned line;
    GHashTable *seen; /* sections, each with its line */
    GString *findings;
    unsigned count;
};

static void report(void *data, unsigned line, const char *message)
{
    struct reader *reader = data;
    reader->count++;
    if (reader->count > CONFIG_FINDINGS) {
        return;
    }
    if (reader->findings->len > 0) {
        g_string_append_c(reader->findings, '\n');
    }
    g_string_append_printf(reader->findings, "%s:%u: %s", reader->config->file, line, message);
}

static void find(struct reader *reader, const char *format, ...) G_GNUC_PRINTF(2, 3);

static void find(struct reader *reader, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    g_autofree char *message = g_strdup_vprintf(format, values);
    va_end(values);
    report(reader, reader->line, message);
}

/* What a comment leaves of a line: `#` begins one at the start or behind a blank. */
static void cut_comment(char *line)
{
    for (char *c = line; *c != '\0'; c++) {
        if (*c == '#' && (c == line || g_ascii_isspace(c[-1]))) {
            *c = '\0';
            return;
        }
    }
}

/* NULL-terminated, each name once. The caller frees the array, not the names. */
static GPtrArray *names(const char *section)
{
    GPtrArray *found = g_ptr_array_new();
    for (size_t key = 0; key < CONFIG_KEYS; key++) {
        const struct config_row *row = config_row((enum config_key)key);
        const char *name = section == NULL ? row->section : row->name;
        bool wanted = section == NULL
                          ? !g_ptr_array_find_with_equal_func(found, name, g_str_equal, NULL)
                          : strcmp(row->section, section) == 0;
        if (wanted) {
            g_ptr_array_add(found, (gpointer)(uintptr_t)name);
        }
    }
    g_ptr_array_add(found, NULL);
    return found;
}

static const char *nearest(const char *word, const char *section)
{
    g_autoptr(GPtrArray) candidates = names(section);
    return text_nearest(word, (const char *const *)candidates->pdata);
}

static const char *known_section(const char *name)
{
    for (size_t key = 0; key < CONFIG_KEYS; key++) {
        const struct config_row *row = config_row((enum config_key)key);
        if (strcmp(row->section, name) == 0) {
            return row->section;
        }
    }
    return NULL;
}

static void unknown_section(struct reader *reader, const char *name)
{
    g_autofree char *shown = text_one_line(name, 40);
    const char *guess = nearest(shown, NULL);
    if (guess != NULL) {
        find(reader, "unknown section [%s]; did you mean [%s]?", shown, guess);
        return;
    }
    g_autoptr(GPtrArray) all = names(NULL);
    g_autofree char *list = g_strjoinv("], [", (char **)all->pdata);
    find(reader, "unknown section [%s]; there are [%s]", shown, list);
}

static void read_section(struct reader *reader, char *line)
{
    reader->in_section = true;
    reader->section = NULL;
    char *end = strchr(line, ']');
    if (end == NULL || end[1] != '\0') {
        find(reader, "a section is written as [name] on a line of its own");
        return;
    }
    *end = '\0';
    const char *name = g_strstrip(line + 1);
    reader->section = known_section(name);
    if (reader->section == NULL) {
        unknown_section(reader, name);
        return;
    }
    unsigned before = GPOINTER_TO_UINT(g_hash_table_lookup(reader->seen, name));
    if (before > 0) {
        find(reader, "section [%s] stands already in line %u; put its keys together", name, before);
        return;
    }
    g_hash_table_insert(reader->seen, (gpointer)(uintptr_t)reader->section,
                        GUINT_TO_POINTER(reader->line));
}

/* The row of a key, CONFIG_KEYS when there is none. */
static size_t key_of(const char *section, const char *name)
{
    for (size_t key = 0; key < CONFIG_KEYS; key++) {
        const struct config_row *row = config_row((enum config_key)key);
        if (strcmp(row->name, name) == 0 &&
            (section == NULL || strcmp(row->section, section) == 0)) {
            return key;
        }
    }
    return CONFIG_KEYS;
}

static void unknown_key(struct reader *reader, const char *name)
{
    g_autofree char *shown = text_one_line(name, 40);
    size_t elsewhere = key_of(NULL, name);
    if (elsewhere < CONFIG_KEYS) {
        find(reader, "unknown key \"%s\" in [%s]; it belongs to [%s]", shown, reader->section,
             config_row((enum config_key)elsewhere)->section);
        return;
    }
    const char *guess = nearest(shown, reader->section);
    if (guess != NULL) {
        find(reader, "unknown key \"%s\" in [%s]; did you mean \"%s\"?", shown, reader->section,
             guess);
        return;
    }
    g_autoptr(GPtrArray) all = names(reader->section);
    g_autofree char *list = g_strjoinv(", ", (char **)all->pdata);
    find(reader, "unknown key \"%s\" in [%s]; there are %s", shown, reader->section, list);
}

static void read_value(struct reader *reader, size_t key, const char *text)
{
    const struct config_row *row = config_row((enum config_key)key);
    struct config_value *value = &reader->config->values[key];
    if (value->line > 0) {
        find(reader, "\"%s\" stands already in line %u; keep one of the two", row->name,
             value->line);
        return;
    }
    value->line = reader->line;
    g_autofree char *clean = text_clean(text, -1);
    g_autofree char *wrong = config_value_read(row, clean, &value->number);
    if (wrong != NULL) {
        find(reader, "%s", wrong);
        return;
    }
    g_free(value->text);
    value->text = g_steal_pointer(&clean);
}

static void read_key(struct reader *reader, char *line)
{
    char *equals = strchr(line, '=');
    if (equals == NULL) {
        g_autofree char *shown = text_one_line(line, 40);
        find(reader, "\"%s\" is neither [section] nor key = value; a remark begins with #", shown);
        return;
    }
    *equals = '\0';
    const char *name = g_strstrip(line);
    const char *text = g_strstrip(equals + 1);
    if (!reader->in_section) {
        find(reader, "there is no [section] above this key; the first one is [%s]",
             config_row((enum config_key)0)->section);
        return;
    }
    /* The keys of an unknown section are not worth a finding each. */
    if (reader->section == NULL) {
        return;
    }
    size_t key = key_of(reader->section, name);
    if (key == CONFIG_KEYS) {
        unknown_key(reader, name);
        return;
    }
    read_value(reader, key, text);
}

static void read_line(struct reader *reader, char *line)
{
    reader->line++;
    g_strdelimit(line, "\t", ' ');
    cut_comment(line);
    g_strstrip(line);
    if (*line == '\0') {
        return;
    }
    if (text_has_control(line)) {
        find(reader, "there is a control character in this line; delete it");
    } else if (*line == '[') {
        read_section(reader, line);
    } else {
        read_key(reader, line);
    }
}

static void read_lines(struct reader *reader, char *text)
{
    for (char *line = text; line != NULL;) {
        char *end = strchr(line, '\n');
        if (end != NULL) {
            *end++ = '\0';
        }
        read_line(reader, line);
        line = end;
    }
    config_check_together(reader->config, report, reader);
}

static char *read_file(const char *path, GError **error)
{
    g_autoptr(GError) wrong = NULL;
    char *text = file_read_text(path, CONFIG_SIZE_LIMIT, &wrong);
    if (text == NULL) {
        bool missing = g_error_matches(wrong, BASE_ERROR, FAILURE_NOT_FOUND);
        g_set_error(error, BASE_ERROR, FAILURE_CONFIGURATION, "%s%s", wrong->message,
                    missing ? ", or run `moedested init DIR`, or name another with -c" : "");
    }
    return text;
}

struct config *config_load(const char *path, GError **error)
{
    g_assert(path != NULL);
    g_autofree char *text = read_file(path, error);
    if (text == NULL) {
        return NULL;
    }
    g_autofree char *absolute = g_canonicalize_filename(path, NULL);
    g_autofree char *directory = g_path_get_dirname(absolute);
    SCOPED(config) struct config *config = config_defaults(directory);
    config->file = g_strdup(path);
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GString) findings = g_string_new(NULL);
    struct reader reader = {.config = config, .seen = seen, .findings = findings};
    read_lines(&reader, text);
    if (reader.count > CONFIG_FINDINGS) {
        g_string_append_printf(findings, "\n%s: %u more; is this the right file?", path,
                               reader.count - CONFIG_FINDINGS);
    }
    if (reader.count > 0) {
        g_set_error_literal(error, BASE_ERROR, FAILURE_CONFIGURATION, findings->str);
        return NULL;
    }
    return g_steal_pointer(&config);
}
