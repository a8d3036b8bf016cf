/* A job that its owner takes back or has filled: who has said yes to it hears of it. */
#include "support/digests.h"

static enum pair_stage stage_of(const struct digests *site)
{
    SCOPED(pair) struct pair *pair = pair_get(site->talk.test->office.store, site->talk.pair, NULL);
    return pair->stage;
}

static struct digests listed(void)
{
    struct digests site = digests_open();
    digests_fit(&site, "partly", 60);
    digests_round(&site, "2013-03-21T09:00");
    return site;
}

static unsigned letters_of(const struct digests *site, const char *letter)
{
    unsigned count = 0;
    g_autoptr(GPtrArray) all = test_office_letters(site->talk.test);
    for (guint at = 0; at < all->len; at++) {
        count += strcmp(all->pdata[at], letter) == 0 ? 1 : 0;
    }
    return count;
}

#define SAYS(site, side, kind, text, outcome) \
    TALK_EXPECT(&(site)->talk, (side), (kind), "", (text), (outcome))

static void who_said_yes_hears_of_it(void **state)
{
    (void)state;
    static const struct {
        const char *word, *title, *told;
    } rows[] = {{"Jobbet er besat", "Jobbet er besat", "De har nu fundet en anden"},
                {"Jobbet er nedlagt", "Jobbet er lukket", "De søger ikke mere"}};
    for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
        struct digests site = listed();
        SAYS(&site, PAIR_SEEKER, "digest-jobs", "A ja", "chose");
        assert_int_equal(stage_of(&site), PAIR_INTERESTED);
        SAYS(&site, PAIR_EMPLOYER, "digest-candidates", rows[at].word, "listing-changed");
        assert_int_equal(stage_of(&site), PAIR_WITHDRAWN);
        TALK_READS(&site.talk, PAIR_SEEKER, "funnel-taken", rows[at].title);
        TALK_READS(&site.talk, PAIR_SEEKER, "funnel-taken", rows[at].told);
        TALK_READS(&site.talk, PAIR_SEEKER, "funnel-taken", "(lagermedhjælper)");
        assert_int_equal(letters_of(&site, "funnel-taken>kirsten@example.dk"), 1);
        assert_int_equal(letters_of(&site, "funnel-taken>ole@vest.example"), 0);
        digests_close(&site);
    }
}

static void whom_the_job_alone_wanted_hears_nothing(void **state)
{
    (void)state;
    struct digests site = listed();
    SAYS(&site, PAIR_EMPLOYER, "digest-candidates", "A ja", "chose");
    SAYS(&site, PAIR_EMPLOYER, "digest-candidates", "Jobbet er besat", "listing-changed");
    assert_int_equal(stage_of(&site), PAIR_WITHDRAWN);
    assert_int_equal(letters_of(&site, "funnel-taken>kirsten@example.dk"), 0);
    digests_close(&site);
}

/* A job in a pause opens again, and one that nobody has said yes to has nobody to disappoint. */
static void what_may_go_on_stays(void **state)
{
    (void)state;
    struct digests site = listed();
    SAYS(&site, PAIR_SEEKER, "digest-jobs", "A ja", "chose");
    SAYS(&site, PAIR_EMPLOYER, "digest-candidates", "Sæt jobbet i bero", "listing-changed");
    assert_int_equal(stage_of(&site), PAIR_INTERESTED);
    digests_close(&site);
    site = listed();
    SAYS(&site, PAIR_EMPLOYER, "digest-candidates", "Jobbet er besat", "listing-changed");
    assert_int_equal(stage_of(&site), PAIR_SUGGESTED);
    digests_close(&site);
}

/* Who talk are asked how it went, as ever. */
static void a_talk_goes_on(void **state)
{
    (void)state;
    struct digests site = listed();
    talk_agree(&site.talk, PAIR_EMPLOYER);
    talk_agree(&site.talk, PAIR_SEEKER);
    SAYS(&site, PAIR_EMPLOYER, "digest-candidates", "Jobbet er besat", "listing-changed");
    assert_int_equal(stage_of(&site), PAIR_CONTACT);
    digests_close(&site);
}

