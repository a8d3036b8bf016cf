/* SØG and VIS, from both sides. */
#include "support/digests.h"

#include "base/failure.h"

static struct {
    enum listing_kind kind;
    char *text;
} asked_for;
static bool market_away;

/* Takes the place of the real one: what digests_answer said of listing 0. */
json_t *market_search(struct market *market, enum listing_kind kind, const char *text,
                      const json_t *wishes, GError **error)
{
    (void)market;
    assert_int_equal(json_integer_value(json_object_get(wishes, "limit")), 5);
    asked_for.kind = kind;
    g_free(asked_for.text);
    asked_for.text = g_strdup(text);
    if (market_away) {
        g_set_error(error, STORE_ERROR, FAILURE_TEMPORARY, "later");
        return NULL;
    }
    json_t *answer = json_deep_copy(json_object_get(market_answers, "0"));
    return answer != NULL ? answer : json_pack("{s:i, s:[]}", "count", 0, "items");
}

static struct digests open_site(void)
{
    struct digests site = digests_open();
    digests_fit(&site, "partly", 60);
    digests_round(&site, "2013-03-21T09:00"); /* so that there is a mail to answer */
    market_away = false;
    return site;
}

static void close_site(struct digests *site)
{
    g_clear_pointer(&asked_for.text, g_free);
    digests_close(site);
}

static void finds(int64_t listing)
{
    g_autofree char *answer = g_strdup_printf(
        "{\"count\":1,\"items\":[{\"listing\":%d,\"person\":1,\"score\":70,\"fits\":[\"lager\"],"
        "\"quotes\":[\"15 år på et centrallager\"]}]}",
        (int)listing);
    digests_answer(0, answer);
}

#define SAYS(site, side, kind, text, outcome) \
    TALK_EXPECT(&(site)->talk, (side), (kind), "", (text), (outcome))
#define CANDIDATES "digest-candidates"
#define JOBS "digest-jobs"

static void an_employer_searches_portraits_without_names(void **state)
{
    (void)state;
    struct digests site = open_site();
    finds(site.profile);
    SAYS(&site, PAIR_EMPLOYER, CANDIDATES, "SØG lager 2450", "searched");
    assert_int_equal(asked_for.kind, LISTING_PROFILE);
    assert_string_equal(asked_for.text, "lager 2450");
    TALK_READS(&site.talk, PAIR_EMPLOYER, "search", "Du skrev: lager 2450");
    TALK_READS(&site.talk, PAIR_EMPLOYER, "search", "A. Seniorjob kandidat 2");
    TALK_READS(&site.talk, PAIR_EMPLOYER, "search", "Jeg kører truck.");
    TALK_READS(&site.talk, PAIR_EMPLOYER, "search", "Passer: lager");
    g_autofree char *text = talk_text(&site.talk, PAIR_EMPLOYER, "search");
    assert_null(strstr(text, "Kirsten"));
    assert_null(strstr(text, "kirsten@"));
    SCOPED(ledger_mail)
    struct ledger_mail *mail = ledger_get(site.talk.test->office.store,
                                          talk_last(&site.talk, PAIR_EMPLOYER, "search"), NULL);
    assert_int_equal(mail->class, LEDGER_CONFIDENTIAL);
    close_site(&site);
}

static void what_was_found_can_be_chosen(void **state)
{
    (void)state;
    struct digests site = open_site();
    int64_t gardener =
        digests_add(site.talk.test, LISTING_POSTING, "Else", "else@have.example",
                    "{\"title\":\"gartner\",\"workplace\":\"Haven\",\"postcode\":\"2400\"}");
    finds(gardener);
    SAYS(&site, PAIR_SEEKER, JOBS, "SØG gartner", "searched");
    assert_int_equal(asked_for.kind, LISTING_POSTING);
    TALK_READS(&site.talk, PAIR_SEEKER, "search", "A. gartner");
    SAYS(&site, PAIR_SEEKER, "search", "A ja", "chose");
    g_autoptr(GPtrArray) pairs = pair_of(site.talk.test->office.store, gardener, NULL);
    assert_int_equal(pairs->len, 1);
    const struct pair *pair = pairs->pdata[0];
    assert_int_equal(pair->profile, site.profile);
    assert_int_equal(pair->stage, PAIR_INTERESTED);
    close_site(&site);
}

static void who_has_nothing_open_is_asked_to_tell_first(void **state)
{
    (void)state;
    struct digests site = open_site();
    const struct cause cause = {.at = clock_now(site.talk.test->clock), .actor = "staff"};
    struct store *store = site.talk.test->office.store;
    SCOPED(listing) struct listing *mine = listing_get(store, site.profile, NULL);
    TALK_DO(&site.talk, listing_change(store, &cause, mine, LISTING_CLOSED, NULL, &error));
    finds(site.posting);
    SAYS(&site, PAIR_SEEKER, JOBS, "SØG lager", "searched");
    TALK_READS(&site.talk, PAIR_SEEKER, "search", "Skriv først til os");
    TALK_READS(&site.talk, PAIR_SEEKER, "search", "A. lagermedhjælper");
    SAYS(&site, PAIR_SEEKER, "search", "A ja", "chose");
    TALK_READS(&site.talk, PAIR_SEEKER, "digest-wish", "Hvad kan du?");
    close_site(&site);
}

