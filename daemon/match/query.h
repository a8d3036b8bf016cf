/* A text, read once for all indexes: its words, their terms, its character n-grams.
 */
#pragma once

#include "base/scope.h"
#include "match/grams.h"
#include "match/lexis.h"
#include "match/postings.h"

#define QUERY_WORDS 2000u /* of longer texts the rest is not read */

struct query {
    GArray *words;       /* struct match_word */
    GArray *terms;       /* struct term, each once, in the order of the text */
    GArray *label_terms; /* the same with the weights for labels */
    GArray *grams;       /* struct term of n-grams */
};

/* `make`: its words are new terms and n-grams when they are unknown, because the text will be
 * indexed. The caller owns it. */
struct query *query_new(struct lexis *lexis, struct grams *grams, const char *text, bool make);
void query_free(struct query *query);
SCOPE_DEFINE(query, query_free)

/* Adds `times` the cosine of the terms and each document. */
void query_cosine(const struct postings *postings, const GArray *terms, double times,
                  float *scores);

/* Adds the weights of all terms in each document: BM25. */
void query_sum(const struct postings *postings, const GArray *terms, float *scores);

/* The words of the query that a document's score comes from, the weightiest first, at most `limit`.
 * Borrowed from the query, in an array that the caller owns. */
GPtrArray *query_evidence(const struct query *query, const struct postings *postings,
                          unsigned document, unsigned limit);

/* Sums equal terms, in the order of their first. */
void query_merge(GArray *terms);
