/* What is answered to candidates and jobs: by letters, by yes and no, by more and by less. */
#include "support/digests.h"

#include "store/digest_due.h"

static enum pair_stage stage_of(const struct digests *site)
{
    SCOPED(pair) struct pair *pair = pair_get(site->talk.test->office.store, site->talk.pair, NULL);
    return pair->stage;
}

static void expect_since(const struct digests *site, const char *letters)
{
    g_autofree char *all =
        g_strdup_printf("digest-candidates>ole@vest.example digest-jobs>kirsten@example.dk%s%s",
                        *letters != '\0' ? " " : "", letters);
    test_office_expect(site->talk.test, all);
}

static void a_yes_asks_the_other_side_whose_yes_opens_the_talk(void **state)
{
    (void)state;
    struct digests site = digests_listed();
    SAYS(&site, PAIR_EMPLOYER, CANDIDATES, "A lyder godt", "chose");
    expect_since(&site, "digest-asked>kirsten@example.dk done>ole@vest.example");
    assert_int_equal(stage_of(&site), PAIR_INTERESTED);
    TALK_READS(&site.talk, PAIR_EMPLOYER, "done", "Ja til A. Vi har spurgt Seniorjob kandidat 2.");
    TALK_READS(&site.talk, PAIR_EMPLOYER, "done", "FORTRYD");
    TALK_READS(&site.talk, PAIR_SEEKER, "digest-asked", "Svar JA eller NEJ");
    TALK_READS(&site.talk, PAIR_SEEKER, "digest-asked", "Opgave: lagermedhjælper");
    TALK_READS(&site.talk, PAIR_SEEKER, "digest-asked", "Mangler: kørekort B");
    SAYS(&site, PAIR_SEEKER, "digest-asked", "Ja tak", "chose");
    assert_int_equal(stage_of(&site), PAIR_CONTACT);
    expect_since(&site, "digest-asked>kirsten@example.dk done>ole@vest.example "
                        "relay-open-employer>ole@vest.example relay-open>kirsten@example.dk");
    SAYS(&site, PAIR_EMPLOYER, CANDIDATES, "A ja", "chose");
    TALK_READS(&site.talk, PAIR_EMPLOYER, "done", "I skriver allerede sammen");
    digests_close(&site);
}

static void a_seeker_may_begin_too(void **state)
{
    (void)state;
    struct digests site = digests_listed();
    SAYS(&site, PAIR_SEEKER, JOBS, "A ja", "chose");
    expect_since(&site, "digest-asked-employer>ole@vest.example done>kirsten@example.dk");
    TALK_READS(&site.talk, PAIR_EMPLOYER, "digest-asked-employer", "Jeg kører truck.");
    SAYS(&site, PAIR_EMPLOYER, "digest-asked-employer", "Nej tak", "chose");
    assert_int_equal(stage_of(&site), PAIR_DECLINED);
    TALK_READS(&site.talk, PAIR_SEEKER, "digest-no", "Arbejdspladsen siger nej");
    SAYS(&site, PAIR_SEEKER, JOBS, "A ja tak", "chose");
    TALK_READS(&site.talk, PAIR_SEEKER, "done", "A er ikke med mere");
    digests_close(&site);
}

static void both_at_once(void **state)
{
    (void)state;
    struct digests site = digests_listed();
    SAYS(&site, PAIR_EMPLOYER, CANDIDATES, "A ja", "chose");
    SAYS(&site, PAIR_SEEKER, JOBS, "A ja", "chose");
    assert_int_equal(stage_of(&site), PAIR_CONTACT);
    SAYS(&site, PAIR_SEEKER, "digest-asked", "Ja", "chose");
    TALK_READS(&site.talk, PAIR_SEEKER, "done", "I skriver allerede sammen");
    digests_close(&site);
}

static void a_no_with_its_reason_is_kept_and_never_shown_again(void **state)
{
    (void)state;
    struct digests site = digests_listed();
    struct store *store = site.talk.test->office.store;
    SAYS(&site, PAIR_EMPLOYER, CANDIDATES, "A nej, for langt væk", "chose");
    assert_int_equal(stage_of(&site), PAIR_DECLINED);
    expect_since(&site, "done>ole@vest.example"); /* Kirsten had not said yes */
    g_autoptr(GPtrArray) replies = digest_replies(store, 1, NULL);
    assert_int_equal(replies->len, 1);
    assert_string_equal(((const struct digest_reply *)replies->pdata[0])->reason, "for langt væk");
    SAYS(&site, PAIR_EMPLOYER, CANDIDATES, "A ja", "chose"); /* thought again */
    assert_int_equal(stage_of(&site), PAIR_INTERESTED);
    digests_close(&site);
}

