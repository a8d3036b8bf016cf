#include "match/query.h"

#include <math.h>

#include "match/weights.h"
#include "match/words.h"

/* A word is evidence when it brings at least this share of what the best one brings. */
#define EVIDENCE_LEAST 0.15

static int by_id(gconstpointer a, gconstpointer b)
{
    const struct term *left = a, *right = b;
    if (left->id != right->id) {
        return left->id < right->id ? -1 : 1;
    }
    return left->word < right->word ? -1 : left->word > right->word;
}

static int by_word(gconstpointer a, gconstpointer b)
{
    const struct term *left = a, *right = b;
    if (left->word != right->word) {
        return left->word < right->word ? -1 : 1;
    }
    return left->weight > right->weight ? -1 : left->weight < right->weight;
}

void query_merge(GArray *terms)
{
    g_array_sort(terms, by_id);
    guint kept = 0;
    for (guint i = 0; i < terms->len; i++) {
        struct term term = g_array_index(terms, struct term, i);
        struct term *last = kept == 0 ? NULL : &g_array_index(terms, struct term, kept - 1);
        if (last != NULL && last->id == term.id && term.id != LEXIS_UNKNOWN) {
            last->weight += term.weight;
        } else {
            g_array_index(terms, struct term, kept++) = term;
        }
    }
    g_array_set_size(terms, kept);
    /* Numbers depend on what was indexed before, the order of the text does not: sums are the same
     * to the last bit. */
    g_array_sort(terms, by_word);
}

static GArray *terms_new(void)
{
    return g_array_new(FALSE, FALSE, sizeof(struct term));
}

static GArray *terms_of(struct lexis *lexis, const GArray *words, double part, bool make)
{
    GArray *terms = terms_new();
    lexis_terms(lexis, words, (struct lexis_reading){.part = part, .make = make}, terms);
    query_merge(terms);
    return terms;
}

static GArray *grams_in(struct grams *grams, const GArray *words, bool make)
{
    g_autoptr(GArray) numbers = g_array_new(FALSE, FALSE, sizeof(unsigned));
    unsigned unknown = grams_of(grams, words, make, numbers);
    GArray *terms = terms_new();
    for (guint i = 0; i < numbers->len + unknown; i++) {
        struct term term = {.id = LEXIS_UNKNOWN, .weight = 1, .word = i};
        if (i < numbers->len) {
            term.id = g_array_index(numbers, unsigned, i);
        }
        g_array_append_val(terms, term);
    }
    query_merge(terms);
    return terms;
}

struct query *query_new(struct lexis *lexis, struct grams *grams, const char *text, bool make)
{
    struct query *query = g_new0(struct query, 1);
    query->words = match_words(text, QUERY_WORDS);
    query->terms = terms_of(lexis, query->words, match_weights.text_part, make);
    query->label_terms = terms_of(lexis, query->words, match_weights.label_part, make);
    query->grams = grams_in(grams, query->words, make);
    return query;
}

void query_free(struct query *query)
{
    if (query != NULL) {
        g_array_unref(query->words);
        g_array_unref(query->terms);
        g_array_unref(query->label_terms);
        g_array_unref(query->grams);
        g_free(query);
    }
}

void query_cosine(const struct postings *postings, const GArray *terms, double times, float *scores)
{
    double square = 0;
    for (guint i = 0; i < terms->len; i++) {
        const struct term *term = &g_array_index(terms, struct term, i);
        double weight = (double)term->weight * postings_idf(postings, term->id);
        square += weight * weight;
    }
    for (guint i = 0; i < terms->len; i++) {
        const struct term *term = &g_array_index(terms, struct term, i);
        double weight = (double)term->weight * postings_idf(postings, term->id);
        postings_add(postings, term->id, times * weight / sqrt(square), scores);
    }
}

void query_sum(const struct postings *postings, const GArray *terms, float *scores)
{
    for (guint i = 0; i < terms->len; i++) {
        const struct term *term = &g_array_index(terms, struct term, i);
        postings_add(postings, term->id, (double)term->weight, scores);
    }
}

GPtrArray *query_evidence(const struct query *query, const struct postings *postings,
                          unsigned document, unsigned limit)
{
    g_autofree double *brings = g_new0(double, query->words->len + 1);
    double best = 0;
    for (guint i = 0; i < query->terms->len; i++) {
        const struct term *term = &g_array_index(query->terms, struct term, i);
        brings[term->word] += (double)term->weight * postings_idf(postings, term->id) *
                              postings_of(postings, term->id, document);
        best = MAX(best, brings[term->word]);
    }
    GPtrArray *words = g_ptr_array_new();
    double least = best * EVIDENCE_LEAST;
    while (best > 0 && words->len < limit) {
        guint next = 0;
        for (guint i = 1; i < query->words->len; i++) {
            next = brings[i] > brings[next] ? i : next;
        }
        if (brings[next] < least || brings[next] <= 0) {
            break;
        }
        brings[next] = 0;
        g_ptr_array_add(words, g_array_index(query->words, struct match_word, next).text);
    }
    return words;
}
