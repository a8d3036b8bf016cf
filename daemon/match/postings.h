/* An inverted index: for each term the documents that have it, with a weight. Compact arrays; the
 * weights are tf-idf (cosine of rows of unit length) or BM25.
 */
#pragma once

#include <glib.h>

#include "base/scope.h"

struct postings {
    unsigned terms, documents;
    unsigned *from;     /* terms + 1 places: where the documents of a term begin */
    unsigned *document; /* rising within a term */
    float *weight;
    float *idf; /* of each term */
};

struct posting {
    unsigned term, document;
    float weight; /* how often, or how much */
};

/* Of `entries` (struct posting, documents rising), those of the same term and document summed. The
 * caller owns it. */
struct postings *postings_new(const GArray *entries, unsigned terms, unsigned documents);
void postings_free(struct postings *postings);
SCOPE_DEFINE(postings, postings_free)

/* Makes counts to tf-idf, each document of length 1. */
void postings_cosine(struct postings *postings);

/* Makes counts to BM25 with its two constants. */
void postings_bm25(struct postings *postings, double k1, double b);

/* Adds `times` the weights of a term to the scores of its documents. A term that is not there
 * (G_MAXUINT) has no documents. */
void postings_add(const struct postings *postings, unsigned term, double times, float *scores);

/* How rare a term is; one that no document has is as rare as can be. */
double postings_idf(const struct postings *postings, unsigned term);

/* The weight of a term in one document; 0 when it is not there. */
double postings_of(const struct postings *postings, unsigned term, unsigned document);