static void reasons_that_nobody_may_be_chosen_by(void **state)
{
    (void)state;
    struct digests site = digests_listed();
    struct store *store = site.talk.test->office.store;
    SAYS(&site, PAIR_EMPLOYER, CANDIDATES, "A nej, hun er for gammel", "chose!grounds");
    assert_int_equal(stage_of(&site), PAIR_SUGGESTED);
    TALK_READS(&site.talk, PAIR_EMPLOYER, "done", "Ingen må vælges fra på den grund");
    SAYS(&site, PAIR_SEEKER, JOBS, "A nej, jeg kan ikke tåle støv", "chose");
    assert_int_equal(stage_of(&site), PAIR_DECLINED);
    g_autoptr(GPtrArray) replies = digest_replies(store, 2, NULL);
    assert_int_equal(replies->len, 1);
    assert_null(((const struct digest_reply *)replies->pdata[0])->reason);
    digests_close(&site);
}

static void without_a_demand_the_posting_is_another_and_ranked_again(void **state)
{
    (void)state;
    struct digests site = digests_listed();
    struct store *store = site.talk.test->office.store;
    int64_t other = digests_add(site.talk.test, LISTING_PROFILE, "Bo", "bo@x.example",
                                "{\"portrait\":[\"Jeg kan pakke.\"]}");
    g_autofree char *answer = g_strdup_printf(
        "{\"count\":1,\"items\":[{\"listing\":%d,\"level\":\"well\",\"score\":75}]}", (int)other);
    digests_answer(site.posting, answer);
    SAYS(&site, PAIR_EMPLOYER, CANDIDATES, "A ok uden kørekort", "relaxed,chose");
    expect_since(&site, "digest-asked>kirsten@example.dk digest-candidates>ole@vest.example");
    TALK_READS(&site.talk, PAIR_EMPLOYER, CANDIDATES, "Jobbet er nu uden krav om kørekort B.");
    TALK_READS(&site.talk, PAIR_EMPLOYER, CANDIDATES, "Ja til A. Vi har spurgt");
    TALK_READS(&site.talk, PAIR_EMPLOYER, CANDIDATES, "Jeg kan pakke.");
    assert_string_equal(
        json_string_value(json_array_get(json_object_get(market_asked, "relax"), 0)), "kørekort");
    SCOPED(listing) struct listing *posting = listing_get(store, site.posting, NULL);
    assert_int_equal(posting->confirmed, 3);
    json_auto_t *facts = digest_facts(store, site.posting, 3, NULL);
    assert_null(json_object_get(facts, "licences"));
    /* And back. */
    SAYS(&site, PAIR_EMPLOYER, CANDIDATES, "FORTRYD", "chose");
    SCOPED(listing) struct listing *again = listing_get(store, site.posting, NULL);
    assert_int_equal(again->confirmed, 2);
    assert_int_equal(stage_of(&site), PAIR_SUGGESTED);
    digests_close(&site);
}

/* What was said is done all the same, and told in the usual letter. */
static void without_a_market_there_is_an_answer_without_a_list(void **state)
{
    (void)state;
    static const int codes[] = {FAILURE_TEMPORARY, FAILURE_PERMANENT, FAILURE_CONFIGURATION};
    for (size_t at = 0; at < G_N_ELEMENTS(codes); at++) {
        struct digests site = digests_listed();
        digests_fail(site.posting, codes[at]);
        SAYS(&site, PAIR_EMPLOYER, CANDIDATES, "A ok uden kørekort", "relaxed,chose");
        expect_since(&site, "digest-asked>kirsten@example.dk done>ole@vest.example");
        TALK_READS(&site.talk, PAIR_EMPLOYER, "done", "Jobbet er nu uden krav om kørekort B.");
        SCOPED(listing)
        struct listing *posting = listing_get(site.talk.test->office.store, site.posting, NULL);
        assert_int_equal(posting->confirmed, 3);
        digests_close(&site);
    }
}

