/* People who fit a text. */
#include "small.h"

#include <string.h>

#include "match/pool.h"
#include "match/query.h"

static const struct pool_document people[] = {
    {"anna", "Jeg har kørt truck i mange år. føre truck"},
    {"bent", "skrive breve. bogføring. passe telefon"},
    {"carl", "lave mad. vaske op"},
    {"dora", "lave mad. vaske op"},
    {"elin", "Jeg kan spille xylofon"},
};

static const struct {
    const char *text, *best;
} rows[] = {
    {"Vi mangler en, der kan køre truck på vores lager", "anna"},
    {"Kontorassistent til post, telefon og breve", "bent"},
    {"Hvem kan spille på en xylofon?", "elin"}, /* no taxonomy has it */
};

static void finds(void **state)
{
    (void)state;
    SCOPED(taxonomy) struct taxonomy *taxonomy = small_taxonomy(false);
    SCOPED(match_index) struct match_index *index = match_index_new(taxonomy, NULL);
    SCOPED(pool) struct pool *pool = pool_new(index, people, G_N_ELEMENTS(people));
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        SCOPED(query)
        struct query *query = query_new(index->lexis, index->grams, rows[i].text, false);
        SCOPED(ranking) struct ranking *ranking = pool_rank(pool, query);
        unsigned best[1] = {0};
        assert_int_equal(pool_best(pool, ranking, rows[i].text, best, 1), 1);
        assert_string_equal(pool->ids[best[0]], rows[i].best);
    }
}

/* Equal ones are not ordered by who came first or by their ids: another job, another order. */
static void ties_are_broken_by_the_pair(void **state)
{
    (void)state;
    SCOPED(taxonomy) struct taxonomy *taxonomy = small_taxonomy(false);
    SCOPED(match_index) struct match_index *index = match_index_new(taxonomy, NULL);
    struct pool_document turned[G_N_ELEMENTS(people)];
    for (size_t i = 0; i < G_N_ELEMENTS(people); i++) {
        turned[i] = people[G_N_ELEMENTS(people) - 1 - i];
    }
    SCOPED(pool) struct pool *pool = pool_new(index, people, G_N_ELEMENTS(people));
    SCOPED(pool) struct pool *other = pool_new(index, turned, G_N_ELEMENTS(turned));
    SCOPED(query) struct query *query = query_new(index->lexis, index->grams, "lave mad", false);
    SCOPED(ranking) struct ranking *ranking = pool_rank(pool, query);
    SCOPED(ranking) struct ranking *same = pool_rank(other, query);
    unsigned first = 0;
    for (unsigned job = 0; job < 40; job++) {
        g_autofree char *id = g_strdup_printf("job %u", job);
        unsigned best[2], again[2];
        assert_int_equal(pool_best(pool, ranking, id, best, 2), 2);
        assert_int_equal(pool_best(other, same, id, again, 2), 2);
        assert_string_equal(pool->ids[best[0]], other->ids[again[0]]);
        first += strcmp(pool->ids[best[0]], "carl") == 0;
    }
    assert_in_range(first, 8, 32);
}

static void nobody_is_found_in_an_empty_pool(void **state)
{
    (void)state;
    SCOPED(taxonomy) struct taxonomy *taxonomy = small_taxonomy(false);
    SCOPED(match_index) struct match_index *index = match_index_new(taxonomy, NULL);
    SCOPED(pool) struct pool *pool = pool_new(index, people, 0);
    SCOPED(query) struct query *query = query_new(index->lexis, index->grams, "kok", false);
    SCOPED(ranking) struct ranking *ranking = pool_rank(pool, query);
    unsigned best[1];
    assert_int_equal(pool_best(pool, ranking, "", best, 1), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(finds),
                                       cmocka_unit_test(ties_are_broken_by_the_pair),
                                       cmocka_unit_test(nobody_is_found_in_an_empty_pool)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
