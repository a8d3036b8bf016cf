#include "understand/hunch.h"

#include <math.h>
#include <string.h>

#include "understand/hunch_inner.h"

#define WORD_LIMIT 120u
#define SHORT_WORDS 7u
#define STEM 6 /* letters by which neighbours are known */
#define BEGINNING 5
#define NEAR 6u /* so many words that have a concept stand before another one */
#define NAME_OCTETS 128u

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
#define SEE(sight, ...) see_parts(sight, (const struct part[]){__VA_ARGS__, {NULL, 0}})

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
        SEE(sight, {"c:", WHOLE}, {here.names[i], WHOLE});
        SEE(sight, {sight->view->replying_to, WHOLE}, {":c:", WHOLE}, {here.names[i], WHOLE});
        for (unsigned k = 0; k < MIN(sight->next, NEAR); k++) {
            for (unsigned a = 0; a < sight->last[k].count; a++) {
                SEE(sight, {"n:", WHOLE}, {sight->last[k].names[a], WHOLE}, {"_", WHOLE},
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
    SEE(sight, {"k:", WHOLE}, {view->replying_to, WHOLE});
    const char *before = "^";
    for (unsigned at = from; at < MIN(to, from + WORD_LIMIT); at++) {
        const char *word = view->words->list[at].folded;
        if (at > from && ends_sentence(view, at)) {
            before = "^";
            sight->next = 0;
        }
        SEE(sight, {"w:", WHOLE}, {word, WHOLE});
        SEE(sight, {view->replying_to, WHOLE}, {":", WHOLE}, {word, STEM});
        SEE(sight, {"b:", WHOLE}, {before, STEM}, {"_", WHOLE}, {word, STEM});
        if (strlen(word) > BEGINNING) {
            SEE(sight, {"p:", WHOLE}, {word, BEGINNING});
        }
        if (view->words->list[at].asked) {
            SEE(sight, {"asked", WHOLE});
        }
        see_concepts(sight, word);
        before = word;
    }
    if (to - from <= SHORT_WORDS) {
        SEE(sight, {"short", WHOLE});
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
