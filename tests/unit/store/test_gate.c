#include "fixture.h"

#include "store/gate.h"
#include "store/listing.h"

static int64_t add_pair(struct store *store)
{
    int64_t ids[2] = {0}, pair = 0;
    static const enum listing_kind kinds[] = {LISTING_PROFILE, LISTING_POSTING};
    static const char *const addresses[] = {"a@x.example", "b@x.example"};
    for (int at = 0; at < 2; at++) {
        const struct listing listing = {.kind = kinds[at],
                                        .person = fixture_person(store, addresses[at])};
        fixture_begin(store);
        assert_ok(listing_add(store, &fixture_cause, &listing, "{}", &ids[at], OK_ERROR));
        fixture_commit(store);
    }
    fixture_begin(store);
    assert_ok(pair_add(store, &fixture_cause, ids[0], ids[1], &pair, OK_ERROR));
    fixture_commit(store);
    return pair;
}

static void put(struct store *store, const struct gate *gate)
{
    fixture_begin(store);
    assert_ok(gate_put(store, &fixture_cause, gate, OK_ERROR));
    fixture_commit(store);
}

static void test_a_question_stands_once(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    struct gate gate = {.pair = add_pair(store),
                        .side = PAIR_SEEKER,
                        .what = GATE_TALKED,
                        .state = GATE_OPEN,
                        .due = 100};
    put(store, &gate);
    gate.asked = 1;
    gate.due = 200;
    put(store, &gate);
    g_autoptr(GPtrArray) all = gate_of(store, gate.pair, NULL);
    assert_int_equal(all->len, 1);
    const struct gate *got = all->pdata[0];
    assert_int_equal(got->side, PAIR_SEEKER);
    assert_int_equal(got->what, GATE_TALKED);
    assert_int_equal(got->stage, 0);
    assert_int_equal(got->state, GATE_OPEN);
    assert_int_equal(got->asked, 1);
    assert_int_equal(got->due, 200);
    assert_int_equal(got->changed, fixture_cause.at);
}

static void test_what_is_due(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    int64_t pair = add_pair(store), next = 0;
    assert_ok(gate_next(store, &next, OK_ERROR));
    assert_int_equal(next, INT64_MAX);
    const struct gate gates[] = {
        {.pair = pair, .side = PAIR_SEEKER, .what = GATE_MET, .state = GATE_OPEN, .due = 300},
        {.pair = pair, .side = PAIR_EMPLOYER, .what = GATE_MET, .state = GATE_OPEN, .due = 200},
        {.pair = pair, .side = PAIR_EMPLOYER, .what = GATE_DAYS, .state = GATE_SILENT, .due = 100},
        {.pair = pair,
         .side = PAIR_EMPLOYER,
         .what = GATE_OTHER,
         .stage = PAIR_HIRED,
         .state = GATE_OPEN,
         .due = 400}};
    for (size_t at = 0; at < G_N_ELEMENTS(gates); at++) {
        put(store, &gates[at]);
    }
    assert_ok(gate_next(store, &next, OK_ERROR));
    assert_int_equal(next, 200);
    g_autoptr(GPtrArray) due = gate_due(store, 300, NULL);
    assert_int_equal(due->len, 2);
    assert_int_equal(((const struct gate *)due->pdata[0])->side, PAIR_EMPLOYER);
    fixture_begin(store);
    assert_ok(gate_settle(store, &fixture_cause, pair, PAIR_SEEKER, OK_ERROR));
    fixture_commit(store);
    g_autoptr(GPtrArray) open = gate_due(store, 1000, NULL);
    assert_int_equal(open->len, 2);
    assert_int_equal(((const struct gate *)open->pdata[1])->stage, PAIR_HIRED);
    fixture_begin(store);
    assert_ok(gate_settle(store, &fixture_cause, pair, PAIR_NOBODY, OK_ERROR));
    fixture_commit(store);
    assert_ok(gate_next(store, &next, OK_ERROR));
    assert_int_equal(next, INT64_MAX);
}

static void test_days(void **state)
{
    (void)state;
    SCOPED(store) struct store *store = fixture_open();
    int64_t pair = add_pair(store);
    struct pair_days days = {.first = "x"};
    assert_ok(pair_days_get(store, pair, &days, OK_ERROR));
    assert_string_equal(days.first, "");
    const struct pair_days known = {.interview = "2013-04-03",
                                    .first = "2013-04-08",
                                    .last = "2013-04-19",
                                    .hired = "2013-05-01",
                                    .closing = "2013-04-19T14:00",
                                    .sequence = 2};
    for (int time = 0; time < 2; time++) {
        fixture_begin(store);
        assert_ok(pair_days_put(store, pair, &known, OK_ERROR));
        fixture_commit(store);
    }
    assert_ok(pair_days_get(store, pair, &days, OK_ERROR));
    assert_memory_equal(&days.sequence, &known.sequence, sizeof days.sequence);
    assert_string_equal(days.interview, known.interview);
    assert_string_equal(days.first, known.first);
    assert_string_equal(days.last, known.last);
    assert_string_equal(days.hired, known.hired);
    assert_string_equal(days.closing, known.closing);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_question_stands_once),
        cmocka_unit_test(test_what_is_due),
        cmocka_unit_test(test_days),
    };
    return cmocka_run_group_tests_name("store/gate", tests, NULL, NULL);
}
