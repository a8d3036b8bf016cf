/* That everybody is seen, and how often: by employers with a job and without, at last by staff. */
#include "support/digests.h"

#include "act/letter.h"

#define EVA "digest-candidates>eva@x.example"

static void who_was_not_seen_for_long_comes_into_the_mail_where_they_fit_best(void **state)
{
    (void)state;
    struct digests site = digests_open();
    g_autofree char *job = g_strdup_printf(
        "{\"count\":1,\"items\":[{\"listing\":%d,\"level\":\"perhaps\",\"score\":45,"
        "\"quotes\":[\"lagermedhjælper\"]}]}",
        (int)site.posting);
    digests_pace(&site, PAIR_SEEKER, DIGEST_OFF);
    digests_answer(site.profile, job);
    digests_round(&site, "2013-03-21T09:00");
    g_autofree char *none = talk_text(&site.talk, PAIR_EMPLOYER, "digest-candidates");
    assert_null(strstr(none, "kandidat 2"));
    digests_round(&site, "2013-03-28T09:00");
    TALK_READS(&site.talk, PAIR_EMPLOYER, "digest-candidates", "A. Seniorjob kandidat 2");
    digests_round(&site, "2013-05-30T09:00");
    DIGESTS_EXPECT(&site, OLE " " OLE " staff-unshown>mette@kk.example");
    digests_close(&site);
}

/* Where they fit best nobody reads lists now: the next one has them, or they are seen nowhere. */
static void whom_nobody_can_read_of_there_comes_into_the_next_best_mail(void **state)
{
    (void)state;
    for (int monthly = 0; monthly < 2; monthly++) {
        struct digests site = digests_open();
        int64_t second =
            digests_add(site.talk.test, LISTING_POSTING, "Eva", "eva@x.example", POSTING_FACTS);
        SCOPED(listing)
        struct listing *hers = listing_get(site.talk.test->office.store, second, NULL);
        site.talk.people[PAIR_NOBODY] = hers->person;
        g_autofree char *jobs = g_strdup_printf(
            "{\"count\":2,\"items\":[{\"listing\":%d,\"level\":\"perhaps\",\"score\":45},"
            "{\"listing\":%d,\"level\":\"perhaps\",\"score\":40}]}",
            (int)site.posting, (int)second);
        digests_pace(&site, PAIR_SEEKER, DIGEST_OFF);
        digests_answer(site.profile, jobs);
        digests_pace(&site, PAIR_EMPLOYER, monthly ? DIGEST_MONTHLY : DIGEST_OFF);
        digests_round(&site, "2013-03-21T09:00");
        digests_round(&site, "2013-03-28T09:00");
        DIGESTS_EXPECT(&site, monthly ? OLE " " EVA " " EVA : EVA " " EVA);
        g_autofree char *text = talk_text(&site.talk, PAIR_NOBODY, "digest-candidates");
        assert_non_null(strstr(text, "A. Seniorjob kandidat 2"));
        digests_close(&site);
    }
}

static void note_digest(struct digests *site, int64_t listing)
{
    struct store *store = site->talk.test->office.store;
    const struct cause cause = {.at = clock_now(site->talk.test->clock), .actor = "timer"};
    int64_t row = 0;
    SCOPED(person) struct person *ole = person_get(store, site->talk.people[PAIR_EMPLOYER], NULL);
    const struct letter letter = {.name = "received",
                                  .person = ole,
                                  .recipient = "ole@vest.example",
                                  .replies = "none",
                                  .more = NULL,
                                  .queued = &row};
    SCOPED(digest) struct digest *digest = digest_new();
    struct digest_item *item = g_new0(struct digest_item, 1);
    *item = (struct digest_item){
        .letter = 1, .listing = listing, .version = 1, .rank = 1, .evidence = g_strdup("{}")};
    g_ptr_array_add(digest->items, item);
    digest->person = ole->id;
    digest->why = DIGEST_PORTRAITS;
    digest->inputs = g_strdup("{}");
    digest->weights = g_strdup("");
    TALK_DO(&site->talk, letter_send(&site->talk.test->office, &cause, &letter, &error) &&
                             (digest->outgoing = row) != 0 &&
                             digest_add(store, &cause, digest, &error));
}

