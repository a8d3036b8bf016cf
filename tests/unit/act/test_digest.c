/* Who gets candidates and jobs by mail, when, what stands there, and what is kept of it. */
#include "support/digests.h"

#include "act/relay_talk.h"

static void on_its_day_both_sides_get_what_is_new_and_nothing_twice(void **state)
{
    (void)state;
    struct digests site = digests_open();
    digests_fit(&site, "partly", 60);
    digests_round(&site, "2013-03-21T08:59");
    DIGESTS_EXPECT(&site, "");
    digests_round(&site, "2013-03-21T09:00");
    DIGESTS_EXPECT(&site, OLE " " KIRSTEN);
    digests_round(&site, "2013-03-21T09:01");
    digests_round(&site, "2013-03-28T09:00");
    digests_round(&site, "2013-04-04T10:00");
    DIGESTS_EXPECT(&site, OLE " " KIRSTEN);
    digests_close(&site);
}

static void what_an_employer_reads(void **state)
{
    (void)state;
    struct digests site = digests_open();
    digests_fit(&site, "well", 80);
    digests_round(&site, "2013-03-21T09:00");
    struct talk *talk = &site.talk;
    TALK_READS(talk, PAIR_EMPLOYER, "digest-candidates", "A. Seniorjob kandidat 2");
    TALK_READS(talk, PAIR_EMPLOYER, "digest-candidates", "passer godt, ca. 80");
    TALK_READS(talk, PAIR_EMPLOYER, "digest-candidates", "Passer: lager, truck");
    TALK_READS(talk, PAIR_EMPLOYER, "digest-candidates", "\"15 år på et centrallager\"");
    TALK_READS(talk, PAIR_EMPLOYER, "digest-candidates", "Mangler: kørekort B");
    TALK_READS(talk, PAIR_EMPLOYER, "digest-candidates", "Svar \"A ok uden");
    TALK_READS(talk, PAIR_EMPLOYER, "digest-candidates",
               "Med disse krav passer 1. Uden krav om kørekort B: 4.");
    TALK_READS(talk, PAIR_EMPLOYER, "digest-candidates", "Jeg kører truck.");
    g_autofree char *text = talk_text(talk, PAIR_EMPLOYER, "digest-candidates");
    assert_null(strstr(text, "Kirsten"));
    assert_null(strstr(text, "Sørensen"));
    TALK_READS(talk, PAIR_SEEKER, "digest-jobs", "A. lagermedhjælper");
    TALK_READS(talk, PAIR_SEEKER, "digest-jobs", "Arbejdssted: Vestre Bibliotek");
    TALK_READS(talk, PAIR_SEEKER, "digest-jobs", "Har du kørekort B?");
    SCOPED(ledger_mail)
    struct ledger_mail *mail = ledger_get(
        talk->test->office.store, talk_last(talk, PAIR_EMPLOYER, "digest-candidates"), NULL);
    assert_int_equal(mail->class, LEDGER_CONFIDENTIAL);
    digests_close(&site);
}

static void what_stood_there_is_kept(void **state)
{
    (void)state;
    struct digests site = digests_open();
    digests_fit(&site, "partly", 60);
    digests_round(&site, "2013-03-21T09:00");
    struct store *store = site.talk.test->office.store;
    SCOPED(digest)
    struct digest *digest =
        digest_of_mail(store, talk_last(&site.talk, PAIR_EMPLOYER, "digest-candidates"), NULL);
    assert_non_null(digest);
    assert_int_equal(digest->listing, site.posting);
    assert_int_equal(digest->version, 2);
    assert_int_equal(strlen(digest->weights), 16);
    assert_non_null(strstr(digest->inputs, "\"wishes\""));
    const struct digest_item *item = digest_find(digest, 1);
    assert_int_equal(item->listing, site.profile);
    assert_int_equal(item->score, 60);
    assert_int_equal(item->pair, site.talk.pair);
    assert_non_null(strstr(item->evidence, "truck"));
    SCOPED(pair) struct pair *pair = pair_get(store, site.talk.pair, NULL);
    assert_int_not_equal(pair->shown[PAIR_EMPLOYER], 0);
    assert_int_not_equal(pair->shown[PAIR_SEEKER], 0);
    assert_int_equal(pair->stage, PAIR_SUGGESTED);
    digests_close(&site);
}