static void a_demand_that_is_not_there_goes_to_staff(void **state)
{
    (void)state;
    struct digests site = digests_listed();
    SAYS(&site, PAIR_EMPLOYER, CANDIDATES, "A ok uden svendebrev", "chose!which-demand");
    digests_close(&site);
}

static void more_like_one(void **state)
{
    (void)state;
    struct digests site = digests_listed();
    int64_t other = digests_add(site.talk.test, LISTING_PROFILE, "Bo", "bo@x.example",
                                "{\"portrait\":[\"Jeg kan pakke.\"]}");
    g_autofree char *answer = g_strdup_printf(
        "{\"count\":2,\"items\":[{\"listing\":%d,\"level\":\"partly\",\"score\":60},{\"listing\":"
        "%d,\"level\":\"partly\",\"score\":55}]}",
        (int)site.profile, (int)other);
    digests_answer(site.posting, answer);
    SAYS(&site, PAIR_EMPLOYER, CANDIDATES, "Flere som A", "chose");
    expect_since(&site, "digest-candidates>ole@vest.example");
    assert_int_equal(json_integer_value(json_array_get(json_object_get(market_asked, "like"), 0)),
                     site.profile);
    TALK_READS(&site.talk, PAIR_EMPLOYER, CANDIDATES, "Her er flere som A");
    TALK_READS(&site.talk, PAIR_EMPLOYER, CANDIDATES, "A. Seniorjob kandidat 3");
    assert_int_equal(stage_of(&site), PAIR_SUGGESTED); /* no yes */
    digests_close(&site);
}

static void none_of_them_and_letters_that_are_not_there(void **state)
{
    (void)state;
    struct digests site = digests_listed();
    SAYS(&site, PAIR_EMPLOYER, CANDIDATES, "C ja", "chose");
    TALK_READS(&site.talk, PAIR_EMPLOYER, "done", "C stod ikke på listen");
    assert_int_equal(stage_of(&site), PAIR_SUGGESTED);
    SAYS(&site, PAIR_EMPLOYER, CANDIDATES, "Ingen af dem", "chose");
    assert_int_equal(stage_of(&site), PAIR_DECLINED);
    digests_close(&site);
}

static void several_answers_are_told_in_one_letter(void **state)
{
    (void)state;
    struct digests site = digests_listed();
    SAYS(&site, PAIR_EMPLOYER, CANDIDATES, "A lyder godt. D nej.", "chose");
    expect_since(&site, "digest-asked>kirsten@example.dk done>ole@vest.example");
    TALK_READS(&site.talk, PAIR_EMPLOYER, "done", "Ja til A.");
    TALK_READS(&site.talk, PAIR_EMPLOYER, "done", "D stod ikke på listen.");
    digests_close(&site);
}

static void close_listing(const struct digests *site, int64_t id)
{
    struct store *store = site->talk.test->office.store;
    const struct cause cause = {.at = clock_now(site->talk.test->clock), .actor = "mail"};
    SCOPED(listing) struct listing *listing = listing_get(store, id, NULL);
    TALK_DO(&site->talk, listing_change(store, &cause, listing, LISTING_CLOSED, NULL, &error));
}

static void what_was_closed_meanwhile(void **state)
{
    (void)state;
    struct digests site = digests_listed();
    close_listing(&site, site.posting);
    SAYS(&site, PAIR_SEEKER, JOBS, "A ja", "chose");
    TALK_READS(&site.talk, PAIR_SEEKER, "done", "A er ikke med mere");
    SAYS(&site, PAIR_EMPLOYER, CANDIDATES, "A ja", "chose");
    TALK_READS(&site.talk, PAIR_EMPLOYER, "done", "Jobbet er ikke åbent hos os");
    assert_int_equal(stage_of(&site), PAIR_SUGGESTED);
    digests_close(&site);
}

