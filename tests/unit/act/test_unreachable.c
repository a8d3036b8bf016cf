/* Addresses that get nothing: where a letter goes instead, who lifts it, and what staff hear. */
#include "support/incoming.h"

#include "act/alarm.h"
#include "act/staff.h"
#include "act/unreachable.h"
#include "store/person_address.h"
#include "store/suppression.h"

#define SECOND "karen2@post.example"

static void suppress(struct test_office *test, const char *address, enum suppression_reason reason)
{
    const struct cause cause = {.at = clock_now(test->clock), .actor = "mail"};
    const struct suppression_draft draft = {address, reason, "5.1.1", 0};
    bool added = false;
    assert_true(store_begin(test->office.store, NULL));
    assert_true(suppression_add(test->office.store, &cause, &draft, &added, NULL));
    assert_true(store_commit(test->office.store, NULL));
}

static bool is_suppressed(struct test_office *test, const char *address)
{
    SCOPED(suppression)
    struct suppression *found = suppression_of(test->office.store, address, NULL);
    return found != NULL;
}

/* A letter to Karen's address; what she `answers` is a mail of hers. */
static const char *goes_to(struct test_office *test, struct person *person, bool answers)
{
    const struct letter letter = {.name = "welcome",
                                  .person = person,
                                  .recipient = karens_address,
                                  .answers = answers ? "<in-1@client.example>" : NULL};
    const char *recipient = NULL;
    assert_true(unreachable_recipient(&test->office, &letter, &recipient, NULL));
    const char *known = g_strcmp0(recipient, karens_address) == 0 ? karens_address
                        : recipient == NULL                       ? "nowhere"
                                                                  : "elsewhere";
    return known;
}

static const struct {
    const char *name;
    enum suppression_reason reason; /* 0: none */
    const char *letter, *answer;
} ways[] = {
    {"an address that works", 0, karens_address, karens_address},
    {"no such mailbox: an answer may go, as she wrote from it", SUPPRESSION_HARD, "nowhere",
     karens_address},
    {"nothing arrives: the same", SUPPRESSION_SOFT, "nowhere", karens_address},
    {"a complaint: nothing at all", SUPPRESSION_COMPLAINT, "nowhere", "nowhere"},
    {"staff's decision: nothing at all", SUPPRESSION_STAFF, "nowhere", "nowhere"},
};

static void where_letters_go(void **state)
{
    (void)state;
    for (size_t at = 0; at < G_N_ELEMENTS(ways); at++) {
        struct test_office *test = test_office_open();
        int64_t id = test_office_person(test, PERSON_SEEKER, "Karen", karens_address, true);
        SCOPED(person) struct person *karen = person_get(test->office.store, id, NULL);
        if (ways[at].reason != 0) {
            suppress(test, karens_address, ways[at].reason);
        }
        assert_string_equal(goes_to(test, karen, false), ways[at].letter);
        assert_string_equal(goes_to(test, karen, true), ways[at].answer);
        test_office_close(test);
    }
}

/* The one member of staff, whose address bounced once: an alarm that nobody gets is none. */
static void staff_are_told_all_the_same(void **state)
{
    (void)state;
    for (size_t at = 1; at < G_N_ELEMENTS(ways); at++) {
        struct test_office *test = test_office_open();
        test_office_person(test, PERSON_STAFF, "Mette", "mette@kk.example", false);
        suppress(test, "mette@kk.example", ways[at].reason);
        assert_true(alarm_raise(&test->office, ALARM_RELAY_DOWN, 0, "no route", NULL));
        int64_t told = 0;
        assert_true(
            ledger_recent(test->office.store, "mette@kk.example", "staff-alarm", 0, &told, NULL));
        bool bounced = ways[at].reason == SUPPRESSION_HARD || ways[at].reason == SUPPRESSION_SOFT;
        assert_int_equal(told, bounced ? 1 : 0);
        test_office_close(test);
    }
}