static json_int_t shown_of(int64_t listing)
{
    char key[24];
    g_snprintf(key, sizeof key, "%d", (int)listing);
    return json_integer_value(json_object_get(json_object_get(market_asked, "shown"), key));
}

/* How often each was shown is told to the market; of many only the best are looked up. */
static void showings_are_told(void **state)
{
    (void)state;
    struct digests site = digests_open();
    digests_fit(&site, "partly", 60);
    digests_pace(&site, PAIR_SEEKER, DIGEST_OFF);
    for (unsigned at = 0; at < 3; at++) {
        note_digest(&site, site.profile);
    }
    note_digest(&site, site.posting);
    test_office_at(site.talk.test, "2013-03-21T09:00");
    const struct cause cause = {.at = clock_now(site.talk.test->clock), .actor = "timer"};
    const struct office *office = &site.talk.test->office;
    SCOPED(digest_draft)
    struct digest_draft *few = digest_draft_new(office, &cause, site.posting, DIGEST_REGULAR, NULL);
    assert_true(digest_rank(few, NULL, NULL));
    assert_int_equal(shown_of(site.profile), 3);
    assert_int_equal(shown_of(site.posting), 1);
    for (unsigned at = 0; at < 2000; at++) {
        note_digest(&site, site.posting);
    }
    SCOPED(digest_draft)
    struct digest_draft *many =
        digest_draft_new(office, &cause, site.posting, DIGEST_REGULAR, NULL);
    assert_true(digest_rank(many, NULL, NULL));
    assert_int_equal(shown_of(site.profile), 3);
    assert_int_equal(shown_of(site.posting), 0); /* is not among the best */
    digests_close(&site);
}

static void staff_hear_of_who_is_not_seen_in_a_month_once_a_month(void **state)
{
    (void)state;
    struct digests site = digests_open();
    digests_pace(&site, PAIR_SEEKER, DIGEST_OFF);
    digests_pace(&site, PAIR_EMPLOYER, DIGEST_OFF);
    digests_round(&site, "2013-04-18T09:00");
    DIGESTS_EXPECT(&site, "");
    digests_round(&site, "2013-04-25T09:00");
    digests_round(&site, "2013-05-02T09:00");
    DIGESTS_EXPECT(&site, "staff-unshown>mette@kk.example");
    digests_close(&site);
}

static void employers_without_a_job_get_portraits_once_a_month(void **state)
{
    (void)state;
    struct digests site = digests_open();
    test_office_person(site.talk.test, PERSON_EMPLOYER, "Eva", "eva@x.example", true);
    test_office_person(site.talk.test, PERSON_EMPLOYER, "Pia", "pia@x.example", false);
    digests_pace(&site, PAIR_SEEKER, DIGEST_OFF);
    digests_pace(&site, PAIR_EMPLOYER, DIGEST_OFF);
    for (unsigned week = 0; week < G_N_ELEMENTS(digests_days); week++) {
        digests_round(&site, digests_days[week]);
    }
    DIGESTS_EXPECT(&site, "digest-portraits>eva@x.example digest-portraits>eva@x.example");
    digests_close(&site);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_was_not_seen_for_long_comes_into_the_mail_where_they_fit_best),
        cmocka_unit_test(whom_nobody_can_read_of_there_comes_into_the_next_best_mail),
        cmocka_unit_test(showings_are_told),
        cmocka_unit_test(staff_hear_of_who_is_not_seen_in_a_month_once_a_month),
        cmocka_unit_test(employers_without_a_job_get_portraits_once_a_month),
    };
    return cmocka_run_group_tests_name("act/digest_exposure", tests, load, unload);
}
