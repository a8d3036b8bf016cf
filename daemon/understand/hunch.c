#include "understand/hunch.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/failure.h"
#include "base/file.h"

#define FILE_LIMIT (8u * 1024u * 1024u)
#define WORD_LIMIT 120u
#define SHORT_WORDS 7u
#define STEM 6 /* letters by which neighbours are known */
#define BEGINNING 5
#define COLUMNS 4
#define WEIGHTS_END G_MAXUINT16
#define CONCEPT_BEGINNING 3u /* the shortest one of a concept's words: "nej*" */
#define CONCEPTS 8u          /* of one word */
#define NEAR 6u              /* so many words that have a concept stand before another one */
#define NAME_OCTETS 128u

/* A meaning, and how far ahead of the next one it must be. */
struct meaning {
    const char *label;   /* in the text */
    double sure, likely; /* below `likely` it is nothing */
    bool wish;           /* may stand in one sentence of a long mail */
};

struct weight {
    unsigned short meaning;
    short weight; /* hundredths */
};

struct hunch {
    char *text;           /* of the file, cut into pieces */
    GArray *meanings;     /* struct meaning */
    GArray *weights;      /* struct weight; behind those of a word stands WEIGHTS_END */
    GHashTable *words;    /* what is seen, borrowed: the place of its first weight + 1 */
    GHashTable *concepts; /* a word, or "beginning*", borrowed: names of its concepts, char ** */
};

/* The concepts of one word. Borrowed names. */
struct concepts {
    const char *names[CONCEPTS];
    unsigned count;
};

/* What is seen in some words. */
struct sight {
    const struct hunch *hunch;
    const struct hunch_view *view;
    GHashTable *seen; /* the place of the weights of each thing that has some */
    double *scores;   /* one a meaning */
    struct concepts last[NEAR];
    unsigned next; /* of `last` */
};

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

