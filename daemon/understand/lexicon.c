#include "understand/lexicon.h"

#include <string.h>

#include "base/failure.h"
#include "base/text.h"

#define NAME_WORDS 6u

struct lexicon {
    GHashTable *values;  /* folded words, a blank between: char * */
    GHashTable *longest; /* first word: most words of a name that begins so */
    GHashTable *known;   /* every value that stands before a = */
    GArray *ranges;      /* struct range */
    guint64 marks;       /* the word_mark of every word with which a name begins */
};

struct range {
    gint64 least, most;
};

/* Lexicons whose values are numbers, and the bounds of these. */
static const struct {
    const char *name;
    int least, most;
} numbers[] = {{"maaned", 1, 12}, {"maaned-kort", 1, 12}, {"dag", 1, 7},
               {"tal", 1, 1000},  {"ordenstal", 1, 31},   {"om-lidt", 1, 1000}};

struct lexicon *lexicon_new(void)
{
    struct lexicon *lexicon = g_new0(struct lexicon, 1);
    lexicon->values = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    lexicon->longest = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    lexicon->known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    lexicon->ranges = g_array_new(FALSE, FALSE, sizeof(struct range));
    return lexicon;
}

void lexicon_free(gpointer data)
{
    struct lexicon *lexicon = data;
    if (lexicon == NULL) {
        return;
    }
    g_hash_table_unref(lexicon->values);
    g_hash_table_unref(lexicon->longest);
    g_hash_table_unref(lexicon->known);
    g_array_unref(lexicon->ranges);
    g_free(lexicon);
}

static bool fail(GError **error, const char *what, const char *row)
{
    g_set_error(error, UNDERSTAND_ERROR, FAILURE_CONFIGURATION, "%s: \"%s\"", what, row);
    return false;
}

static bool check_value(const char *name, const char *value, GError **error)
{
    g_autofree char *folded = text_fold(name);
    for (size_t i = 0; i < G_N_ELEMENTS(numbers); i++) {
        gint64 number;
        if (strcmp(numbers[i].name, folded) == 0 &&
            !g_ascii_string_to_signed(value, 10, numbers[i].least, numbers[i].most, &number,
                                      NULL)) {
            g_set_error(error, UNDERSTAND_ERROR, FAILURE_CONFIGURATION,
                        "before = stands a number from %d to %d, not \"%s\"", numbers[i].least,
                        numbers[i].most, value);
            return false;
        }
    }
    return true;
}

bool lexicon_add(struct lexicon *lexicon, const char *value, const char *written)
{
    SCOPED(textwords) struct textwords *words = textwords_read(written, NAME_WORDS + 1);
    if (words->count == 0 || words->count > NAME_WORDS) {
        return false;
    }
    lexicon->marks |= words->list[0].start_mark;
    GString *key = g_string_new(words->list[0].folded);
    for (unsigned i = 1; i < words->count; i++) {
        g_string_append_c(key, ' ');
        g_string_append(key, words->list[i].folded);
    }
    guint longest = GPOINTER_TO_UINT(g_hash_table_lookup(lexicon->longest, words->list[0].folded));
    if (words->count > longest) {
        g_hash_table_insert(lexicon->longest, g_strdup(words->list[0].folded),
                            GUINT_TO_POINTER(words->count));
    }
    g_hash_table_insert(lexicon->values, g_string_free(key, FALSE), g_strdup(value));
    return true;
}

static void take_value(struct lexicon *lexicon, const char *value)
{
    g_auto(GStrv) ends = g_strsplit(value, "-", 2);
    struct range range;
    if (ends[0] != NULL && ends[1] != NULL &&
        g_ascii_string_to_signed(ends[0], 10, 0, G_MAXINT32, &range.least, NULL) &&
        g_ascii_string_to_signed(ends[1], 10, range.least, G_MAXINT32, &range.most, NULL)) {
        g_array_append_val(lexicon->ranges, range);
    }
    g_hash_table_add(lexicon->known, g_strdup(value));
}

bool lexicon_add_row(struct lexicon *lexicon, const char *name, const char *row, GError **error)
{
    g_auto(GStrv) halves = g_strsplit(row, "=", 2);
    if (halves[0] == NULL || halves[1] == NULL || *g_strstrip(halves[0]) == '\0') {
        return fail(error, "a row is \"value = name, name\"", row);
    }
    if (!check_value(name, halves[0], error)) {
        return false;
    }
    take_value(lexicon, halves[0]);
    if (strcmp(g_strstrip(halves[1]), "-") == 0) {
        return true;
    }
    g_auto(GStrv) names = g_strsplit(halves[1], ",", -1);
    for (size_t i = 0; names[i] != NULL; i++) {
        if (!lexicon_add(lexicon, halves[0], names[i])) {
            return fail(error, "a name has one to six words", names[i]);
        }
    }
    return true;
}

const char *lexicon_find(const struct lexicon *lexicon, const struct textwords *words, unsigned at,
                         unsigned to, unsigned *end)
{
    if (at >= to || at >= words->count || (words->list[at].start_mark & lexicon->marks) == 0) {
        return NULL;
    }
    unsigned longest =
        GPOINTER_TO_UINT(g_hash_table_lookup(lexicon->longest, words->list[at].folded));
    if (longest == 0) {
        return NULL;
    }
    g_autoptr(GString) key = g_string_new(words->list[at].folded);
    const char *found = NULL;
    for (unsigned last = at;;) {
        const char *value = g_hash_table_lookup(lexicon->values, key->str);
        if (value != NULL) {
            found = value;
            if (end != NULL) {
                *end = last + 1;
            }
        }
        last++;
        if (last >= to || last >= words->count || last - at >= longest ||
            words->list[last].before > BREAK_COMMA) {
            return found;
        }
        g_string_append_c(key, ' ');
        g_string_append(key, words->list[last].folded);
    }
}

int lexicon_number(const struct lexicon *lexicon, const struct textwords *words, unsigned at,
                   unsigned to, unsigned *end)
{
    const char *value = lexicon_find(lexicon, words, at, to, end);
    return value == NULL ? 0 : (int)g_ascii_strtoll(value, NULL, 10);
}

const char *lexicon_word(const struct lexicon *lexicon, const char *folded)
{
    bool begins = (word_mark(folded) & lexicon->marks) != 0;
    return begins ? g_hash_table_lookup(lexicon->values, folded) : NULL;
}

const char *lexicon_nearest(const struct lexicon *lexicon, const char *folded)
{
    size_t length = strlen(folded);
    const char *found = NULL;
    GHashTableIter iter;
    gpointer key, value;
    g_hash_table_iter_init(&iter, lexicon->values);
    while (g_hash_table_iter_next(&iter, &key, &value)) {
        const char *name = key;
        size_t name_length = name[0] == folded[0] ? strlen(name) : 0;
        if (name_length + 1 < length || name_length > length + 1 || strchr(name, ' ') != NULL ||
            (strcmp(name, folded) != 0 && !text_is_slip(name, folded))) {
            continue;
        }
        if (found != NULL && strcmp(found, value) != 0) {
            return NULL;
        }
        found = value;
    }
    return found;
}

bool lexicon_has_value(const struct lexicon *lexicon, const char *value)
{
    gint64 number;
    if (g_hash_table_contains(lexicon->known, value)) {
        return true;
    }
    for (guint i = 0; i < lexicon->ranges->len; i++) {
        const struct range *range = &g_array_index(lexicon->ranges, struct range, i);
        if (g_ascii_string_to_signed(value, 10, range->least, range->most, &number, NULL)) {
            return true;
        }
    }
    return false;
}