static void an_old_list_means_its_own_letters(void **state)
{
    (void)state;
    struct digests site = digests_listed();
    int64_t first = talk_last(&site.talk, PAIR_EMPLOYER, CANDIDATES);
    int64_t other = digests_add(site.talk.test, LISTING_PROFILE, "Bo", "bo@x.example", "{}");
    g_autofree char *answer = g_strdup_printf(
        "{\"count\":1,\"items\":[{\"listing\":%d,\"level\":\"partly\",\"score\":55}]}", (int)other);
    digests_answer(site.posting, answer);
    digests_round(&site, "2013-03-28T09:00");
    assert_int_not_equal(talk_last(&site.talk, PAIR_EMPLOYER, CANDIDATES), first);
    g_autofree char *to = talk_reply_address(&site.talk, PAIR_EMPLOYER, first);
    g_autofree char *mail =
        g_strdup_printf("From: Ole Bruun <ole@vest.example>\nTo: <%s>\nSubject: SV\n"
                        "Message-ID: <old@x>\n\nA ja\n",
                        to);
    SCOPED(inbound)
    struct inbound *settled = talk_mail(&site.talk, PAIR_EMPLOYER, first, mail, strlen(mail));
    assert_string_equal(settled->effect, "chose");
    assert_int_equal(stage_of(&site), PAIR_INTERESTED);
    digests_close(&site);
}

static void a_yes_is_taken_back_until_both_talk(void **state)
{
    (void)state;
    struct digests site = digests_listed();
    SAYS(&site, PAIR_EMPLOYER, CANDIDATES, "A ja", "chose");
    SAYS(&site, PAIR_EMPLOYER, "done", "FORTRYD", "chose");
    assert_int_equal(stage_of(&site), PAIR_SUGGESTED);
    SAYS(&site, PAIR_EMPLOYER, CANDIDATES, "A ja", "chose");
    SAYS(&site, PAIR_SEEKER, "digest-asked", "Ja", "chose");
    assert_int_equal(stage_of(&site), PAIR_CONTACT);
    digests_close(&site);
}

static void whom_nobody_can_ask_now_is_asked_later(void **state)
{
    (void)state;
    struct digests site = digests_listed();
    struct store *store = site.talk.test->office.store;
    const struct cause cause = {.at = clock_now(site.talk.test->clock), .actor = "mail"};
    TALK_DO(&site.talk, pause_begin(store, &cause, site.talk.people[PAIR_SEEKER],
                                    cause.at + 2 * 86400, "2013-03-23", &error));
    SAYS(&site, PAIR_EMPLOYER, CANDIDATES, "A ja", "chose");
    TALK_READS(&site.talk, PAIR_EMPLOYER, "done", "Vi spørger Seniorjob kandidat 2, så snart vi");
    expect_since(&site, "done>ole@vest.example");
    digests_round(&site, "2013-03-22T10:00");
    expect_since(&site, "done>ole@vest.example");
    digests_round(&site, "2013-03-23T10:00");
    digests_round(&site, "2013-03-23T11:00");
    expect_since(&site, "done>ole@vest.example digest-asked>kirsten@example.dk");
    digests_close(&site);
}

static void why_is_answered_with_the_evidence(void **state)
{
    (void)state;
    struct digests site = digests_listed();
    SAYS(&site, PAIR_EMPLOYER, CANDIDATES, "HVORFOR", "explained");
    TALK_READS(&site.talk, PAIR_EMPLOYER, "digest-why", "A. Seniorjob kandidat 2");
    TALK_READS(&site.talk, PAIR_EMPLOYER, "digest-why", "Passer: lager, truck");
    TALK_READS(&site.talk, PAIR_EMPLOYER, "digest-why", "Mangler: kørekort B");
    TALK_READS(&site.talk, PAIR_EMPLOYER, "digest-why", "Det tæller aldrig");
    SAYS(&site, PAIR_SEEKER, JOBS, "HVORFOR A", "explained");
    TALK_READS(&site.talk, PAIR_SEEKER, "digest-why", "A. lagermedhjælper");
    digests_close(&site);
}

