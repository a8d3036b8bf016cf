/* Marks: one for each mail that is answered, the newest counts, both are in the story. */
#include "fixture.h"

#include "store/rating.h"

static int give(struct store *store, int64_t person, int64_t outgoing, int value)
{
    int before = -1;
    fixture_begin(store);
    assert_ok(rating_give(store, &fixture_cause, person, outgoing, value, &before, OK_ERROR));
    fixture_commit(store);
    return before;
}

static void a_second_one_takes_the_place_of_the_first(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    int64_t karen = fixture_person(store, "karen@post.example");
    const struct fixture_mail survey = {.person = karen};
    int64_t first = fixture_queue(store, &survey), second = fixture_queue(store, &survey);
    assert_int_equal(give(store, karen, first, 2), 0);
    assert_int_equal(give(store, karen, first, 5), 2);
    assert_int_equal(give(store, karen, second, 1), 0);
    g_autoptr(GArray) ratings = rating_list(store, karen, NULL);
    assert_int_equal(ratings->len, 2);
    assert_int_equal(g_array_index(ratings, struct rating, 0).value, 5);
    assert_int_equal(g_array_index(ratings, struct rating, 1).value, 1);
    g_autoptr(GPtrArray) events = event_list(store, karen, 0, INT64_MAX, NULL);
    const struct event *replaced = events->pdata[events->len - 2];
    assert_string_equal(replaced->what, "rating");
    assert_string_equal(replaced->before, "2");
    assert_string_equal(replaced->after, "5");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_second_one_takes_the_place_of_the_first)};
    return cmocka_run_group_tests_name("store/rating", tests, NULL, NULL);
}