/* Another job of Ole's, and Anna, who talks with him about it. The pair. */
static int64_t another_talk(struct digests *site)
{
    struct store *store = site->talk.test->office.store;
    const struct cause cause = {.at = clock_now(site->talk.test->clock), .actor = "mail"};
    const struct listing job = {.kind = LISTING_POSTING,
                                .person = site->talk.people[PAIR_EMPLOYER]};
    int64_t posting = 0, pair = 0;
    TALK_DO(&site->talk, listing_add(store, &cause, &job, POSTING_FACTS, &posting, &error));
    digests_open_listing(site->talk.test, posting);
    int64_t profile =
        digests_add(site->talk.test, LISTING_PROFILE, "Anna", "anna@x.example", PROFILE_FACTS);
    TALK_DO(&site->talk, pair_add(store, &cause, profile, posting, &pair, &error));
    for (enum pair_side side = PAIR_EMPLOYER; side <= PAIR_SEEKER; side++) {
        TALK_DO(&site->talk, relay_agree(&site->talk.test->office, &cause, pair, side, &error));
    }
    return pair;
}

/* Of two talks one is about a job that is filled: whom they hired a human asks. */
static void a_talk_that_goes_on_is_one_of_those_that_may_be_meant(void **state)
{
    (void)state;
    struct digests site = listed();
    talk_agree(&site.talk, PAIR_EMPLOYER);
    talk_agree(&site.talk, PAIR_SEEKER);
    int64_t other = another_talk(&site);
    SAYS(&site, PAIR_EMPLOYER, "digest-candidates", "Jobbet er besat", "listing-changed");
    SAYS(&site, PAIR_EMPLOYER, "digest-candidates", "Vi har ansat hende, hun starter 1. maj",
         "to-human!which-match");
    SCOPED(pair) struct pair *anna = pair_get(site.talk.test->office.store, other, NULL);
    assert_int_equal(anna->stage, PAIR_CONTACT);
    assert_int_equal(stage_of(&site), PAIR_CONTACT);
    digests_close(&site);
}

/* And when it is the only one, it is meant. */
static void whom_they_hired_for_a_filled_job_is_hired(void **state)
{
    (void)state;
    struct digests site = listed();
    talk_agree(&site.talk, PAIR_EMPLOYER);
    talk_agree(&site.talk, PAIR_SEEKER);
    SAYS(&site, PAIR_EMPLOYER, "digest-candidates", "Jobbet er besat", "listing-changed");
    SAYS(&site, PAIR_EMPLOYER, "digest-candidates", "Vi har ansat hende, hun starter 1. maj",
         "funnel-hired");
    assert_int_equal(stage_of(&site), PAIR_HIRED);
    digests_close(&site);
}

static void turn_listing(const struct digests *site, int64_t id, enum listing_state state)
{
    struct store *store = site->talk.test->office.store;
    const struct cause cause = {.at = clock_now(site->talk.test->clock), .actor = "mail"};
    SCOPED(listing) struct listing *listing = listing_get(store, id, NULL);
    TALK_DO(&site->talk, listing_change(store, &cause, listing, state, NULL, &error));
}

