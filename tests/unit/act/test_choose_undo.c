/* What FORTRYD and another yes may change of an answer to a list, and what they may not: a no of
 * the other side and a talk that was ended stay as they are.
 */
#include "support/digests.h"

static struct pair *pair_now(const struct digests *site)
{
    return pair_get(site->talk.test->office.store, site->talk.pair, NULL);
}

static void expect_stage(const struct digests *site, enum pair_stage stage)
{
    SCOPED(pair) struct pair *pair = pair_now(site);
    assert_string_equal(pair_stage_name(pair->stage), pair_stage_name(stage));
}

/* Letters whose "kind>address" begins so. */
static unsigned letters(struct digests *site, const char *begin)
{
    unsigned count = 0;
    g_autoptr(GPtrArray) all = test_office_letters(site->talk.test);
    for (guint at = 0; at < all->len; at++) {
        count += g_str_has_prefix(all->pdata[at], begin) ? 1 : 0;
    }
    return count;
}

static void a_no_of_the_other_side_stays(void **state)
{
    (void)state;
    struct digests site = digests_listed();
    SAYS(&site, PAIR_EMPLOYER, CANDIDATES, "A ja", "chose");
    SAYS(&site, PAIR_SEEKER, "digest-asked", "Nej tak", "chose");
    SAYS(&site, PAIR_EMPLOYER, "done", "FORTRYD", "chose");
    expect_stage(&site, PAIR_DECLINED);
    TALK_READS(&site.talk, PAIR_EMPLOYER, "done", "A er ikke med mere");
    SAYS(&site, PAIR_EMPLOYER, CANDIDATES, "A ja", "chose");
    expect_stage(&site, PAIR_DECLINED);
    assert_int_equal(letters(&site, "digest-asked>"), 1);
    digests_close(&site);
}

static void a_talk_that_was_ended_stays_so(void **state)
{
    (void)state;
    static const enum pair_stage ends[] = {PAIR_DECLINED, PAIR_WITHDRAWN};
    for (size_t at = 0; at < G_N_ELEMENTS(ends); at++) {
        struct digests site = digests_listed();
        SAYS(&site, PAIR_EMPLOYER, CANDIDATES, "A nej", "chose");
        SAYS(&site, PAIR_EMPLOYER, CANDIDATES, "A ja", "chose");
        int64_t told = talk_last(&site.talk, PAIR_EMPLOYER, "done");
        SAYS(&site, PAIR_SEEKER, "digest-asked", "Ja", "chose");
        expect_stage(&site, PAIR_CONTACT);
        SCOPED(pair) struct pair *before = pair_now(&site);
        struct pair after = *before;
        after.stage = ends[at];
        const struct cause cause = {.at = clock_now(site.talk.test->clock), .actor = "mail"};
        TALK_DO(&site.talk,
                pair_update(site.talk.test->office.store, &cause, before, &after, NULL, &error));
        assert_int_equal(talk_last(&site.talk, PAIR_EMPLOYER, "done"), told);
        SAYS(&site, PAIR_EMPLOYER, "done", "FORTRYD", "chose");
        expect_stage(&site, ends[at]);
        SAYS(&site, PAIR_EMPLOYER, CANDIDATES, "A ja", "chose");
        expect_stage(&site, ends[at]);
        TALK_READS(&site.talk, PAIR_EMPLOYER, "done", "A er ikke med mere");
        digests_close(&site);
    }
}

static void a_no_of_ones_own_is_taken_back(void **state)
{
    (void)state;
    struct digests site = digests_listed();
    SAYS(&site, PAIR_SEEKER, JOBS, "A ja", "chose");
    SAYS(&site, PAIR_EMPLOYER, CANDIDATES, "A nej", "chose");
    SAYS(&site, PAIR_EMPLOYER, "done", "FORTRYD", "chose");
    expect_stage(&site, PAIR_INTERESTED);
    TALK_READS(&site.talk, PAIR_EMPLOYER, "done", "Vi har fortrudt");
    digests_close(&site);
}

