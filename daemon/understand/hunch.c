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

/* A meaning, and how far ahead of the next one it must be. */
struct meaning {
    char *label;
    double sure, likely; /* below `likely` it is nothing */
};

struct weight {
    unsigned short meaning;
    short weight; /* hundredths */
};

struct hunch {
    GArray *meanings;  /* struct meaning */
    GHashTable *words; /* what is seen: GArray of struct weight */
};

static void meaning_clear(gpointer data)
{
    struct meaning *meaning = data;
    g_free(meaning->label);
}

void hunch_free(struct hunch *hunch)
{
    if (hunch == NULL) {
        return;
    }
    g_array_unref(hunch->meanings);
    g_hash_table_unref(hunch->words);
    g_free(hunch);
}

/* "=unsubscribe newsletter<TAB>1.20<TAB>0.40" */
static void read_meaning(struct hunch *hunch, char **columns)
{
    struct meaning meaning = {.label = g_strdup(columns[0] + 1),
                              .sure = g_ascii_strtod(columns[1], NULL),
                              .likely = g_ascii_strtod(columns[2], NULL)};
    g_array_append_val(hunch->meanings, meaning);
}

/* "w:listen<TAB>3:120 7:-45" */
static void read_weights(struct hunch *hunch, char **columns)
{
    GArray *weights = g_array_new(FALSE, FALSE, sizeof(struct weight));
    for (char *at = columns[1]; *at != '\0';) {
        struct weight weight = {.meaning = (unsigned short)strtoul(at, &at, 10)};
        weight.weight = *at == ':' ? (short)strtol(at + 1, &at, 10) : 0;
        if (weight.meaning < hunch->meanings->len) {
            g_array_append_val(weights, weight);
        }
        at += *at == ' ' ? 1 : strlen(at);
    }
    g_hash_table_replace(hunch->words, g_strdup(columns[0]), weights);
}

struct hunch *hunch_load(const char *path)
{
    g_autofree char *text = file_read_text(path, FILE_LIMIT, NULL);
    if (text == NULL) {
        return NULL;
    }
    struct hunch *hunch = g_new0(struct hunch, 1);
    hunch->meanings = g_array_new(FALSE, FALSE, sizeof(struct meaning));
    g_array_set_clear_func(hunch->meanings, meaning_clear);
    hunch->words =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_array_unref);
    g_auto(GStrv) rows = g_strsplit(text, "\n", -1);
    for (size_t i = 0; rows[i] != NULL; i++) {
        g_auto(GStrv) columns = g_strsplit(rows[i], "\t", 4);
        unsigned count = *rows[i] == '#' ? 0 : g_strv_length(columns);
        if (count == 3 && *rows[i] == '=') {
            read_meaning(hunch, columns);
        } else if (count == 2) {
            read_weights(hunch, columns);
        }
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
        const GArray *weights = g_hash_table_lookup(hunch->words, what);
        for (guint i = 0; weights != NULL && i < weights->len; i++) {
            const struct weight *weight = &g_array_index(weights, struct weight, i);
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
