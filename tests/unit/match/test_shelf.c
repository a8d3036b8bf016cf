/* Many offers: those that fit best are found without scoring all, and quickly. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/resource.h>

#include <cmocka.h>

#include "match/fillers.h"
#include "match/offers_inner.h"
#include "support/crowd.h"
#include "support/speed.h"

#define WORD_LIST "/usr/share/hunspell/da_DK.dic"
#define LISTS_S 1.0

static struct crowd crowd = {.random = 2013};
static struct match_index *index_of;

static int build(void **state)
{
    (void)state;
    g_autofree char *fillers = NULL;
    crowd.taxonomy = taxonomy_load("config/taxonomy", NULL);
    assert_non_null(crowd.taxonomy);
    index_of = match_index_new(crowd.taxonomy, WORD_LIST);
    assert_true(g_file_get_contents("config/language/fyldord.txt", &fillers, NULL, NULL));
    index_of->fillers = fillers_read(fillers);
    return 0;
}

static int drop(void **state)
{
    (void)state;
    match_index_free(index_of);
    taxonomy_free(crowd.taxonomy);
    return 0;
}

static double seconds(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static void put_all(struct offers *offers, const json_t *all)
{
    for (size_t i = 0; i < json_array_size(all); i++) {
        assert_true(offers_put(offers, json_array_get(all, i)));
    }
}

/* The list of each seeker and each job, with reading what they say. */
static void all_lists_take_less_than_a_second(void **state)
{
    (void)state;
    crowd.profiles = 300;
    crowd.jobs = 60;
    json_auto_t *all = crowd_all(&crowd);
    double begun = seconds();
    SCOPED(offers) struct offers *offers = offers_new(index_of);
    put_all(offers, all);
    for (size_t i = 0; i < json_array_size(all); i++) {
        json_int_t id = json_integer_value(json_object_get(json_array_get(all, i), "id"));
        json_auto_t *list = offers_best(offers, offers_get(offers, id), NULL);
        assert_true(json_array_size(json_object_get(list, "items")) > 0);
    }
    double took = seconds() - begun;
    print_message("all lists of 300 x 60: %.2f s\n", took);
#ifndef SANITIZED
    assert_true(took <= LISTS_S * slowness());
#endif
}

static int by_score(const void *a, const void *b)
{
    const struct placed *left = a, *right = b;
    return left->s > right->s ? -1 : left->s < right->s;
}

/* Of the five best of all, those that are among the found. */
static unsigned found_of_best(const struct shelf *shelf, const struct offer *job, unsigned limit)
{
    g_autoptr(GPtrArray) all = shelf_find(shelf, job, G_MAXUINT);
    g_autoptr(GPtrArray) found = shelf_find(shelf, job, limit);
    assert_int_equal(found->len, limit);
    g_autofree struct placed *places = g_new0(struct placed, all->len);
    for (guint i = 0; i < all->len; i++) {
        places[i].other = g_ptr_array_index(all, i);
        SCOPED(score)
        struct score *score =
            score_quick(places[i].other->side, job->side, (struct score_terms){.minutes = -1});
        places[i].s = score->s;
    }
    qsort(places, all->len, sizeof *places, by_score);
    unsigned count = 0;
    for (unsigned i = 0; i < 5; i++) {
        count += g_ptr_array_find(found, places[i].other, NULL) ? 1 : 0;
    }
    return count;
}

static void the_best_are_found(void **state)
{
    (void)state;
    crowd.profiles = 1000;
    crowd.jobs = 40;
    json_auto_t *all = crowd_all(&crowd);
    SCOPED(offers) struct offers *offers = offers_new(index_of);
    put_all(offers, all);
    unsigned count = 0;
    for (unsigned i = 0; i < crowd.jobs; i++) {
        count += found_of_best(offers->kind[0], offers_get(offers, 1001 + i), 200);
    }
    print_message("%u of %u best\n", count, 5 * crowd.jobs);
    assert_true(count >= 5 * crowd.jobs * 9 / 10);
}

/* What was dropped is found no more, what moved into its slot still is. */
static void what_is_dropped_is_gone(void **state)
{
    (void)state;
    crowd.profiles = 60;
    crowd.jobs = 1;
    json_auto_t *all = crowd_all(&crowd);
    SCOPED(offers) struct offers *offers = offers_new(index_of);
    put_all(offers, all);
    for (int64_t id = 1; id <= 50; id++) {
        offers_drop(offers, id);
    }
    g_autoptr(GPtrArray) found = shelf_find(offers->kind[0], offers_get(offers, 61), 5);
    assert_int_equal(shelf_count(offers->kind[0]), 10);
    for (guint i = 0; i < found->len; i++) {
        const struct offer *offer = g_ptr_array_index(found, i);
        assert_in_range(offer->id, 51, 60);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(all_lists_take_less_than_a_second),
                                       cmocka_unit_test(the_best_are_found),
                                       cmocka_unit_test(what_is_dropped_is_gone)};
    return cmocka_run_group_tests_name("match/shelf", tests, build, drop);
}