static void something_new_that_fits_well_is_told_at_once_once_a_day(void **state)
{
    (void)state;
    struct digests site = digests_open();
    digests_fit(&site, "well", 80);
    digests_round(&site, "2013-03-20T08:00"); /* before the hour */
    DIGESTS_EXPECT(&site, "");
    digests_round(&site, "2013-03-20T09:10");
    DIGESTS_EXPECT(&site, OLE " " KIRSTEN);
    int64_t other = digests_add(site.talk.test, LISTING_PROFILE, "Bo", "bo@x.example",
                                "{\"portrait\":[\"Jeg kan pakke.\"]}");
    g_autofree char *both = g_strdup_printf(
        "{\"count\":2,\"items\":[{\"listing\":%d,\"level\":\"well\",\"score\":80},{\"listing\":%d,"
        "\"level\":\"well\",\"score\":75}]}",
        (int)site.profile, (int)other);
    g_autofree char *job = g_strdup_printf(
        "{\"count\":1,\"items\":[{\"listing\":%d,\"level\":\"well\",\"score\":75}]}",
        (int)site.posting);
    digests_answer(site.posting, both);
    digests_answer(other, job);
    digests_round(&site, "2013-03-20T11:00");
    DIGESTS_EXPECT(&site, OLE " " KIRSTEN " digest-jobs>bo@x.example"); /* Ole had one today */
    digests_round(&site, "2013-03-20T20:00");
    DIGESTS_EXPECT(&site, OLE " " KIRSTEN " digest-jobs>bo@x.example");
    digests_round(&site, "2013-03-21T09:00");
    DIGESTS_EXPECT(&site, OLE " " KIRSTEN " digest-jobs>bo@x.example " OLE);
    g_autofree char *text = talk_text(&site.talk, PAIR_EMPLOYER, "digest-candidates");
    assert_non_null(strstr(text, "Jeg kan pakke."));
    assert_null(strstr(text, "Jeg kører truck.")); /* seen before */
    digests_close(&site);
}

static void who_waits_for_a_mail_and_closes_gets_none(void **state)
{
    (void)state;
    struct digests site = digests_open();
    struct store *store = site.talk.test->office.store;
    const struct cause cause = {.at = clock_now(site.talk.test->clock), .actor = "mail"};
    digests_fit(&site, "well", 80);
    digests_round(&site, "2013-03-20T08:00");
    SCOPED(listing) struct listing *listing = listing_get(store, site.posting, NULL);
    TALK_DO(&site.talk, listing_change(store, &cause, listing, LISTING_PAUSED, NULL, &error));
    digests_round(&site, "2013-03-20T09:10");
    DIGESTS_EXPECT(&site, "");
    struct digest_look look = {0};
    assert_true(digest_look_of(store, site.posting, &look, NULL));
    assert_int_equal(look.waits, 0);
    assert_int_equal(look.version, 2);
    assert_int_equal(look.looked, 0);
    digests_close(&site);
}

static void who_hears_once_that_little_fits(void **state)
{
    (void)state;
    struct digests site = digests_open();
    digests_answer(site.posting,
                   "{\"count\":0,\"items\":[],\"without\":[{\"condition\":\"licence\","
                   "\"word\":\"B\",\"count\":4}]}");
    digests_round(&site, "2013-03-21T09:00");
    digests_round(&site, "2013-03-28T09:00");
    DIGESTS_EXPECT(&site, OLE " " KIRSTEN);
    TALK_READS(&site.talk, PAIR_EMPLOYER, "digest-candidates",
               "Med disse krav passer ingen. Uden krav om kørekort B: 4.");
    TALK_READS(&site.talk, PAIR_SEEKER, "digest-jobs", "ingen nye job");
    digests_close(&site);
}

/* Every week there is somebody new for Ole. */
static void new_candidate(struct digests *site, unsigned number)
{
    g_autofree char *address = g_strdup_printf("s%u@x.example", number);
    int64_t id = digests_add(site->talk.test, LISTING_PROFILE, "Bo", address, "{}");
    g_autofree char *answer = g_strdup_printf(
        "{\"count\":1,\"items\":[{\"listing\":%d,\"level\":\"partly\",\"score\":60}]}", (int)id);
    digests_answer(site->posting, answer);
    digests_pace(site, PAIR_SEEKER, DIGEST_OFF);
}

static unsigned mails_to_ole(struct digests *site)
{
    g_autoptr(GPtrArray) letters = test_office_letters(site->talk.test);
    unsigned count = 0;
    for (guint at = 0; at < letters->len; at++) {
        count += strcmp(letters->pdata[at], OLE) == 0 ? 1 : 0;
    }
    return count;
}

