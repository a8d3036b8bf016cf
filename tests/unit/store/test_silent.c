/* Matches that nobody answers about. */
#include "fixture.h"

#include "store/gate.h"
#include "store/listing.h"
#include "store/pair.h"
#include "store/silent.h"

static int64_t add_listing(struct store *store, enum listing_kind kind, const char *address)
{
    const struct listing listing = {.kind = kind, .person = fixture_person(store, address)};
    int64_t id = 0;
    fixture_begin(store);
    assert_ok(listing_add(store, &fixture_cause, &listing, "{}", &id, OK_ERROR));
    fixture_commit(store);
    return id;
}

static void move(struct store *store, int64_t id, enum pair_stage stage, int64_t at)
{
    const struct cause cause = {at, "mail", 0};
    SCOPED(pair) struct pair *before = pair_get(store, id, NULL);
    struct pair after = *before;
    after.stage = stage;
    fixture_begin(store);
    assert_ok(pair_update(store, &cause, before, &after, NULL, OK_ERROR));
    fixture_commit(store);
}

static void ask(struct store *store, int64_t pair, enum gate_state state, int64_t at)
{
    const struct cause cause = {at, "timer", 0};
    const struct gate gate = {
        .pair = pair, .side = PAIR_SEEKER, .what = GATE_TALKED, .state = state, .asked = 3};
    fixture_begin(store);
    assert_ok(gate_put(store, &cause, &gate, OK_ERROR));
    fixture_commit(store);
}

static guint count(struct store *store)
{
    g_autoptr(GArray) all = silent_all(store, NULL);
    assert_non_null(all);
    return all->len;
}

static void they_wait_until_something_happens(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    int64_t profile = add_listing(store, LISTING_PROFILE, "a@x.example"),
            posting = add_listing(store, LISTING_POSTING, "b@x.example"), pair = 0;
    fixture_begin(store);
    assert_ok(pair_add(store, &fixture_cause, profile, posting, &pair, OK_ERROR));
    fixture_commit(store);
    move(store, pair, PAIR_CONTACT, AT + 10);
    ask(store, pair, GATE_OPEN, AT + 20);
    assert_int_equal(count(store), 0);
    ask(store, pair, GATE_SILENT, AT + 30);
    g_autoptr(GArray) all = silent_all(store, NULL);
    assert_int_equal(all->len, 1);
    const struct silent *one = &g_array_index(all, struct silent, 0);
    assert_int_equal(one->pair, pair);
    assert_int_equal(one->profile, profile);
    assert_int_equal(one->posting, posting);
    assert_int_equal(one->stage, PAIR_CONTACT);
    assert_int_equal(one->since, AT + 30);
    move(store, pair, PAIR_INTERVIEW, AT + 40);
    assert_int_equal(count(store), 0);
    ask(store, pair, GATE_SILENT, AT + 50);
    assert_int_equal(count(store), 1);
    move(store, pair, PAIR_DECLINED, AT + 50); /* over, in the same second */
    assert_int_equal(count(store), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(they_wait_until_something_happens),
    };
    return cmocka_run_group_tests_name("store/silent", tests, NULL, NULL);
}
