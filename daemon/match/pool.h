/* People or jobs, indexed by what they say: by words, by n-grams, and by the occupations that they
 * are about. A text of the other side finds those that fit.
 */
#pragma once

#include "match/index.h"
#include "match/ranking.h"

struct pool_document {
    const char *id;   /* borrowed */
    const char *text; /* borrowed while the pool is made */
};

struct pool {
    struct match_index *index;
    unsigned count;
    const char **ids; /* sorted: the order in which they came does not matter */
    struct postings *words, *letters;
    struct postings *work; /* occupation → documents */
};

/* The index learns the words of the documents; it and the ids must outlive the pool. The caller
 * owns it. */
struct pool *pool_new(struct match_index *index, const struct pool_document *documents,
                      unsigned count);
void pool_free(struct pool *pool);
SCOPE_DEFINE(pool, pool_free)

/* How well each document fits the text. The caller owns it. */
struct ranking *pool_rank(const struct pool *pool, const struct query *query);

/* The `limit` best of a ranking, best first; equal ones by a hash of both ids, never by who came
 * first or whose number is lower. How many there are. */
unsigned pool_best(const struct pool *pool, const struct ranking *ranking, const char *other,
                   unsigned *best, unsigned limit);
