#include <limits.h>
#include <math.h>
#include <string.h>

#include "base/failure.h"
#include "base/file.h"
#include "understand/hunch_inner.h"
#include "understand/understand.h"

#define FILE_LIMIT (8u * 1024u * 1024u)
#define COLUMNS 4
#define DIGITS 6 /* of a number of the file at most */

void hunch_free(struct hunch *hunch)
{
    if (hunch == NULL) {
        return;
    }
    g_array_unref(hunch->meanings);
    g_array_unref(hunch->weights);
    g_hash_table_unref(hunch->words);
    g_hash_table_unref(hunch->concepts);
    g_free(hunch->text);
    g_free(hunch);
}

static bool is_wish(const char *label)
{
    static const char *const wishes[] = {"unsubscribe", "subscribe",   "pause",  "human",
                                         "erase",       "data-access", "attend", "confirm",
                                         "job-state",   "outcome"};
    for (size_t i = 0; i < G_N_ELEMENTS(wishes); i++) {
        if (g_str_has_prefix(label, wishes[i])) {
            return true;
        }
    }
    return false;
}

/* A number and nothing else. */
static bool read_double(const char *text, double *number)
{
    char *end = NULL;
    *number = g_ascii_strtod(text, &end);
    return end > text && *end == '\0' && isfinite(*number);
}

/* "=unsubscribe newsletter<TAB>1.20<TAB>0.40" */
static bool read_meaning(struct hunch *hunch, char **columns)
{
    struct meaning meaning = {.label = columns[0] + 1, .wish = is_wish(columns[0] + 1)};
    bool read = *meaning.label != '\0' && read_double(columns[1], &meaning.sure) &&
                read_double(columns[2], &meaning.likely);
    if (read) {
        g_array_append_val(hunch->meanings, meaning);
    }
    return read;
}

/* The whole number at *at, moved behind it; false when there is none or a long one. Tens of
 * thousands are read at every start. */
static bool read_number(const char **at, int *number)
{
    const char *from = *at, *digit = from + (*from == '-' ? 1 : 0);
    int value = 0, digits = 0;
    for (; g_ascii_isdigit(*digit) && digits <= DIGITS; digit++, digits++) {
        value = 10 * value + (*digit - '0');
    }
    *number = *from == '-' ? -value : value;
    *at = digit;
    return digits > 0 && digits <= DIGITS;
}

/* "3:120" of "3:120 7:-45" and the blank behind it; moves `at` on. */
static bool read_weight(const struct hunch *hunch, const char **at, struct weight *weight)
{
    int meaning = 0, value = 0;
    if (!read_number(at, &meaning) || meaning < 0 || (guint)meaning >= hunch->meanings->len ||
        **at != ':') {
        return false;
    }
    ++*at;
    bool ends = read_number(at, &value) && (**at == '\0' || (**at == ' ' && (*at)[1] != '\0'));
    if (value < SHRT_MIN || value > SHRT_MAX || !ends) {
        return false;
    }
    *weight = (struct weight){.meaning = (unsigned short)meaning, .weight = (short)value};
    *at += **at == ' ' ? 1 : 0;
    return true;
}

/* "w:listen<TAB>3:120 7:-45" */
static bool read_weights(struct hunch *hunch, char **columns)
{
    guint first = hunch->weights->len;
    for (const char *at = columns[1]; *at != '\0';) {
        struct weight weight;
        if (!read_weight(hunch, &at, &weight)) {
            return false;
        }
        g_array_append_val(hunch->weights, weight);
    }
    if (*columns[0] == '\0' || hunch->weights->len == first) {
        return false;
    }
    const struct weight end = {.meaning = WEIGHTS_END};
    g_array_append_val(hunch->weights, end);
    g_hash_table_replace(hunch->words, columns[0], GUINT_TO_POINTER(first + 1));
    return true;
}

/* Cuts the line into columns; how many it has. */
static unsigned cut(char *line, char **columns)
{
    unsigned count = 0;
    char *rest = line;
    do {
        columns[count++] = strsep(&rest, "\t");
    } while (rest != NULL && count < COLUMNS);
    return count;
}

static bool read_line(struct hunch *hunch, char *line)
{
    char *columns[COLUMNS];
    if (*line == '\0' || *line == '#') {
        return true;
    }
    unsigned count = cut(line, columns);
    if (*line == '=') {
        return count == 3 && read_meaning(hunch, columns);
    }
    if (*line == '~' && count == 2 && columns[0][1] != '\0' && *columns[1] != '\0') {
        /* "~ring*<TAB>ring tal" */
        return g_hash_table_replace(hunch->concepts, columns[0] + 1,
                                    g_strsplit(columns[1], " ", (int)CONCEPTS));
    }
    return *line != '~' && count == 2 && read_weights(hunch, columns);
}

static struct hunch *hunch_new(char *text)
{
    struct hunch *hunch = g_new0(struct hunch, 1);
    hunch->text = text;
    hunch->meanings = g_array_new(FALSE, FALSE, sizeof(struct meaning));
    hunch->weights = g_array_new(FALSE, FALSE, sizeof(struct weight));
    hunch->words = g_hash_table_new(g_str_hash, g_str_equal);
    hunch->concepts =
        g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)g_strfreev);
    return hunch;
}

struct hunch *hunch_load(const char *path, GError **error)
{
    char *text =
        g_file_test(path, G_FILE_TEST_EXISTS) ? file_read_text(path, FILE_LIMIT, error) : NULL;
    if (text == NULL) {
        return NULL;
    }
    SCOPED(hunch) struct hunch *hunch = hunch_new(text);
    unsigned number = 1;
    for (char *line = text; line != NULL; number++) {
        char *next = strchr(line, '\n');
        if (next != NULL) {
            *next++ = '\0';
        }
        if (!read_line(hunch, line)) {
            g_autofree char *file = g_path_get_basename(path);
            g_set_error(error, UNDERSTAND_ERROR, FAILURE_CONFIGURATION,
                        "%s:%u: neither a meaning with two numbers nor a word with its weights; "
                        "contrib/train-hunch makes this file",
                        file, number);
            return NULL;
        }
        line = next;
    }
    return g_steal_pointer(&hunch);
}