/* "3:120" of "3:120 7:-45" and the blank behind it; moves `at` on. */
static bool read_weight(const struct hunch *hunch, const char **at, struct weight *weight)
{
    char *end = NULL;
    unsigned long meaning = g_ascii_isdigit(**at) ? strtoul(*at, &end, 10) : ULONG_MAX;
    if (meaning >= hunch->meanings->len || *end != ':') {
        return false;
    }
    const char *number = end + 1;
    long value = strtol(number, &end, 10);
    bool ends = *end == '\0' || (*end == ' ' && end[1] != '\0');
    if (end == number || value < SHRT_MIN || value > SHRT_MAX || !ends) {
        return false;
    }
    *weight = (struct weight){.meaning = (unsigned short)meaning, .weight = (short)value};
    *at = end + (*end == ' ' ? 1 : 0);
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

/* Adds the weights of a thing that is seen, the first time: what its parts are together, of each no
 * more octets than stand beside it; a part NULL is the last. */
struct part {
    const char *text;
    unsigned most;
};

static void see_parts(struct sight *sight, const struct part *parts)
{
    char name[NAME_OCTETS];
    size_t length = 0;
    for (; parts->text != NULL; parts++) {
        size_t more = MIN(strnlen(parts->text, parts->most), sizeof name - 1 - length);
        memcpy(name + length, parts->text, more);
        length += more;
    }
    name[length] = '\0';
    gpointer place = g_hash_table_lookup(sight->hunch->words, name);
    if (place == NULL || !g_hash_table_add(sight->seen, place)) {
        return;
    }
    const struct weight *weight =
        &g_array_index(sight->hunch->weights, struct weight, GPOINTER_TO_UINT(place) - 1);
    for (; weight->meaning != WEIGHTS_END; weight++) {
        sight->scores[weight->meaning] += weight->weight / 100.0;
    }
}

#define WHOLE NAME_OCTETS
#define see(sight, ...) see_parts(sight, (const struct part[]){__VA_ARGS__, {NULL, 0}})

static void add_concepts(struct concepts *found, char **names)
{
    for (size_t i = 0; names != NULL && names[i] != NULL && found->count < CONCEPTS; i++) {
        found->names[found->count++] = names[i];
    }
}

static struct concepts concepts_of(const struct hunch *hunch, const char *word)
{
    struct concepts found = {.count = 0};
    add_concepts(&found, g_hash_table_lookup(hunch->concepts, word));
    char begun[NAME_OCTETS];
    size_t length = MIN(strlen(word), sizeof begun - 2);
    for (size_t part = CONCEPT_BEGINNING; part <= length; part++) {
        memcpy(begun, word, part);
        begun[part] = '*';
        begun[part + 1] = '\0';
        add_concepts(&found, g_hash_table_lookup(hunch->concepts, begun));
    }
    return found;
}

static void see_concepts(struct sight *sight, const char *word)
{
    struct concepts here = concepts_of(sight->hunch, word);
    for (unsigned i = 0; i < here.count; i++) {
        see(sight, {"c:", WHOLE}, {here.names[i], WHOLE});
        see(sight, {sight->view->replying_to, WHOLE}, {":c:", WHOLE}, {here.names[i], WHOLE});
        for (unsigned k = 0; k < MIN(sight->next, NEAR); k++) {
            for (unsigned a = 0; a < sight->last[k].count; a++) {
                see(sight, {"n:", WHOLE}, {sight->last[k].names[a], WHOLE}, {"_", WHOLE},
                    {here.names[i], WHOLE});
            }
        }
    }
    if (here.count > 0) {
        sight->last[sight->next % NEAR] = here;
        sight->next++;
    }
}

static bool ends_sentence(const struct hunch_view *view, unsigned at)
{
    return at >= view->to || view->words->list[at].before >= BREAK_SENTENCE;
}

/* What is seen in the words [from, to): contrib/train-hunch sees the same. */
static void see_words(struct sight *sight, unsigned from, unsigned to)
{
    const struct hunch_view *view = sight->view;
    see(sight, {"k:", WHOLE}, {view->replying_to, WHOLE});
    const char *before = "^";
    for (unsigned at = from; at < MIN(to, from + WORD_LIMIT); at++) {
        const char *word = view->words->list[at].folded;
        if (at > from && ends_sentence(view, at)) {
            before = "^";
            sight->next = 0;
        }
        see(sight, {"w:", WHOLE}, {word, WHOLE});
        see(sight, {view->replying_to, WHOLE}, {":", WHOLE}, {word, STEM});
        see(sight, {"b:", WHOLE}, {before, STEM}, {"_", WHOLE}, {word, STEM});
        if (strlen(word) > BEGINNING) {
            see(sight, {"p:", WHOLE}, {word, BEGINNING});
        }
        if (view->words->list[at].asked) {
            see(sight, {"asked", WHOLE});
        }
        see_concepts(sight, word);
        before = word;
    }
    if (to - from <= SHORT_WORDS) {
        see(sight, {"short", WHOLE});
    }
}

/* How far each meaning is ahead of all others. Owned: one a meaning. */
static double *leads_of(const struct hunch *hunch, const struct hunch_view *view, unsigned from,
                        unsigned to)
{
    guint count = hunch->meanings->len;
    g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
    struct sight sight = {
        .hunch = hunch, .view = view, .seen = seen, .scores = g_new0(double, count)};
    see_words(&sight, from, to);
    double best = -HUGE_VAL, next = -HUGE_VAL;
    guint first = 0;
    for (guint i = 0; i < count; i++) {
        if (sight.scores[i] > best) {
            next = best;
            best = sight.scores[i];
            first = i;
        } else {
            next = MAX(next, sight.scores[i]);
        }
    }
    for (guint i = 0; i < count; i++) {
        double other = i == first ? next : best;
        sight.scores[i] = (sight.scores[i] - other) / sqrt(1.0 + (double)(to - from));
    }
    return sight.scores;
}

/* Where a meaning stands, and how far it is ahead of all others there. */
struct place {
    double lead;
    unsigned from, to;
};

/* A wish may stand in a single sentence of a long mail: `leads` become those of its best sentence,
 * `best` the sentence of each meaning. */
static void look_at_sentences(const struct hunch *hunch, const struct hunch_view *view,
                              double *leads, struct place *best)
{
    for (unsigned from = view->from; from < view->to;) {
        unsigned to = from + 1;
        while (!ends_sentence(view, to)) {
            to++;
        }
        if (from == view->from && to == view->to) {
            return;
        }
        g_autofree double *part = leads_of(hunch, view, from, to);
        for (guint i = 0; i < hunch->meanings->len; i++) {
            bool wish = g_array_index(hunch->meanings, struct meaning, i).wish;
            leads[i] = wish ? MAX(leads[i], part[i]) : leads[i];
            if (from == view->from || part[i] > best[i].lead) {
                best[i] = (struct place){.lead = part[i], .from = from, .to = to};
            }
        }
        from = to;
    }
}

const char *hunch_of(const struct hunch *hunch, const struct hunch_view *view,
                     struct hunch_found *found)
{
    guint count = hunch->meanings->len;
    *found = (struct hunch_found){.from = view->from, .to = view->to};
    if (count == 0) {
        return NULL;
    }
    g_autofree double *leads = leads_of(hunch, view, view->from, view->to);
    g_autofree struct place *places = g_new0(struct place, count);
    look_at_sentences(hunch, view, leads, places);
    guint best = 0;
    for (guint i = 1; i < count; i++) {
        best = leads[i] > leads[best] ? i : best;
    }
    const struct meaning *meaning = &g_array_index(hunch->meanings, struct meaning, best);
    found->certainty = leads[best] / MAX(meaning->sure, 0.01);
    if (places[best].to > 0) {
        found->from = places[best].from;
        found->to = places[best].to;
    }
    return leads[best] >= meaning->likely && *meaning->label != '-' ? meaning->label : NULL;
}
