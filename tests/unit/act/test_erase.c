/* A profile or a job goes, in the middle of a match. */
#include "support/digests.h"

#include "act/erase.h"
#include "act/funnel.h"
#include "support/funnel.h"

static void erase(struct talk *talk, int64_t id)
{
    const struct cause cause = {.at = clock_now(talk->test->clock), .actor = "staff"};
    SCOPED(listing) struct listing *listing = listing_get(talk->test->office.store, id, NULL);
    assert_non_null(listing);
    int64_t waiting = -1;
    TALK_DO(talk, erase_place(&talk->test->office, &cause, listing, &waiting, &error));
    assert_int_equal(waiting, 0);
    g_autoptr(GError) failure = NULL;
    SCOPED(listing)
    struct listing *gone = listing_get(talk->test->office.store, id, &failure);
    assert_null(gone);
}

static void no_pair(struct talk *talk)
{
    SCOPED(pair) struct pair *pair = pair_get(talk->test->office.store, talk->pair, NULL);
    assert_null(pair);
    g_autoptr(GPtrArray) gates = gate_of(talk->test->office.store, talk->pair, NULL);
    assert_int_equal(gates->len, 0);
    struct pair_days days = {0};
    assert_true(pair_days_get(talk->test->office.store, talk->pair, &days, NULL));
    assert_string_equal(days.interview, "");
    assert_string_equal(days.first, "");
}

static unsigned mails(struct talk *talk, enum pair_side side)
{
    static const char *const kinds[] = {"relay", "funnel-talked", "funnel-met", "funnel-followup"};
    unsigned all = 0;
    for (size_t at = 0; at < G_N_ELEMENTS(kinds); at++) {
        all += count(talk, side, kinds[at]);
    }
    return all;
}

/* The listings of a talk: 1 is the job, 2 the profile. */
static void either_side_of_a_talk_hears_that_the_other_is_gone_and_not_who(void **state)
{
    (void)state;
    static const struct {
        int64_t listing;
        enum pair_side hears, gone;
        const char *words, *name;
    } rows[] = {{2, PAIR_EMPLOYER, PAIR_SEEKER, "Seniorjob kandidat 2", "Kirsten"},
                {1, PAIR_SEEKER, PAIR_EMPLOYER, "Arbejdsplads 1", "Bruun"}};
    for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
        struct talk talk = met();
        erase(&talk, rows[at].listing);
        no_pair(&talk);
        reads(&talk, rows[at].hears, "funnel-taken", rows[at].words);
        g_autofree char *text = talk_text(&talk, rows[at].hears, "funnel-taken");
        assert_null(strstr(text, rows[at].name));
        assert_int_equal(count(&talk, rows[at].gone, "funnel-taken"), 0);
        /* Nobody reads what is written to the addresses of the talk. */
        unsigned before = mails(&talk, rows[at].gone);
        g_autofree char *outcome =
            talk_say(&talk, rows[at].hears,
                     rows[at].hears == PAIR_SEEKER ? "relay-open" : "relay-open-employer", "",
                     "Hvornår mødes vi?");
        assert_string_equal(outcome, "to-human!relay-gone");
        g_autofree char *late =
            talk_say(&talk, rows[at].hears, "funnel-met", "", "Vi har ansat hende");
        assert_string_equal(late, "to-human!relay-gone");
        pass_to(&talk, "2013-05-10T09:00");
        assert_int_equal(mails(&talk, rows[at].gone), before);
        talk_close(&talk);
    }
}

static void a_meeting_that_was_booked_is_called_off(void **state)
{
    (void)state;
    struct talk talk = met();
    answer(&talk, PAIR_SEEKER, "funnel-met", "PRAKTIK 10. april til 19. april", "funnel-moved");
    erase(&talk, 2);
    no_pair(&talk);
    assert_int_equal(count(&talk, PAIR_EMPLOYER, "funnel-over"), 1);
    assert_int_equal(count(&talk, PAIR_SEEKER, "funnel-meeting-off"), 1);
    talk_close(&talk);
}

static void what_was_shown_of_it_and_answered_goes_too(void **state)
{
    (void)state;
    struct digests site = digests_listed();
    SAYS(&site, PAIR_EMPLOYER, CANDIDATES, "A ja", "chose");
    int64_t row = talk_last(&site.talk, PAIR_EMPLOYER, CANDIDATES);
    erase(&site.talk, site.profile);
    no_pair(&site.talk);
    SCOPED(digest) struct digest *digest = digest_of_mail(site.talk.test->office.store, row, NULL);
    assert_non_null(digest); /* Ole's list is his; there is nobody in it any more */
    assert_int_equal(digest->items->len, 0);
    SCOPED(digest)
    struct digest *hers =
        digest_last(site.talk.test->office.store, site.talk.people[PAIR_SEEKER], NULL);
    assert_null(hers);
    SAYS(&site, PAIR_EMPLOYER, CANDIDATES, "A ja", "chose"); /* an answer to an old list */
    TALK_READS(&site.talk, PAIR_EMPLOYER, "done", "A");
    digests_close(&site);
}

