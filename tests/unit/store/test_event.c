#include "fixture.h"

static void tells_a_persons_story_in_order(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    int64_t jens = fixture_person(store, "jens@x.example");
    int64_t bodil = fixture_person(store, "bodil@x.example");
    const struct cause later = {AT + 60, "staff", 0};
    const struct cause earlier = {AT - 60, "mail", 0};
    fixture_begin(store);
    assert_ok(event_add(store, &later, jens, 0, "person", "phone", "1", "2", OK_ERROR));
    assert_ok(event_add(store, &earlier, jens, 0, "mail-in", NULL, NULL, NULL, OK_ERROR));
    assert_ok(event_add(store, &later, bodil, 0, "person", "phone", "3", "4", OK_ERROR));
    fixture_commit(store);
    g_autoptr(GPtrArray) story = event_list(store, jens, 0, INT64_MAX, NULL);
    assert_int_equal(story->len, 5); /* mail-in, person, address, subscription, phone */
    const struct event *first = g_ptr_array_index(story, 0);
    assert_string_equal(first->what, "mail-in");
    assert_string_equal(first->actor, "mail");
    assert_null(first->detail);
    const struct event *last = g_ptr_array_index(story, 4);
    assert_string_equal(last->detail, "phone");
    assert_string_equal(last->before, "1");
    assert_string_equal(last->after, "2");
    assert_int_equal(last->person, jens);
    assert_int_equal(last->at, AT + 60);
    assert_int_equal(last->outgoing, 0);
}

static void takes_a_stretch_of_time(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    fixture_begin(store);
    for (int64_t at = 10; at < 15; at++) {
        const struct cause cause = {at, "timer", 0};
        assert_ok(event_add(store, &cause, 0, 0, "issue", NULL, NULL, NULL, OK_ERROR));
    }
    fixture_commit(store);
    g_autoptr(GPtrArray) some = event_list(store, 0, 11, 13, NULL);
    assert_int_equal(some->len, 2);
    g_autoptr(GPtrArray) nobody = event_list(store, 77, 0, INT64_MAX, NULL);
    assert_int_equal(nobody->len, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tells_a_persons_story_in_order),
        cmocka_unit_test(takes_a_stretch_of_time),
    };
    return cmocka_run_group_tests_name("store/event", tests, NULL, NULL);
}
