/* Questions about what a mail means: who was asked, who has not answered. */
#include "fixture.h"

#include "store/guess.h"
#include "store/inbound.h"

static int64_t add(struct store *store, int64_t person, int64_t at, int64_t about, bool doubt)
{
    static int number;
    g_autofree char *raw = g_strdup_printf("Subject: %d\n\nx\n", number++);
    int64_t mail = 0;
    bool fresh = false;
    assert_ok(inbound_keep(store, at, "test", NULL, raw, strlen(raw), &mail, &fresh, OK_ERROR));
    const struct fixture_mail letter = {.person = person};
    const struct guess guess = {.outgoing = fixture_queue(store, &letter),
                                .person = person,
                                .inbound = mail,
                                .about = about,
                                .intents = (char[]){"[]"},
                                .doubt = doubt};
    const struct cause cause = {at, "mail", mail};
    fixture_begin(store);
    assert_ok(guess_add(store, &cause, &guess, OK_ERROR));
    fixture_commit(store);
    return guess.outgoing;
}

static void settle(struct store *store, int64_t outgoing, enum guess_state to)
{
    SCOPED(guess) struct guess *guess = guess_of(store, outgoing, NULL);
    fixture_begin(store);
    assert_ok(guess_settle(store, &fixture_cause, guess, to, OK_ERROR));
    fixture_commit(store);
}

static void silence_is_seen(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    int64_t karen = fixture_person(store, "karen@post.example");
    int64_t oldest = 0;
    assert_ok(guess_oldest(store, &oldest, OK_ERROR));
    assert_int_equal(oldest, INT64_MAX);
    add(store, karen, AT - 5, 0, false); /* no doubt: only whether it was she */
    int64_t first = add(store, karen, AT, 0, true);
    int64_t second = add(store, karen, AT + 10, 0, true);
    assert_ok(guess_oldest(store, &oldest, OK_ERROR));
    assert_int_equal(oldest, AT);
    g_autoptr(GPtrArray) due = guess_unanswered(store, AT + 9, NULL);
    assert_int_equal(due->len, 1);
    assert_int_equal(((struct guess *)due->pdata[0])->outgoing, first);
    settle(store, first, GUESS_RIGHT);
    settle(store, second, GUESS_SILENT);
    assert_ok(guess_oldest(store, &oldest, OK_ERROR));
    assert_int_equal(oldest, INT64_MAX);
    SCOPED(guess) struct guess *guess = guess_of(store, second, NULL);
    assert_int_equal(guess->state, GUESS_SILENT);
    assert_null(guess_of(store, second + 1, NULL));
}

static void a_thread_is_asked_about_once(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    int64_t karen = fixture_person(store, "karen@post.example");
    const struct fixture_mail letter = {.person = karen};
    int64_t newsletter = fixture_queue(store, &letter), other = fixture_queue(store, &letter);
    add(store, karen, AT, newsletter, true);
    add(store, karen, AT, other, false);
    bool asked = false;
    assert_ok(guess_asked_about(store, karen, newsletter, &asked, OK_ERROR));
    assert_true(asked);
    assert_ok(guess_asked_about(store, karen, other, &asked, OK_ERROR));
    assert_false(asked);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(silence_is_seen),
        cmocka_unit_test(a_thread_is_asked_about_once),
    };
    return cmocka_run_group_tests_name("store/guess", tests, NULL, NULL);
}