static void two_who_said_no_are_not_brought_together_by_one(void **state)
{
    (void)state;
    static const char *const words[][2] = {{"done", "FORTRYD"}, {CANDIDATES, "A ja"}};
    for (size_t at = 0; at < G_N_ELEMENTS(words); at++) {
        struct digests site = digests_listed();
        SAYS(&site, PAIR_EMPLOYER, CANDIDATES, "A nej", "chose");
        SAYS(&site, PAIR_SEEKER, JOBS, "A nej", "chose");
        SAYS(&site, PAIR_EMPLOYER, words[at][0], words[at][1], "chose");
        expect_stage(&site, PAIR_DECLINED);
        TALK_READS(&site.talk, PAIR_EMPLOYER, "done", "A er ikke med mere");
        assert_int_equal(letters(&site, "digest-asked>"), 0);
        digests_close(&site);
    }
}

/* A no, then a yes, then FORTRYD of the no alone: the yes that came after it counts. */
static void the_no_before_a_yes_takes_nothing_of_it(void **state)
{
    (void)state;
    struct digests site = digests_listed();
    SAYS(&site, PAIR_EMPLOYER, CANDIDATES, "A nej", "chose");
    int64_t told = talk_last(&site.talk, PAIR_EMPLOYER, "done");
    SAYS(&site, PAIR_EMPLOYER, CANDIDATES, "A ja", "chose");
    expect_stage(&site, PAIR_INTERESTED);
    static const char mail[] = "From: Ole Bruun <ole@vest.example>\nSubject: SV\n"
                               "Message-ID: <old@x>\n\nFORTRYD\n";
    SCOPED(inbound)
    struct inbound *settled = talk_mail(&site.talk, PAIR_EMPLOYER, told, mail, strlen(mail));
    assert_string_equal(settled->effect, "chose");
    expect_stage(&site, PAIR_INTERESTED);
    digests_close(&site);
}

static struct listing *posting_now(const struct digests *site)
{
    return listing_get(site->talk.test->office.store, site->posting, NULL);
}

static void close_posting(struct digests *site)
{
    const struct cause cause = {.at = clock_now(site->talk.test->clock), .actor = "mail"};
    SCOPED(listing) struct listing *now = posting_now(site);
    TALK_DO(&site->talk, listing_change(site->talk.test->office.store, &cause, now, LISTING_CLOSED,
                                        NULL, &error));
}

/* The fourth version was confirmed after the third, which had dropped the demand. */
static void a_posting_that_was_changed_since_stays(void **state)
{
    (void)state;
    struct digests site = digests_listed();
    SAYS(&site, PAIR_EMPLOYER, CANDIDATES, "A ok uden kørekort", "relaxed,chose");
    digests_write(&site, site.posting, POSTING_FACTS);
    SAYS(&site, PAIR_EMPLOYER, CANDIDATES, "FORTRYD", "chose");
    SCOPED(listing) struct listing *posting = posting_now(&site);
    assert_int_equal(posting->confirmed, 4);
    expect_stage(&site, PAIR_SUGGESTED); /* the yes is taken back all the same */
    TALK_READS(&site.talk, PAIR_EMPLOYER, "done", "Jobbet er ændret siden");
    digests_close(&site);
}

static void a_posting_that_is_over_stays(void **state)
{
    (void)state;
    struct digests site = digests_listed();
    SAYS(&site, PAIR_EMPLOYER, CANDIDATES, "A ok uden kørekort", "relaxed,chose");
    close_posting(&site);
    SAYS(&site, PAIR_EMPLOYER, CANDIDATES, "FORTRYD", "chose");
    SCOPED(listing) struct listing *posting = posting_now(&site);
    assert_int_equal(posting->confirmed, 3);
    digests_close(&site);
}

