#include "match/pool.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "match/index_rows.h"
#include "match/ranking_inner.h"

#define WORK_MOST 40u  /* so many occupations may a profile be about */
#define WORK_ASKED 20u /* and a text that looks for one */

struct pool_maker {
    struct pool *pool;
    GArray *words, *letters, *work; /* struct posting */
};

/* The best occupations of a ranking with their share of the best one, raised to `edge`. */
static unsigned best_work(const struct ranking *ranking, unsigned limit, double edge,
                          unsigned *best, double *share)
{
    unsigned found = match_best(ranking->score, ranking->count, best, limit);
    for (unsigned i = 0; i < found; i++) {
        share[i] = pow((double)ranking->score[best[i]] / (double)ranking->score[best[0]], edge);
    }
    return found;
}

static void add_document(const struct pool_maker *maker, unsigned number, const char *text)
{
    struct match_index *index = maker->pool->index;
    SCOPED(query) struct query *query = query_new(index->lexis, index->grams, text, true);
    index_entries_add(maker->words, query->terms, number);
    index_entries_add(maker->letters, query->grams, number);
    SCOPED(ranking) struct ranking *ranking = ranking_text(index, query, true);
    unsigned best[WORK_MOST];
    double share[WORK_MOST], square = 0;
    unsigned found = best_work(ranking, WORK_MOST, match_weights.profile_edge, best, share);
    for (unsigned i = 0; i < found; i++) {
        square += share[i] * share[i];
    }
    for (unsigned i = 0; i < found; i++) {
        struct posting entry = {
            .term = best[i], .document = number, .weight = (float)(share[i] / sqrt(square))};
        g_array_append_val(maker->work, entry);
    }
}

static int by_id(const void *a, const void *b)
{
    const struct pool_document *left = a, *right = b;
    return strcmp(left->id, right->id);
}

static GArray *entries_new(void)
{
    return g_array_new(FALSE, FALSE, sizeof(struct posting));
}

struct pool *pool_new(struct match_index *index, const struct pool_document *documents,
                      unsigned count)
{
    struct pool *pool = g_new0(struct pool, 1);
    pool->index = index;
    pool->count = count;
    pool->ids = g_new0(const char *, count + 1);
    g_autofree struct pool_document *sorted = g_new(struct pool_document, count + 1);
    for (unsigned i = 0; i < count; i++) {
        sorted[i] = documents[i];
    }
    qsort(sorted, count, sizeof *sorted, by_id);
    g_autoptr(GArray) words = entries_new();
    g_autoptr(GArray) letters = entries_new();
    g_autoptr(GArray) work = entries_new();
    struct pool_maker maker = {.pool = pool, .words = words, .letters = letters, .work = work};
    for (unsigned i = 0; i < count; i++) {
        pool->ids[i] = sorted[i].id;
        add_document(&maker, i, sorted[i].text);
    }
    pool->words = postings_new(words, lexis_count(index->lexis), count);
    postings_bm25(pool->words, match_weights.k1, match_weights.b);
    pool->letters = postings_new(letters, grams_count(index->grams), count);
    postings_cosine(pool->letters);
    pool->work = postings_new(work, index->taxonomy->occupation_count, count);
    return pool;
}

void pool_free(struct pool *pool)
{
    if (pool != NULL) {
        g_free(pool->ids);
        postings_free(pool->words);
        postings_free(pool->letters);
        postings_free(pool->work);
        g_free(pool);
    }
}

struct ranking *pool_rank(const struct pool *pool, const struct query *query)
{
    struct ranking *ranking = ranking_new(pool->count);
    SCOPED(ranking) struct ranking *work = ranking_text(pool->index, query, false);
    unsigned best[WORK_ASKED];
    double share[WORK_ASKED];
    unsigned found = best_work(work, WORK_ASKED, match_weights.text_edge, best, share);
    for (unsigned i = 0; i < found; i++) {
        postings_add(pool->work, best[i], share[i], ranking_part(ranking, RANKING_WORK));
    }
    ranking_scale(ranking, RANKING_WORK, match_weights.same_work);
    query_sum(pool->words, query->terms, ranking_part(ranking, RANKING_TEXT));
    ranking_scale(ranking, RANKING_TEXT, match_weights.same_words);
    query_cosine(pool->letters, query->grams, 1, ranking_part(ranking, RANKING_LETTERS));
    ranking_scale(ranking, RANKING_LETTERS, match_weights.same_letters);
    ranking_sum(ranking);
    return ranking;
}

struct placed {
    float score;
    guint hash;
    unsigned number;
};

static int by_score(const void *a, const void *b)
{
    const struct placed *left = a, *right = b;
    if (left->score > right->score || left->score < right->score) {
        return left->score > right->score ? -1 : 1;
    }
    if (left->hash != right->hash) {
        return left->hash < right->hash ? -1 : 1;
    }
    return left->number < right->number ? -1 : left->number > right->number;
}

unsigned pool_best(const struct pool *pool, const struct ranking *ranking, const char *other,
                   unsigned *best, unsigned limit)
{
    g_autofree struct placed *places = g_new0(struct placed, pool->count + 1);
    unsigned found = 0;
    for (unsigned i = 0; i < pool->count; i++) {
        if (ranking->score[i] > 0) {
            guint hash = g_str_hash(pool->ids[i]) * 31u ^ g_str_hash(other);
            places[found++] = (struct placed){
                .score = ranking->score[i], .hash = hash * 2654435761u, .number = i};
        }
    }
    qsort(places, found, sizeof *places, by_score);
    found = MIN(found, limit);
    for (unsigned i = 0; i < found; i++) {
        best[i] = places[i].number;
    }
    return found;
}
