/* How well a seeker and a job fit each other. */
#include "small.h"

#include <math.h>
#include <string.h>

#include "match/score.h"

#define LIST(...) ((const char *const[]){__VA_ARGS__, NULL})
#define NONE ((const char *const[]){NULL})

static const struct score_terms anywhere = {.minutes = -1};

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

static struct score *score_for(const struct side_facts *seeker, const struct side_facts *job)
{
    SCOPED(side) struct side *left = side_read(index_of, seeker);
    SCOPED(side) struct side *right = side_read(index_of, job);
    return score_of(left, right, anywhere);
}

static const struct side_facts job = {.titles = LIST("lagermedarbejder"),
                                      .skills = LIST("pakke varer", "føre truck"),
                                      .licences = LIST("B"),
                                      .hours_least = 20,
                                      .hours_most = 30};

static const struct side_facts seeker = {.titles = LIST("lagerarbejder"),
                                         .skills = LIST("pakning af varer", "køre gaffeltruck"),
                                         .wants = LIST("lager"),
                                         .licences = LIST("b"),
                                         .hours_least = 25,
                                         .hours_most = 37};

static void the_same_work_fits_well(void **state)
{
    (void)state;
    SCOPED(score) struct score *score = score_for(&seeker, &job);
    assert_true(score->fits);
    assert_int_equal((int)score->parts[SCORE_WORK].value, 100);
    assert_int_equal((int)score->parts[SCORE_SKILLS].value, 100);
    assert_string_equal(g_ptr_array_index(score->parts[SCORE_WORK].evidence, 0), "lagerarbejder");
    assert_string_equal(g_ptr_array_index(score->parts[SCORE_SKILLS].evidence, 0),
                        "pakning af varer");
    assert_int_equal(score_level(score->s), SCORE_WELL);
    assert_int_equal(score->missing->len, 0);
    assert_false(score->parts[SCORE_PLACE].known);
}

static const struct {
    const char *what;
    enum score_condition condition;
    enum score_verdict verdict;
    struct side_facts seeker, job;
} rows[] = {
    {"hours overlap", SCORE_WEEKLY, SCORE_MET, {.hours_most = 25}, {.hours_least = 20}},
    {"too many hours", SCORE_WEEKLY, SCORE_UNMET, {.hours_most = 15}, {.hours_least = 20}},
    {"too few", SCORE_WEEKLY, SCORE_UNMET, {.hours_least = 37}, {.hours_most = 20}},
    {"not said", SCORE_WEEKLY, SCORE_UNKNOWN, {.hours_most = 0}, {.hours_least = 20}},
    {"a month late", SCORE_START, SCORE_MET, {.start = 130}, {.start = 100}},
    {"later", SCORE_START, SCORE_UNMET, {.start = 131}, {.start = 100}},
    {"benefit goes on", SCORE_START, SCORE_UNMET, {.benefit_end = 131}, {.start = 100}},
    {"no day", SCORE_START, SCORE_UNKNOWN, {.start = 130}, {.start = 0}},
    {"licence", SCORE_LICENCE, SCORE_MET, {.licences = LIST("A", "B")}, {.licences = LIST("b")}},
    {"another", SCORE_LICENCE, SCORE_UNMET, {.licences = LIST("B")}, {.licences = LIST("C")}},
    {"none", SCORE_LICENCE, SCORE_UNMET, {.licences = NONE}, {.licences = LIST("B")}},
    {"nobody asked", SCORE_LICENCE, SCORE_UNKNOWN, {.licences = NULL}, {.licences = LIST("B")}},
    {"not needed", SCORE_LICENCE, SCORE_MET, {.licences = NULL}, {.licences = NULL}},
    {"languages",
     SCORE_LANGUAGE,
     SCORE_UNMET,
     {.languages = LIST("da")},
     {.languages = LIST("da", "en")}},
    {"certificate",
     SCORE_CERTIFICATE,
     SCORE_MET,
     {.certificates = LIST("Truck")},
     {.certificates = LIST("truck")}},
};

static void conditions_have_three_values(void **state)
{
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        SCOPED(score) struct score *score = score_for(&rows[i].seeker, &rows[i].job);
        if (score->conditions[rows[i].condition] != rows[i].verdict) {
            fail_msg("%s: %d", rows[i].what, (int)score->conditions[rows[i].condition]);
        }
        assert_int_equal(score->fits, rows[i].verdict != SCORE_UNMET);
    }
}

static void what_is_missing_is_recomputed(void **state)
{
    (void)state;
    struct side_facts without = seeker;
    without.licences = NONE;
    without.skills = LIST("pakke varer");
    SCOPED(score) struct score *score = score_for(&without, &job);
    assert_false(score->fits);
    assert_int_equal(score->missing->len, 2);
    const struct score_missing *first = &g_array_index(score->missing, struct score_missing, 0);
    const struct score_missing *second = first + 1;
    assert_int_equal(first->condition, SCORE_LICENCE);
    assert_true(fabs(first->gain - score->s) < 1e-9); /* then it counts */
    assert_int_equal(second->condition, SCORE_CONDITIONS);
    assert_string_equal(job.skills[second->skill], "føre truck");
    struct side_facts easier = job;
    easier.licences = NULL;
    SCOPED(score) struct score *other = score_for(&without, &easier);
    assert_true(fabs(score_counts(other) - first->gain) < 1e-9);
}