static void how_often_is_set_by_a_word(void **state)
{
    (void)state;
    static const struct {
        const char *word;
        enum digest_pace pace;
    } rows[] = {{"SJÆLDNERE", DIGEST_FORTNIGHTLY}, {"SJÆLDNERE", DIGEST_MONTHLY},
                {"SJÆLDNERE", DIGEST_OFF},         {"SJÆLDNERE", DIGEST_OFF},
                {"OFTERE", DIGEST_MONTHLY},        {"STOP", DIGEST_OFF}};
    struct digests site = digests_listed();
    enum digest_pace pace = DIGEST_OFF;
    for (size_t row = 0; row < G_N_ELEMENTS(rows); row++) {
        test_office_at(site.talk.test, "2013-03-21T10:00");
        clock_set(site.talk.test->clock, clock_now(site.talk.test->clock) + (int64_t)row * 7200,
                  false);
        g_autofree char *effect = talk_say(&site.talk, PAIR_SEEKER, JOBS, "", rows[row].word);
        assert_string_equal(effect, row < 5 ? "pace" : "pace,unsubscribed");
        assert_true(digest_pace_of(site.talk.test->office.store, site.talk.people[PAIR_SEEKER],
                                   &pace, NULL));
        assert_int_equal(pace, rows[row].pace);
    }
    SAYS(&site, PAIR_SEEKER, "done", "FORTRYD", "pace");
    assert_true(
        digest_pace_of(site.talk.test->office.store, site.talk.people[PAIR_SEEKER], &pace, NULL));
    assert_int_equal(pace, DIGEST_MONTHLY);
    digests_close(&site);
}

/* The letter that opens the talk answers the yes alone. */
static void what_else_stands_beside_the_yes_is_told(void **state)
{
    (void)state;
    struct digests site = digests_listed();
    SAYS(&site, PAIR_EMPLOYER, CANDIDATES, "A ja", "chose");
    SAYS(&site, PAIR_SEEKER, "digest-asked", "Ja. Jeg holder pause til 1. maj.", "chose,paused");
    assert_int_equal(stage_of(&site), PAIR_CONTACT);
    expect_since(&site, "digest-asked>kirsten@example.dk done>ole@vest.example "
                        "relay-open-employer>ole@vest.example relay-open>kirsten@example.dk "
                        "paused>kirsten@example.dk");
    TALK_READS(&site.talk, PAIR_SEEKER, "paused", "1. maj 2013");
    digests_close(&site);
}

static void portraits_are_answered_with_a_question(void **state)
{
    (void)state;
    struct digests site = digests_open();
    struct store *store = site.talk.test->office.store;
    const struct cause cause = {.at = clock_now(site.talk.test->clock), .actor = "mail"};
    close_listing(&site, site.posting);
    TALK_DO(&site.talk, subscription_begin(store, &cause, site.talk.people[PAIR_EMPLOYER],
                                           NEWSLETTER, "test", cause.at, &error));
    digests_round(&site, "2013-03-21T09:00");
    TALK_READS(&site.talk, PAIR_EMPLOYER, "digest-portraits", "A. Seniorjob kandidat 2");
    SAYS(&site, PAIR_EMPLOYER, "digest-portraits", "A ja", "chose");
    TALK_READS(&site.talk, PAIR_EMPLOYER, "digest-wish", "Skriv et par linjer om opgaven");
    SAYS(&site, PAIR_EMPLOYER, "digest-portraits", "SJÆLDNERE", "pace");
    TALK_READS(&site.talk, PAIR_EMPLOYER, "done", "Du får ingen lister");
    digests_close(&site);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_yes_asks_the_other_side_whose_yes_opens_the_talk),
        cmocka_unit_test(a_seeker_may_begin_too),
        cmocka_unit_test(both_at_once),
        cmocka_unit_test(a_no_with_its_reason_is_kept_and_never_shown_again),
        cmocka_unit_test(reasons_that_nobody_may_be_chosen_by),
        cmocka_unit_test(without_a_demand_the_posting_is_another_and_ranked_again),
        cmocka_unit_test(without_a_market_there_is_an_answer_without_a_list),
        cmocka_unit_test(a_demand_that_is_not_there_goes_to_staff),
        cmocka_unit_test(more_like_one),
        cmocka_unit_test(none_of_them_and_letters_that_are_not_there),
        cmocka_unit_test(several_answers_are_told_in_one_letter),
        cmocka_unit_test(what_was_closed_meanwhile),
        cmocka_unit_test(an_old_list_means_its_own_letters),
        cmocka_unit_test(a_yes_is_taken_back_until_both_talk),
        cmocka_unit_test(whom_nobody_can_ask_now_is_asked_later),
        cmocka_unit_test(why_is_answered_with_the_evidence),
        cmocka_unit_test(how_often_is_set_by_a_word),
        cmocka_unit_test(what_else_stands_beside_the_yes_is_told),
        cmocka_unit_test(portraits_are_answered_with_a_question),
    };
    return cmocka_run_group_tests_name("act/choose", tests, load, unload);
}