static void as_often_as_its_reader_wants(void **state)
{
    (void)state;
    static const struct {
        enum digest_pace pace;
        unsigned mails; /* of five weeks */
    } rows[] = {{DIGEST_WEEKLY, 5}, {DIGEST_FORTNIGHTLY, 3}, {DIGEST_MONTHLY, 2}, {DIGEST_OFF, 0}};
    for (size_t row = 0; row < G_N_ELEMENTS(rows); row++) {
        struct digests site = digests_open();
        digests_pace(&site, PAIR_EMPLOYER, rows[row].pace);
        for (unsigned week = 0; week < G_N_ELEMENTS(digests_days); week++) {
            new_candidate(&site, week);
            digests_round(&site, digests_days[week]);
            if (rows[row].pace != DIGEST_OFF) { /* else it would be asked about */
                SAYS(&site, PAIR_EMPLOYER, CANDIDATES, "Mange tak", "none");
            }
        }
        assert_int_equal(mails_to_ole(&site), rows[row].mails);
        digests_close(&site);
    }
}

static void a_day_that_was_missed_is_made_up_for(void **state)
{
    (void)state;
    struct digests site = digests_open();
    digests_fit(&site, "partly", 60);
    digests_round(&site, "2013-03-23T14:00");
    DIGESTS_EXPECT(&site, OLE " " KIRSTEN);
    digests_close(&site);
}

static void who_pauses_is_away_or_cannot_be_reached_gets_none(void **state)
{
    (void)state;
    for (int way = 0; way < 4; way++) {
        struct digests site = digests_open();
        struct store *store = site.talk.test->office.store;
        const struct cause cause = {.at = clock_now(site.talk.test->clock), .actor = "mail"};
        int64_t ole = site.talk.people[PAIR_EMPLOYER], until = cause.at + 5 * 86400;
        const struct suppression_draft gone = {.address = "ole@vest.example",
                                               .reason = SUPPRESSION_HARD};
        bool added = false;
        if (way == 0) {
            TALK_DO(&site.talk, pause_begin(store, &cause, ole, until, "2013-03-25", &error));
        } else if (way == 1) {
            TALK_DO(&site.talk, away_note(store, &cause, ole, until, "2013-03-25", &error));
        } else if (way == 2) {
            TALK_DO(&site.talk, suppression_add(store, &cause, &gone, &added, &error));
        } else {
            digests_pace(&site, PAIR_EMPLOYER, DIGEST_OFF);
        }
        digests_fit(&site, way % 2 == 0 ? "well" : "partly", 60);
        digests_round(&site, "2013-03-21T09:00");
        DIGESTS_EXPECT(&site, KIRSTEN);
        digests_round(&site, "2013-03-28T09:00");
        DIGESTS_EXPECT(&site, way < 2 ? KIRSTEN " " OLE : KIRSTEN);
        digests_close(&site);
    }
}

static void who_said_no_or_is_not_open_any_more_is_not_shown(void **state)
{
    (void)state;
    struct digests site = digests_open();
    struct store *store = site.talk.test->office.store;
    const struct cause cause = {.at = clock_now(site.talk.test->clock), .actor = "mail"};
    SCOPED(pair) struct pair *pair = pair_get(store, site.talk.pair, NULL);
    struct pair after = *pair;
    after.stage = PAIR_DECLINED;
    TALK_DO(&site.talk, pair_update(store, &cause, pair, &after, NULL, &error));
    int64_t other = digests_add(site.talk.test, LISTING_PROFILE, "Bo", "bo@x.example", "{}");
    SCOPED(listing) struct listing *listing = listing_get(store, other, NULL);
    TALK_DO(&site.talk, listing_change(store, &cause, listing, LISTING_CLOSED, NULL, &error));
    g_autofree char *both = g_strdup_printf(
        "{\"count\":2,\"items\":[{\"listing\":%d,\"level\":\"well\",\"score\":80},{\"listing\":%d,"
        "\"level\":\"well\",\"score\":75}]}",
        (int)site.profile, (int)other);
    digests_answer(site.posting, both);
    digests_round(&site, "2013-03-21T09:00");
    g_autofree char *text = talk_text(&site.talk, PAIR_EMPLOYER, "digest-candidates");
    assert_null(strstr(text, "A. "));
    digests_close(&site);
}

static void at_most_five_with_one_from_outside(void **state)
{
    (void)state;
    struct digests site = digests_open();
    g_autoptr(GString) answer = g_string_new("{\"count\":7,\"items\":[");
    for (unsigned at = 0; at < 6; at++) {
        g_autofree char *address = g_strdup_printf("s%u@x.example", at);
        int64_t id = digests_add(site.talk.test, LISTING_PROFILE, "Bo", address, "{}");
        g_string_append_printf(answer, "%s{\"listing\":%d,\"level\":\"%s\",\"score\":%u%s}",
                               at > 0 ? "," : "", (int)id, at < 5 ? "partly" : "no", 70 - at,
                               at < 5 ? "" : ",\"outside\":true");
    }
    g_string_append(answer, "],\"without\":[]}");
    digests_answer(site.posting, answer->str);
    digests_round(&site, "2013-03-21T09:00");
    g_autofree char *text = talk_text(&site.talk, PAIR_EMPLOYER, "digest-candidates");
    assert_non_null(strstr(text, "E. "));
    assert_null(strstr(text, "F. "));
    assert_non_null(strstr(text, "et bud udefra, ca. 65"));
    digests_close(&site);
}

