#include "understand/hunch.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"

#define FILE_LIMIT (8u * 1024u * 1024u)
#define WORD_LIMIT 120u
#define SHORT_WORDS 7u
#define STEM 6 /* letters by which neighbours are known */
#define BEGINNING 5
#define COLUMNS 4
#define WEIGHTS_END G_MAXUINT16

/* A meaning, and how far ahead of the next one it must be. */
struct meaning {
    const char *label;   /* in the text */
    double sure, likely; /* below `likely` it is nothing */
};

struct weight {
    unsigned short meaning;
    short weight; /* hundredths */
};

struct hunch {
    char *text;        /* of the file, cut into pieces */
    GArray *meanings;  /* struct meaning */
    GArray *weights;   /* struct weight; behind those of a word stands WEIGHTS_END */
    GHashTable *words; /* what is seen, borrowed: the place of its first weight + 1 */
};

void hunch_free(struct hunch *hunch)
{
    if (hunch == NULL) {
        return;
    }
    g_array_unref(hunch->meanings);
    g_array_unref(hunch->weights);
    g_hash_table_unref(hunch->words);
    g_free(hunch->text);
    g_free(hunch);
}

/* "=unsubscribe newsletter<TAB>1.20<TAB>0.40" */
static void read_meaning(struct hunch *hunch, char **columns)
{
    struct meaning meaning = {.label = columns[0] + 1,
                              .sure = g_ascii_strtod(columns[1], NULL),
                              .likely = g_ascii_strtod(columns[2], NULL)};
    g_array_append_val(hunch->meanings, meaning);
}

/* "w:listen<TAB>3:120 7:-45" */
static void read_weights(struct hunch *hunch, char **columns)
{
    guint first = hunch->weights->len;
    for (char *at = columns[1]; *at != '\0';) {
        struct weight weight = {.meaning = (unsigned short)strtoul(at, &at, 10)};
        weight.weight = *at == ':' ? (short)strtol(at + 1, &at, 10) : 0;
        if (weight.meaning < hunch->meanings->len) {
            g_array_append_val(hunch->weights, weight);
        }
        at += *at == ' ' ? 1 : strlen(at);
    }
    const struct weight end = {.meaning = WEIGHTS_END};
    g_array_append_val(hunch->weights, end);
    g_hash_table_replace(hunch->words, columns[0], GUINT_TO_POINTER(first + 1));
}

/* Cuts the line into columns; how many it has. */
static unsigned cut(char *line, char **columns)
{
    unsigned count = 0;
    for (char *next = line; next != NULL && count < COLUMNS; count++) {
        columns[count] = next;
        next = strchr(next, '\t');
        if (next != NULL) {
            *next++ = '\0';
        }
    }
    return count;
}

static void read_line(struct hunch *hunch, char *line)
{
    char *columns[COLUMNS];
    unsigned count = *line == '#' ? 0 : cut(line, columns);
    if (count == 3 && *line == '=') {
        read_meaning(hunch, columns);
    } else if (count == 2) {
        read_weights(hunch, columns);
    }
}

struct hunch *hunch_load(const char *path)
{
    char *text = file_read_text(path, FILE_LIMIT, NULL);
    if (text == NULL) {
        return NULL;
    }
    struct hunch *hunch = g_new0(struct hunch, 1);
    hunch->text = text;
    hunch->meanings = g_array_new(FALSE, FALSE, sizeof(struct meaning));
    hunch->weights = g_array_new(FALSE, FALSE, sizeof(struct weight));
    hunch->words = g_hash_table_new(g_str_hash, g_str_equal);
    for (char *line = text; line != NULL;) {
        char *next = strchr(line, '\n');
        if (next != NULL) {
            *next++ = '\0';
        }
        read_line(hunch, line);
        line = next;
    }
    return hunch;
}

/* What is seen in the words: each once. contrib/train-hunch sees the same. */
static GHashTable *see(const struct hunch_view *view)
{
    GHashTable *seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_hash_table_add(seen, g_strdup_printf("k:%s", view->replying_to));
    unsigned to = MIN(view->to, view->from + WORD_LIMIT);
    const char *before = "^";
    for (unsigned at = view->from; at < to; at++) {
        const char *word = view->words->list[at].folded;
        g_hash_table_add(seen, g_strdup_printf("w:%s", word));
        g_hash_table_add(seen, g_strdup_printf("%s:%.*s", view->replying_to, STEM, word));
        g_hash_table_add(seen, g_strdup_printf("b:%.*s_%.*s", STEM, before, STEM, word));
        if (strlen(word) > BEGINNING) {
            g_hash_table_add(seen, g_strdup_printf("p:%.*s", BEGINNING, word));
        }
        before = word;
    }
    if (to > view->from && view->words->list[to - 1].asked) {
        g_hash_table_add(seen, g_strdup("asked"));
    }
    if (view->to - view->from <= SHORT_WORDS) {
        g_hash_table_add(seen, g_strdup("short"));
    }
    return seen;
}

const char *hunch_of(const struct hunch *hunch, const struct hunch_view *view, bool *sure)
{
    g_autoptr(GHashTable) seen = see(view);
    g_autofree double *scores = g_new0(double, hunch->meanings->len);
    GHashTableIter each;
    gpointer what;
    g_hash_table_iter_init(&each, seen);
    while (g_hash_table_iter_next(&each, &what, NULL)) {
        guint first = GPOINTER_TO_UINT(g_hash_table_lookup(hunch->words, what));
        const struct weight *weight =
            &g_array_index(hunch->weights, struct weight, MAX(first, 1) - 1);
        for (; first > 0 && weight->meaning != WEIGHTS_END; weight++) {
            scores[weight->meaning] += weight->weight / 100.0;
        }
    }
    guint best = 0;
    for (guint i = 1; i < hunch->meanings->len; i++) {
        best = scores[i] > scores[best] ? i : best;
    }
    double lead = hunch->meanings->len > 1 ? HUGE_VAL : 0;
    for (guint i = 0; i < hunch->meanings->len; i++) {
        lead = i == best ? lead : MIN(lead, scores[best] - scores[i]);
    }
    lead /= sqrt((double)g_hash_table_size(seen));
    if (hunch->meanings->len == 0) {
        return NULL;
    }
    const struct meaning *meaning = &g_array_index(hunch->meanings, struct meaning, best);
    *sure = lead >= meaning->sure;
    return lead >= meaning->likely && *meaning->label != '-' ? meaning->label : NULL;
}
