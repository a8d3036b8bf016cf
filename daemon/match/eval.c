#include "match/eval.h"

#include <string.h>

#include "match/pool.h"
#include "match/query.h"
#include "match/skills.h"
#include "match/tsv.h"

#define ANSWER_MOST 100u

struct eval {
    struct taxonomy *taxonomy;
    struct match_index *index;
    GPtrArray *candidates; /* rows: id, text */
    struct pool *pool;
};

static struct pool *read_pool(struct eval *eval)
{
    unsigned count = eval->candidates->len;
    g_autofree struct pool_document *documents = g_new0(struct pool_document, count + 1);
    for (unsigned i = 0; i < count; i++) {
        char **row = g_ptr_array_index(eval->candidates, i);
        documents[i] = (struct pool_document){.id = row[0], .text = row[1]};
    }
    return pool_new(eval->index, documents, count);
}

struct eval *eval_new(const char *directory, const char *word_list, GError **error)
{
    SCOPED(eval) struct eval *eval = g_new0(struct eval, 1);
    eval->taxonomy = taxonomy_load(directory, error);
    if (eval->taxonomy == NULL) {
        return NULL;
    }
    eval->candidates = tsv_read(directory, "candidates.tsv", 2, error);
    if (eval->candidates == NULL) {
        return NULL;
    }
    eval->index = match_index_new(eval->taxonomy, word_list);
    eval->pool = read_pool(eval);
    return g_steal_pointer(&eval);
}

void eval_free(struct eval *eval)
{
    if (eval == NULL) {
        return;
    }
    pool_free(eval->pool);
    match_index_free(eval->index);
    g_clear_pointer(&eval->candidates, g_ptr_array_unref);
    taxonomy_free(eval->taxonomy);
    g_free(eval);
}

static void append(GString *line, const char *id)
{
    g_string_append_printf(line, "%s%s", line->len > 0 ? " " : "", id);
}

static void append_occupations(const struct eval *eval, const struct query *query, GString *line)
{
    SCOPED(ranking) struct ranking *ranking = ranking_occupations(eval->index, query);
    unsigned best[ANSWER_MOST];
    unsigned found = match_best(ranking->score, ranking->count, best, ANSWER_MOST);
    for (unsigned i = 0; i < found; i++) {
        append(line, eval->taxonomy->occupations[best[i]].id);
    }
}

static void append_candidates(const struct eval *eval, const struct query *query, const char *text,
                              GString *line)
{
    SCOPED(ranking) struct ranking *ranking = pool_rank(eval->pool, query);
    unsigned best[ANSWER_MOST];
    unsigned found = pool_best(eval->pool, ranking, text, best, ANSWER_MOST);
    for (unsigned i = 0; i < found; i++) {
        append(line, eval->pool->ids[best[i]]);
    }
}

static void append_groups(const struct eval *eval, const struct query *query, GString *line)
{
    g_autoptr(GPtrArray) groups = skills_groups(eval->index, query);
    for (guint i = 0; i < groups->len; i++) {
        append(line, g_ptr_array_index(groups, i));
    }
}

char *eval_answer(const struct eval *eval, const char *ranked, const char *text)
{
    struct match_index *index = eval->index;
    SCOPED(query) struct query *query = query_new(index->lexis, index->grams, text, false);
    g_autoptr(GString) line = g_string_new(NULL);
    if (strcmp(ranked, "occ") == 0) {
        append_occupations(eval, query, line);
    } else if (strcmp(ranked, "cand") == 0) {
        append_candidates(eval, query, text, line);
    } else if (strcmp(ranked, "group") == 0) {
        append_groups(eval, query, line);
    }
    return g_strdup(line->str);
}
