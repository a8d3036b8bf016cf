/* Occupations for titles and texts. */
#include "small.h"

#include <math.h>
#include <string.h>

#include "match/query.h"
#include "match/ranking.h"
#include "match/skills.h"

static struct taxonomy *taxonomy;
static struct match_index *index_of;

static int build(void **state)
{
    (void)state;
    taxonomy = small_taxonomy(false);
    index_of = match_index_new(taxonomy, NULL);
    return 0;
}

static int drop(void **state)
{
    (void)state;
    match_index_free(index_of);
    taxonomy_free(taxonomy);
    return 0;
}

static const struct {
    const char *text, *best;
} rows[] = {
    {"lagermedarbejder", "o1"},
    {"Lagerarbejdere", "o1"},
    {"lagermedarbjeder", "o1"}, /* a slip */
    {"truckfoerer", "o2"},      /* without ø */
    {"køkkenchefer", "o5"},
    {"truck søges", "o2"},      /* part of a compound */
    {"kørsel med truck", "o2"}, /* the name of the group */
    {"køkkenmedarbejder", "o4"},
    {"sekretær", "o3"},
    {"Jeg har skrevet breve. Jeg har passet telefonen og posten i mange år.", "o3"},
    {"vaske op. lave mad. rydde op i køkkenet efter gæsterne, og vaske gulvet", "o4"},
};

static struct query *ask(struct match_index *index, const char *text)
{
    return query_new(index->lexis, index->grams, text, false);
}

static void finds(void **state)
{
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        SCOPED(query) struct query *query = ask(index_of, rows[i].text);
        SCOPED(ranking) struct ranking *ranking = ranking_occupations(index_of, query);
        unsigned best[1];
        if (match_best(ranking->score, ranking->count, best, 1) != 1 ||
            strcmp(taxonomy->occupations[best[0]].id, rows[i].best) != 0) {
            fail_msg("%s: %s", rows[i].text, taxonomy->occupations[best[0]].id);
        }
    }
}

static void nothing_fits_nothing(void **state)
{
    (void)state;
    static const char *const texts[] = {"", "...", "qqqq"};
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
        SCOPED(query) struct query *query = ask(index_of, texts[i]);
        SCOPED(ranking) struct ranking *ranking = ranking_occupations(index_of, query);
        unsigned best[5];
        assert_int_equal(match_best(ranking->score, ranking->count, best, 5), 0);
    }
}

static void a_score_is_the_sum_of_its_parts(void **state)
{
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        SCOPED(query) struct query *query = ask(index_of, rows[i].text);
        SCOPED(ranking) struct ranking *ranking = ranking_occupations(index_of, query);
        for (unsigned o = 0; o < ranking->count; o++) {
            double sum = 0;
            for (unsigned part = 0; part < RANKING_PARTS; part++) {
                sum += ranking->part[part] == NULL ? 0 : (double)ranking->part[part][o];
            }
            assert_true(fabs(sum - (double)ranking->score[o]) < 1e-5);
        }
    }
}

static void its_parts_name_words(void **state)
{
    (void)state;
    SCOPED(query) struct query *query = ask(index_of, "arbejde med truck");
    SCOPED(ranking) struct ranking *ranking = ranking_occupations(index_of, query);
    unsigned driver = taxonomy_occupation(taxonomy, "o2");
    g_autofree char *words = ranking_because(index_of, query, ranking, RANKING_WORDS, driver);
    g_autofree char *label = ranking_because(index_of, query, ranking, RANKING_LETTERS, driver);
    g_autofree char *name = ranking_because(index_of, query, ranking, RANKING_NAMES, driver);
    g_autofree char *none = ranking_because(index_of, query, ranking, RANKING_WORK, driver);
    assert_string_equal(words, "truck");
    assert_string_equal(label, "truckfører");
    assert_string_equal(name, "Kørsel med truck");
    assert_string_equal(none, "");
}

/* The same to the last bit, in whichever order the files are and whatever was read before. */
static void order_does_not_matter(void **state)
{
    (void)state;
    SCOPED(taxonomy) struct taxonomy *turned = small_taxonomy(true);
    SCOPED(match_index) struct match_index *other = match_index_new(turned, NULL);
    SCOPED(query) struct query *before = query_new(other->lexis, other->grams, "zebra ubåd", true);
    assert_int_equal(before->words->len, 2);
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        SCOPED(query) struct query *query = ask(index_of, rows[i].text);
        SCOPED(query) struct query *again = ask(other, rows[i].text);
        SCOPED(ranking) struct ranking *ranking = ranking_occupations(index_of, query);
        SCOPED(ranking) struct ranking *same = ranking_occupations(other, again);
        assert_memory_equal(ranking->score, same->score, ranking->count * sizeof(float));
    }
}

static void both_spellings_score_the_same(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {{"køkkenmedhjælper", "koekkenmedhjaelper"},
                                           {"sekretær", "sekretaer"},
                                           {"truckfører", "truckfoerer"},
                                           {"køkkenleder", "koekkenleder"}};
    for (size_t i = 0; i < G_N_ELEMENTS(pairs); i++) {
        SCOPED(query) struct query *query = ask(index_of, pairs[i][0]);
        SCOPED(query) struct query *plain = ask(index_of, pairs[i][1]);
        SCOPED(ranking) struct ranking *ranking = ranking_occupations(index_of, query);
        SCOPED(ranking) struct ranking *same = ranking_occupations(index_of, plain);
        for (unsigned o = 0; o < ranking->count; o++) {
            assert_true(fabsf(ranking->score[o] - same->score[o]) < 0.01f);
        }
    }
}

static void groups_of_skills(void **state)
{
    (void)state;
    SCOPED(query) struct query *query = ask(index_of, "køre truck");
    g_autoptr(GPtrArray) groups = skills_groups(index_of, query);
    assert_true(groups->len >= 1);
    assert_string_equal(g_ptr_array_index(groups, 0), "S8");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(finds),
                                       cmocka_unit_test(nothing_fits_nothing),
                                       cmocka_unit_test(a_score_is_the_sum_of_its_parts),
                                       cmocka_unit_test(its_parts_name_words),
                                       cmocka_unit_test(order_does_not_matter),
                                       cmocka_unit_test(both_spellings_score_the_same),
                                       cmocka_unit_test(groups_of_skills)};
    return cmocka_run_group_tests(tests, build, drop);
}