/* The job waits for its owner or for staff, or the seeker holds a pause: no yes to it is lost. */
static void who_is_not_open_now_is_asked_when_they_are(void **state)
{
    (void)state;
    static const struct {
        enum pair_side says;
        const char *list, *asked;
        enum listing_state state;
    } rows[] = {{PAIR_SEEKER, JOBS, "digest-asked-employer", LISTING_PAUSED},
                {PAIR_SEEKER, JOBS, "digest-asked-employer", LISTING_HELD},
                {PAIR_EMPLOYER, CANDIDATES, "digest-asked", LISTING_PAUSED}};
    for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
        struct digests site = digests_listed();
        bool seeks = rows[at].says == PAIR_SEEKER;
        int64_t other = seeks ? site.posting : site.profile;
        turn_listing(&site, other, rows[at].state);
        SAYS(&site, rows[at].says, rows[at].list, "A ja", "chose");
        TALK_READS(&site.talk, rows[at].says, "done", "så snart vi kan");
        assert_int_equal(stage_of(&site), PAIR_INTERESTED);
        digests_round(&site, "2013-03-22T10:00");
        assert_int_equal(talk_last(&site.talk, pair_other(rows[at].says), rows[at].asked), 0);
        turn_listing(&site, other, LISTING_OPEN);
        digests_round(&site, "2013-03-23T10:00");
        digests_round(&site, "2013-03-23T11:00");
        assert_int_not_equal(talk_last(&site.talk, pair_other(rows[at].says), rows[at].asked), 0);
        digests_close(&site);
    }
}

/* Nobody is asked for a job that the same mail ends. */
static void a_yes_beside_the_end_of_the_job_asks_nobody(void **state)
{
    (void)state;
    static const char *const words[] = {"A lyder godt, men vi har desværre lige besat stillingen",
                                        "Jobbet er lukket. A var ellers et ja"};
    for (size_t at = 0; at < G_N_ELEMENTS(words); at++) {
        struct digests site = listed();
        g_autofree char *outcome =
            talk_say(&site.talk, PAIR_EMPLOYER, "digest-candidates", "", words[at]);
        assert_non_null(strstr(outcome, "listing-changed"));
        assert_int_equal(letters_of(&site, "digest-asked>kirsten@example.dk"), 0);
        assert_int_equal(stage_of(&site), PAIR_SUGGESTED);
        digests_close(&site);
    }
}

/* A seeker's words turn their profile, whichever letter they answer. */
static void a_seeker_closes_and_opens_their_profile(void **state)
{
    (void)state;
    struct digests site = listed();
    struct store *store = site.talk.test->office.store;
    SAYS(&site, PAIR_EMPLOYER, "digest-candidates", "A ja", "chose");
    SAYS(&site, PAIR_SEEKER, "digest-jobs", "Luk min profil", "listing-changed");
    SCOPED(listing) struct listing *closed = listing_get(store, site.profile, NULL);
    assert_int_equal(closed->state, LISTING_CLOSED);
    assert_int_equal(stage_of(&site), PAIR_WITHDRAWN);
    assert_int_equal(letters_of(&site, "funnel-taken>ole@vest.example"), 1);
    SAYS(&site, PAIR_SEEKER, "digest-jobs", "Min profil må gerne åbnes igen", "listing-changed");
    SCOPED(listing) struct listing *open = listing_get(store, site.profile, NULL);
    assert_int_equal(open->state, LISTING_OPEN);
    SCOPED(listing) struct listing *job = listing_get(store, site.posting, NULL);
    assert_int_equal(job->state, LISTING_OPEN);
    /* What they say of a job turns nothing of theirs. */
    SAYS(&site, PAIR_SEEKER, "digest-jobs", "A nej", "chose");
    SAYS(&site, PAIR_SEEKER, "done", "Jobbet er besat", "to-human!which-job");
    SCOPED(listing) struct listing *still = listing_get(store, site.profile, NULL);
    assert_int_equal(still->state, LISTING_OPEN);
    digests_close(&site);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_said_yes_hears_of_it),
        cmocka_unit_test(whom_the_job_alone_wanted_hears_nothing),
        cmocka_unit_test(what_may_go_on_stays),
        cmocka_unit_test(a_talk_goes_on),
        cmocka_unit_test(a_seeker_closes_and_opens_their_profile),
        cmocka_unit_test(a_yes_beside_the_end_of_the_job_asks_nobody),
        cmocka_unit_test(who_is_not_open_now_is_asked_when_they_are),
        cmocka_unit_test(a_talk_that_goes_on_is_one_of_those_that_may_be_meant),
        cmocka_unit_test(whom_they_hired_for_a_filled_job_is_hired),
    };
    return cmocka_run_group_tests_name("act/listing_state", tests, load, unload);
}
