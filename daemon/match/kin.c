#include "match/kin.h"

#include <math.h>

#include "match/query.h"
#include "match/weights.h"
#include "match/words.h"

#define LABEL_WORDS 100u
#define KIN_LEAST 0.03    /* rarer than that is chance */
#define KIN_PRIOR 1.0     /* seen once proves little */
#define UNLIKE_WEIGHT 0.1 /* two labels without a word in common still say a little */

struct learner {
    GArray *pairs; /* struct posting: a term, the other, how much they belong together */
    float *seen;   /* how often each term could have had kin */
};

static bool has(const GArray *terms, unsigned id)
{
    for (guint i = 0; i < terms->len; i++) {
        if (g_array_index(terms, struct term, i).id == id) {
            return true;
        }
    }
    return false;
}

/* What `other` says in place of `label`. The more they have in common, the likelier what differs
 * means the same. */
static void compare(struct learner *learner, const GArray *label, const GArray *other, double share)
{
    unsigned fresh = 0;
    for (guint k = 0; k < other->len; k++) {
        fresh += !has(label, g_array_index(other, struct term, k).id);
    }
    double weight = share * (UNLIKE_WEIGHT + 1 - (double)fresh / MAX(other->len, 1u));
    for (guint i = 0; i < label->len; i++) {
        unsigned id = g_array_index(label, struct term, i).id;
        learner->seen[id] += (float)weight;
        for (guint k = 0; k < other->len && !has(other, id); k++) {
            unsigned kin = g_array_index(other, struct term, k).id;
            struct posting pair = {.term = id, .document = kin, .weight = (float)(weight / fresh)};
            if (!has(label, kin)) {
                g_array_append_val(learner->pairs, pair);
            }
        }
    }
}

static GPtrArray *terms_of_labels(struct lexis *lexis, char **labels)
{
    GPtrArray *all = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
    for (; *labels != NULL; labels++) {
        g_autoptr(GArray) words = match_words(*labels, LABEL_WORDS);
        GArray *terms = g_array_new(FALSE, FALSE, sizeof(struct term));
        lexis_terms(lexis, words, (struct lexis_reading){.part = 1}, terms);
        g_ptr_array_add(all, terms);
    }
    return all;
}

static int by_pair(gconstpointer a, gconstpointer b)
{
    const struct posting *left = a, *right = b;
    if (left->term != right->term) {
        return left->term < right->term ? -1 : 1;
    }
    return left->document < right->document ? -1 : left->document > right->document;
}

/* Those that are more than chance, with their probability. */
static struct postings *likely(const struct learner *learner, unsigned terms)
{
    SCOPED(postings) struct postings *all = postings_new(learner->pairs, terms, terms);
    g_autoptr(GArray) kept = g_array_new(FALSE, FALSE, sizeof(struct posting));
    for (unsigned term = 0; term < terms; term++) {
        for (unsigned i = all->from[term]; i < all->from[term + 1]; i++) {
            double share = (double)all->weight[i] / ((double)learner->seen[term] + KIN_PRIOR);
            struct posting pair = {
                .term = term, .document = all->document[i], .weight = (float)sqrt(share)};
            if (share >= KIN_LEAST) {
                g_array_append_val(kept, pair);
            }
        }
    }
    return postings_new(kept, terms, terms);
}

/* Each label of an occupation beside each other one. */
static void compare_all(struct learner *learner, const GPtrArray *labels)
{
    for (guint i = 0; i < labels->len; i++) {
        for (guint k = 0; k < labels->len; k++) {
            if (i != k) {
                compare(learner, g_ptr_array_index(labels, i), g_ptr_array_index(labels, k),
                        1.0 / (labels->len - 1));
            }
        }
    }
}

struct postings *kin_learn(struct lexis *lexis, const struct taxonomy *taxonomy)
{
    unsigned terms = lexis_count(lexis);
    g_autoptr(GArray) pairs = g_array_new(FALSE, FALSE, sizeof(struct posting));
    g_autofree float *seen = g_new0(float, terms + 1);
    struct learner learner = {.pairs = pairs, .seen = seen};
    for (unsigned o = 0; o < taxonomy->occupation_count; o++) {
        g_autoptr(GPtrArray) labels = terms_of_labels(lexis, taxonomy->occupations[o].labels);
        compare_all(&learner, labels);
    }
    g_array_sort(pairs, by_pair);
    return likely(&learner, terms);
}

void kin_cosine(const struct postings *kin, const struct postings *rows, const GArray *terms,
                double times, float *scores)
{
    double square = 0;
    for (guint i = 0; i < terms->len; i++) {
        const struct term *term = &g_array_index(terms, struct term, i);
        double weight = (double)term->weight * postings_idf(rows, term->id);
        square += weight * weight;
    }
    for (guint i = 0; i < terms->len; i++) {
        const struct term *term = &g_array_index(terms, struct term, i);
        unsigned to = term->id < kin->terms ? kin->from[term->id + 1] : 0;
        for (unsigned k = to == 0 ? 0 : kin->from[term->id]; k < to; k++) {
            double weight = (double)term->weight * (double)kin->weight[k] *
                            postings_idf(rows, kin->document[k]);
            postings_add(rows, kin->document[k], times * weight / sqrt(square), scores);
        }
    }
}