/* Her first address bounced, and letters go to the second: those are what the limit counts. */
static void the_limit_counts_where_letters_go(void **state)
{
    (void)state;
    struct test_office *test = test_office_open();
    const struct cause cause = {.at = clock_now(test->clock), .actor = "program"};
    int64_t id = test_office_person(test, PERSON_STAFF, "Mette", "mette@kk.example", false);
    bool added = false;
    assert_true(store_begin(test->office.store, NULL));
    assert_true(person_address_add(test->office.store, id, "mette2@kk.example", &added, NULL));
    assert_true(store_commit(test->office.store, NULL));
    suppress(test, "mette@kk.example", SUPPRESSION_HARD);
    json_auto_t *fields =
        json_pack("{s:s, s:s, s:s}", "sag", "1", "modtager", "post.example", "grund", "5.7.1");
    assert_true(store_begin(test->office.store, NULL));
    for (int i = 0; i < 3; i++) {
        assert_true(staff_alarm(&test->office, &cause, "staff-refused", fields, NULL));
    }
    assert_true(store_commit(test->office.store, NULL));
    test_office_expect(test, "staff-refused>mette2@kk.example");
    test_office_close(test);
}

/* Who lifts it: a mail from there with our token, when a bounce was the cause. */
static void who_writes_is_reachable(void **state)
{
    (void)state;
    const struct {
        enum suppression_reason reason;
        bool proved, automatic, lifts;
    } rows[] = {
        {SUPPRESSION_HARD, true, false, true},       {SUPPRESSION_SOFT, true, false, true},
        {SUPPRESSION_HARD, false, false, false},     {SUPPRESSION_HARD, true, true, false},
        {SUPPRESSION_COMPLAINT, true, false, false}, {SUPPRESSION_STAFF, true, false, false},
    };
    for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
        struct test_office *test = test_office_open();
        int64_t karen = test_office_person(test, PERSON_SEEKER, "Karen", karens_address, true);
        struct ledger_proof proof = newsletter_proof(karen, TOKEN_REPLY);
        suppress(test, karens_address, rows[at].reason);
        SCOPED(verdict) struct verdict *verdict = meaning(karens_address, "hej", "");
        verdict->automatic = rows[at].automatic;
        SCOPED(inbound)
        struct inbound *settled = arrive(test, rows[at].proved ? &proof : NULL, verdict, "one");
        assert_non_null(settled);
        assert_int_equal(is_suppressed(test, karens_address), !rows[at].lifts);
        test_office_close(test);
    }
}

/* One note a day at eight, with all of them; none when there is nothing new. */
static void staff_hear_once_a_day(void **state)
{
    (void)state;
    struct test_office *test = test_office_open();
    test_office_person(test, PERSON_STAFF, "Mette", "mette@kk.example", false);
    test_office_person(test, PERSON_SEEKER, "Karen", karens_address, true);
    int64_t next = 0;
    assert_true(unreachable_next(&test->office, &next, NULL));
    assert_true(next == INT64_MAX);
    test_office_at(test, "2013-03-20T10:00");
    suppress(test, karens_address, SUPPRESSION_HARD);
    suppress(test, SECOND, SUPPRESSION_SOFT);
    const char *const times[] = {"2013-03-20T23:59", "2013-03-21T07:59", "2013-03-21T08:00",
                                 "2013-03-22T08:00"};
    const int64_t letters[] = {0, 0, 1, 1};
    for (size_t at = 0; at < G_N_ELEMENTS(times); at++) {
        test_office_at(test, times[at]);
        assert_true(unreachable_tell(&test->office, NULL));
        int64_t count = 0;
        assert_true(ledger_recent(test->office.store, "mette@kk.example", "staff-suppressed", 0,
                                  &count, NULL));
        assert_int_equal(count, letters[at]);
    }
    assert_true(unreachable_next(&test->office, &next, NULL));
    assert_true(next == INT64_MAX);
    test_office_close(test);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(where_letters_go),
        cmocka_unit_test(staff_are_told_all_the_same),
        cmocka_unit_test(the_limit_counts_where_letters_go),
        cmocka_unit_test(who_writes_is_reachable),
        cmocka_unit_test(staff_hear_once_a_day),
    };
    return cmocka_run_group_tests_name("act/unreachable", tests, NULL, NULL);
}
