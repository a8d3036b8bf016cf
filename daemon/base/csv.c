#include "base/csv.h"

#include <string.h>

#include "base/failure.h"
#include "base/text.h"

static void row_free(void *data)
{
    struct csv_row *row = data;
    g_ptr_array_unref(row->fields);
    g_free(row);
}

void csv_free(struct csv *csv)
{
    g_clear_pointer(&csv->header, g_ptr_array_unref);
    g_clear_pointer(&csv->rows, g_ptr_array_unref);
    g_free(csv);
}

/* UTF-8 as it is; anything else is what a Danish Windows saved. */
static char *decode(const char *file, const char *octets, size_t length, GError **error)
{
    static const char mark[] = "\xEF\xBB\xBF";
    if (length >= 3 && memcmp(octets, mark, 3) == 0) {
        octets += 3;
        length -= 3;
    }
    if (memchr(octets, '\0', length) != NULL) {
        g_set_error(
            error, BASE_ERROR, FAILURE_INPUT,
            "%s: this is not a text file (it holds zero octets); save the sheet as CSV, UTF-8",
            file);
        return NULL;
    }
    if (g_utf8_validate(octets, (gssize)length, NULL)) {
        return g_strndup(octets, length);
    }
    char *text = g_convert(octets, (gssize)length, "UTF-8", "WINDOWS-1252", NULL, NULL, NULL);
    if (text == NULL) {
        g_set_error(error, BASE_ERROR, FAILURE_INPUT,
                    "%s: neither UTF-8 nor Latin-1; save the sheet as CSV, UTF-8", file);
    }
    return text;
}

/* Where the reader stands. */
struct reader {
    const char *at;
    char separator;
    unsigned line;
    unsigned open_quote; /* line of a quote that never ends, 0: none */
};

static void take_quoted(struct reader *reader, GString *field)
{
    unsigned begun = reader->line;
    reader->at++;
    for (; *reader->at != '\0'; reader->at++) {
        if (*reader->at == '"') {
            if (reader->at[1] != '"') {
                reader->at++;
                return;
            }
            reader->at++;
        }
        reader->line += *reader->at == '\n' ? 1 : 0;
        g_string_append_c(field, *reader->at);
    }
    reader->open_quote = begun;
}

static char *take_field(struct reader *reader)
{
    GString *field = g_string_new(NULL);
    while (*reader->at == ' ' || *reader->at == '\t') {
        reader->at++;
    }
    if (*reader->at == '"') {
        take_quoted(reader, field);
    }
    while (*reader->at != '\0' && *reader->at != '\n' && *reader->at != reader->separator) {
        g_string_append_c(field, *reader->at++);
    }
    return g_strstrip(g_string_free(field, FALSE));
}

/* One row; the line end is taken too. */
static struct csv_row *take_row(struct reader *reader)
{
    struct csv_row *row = g_new0(struct csv_row, 1);
    row->line = reader->line;
    row->fields = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(row->fields, take_field(reader));
    while (*reader->at == reader->separator) {
        reader->at++;
        g_ptr_array_add(row->fields, take_field(reader));
    }
    if (*reader->at == '\n') {
        reader->at++;
        reader->line++;
    }
    return row;
}

static bool is_blank(const struct csv_row *row)
{
    for (guint at = 0; at < row->fields->len; at++) {
        if (*(const char *)row->fields->pdata[at] != '\0') {
            return false;
        }
    }
    return true;
}

static char guess_separator(const char *text)
{
    size_t width = strcspn(text, "\n");
    g_autofree char *first = g_strndup(text, width);
    unsigned commas = 0, semicolons = 0;
    for (const char *at = first; *at != '\0'; at++) {
        commas += *at == ',' ? 1 : 0;
        semicolons += *at == ';' ? 1 : 0;
    }
    return semicolons > commas ? ';' : ',';
}

/* What spreadsheets write that is no header here, or NULL: tabs between the columns, and a first
 * line for themselves. */
static const char *not_a_header(const char *text)
{
    g_autofree char *first = g_strndup(text, strcspn(text, "\n"));
    const char *word = first + (*first == '"' ? 1 : 0);
    if (g_ascii_strncasecmp(word, "sep=", strlen("sep=")) == 0) {
        return "this line is for a spreadsheet program; delete it, so that the first line names "
               "the columns";
    }
    if (strchr(first, '\t') != NULL && strpbrk(first, ",;") == NULL) {
        return "there are tabs between the columns; save the sheet as CSV, with commas or "
               "semicolons between them";
    }
    return NULL;
}

static bool take_header(struct csv *csv, struct reader *reader, const char *file, GError **error)
{
    struct csv_row *header = take_row(reader);
    bool blank = is_blank(header);
    if (!blank) {
        csv->header = g_ptr_array_new_with_free_func(g_free);
        for (guint at = 0; at < header->fields->len; at++) {
            g_ptr_array_add(csv->header, g_ascii_strdown(header->fields->pdata[at], -1));
        }
    } else {
        g_set_error(error, BASE_ERROR, FAILURE_INPUT,
                    "%s:1: the first line must name the columns (address,name,role,...)", file);
    }
    row_free(header);
    return !blank;
}

struct csv *csv_read(const char *file, const char *octets, size_t length, GError **error)
{
    g_autofree char *text = decode(file, octets, length, error);
    if (text == NULL) {
        return NULL;
    }
    const char *wrong = not_a_header(text);
    if (wrong != NULL) {
        g_set_error(error, BASE_ERROR, FAILURE_INPUT, "%s:1: %s", file, wrong);
        return NULL;
    }
    SCOPED(csv) struct csv *csv = g_new0(struct csv, 1);
    csv->rows = g_ptr_array_new_with_free_func(row_free);
    struct reader reader = {.at = text, .separator = guess_separator(text), .line = 1};
    if (!take_header(csv, &reader, file, error)) {
        return NULL;
    }
    while (*reader.at != '\0' && reader.open_quote == 0) {
        struct csv_row *row = take_row(&reader);
        if (is_blank(row)) {
            row_free(row);
        } else {
            g_ptr_array_add(csv->rows, row);
        }
    }
    if (reader.open_quote != 0) {
        g_set_error(error, BASE_ERROR, FAILURE_INPUT,
                    "%s:%u: a quote (\") is opened here and never closed", file, reader.open_quote);
        return NULL;
    }
    return g_steal_pointer(&csv);
}

static int find(const struct csv *csv, const char *column)
{
    for (guint at = 0; at < csv->header->len; at++) {
        if (strcmp(csv->header->pdata[at], column) == 0) {
            return (int)at;
        }
    }
    return -1;
}

const char *csv_field(const struct csv *csv, const struct csv_row *row, const char *column)
{
    int at = find(csv, column);
    return at >= 0 && (guint)at < row->fields->len ? row->fields->pdata[at] : "";
}

bool csv_has(const struct csv *csv, const char *column)
{
    return find(csv, column) >= 0;
}