static void removing_a_skill_never_raises(void **state)
{
    (void)state;
    static const char *const all[] = {"pakke varer", "føre truck", "skrive breve", "vaske op"};
    static const char *const titles[][2] = {{"kok", NULL}, {"lagerarbejder", NULL}, {NULL, NULL}};
    for (unsigned mask = 0; mask < 16; mask++) {
        for (unsigned t = 0; t < G_N_ELEMENTS(titles); t++) {
            const char *skills[5] = {NULL};
            unsigned count = 0;
            for (unsigned i = 0; i < 4; i++) {
                if (mask >> i & 1) {
                    skills[count++] = all[i];
                }
            }
            struct side_facts more = {.titles = titles[t], .skills = skills};
            more.hours_least = t == 1 ? 20 : 0;
            SCOPED(score) struct score *score = score_for(&more, &job);
            for (unsigned gone = 0; gone < count; gone++) {
                const char *fewer[5] = {NULL};
                for (unsigned i = 0, k = 0; i < count; i++) {
                    if (i != gone) {
                        fewer[k++] = skills[i];
                    }
                }
                struct side_facts less = more;
                less.skills = fewer;
                SCOPED(score) struct score *lower = score_for(&less, &job);
                assert_true(lower->e <= score->e + 1e-9);
            }
        }
    }
}

/* Who says nothing of something is not better off than the mean of the rest. */
static void unknown_is_never_better(void **state)
{
    (void)state;
    SCOPED(score) struct score *whole = score_for(&seeker, &job);
    struct side_facts silent = seeker;
    silent.skills = NULL;
    silent.wants = NULL;
    SCOPED(score) struct score *score = score_for(&silent, &job);
    assert_true(score->e <= whole->e + 1e-9);
    double rest = (40 * score->parts[SCORE_WORK].value + 10 * score->parts[SCORE_HOURS].value) / 50;
    assert_true(score->parts[SCORE_SKILLS].value <= rest + 1e-9);
}

static void what_is_not_wanted_is_not_offered(void **state)
{
    (void)state;
    struct side_facts no = seeker;
    no.unwanted = LIST("føre truck");
    SCOPED(score) struct score *score = score_for(&no, &job);
    assert_true(score->refused);
    assert_true(score->s < 1e-9);
}

static const struct side_facts danish = {.titles = LIST("køkkenmedhjælper"),
                                         .skills = LIST("tilberede mad", "rydde køkkenet")};
static const struct side_facts plain = {.titles = LIST("koekkenmedhjaelper"),
                                        .skills = LIST("tilberede mad", "rydde koekkenet")};
static const struct side_facts kitchen = {.titles = LIST("køkkenassistent"),
                                          .skills = LIST("lave mad", "vaske op", "rydde køkken")};

static void both_spellings_are_within_one(void **state)
{
    (void)state;
    SCOPED(score) struct score *score = score_for(&danish, &kitchen);
    SCOPED(score) struct score *other = score_for(&plain, &kitchen);
    assert_true(fabs(score->s - other->s) <= 1);
    assert_true(score->s > 50);
}

/* The same pair, read by an index whose files lay in another order. */
static void storage_order_does_not_matter(void **state)
{
    (void)state;
    SCOPED(taxonomy) struct taxonomy *turned = small_taxonomy(true);
    SCOPED(match_index) struct match_index *other = match_index_new(turned, NULL);
    SCOPED(side) struct side *left = side_read(other, &seeker);
    SCOPED(side) struct side *right = side_read(other, &job);
    SCOPED(score) struct score *same = score_quick(left, right, anywhere);
    SCOPED(score) struct score *score = score_for(&seeker, &job);
    assert_memory_equal(&score->s, &same->s, sizeof score->s);
}

static void travel_takes_points_but_bars_nobody(void **state)
{
    (void)state;
    struct side_facts near = seeker;
    near.travel_limit = 30;
    SCOPED(side) struct side *left = side_read(index_of, &near);
    SCOPED(side) struct side *right = side_read(index_of, &job);
    SCOPED(score)
    struct score *here = score_quick(left, right, (struct score_terms){.minutes = 20});
    SCOPED(score) struct score *far = score_quick(left, right, (struct score_terms){.minutes = 45});
    SCOPED(score) struct score *unknown = score_quick(left, right, anywhere);
    assert_true(far->fits && far->s < here->s);
    assert_false(unknown->parts[SCORE_TRAVEL].known);
}

static void figures_are_coarse(void **state)
{
    (void)state;
    assert_int_equal(score_rounded(77.4), 75);
    assert_int_equal(score_rounded(77.6), 80);
    assert_int_equal(score_level(74.9), SCORE_PARTLY);
    assert_int_equal(score_level(40), SCORE_PERHAPS);
    assert_int_equal(score_level(39.9), SCORE_NO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_same_work_fits_well),
                                       cmocka_unit_test(conditions_have_three_values),
                                       cmocka_unit_test(what_is_missing_is_recomputed),
                                       cmocka_unit_test(removing_a_skill_never_raises),
                                       cmocka_unit_test(unknown_is_never_better),
                                       cmocka_unit_test(what_is_not_wanted_is_not_offered),
                                       cmocka_unit_test(both_spellings_are_within_one),
                                       cmocka_unit_test(storage_order_does_not_matter),
                                       cmocka_unit_test(travel_takes_points_but_bars_nobody),
                                       cmocka_unit_test(figures_are_coarse)};
    return cmocka_run_group_tests(tests, build, drop);
}