static void nothing_is_found(void **state)
{
    (void)state;
    static const struct {
        const char *words, *says;
    } rows[] = {{"SØG astronaut", "Prøv med andre ord."},
                {"SØG", "SØG kantine 2300"},
                {"VIS JOB Q", "Skriv bogstavet fra den sidste liste"},
                {"VIS 999", "Skriv bogstavet fra den sidste liste"},
                {"VIS", "Skriv bogstavet fra den sidste liste"}};
    struct digests site = open_site();
    for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
        SAYS(&site, PAIR_SEEKER, JOBS, rows[at].words, "searched");
        TALK_READS(&site.talk, PAIR_SEEKER, "search", rows[at].says);
    }
    close_site(&site);
}

static void one_of_a_list_or_of_its_number_is_shown(void **state)
{
    (void)state;
    struct digests site = open_site();
    SAYS(&site, PAIR_SEEKER, JOBS, "VIS JOB A", "searched");
    TALK_READS(&site.talk, PAIR_SEEKER, "search", "A. lagermedhjælper");
    TALK_READS(&site.talk, PAIR_SEEKER, "search", "at køre bøger ud");
    g_autofree char *number = g_strdup_printf("VIS %d", (int)site.profile);
    SAYS(&site, PAIR_EMPLOYER, CANDIDATES, number, "searched");
    TALK_READS(&site.talk, PAIR_EMPLOYER, "search", "A. Seniorjob kandidat 2");
    /* Nobody is shown listings of their own kind, or closed ones. */
    SAYS(&site, PAIR_SEEKER, JOBS, number, "searched");
    TALK_READS(&site.talk, PAIR_SEEKER, "search", "Vi fandt det ikke");
    struct store *store = site.talk.test->office.store;
    const struct cause cause = {.at = clock_now(site.talk.test->clock), .actor = "staff"};
    SCOPED(listing) struct listing *profile = listing_get(store, site.profile, NULL);
    TALK_DO(&site.talk, listing_change(store, &cause, profile, LISTING_PAUSED, NULL, &error));
    test_office_at(site.talk.test, "2013-03-21T12:00");
    SAYS(&site, PAIR_EMPLOYER, CANDIDATES, number, "searched");
    TALK_READS(&site.talk, PAIR_EMPLOYER, "search", "Vi fandt det ikke");
    close_site(&site);
}

static void a_market_that_is_away_is_no_silence(void **state)
{
    (void)state;
    struct digests site = open_site();
    market_away = true;
    SAYS(&site, PAIR_SEEKER, JOBS, "SØG gartner", "to-human!later");
    close_site(&site);
}

static void strangers_and_the_unproved_get_nothing(void **state)
{
    (void)state;
    static const struct {
        const char *from, *reason;
    } rows[] = {{"per@other.example", "unknown-person"}, {"kirsten@example.dk", NULL}};
    struct digests site = open_site();
    finds(site.posting);
    for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
        SCOPED(verdict)
        struct verdict *verdict =
            meaning(rows[at].from, "SØG gartner",
                    "{\"intent\":\"command\",\"name\":\"search\",\"argument\":\"gartner\"}");
        SCOPED(inbound)
        struct inbound *settled = arrive(site.talk.test, NULL, verdict, rows[at].from);
        assert_string_equal(settled->reason != NULL ? settled->reason : "",
                            rows[at].reason != NULL ? rows[at].reason : "");
        assert_int_equal(talk_last(&site.talk, PAIR_SEEKER, "search"), 0);
    }
    TALK_READS(&site.talk, PAIR_SEEKER, "confirm-wish", "Du vil søge.");
    SAYS(&site, PAIR_SEEKER, "confirm-wish", "Ja", "searched");
    TALK_READS(&site.talk, PAIR_SEEKER, "search", "A. lagermedhjælper");
    close_site(&site);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_employer_searches_portraits_without_names),
        cmocka_unit_test(what_was_found_can_be_chosen),
        cmocka_unit_test(who_has_nothing_open_is_asked_to_tell_first),
        cmocka_unit_test(nothing_is_found),
        cmocka_unit_test(one_of_a_list_or_of_its_number_is_shown),
        cmocka_unit_test(a_market_that_is_away_is_no_silence),
        cmocka_unit_test(strangers_and_the_unproved_get_nothing),
    };
    return cmocka_run_group_tests_name("act/search", tests, load, unload);
}