/* Ole reads the newsletter, and had turned the lists off. */
static void who_wanted_no_lists_gets_none_afterwards(void **state)
{
    (void)state;
    for (int off = 0; off < 2; off++) {
        struct digests site = digests_open();
        const struct cause cause = {.at = clock_now(site.talk.test->clock), .actor = "import"};
        TALK_DO(&site.talk, subscription_begin(site.talk.test->office.store, &cause,
                                               site.talk.people[PAIR_EMPLOYER], NEWSLETTER, "card",
                                               cause.at, &error));
        digests_pace(&site, PAIR_EMPLOYER, off ? DIGEST_OFF : DIGEST_MONTHLY);
        erase(&site.talk, site.posting);
        digests_round(&site, "2013-03-21T09:00");
        assert_int_equal(count(&site.talk, PAIR_EMPLOYER, "digest-portraits"), off ? 0 : 1);
        digests_close(&site);
    }
}

static void staff_read_what_there_is(void **state)
{
    (void)state;
    struct talk talk = talk_open(false);
    const struct office *office = &talk.test->office;
    g_autofree char *seeker = erase_standing(office, talk.people[PAIR_SEEKER], NULL);
    assert_string_equal(seeker, "Profil 2. Åbne match: 1");
    g_autofree char *employer = erase_standing(office, talk.people[PAIR_EMPLOYER], NULL);
    assert_string_equal(employer, "Job 1. Åbne match: 1");
    erase(&talk, 2);
    g_autofree char *nothing = erase_standing(office, talk.people[PAIR_SEEKER], NULL);
    assert_string_equal(nothing, "");
    g_autofree char *alone = erase_standing(office, talk.people[PAIR_EMPLOYER], NULL);
    assert_string_equal(alone, "Job 1. Åbne match: 0");
    talk_close(&talk);
}

/* Of what is over everything is still there, too. */
static void staff_read_of_what_is_over_as_well(void **state)
{
    (void)state;
    static const enum listing_state states[] = {LISTING_FILLED, LISTING_CLOSED};
    for (size_t at = 0; at < G_N_ELEMENTS(states); at++) {
        struct talk talk = talk_open(false);
        struct store *store = talk.test->office.store;
        const struct cause cause = {.at = clock_now(talk.test->clock), .actor = "mail"};
        SCOPED(listing) struct listing *profile = listing_get(store, 2, NULL);
        TALK_DO(&talk, listing_change(store, &cause, profile, states[at], NULL, &error));
        g_autofree char *seeker =
            erase_standing(&talk.test->office, talk.people[PAIR_SEEKER], NULL);
        assert_string_equal(seeker, "Profil 2. Åbne match: 1");
        talk_close(&talk);
    }
}

/* "Slet mig" is asked about, in a talk as elsewhere, and the other side does not read it. */
static void the_wish_is_asked_about_in_a_match(void **state)
{
    (void)state;
    struct talk talk = met();
    g_autofree char *said = talk_say(&talk, PAIR_SEEKER, "relay-open", "", "Slet mig");
    assert_string_equal(said, "asked!guess");
    assert_int_equal(count(&talk, PAIR_EMPLOYER, "relay"), 0);
    answer(&talk, PAIR_SEEKER, "confirm-guess", "Ja", "to-human"); /* the first mail waits */
    g_autofree char *again = talk_say(&talk, PAIR_SEEKER, "funnel-met", "", "Slet mig");
    assert_string_equal(again, "to-human!erase"); /* one question is enough */
    IS_AT(&talk, "interview");
    talk_close(&talk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(either_side_of_a_talk_hears_that_the_other_is_gone_and_not_who),
        cmocka_unit_test(a_meeting_that_was_booked_is_called_off),
        cmocka_unit_test(what_was_shown_of_it_and_answered_goes_too),
        cmocka_unit_test(who_wanted_no_lists_gets_none_afterwards),
        cmocka_unit_test(staff_read_what_there_is),
        cmocka_unit_test(staff_read_of_what_is_over_as_well),
        cmocka_unit_test(the_wish_is_asked_about_in_a_match),
    };
    return cmocka_run_group_tests_name("act/erase", tests, load, unload);
}