/* "Det kan ikke fortrydes", and so it is not. */
static void a_demand_stays_dropped_when_both_talk(void **state)
{
    (void)state;
    struct digests site = digests_listed();
    SAYS(&site, PAIR_EMPLOYER, CANDIDATES, "A ok uden kørekort", "relaxed,chose");
    SAYS(&site, PAIR_SEEKER, "digest-asked", "Ja", "chose");
    SAYS(&site, PAIR_EMPLOYER, CANDIDATES, "FORTRYD", "chose");
    SCOPED(listing) struct listing *posting = posting_now(&site);
    assert_int_equal(posting->confirmed, 3);
    TALK_READS(&site.talk, PAIR_EMPLOYER, "done", "Det kan ikke fortrydes");
    digests_close(&site);
}

/* Kirsten said yes, Ole was asked, Kirsten took it back. Now Ole picks her: she was never asked. */
static struct digests asked_and_taken_back(void)
{
    struct digests site = digests_listed();
    SAYS(&site, PAIR_SEEKER, JOBS, "A ja", "chose");
    assert_int_equal(letters(&site, "digest-asked-employer>"), 1);
    SAYS(&site, PAIR_SEEKER, "done", "FORTRYD", "chose");
    expect_stage(&site, PAIR_SUGGESTED);
    test_office_at(site.talk.test, "2013-03-21T10:00");
    return site;
}

static void expect_first_question(struct digests *site)
{
    assert_int_equal(letters(site, "digest-asked>"), 1);
    SCOPED(ledger_mail) struct ledger_mail *mail = NULL;
    SCOPED(message)
    struct message *question =
        talk_read(&site->talk, talk_last(&site->talk, PAIR_SEEKER, "digest-asked"), &mail);
    assert_null(strstr(question->subject, "igen"));
}

static void who_is_asked_first_is_not_asked_again(void **state)
{
    (void)state;
    struct digests site = asked_and_taken_back();
    SAYS(&site, PAIR_EMPLOYER, CANDIDATES, "A ja", "chose");
    expect_first_question(&site);
    /* Six days later once more; staff are told after that, and not before. */
    digests_round(&site, "2013-03-28T11:00");
    assert_int_equal(letters(&site, "digest-asked>"), 2);
    assert_int_equal(letters(&site, "staff-funnel>"), 0);
    digests_close(&site);
}

static void who_cannot_be_asked_then_is_asked_later(void **state)
{
    (void)state;
    struct digests site = asked_and_taken_back();
    struct store *store = site.talk.test->office.store;
    const struct cause cause = {.at = clock_now(site.talk.test->clock), .actor = "mail"};
    TALK_DO(&site.talk, pause_begin(store, &cause, site.talk.people[PAIR_SEEKER], cause.at + 3600,
                                    "2013-03-22", &error));
    SAYS(&site, PAIR_EMPLOYER, CANDIDATES, "A ja", "chose");
    assert_int_equal(letters(&site, "digest-asked>"), 0);
    digests_round(&site, "2013-03-22T09:00");
    expect_first_question(&site);
    digests_close(&site);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_no_of_the_other_side_stays),
        cmocka_unit_test(a_talk_that_was_ended_stays_so),
        cmocka_unit_test(a_no_of_ones_own_is_taken_back),
        cmocka_unit_test(two_who_said_no_are_not_brought_together_by_one),
        cmocka_unit_test(the_no_before_a_yes_takes_nothing_of_it),
        cmocka_unit_test(a_posting_that_was_changed_since_stays),
        cmocka_unit_test(a_posting_that_is_over_stays),
        cmocka_unit_test(a_demand_stays_dropped_when_both_talk),
        cmocka_unit_test(who_is_asked_first_is_not_asked_again),
        cmocka_unit_test(who_cannot_be_asked_then_is_asked_later),
    };
    return cmocka_run_group_tests_name("act/choose", tests, load, unload);
}
