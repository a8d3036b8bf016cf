/* Until when somebody is away: the newest word, and when it is over. */
#include "fixture.h"

#include "store/away.h"

enum { DAY = 86400 };

static void note(struct store *store, int64_t person, int64_t until, const char *day)
{
    fixture_begin(store);
    assert_ok(away_note(store, &fixture_cause, person, until, day, OK_ERROR));
    fixture_commit(store);
}

static int64_t ask(struct store *store, int64_t person, int64_t now)
{
    int64_t until = -1;
    assert_ok(away_until(store, person, now, &until, OK_ERROR));
    return until;
}

static void the_newest_word_counts(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    int64_t karen = fixture_person(store, "karen@post.example");
    assert_int_equal(ask(store, karen, AT), 0);
    note(store, karen, AT + DAY, "2013-04-02");
    note(store, karen, AT + DAY, "2013-04-02");
    assert_int_equal(ask(store, karen, AT), AT + DAY);
    assert_int_equal(ask(store, karen, AT + DAY), 0);
    note(store, karen, AT + 3 * DAY, "2013-04-04");
    assert_int_equal(ask(store, karen, AT + DAY), AT + 3 * DAY);
    g_autoptr(GPtrArray) events = event_list(store, karen, 0, INT64_MAX, NULL);
    const struct event *last = events->pdata[events->len - 1];
    assert_string_equal(last->what, "away");
    assert_string_equal(last->after, "2013-04-04");
    const struct event *one_before = events->pdata[events->len - 2];
    assert_string_equal(one_before->after, "2013-04-02"); /* the same word twice is one event */
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_newest_word_counts)};
    return cmocka_run_group_tests_name("store/away", tests, NULL, NULL);
}