/* The workplace stays: seekers choose by it. */
static void a_posting_does_not_name_its_owner(void **state)
{
    (void)state;
    struct digests site = digests_open();
    digests_write(&site, site.posting,
                  "{\"title\":\"hjælper hos Ole Bruun\",\"workplace\":\"Vestre Bibliotek\","
                  "\"extra\":\"Ring til Ole Bruun, 33445566\",\"text\":\"lager\"}");
    g_autofree char *jobs = g_strdup_printf(
        "{\"count\":1,\"items\":[{\"listing\":%d,\"score\":60,\"level\":\"partly\",\"fits\":["
        "\"lager\"],\"quotes\":[\"spørg ole bruun\",\"på lageret\"]}]}",
        (int)site.posting);
    digests_answer(site.profile, jobs);
    digests_round(&site, "2013-03-21T09:00");
    TALK_READS(&site.talk, PAIR_SEEKER, "digest-jobs", "A. hjælper hos [navn skjult]");
    TALK_READS(&site.talk, PAIR_SEEKER, "digest-jobs", "Ring til [navn skjult]");
    TALK_READS(&site.talk, PAIR_SEEKER, "digest-jobs", "Arbejdssted: Vestre Bibliotek");
    TALK_READS(&site.talk, PAIR_SEEKER, "digest-jobs", "på lageret");
    g_autofree char *text = talk_text(&site.talk, PAIR_SEEKER, "digest-jobs");
    assert_null(strcasestr(text, "bruun"));
    assert_null(strstr(text, "33445566"));
    g_autofree char *title = relay_title(&site.talk.test->office, site.posting, "da", NULL);
    assert_string_equal(title, "hjælper hos [navn skjult]"); /* in the letters of the funnel */
    digests_close(&site);
}

/* At once and on its day; the others have theirs. */
static void what_the_market_cannot_answer_costs_one_list(void **state)
{
    (void)state;
    struct digests site = digests_open();
    digests_fit(&site, "well", 80);
    digests_fail(site.posting, FAILURE_PERMANENT);
    digests_round(&site, "2013-03-20T09:10");
    DIGESTS_EXPECT(&site, KIRSTEN);
    digests_round(&site, "2013-03-21T09:00");
    digests_fit(&site, "well", 80);
    digests_round(&site, "2013-03-21T09:01"); /* its day is over */
    DIGESTS_EXPECT(&site, KIRSTEN);
    digests_round(&site, "2013-03-28T09:00");
    DIGESTS_EXPECT(&site, KIRSTEN " " OLE);
    digests_close(&site);
}

/* Nobody's list is lost by it. */
static void without_a_market_all_lists_come_later(void **state)
{
    (void)state;
    static const int codes[] = {FAILURE_TEMPORARY, FAILURE_CONFIGURATION};
    for (size_t at = 0; at < G_N_ELEMENTS(codes); at++) {
        struct digests site = digests_open();
        digests_fail(site.posting, codes[at]);
        digests_fail(site.profile, codes[at]);
        digests_round(&site, "2013-03-21T09:00");
        DIGESTS_EXPECT(&site, "");
        digests_fit(&site, "partly", 60);
        digests_round(&site, "2013-03-21T09:05");
        DIGESTS_EXPECT(&site, OLE " " KIRSTEN);
        digests_close(&site);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(on_its_day_both_sides_get_what_is_new_and_nothing_twice),
        cmocka_unit_test(what_an_employer_reads),
        cmocka_unit_test(what_stood_there_is_kept),
        cmocka_unit_test(something_new_that_fits_well_is_told_at_once_once_a_day),
        cmocka_unit_test(who_waits_for_a_mail_and_closes_gets_none),
        cmocka_unit_test(who_hears_once_that_little_fits),
        cmocka_unit_test(as_often_as_its_reader_wants),
        cmocka_unit_test(a_day_that_was_missed_is_made_up_for),
        cmocka_unit_test(who_pauses_is_away_or_cannot_be_reached_gets_none),
        cmocka_unit_test(who_said_no_or_is_not_open_any_more_is_not_shown),
        cmocka_unit_test(at_most_five_with_one_from_outside),
        cmocka_unit_test(a_posting_does_not_name_its_owner),
        cmocka_unit_test(what_the_market_cannot_answer_costs_one_list),
        cmocka_unit_test(without_a_market_all_lists_come_later),
    };
    return cmocka_run_group_tests_name("act/digest", tests, load, unload);
}
