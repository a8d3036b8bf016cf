/* A job whose last day has passed: nobody new is shown it, and its owner is asked how it stands. */
#include "support/digests.h"

#include "act/overdue.h"
#include "store/connection.h"
#include "store/overdue.h"

#define FACTS(more) \
    "{\"title\":\"lagermedhjælper\",\"extra\":\"at køre bøger ud\",\"text\":\"Vi søger\"" more "}"
#define ASKED "posting-overdue"
#define ASKS ASKED ">ole@vest.example"

static void at(struct digests *site, const char *when)
{
    g_autoptr(GError) error = NULL;
    test_office_at(site->talk.test, when);
    if (!overdue_timer(&site->talk.test->office, &error)) {
        fail_msg("%s", error->message);
    }
}

static void has_state(struct digests *site, enum listing_state state, const char *reason)
{
    SCOPED(listing)
    struct listing *posting = listing_get(site->talk.test->office.store, site->posting, NULL);
    assert_string_equal(listing_state_name(posting->state), listing_state_name(state));
    assert_string_equal(posting->reason != NULL ? posting->reason : "", reason);
}

static void has_next(struct digests *site, const char *wall)
{
    g_autoptr(GError) error = NULL;
    int64_t moment = 0, wanted = 0;
    assert_true(overdue_timer_next(&site->talk.test->office, &moment, &error));
    assert_true(clock_parse(site->talk.test->clock, wall, &wanted, NULL));
    g_autofree char *next = clock_format(site->talk.test->clock, moment);
    if (moment != wanted) {
        fail_msg("%s is not %s", next, wall);
    }
}

static struct digests with(const char *facts)
{
    struct digests site = digests_open();
    digests_fit(&site, "well", 85);
    digests_write(&site, site.posting, facts);
    return site;
}

/* Whose day it is: the deadline, else the start; it counts to its end. */
static void it_stands_until_its_day_is_over(void **state)
{
    (void)state;
    static const struct {
        const char *facts, *stands, *passed; /* "": never */
    } rows[] = {{FACTS(",\"deadline\":\"2013-04-03\""), "2013-04-03T23:59", "2013-04-04T00:01"},
                {FACTS(",\"start\":\"2013-04-03\""), "2013-04-03T23:59", "2013-04-04T00:01"},
                {FACTS(",\"start\":\"2013-03-25\",\"deadline\":\"2013-04-03\""), "2013-04-03T12:00",
                 "2013-04-04T00:00"},
                {FACTS(""), "2014-01-01T12:00", ""}};
    for (size_t row = 0; row < G_N_ELEMENTS(rows); row++) {
        struct digests site = with(rows[row].facts);
        at(&site, rows[row].stands);
        has_state(&site, LISTING_OPEN, "");
        if (*rows[row].passed != '\0') {
            has_next(&site, "2013-04-04T00:00");
            at(&site, rows[row].passed);
            has_state(&site, LISTING_PAUSED, OVERDUE_REASON);
            has_next(&site, "2013-04-04T09:00"); /* nobody is written to in the night */
        }
        test_office_expect(site.talk.test, "");
        digests_close(&site);
    }
}

/* A profile's start that has passed says that its owner can begin. */
static void a_profile_never_passes(void **state)
{
    (void)state;
    struct digests site = digests_open();
    digests_write(&site, site.profile, "{\"titles\":[\"pedel\"],\"start\":\"2013-03-25\"}");
    at(&site, "2013-06-01T12:00");
    SCOPED(listing)
    struct listing *profile = listing_get(site.talk.test->office.store, site.profile, NULL);
    assert_int_equal(profile->state, LISTING_OPEN);
    digests_close(&site);
}

static void it_is_in_no_new_list(void **state)
{
    (void)state;
    struct digests site = with(FACTS(",\"deadline\":\"2013-03-20\""));
    at(&site, "2013-03-21T08:00");
    digests_round(&site, "2013-03-21T09:00");
    SCOPED(digest_draft)
    struct digest_draft *draft =
        digest_draft_new(&site.talk.test->office, &(struct cause){.at = 1, .actor = "timer"},
                         site.posting, DIGEST_REGULAR, NULL);
    assert_null(draft);
    test_office_expect(site.talk.test, KIRSTEN); /* not its owner */
    digests_close(&site);
}

static void its_owner_is_asked_three_times_and_then_staff(void **state)
{
    (void)state;
    struct digests site = with(FACTS(",\"deadline\":\"2013-04-04\""));
    at(&site, "2013-04-05T08:00");
    test_office_expect(site.talk.test, "");
    at(&site, "2013-04-05T09:00");
    test_office_expect(site.talk.test, ASKS);
    TALK_READS(&site.talk, PAIR_EMPLOYER, ASKED, "torsdag den 4. april 2013");
    TALK_READS(&site.talk, PAIR_EMPLOYER, ASKED, "Ja, til 3. maj.");
    at(&site, "2013-04-05T09:30");
    test_office_expect(site.talk.test, ASKS);
    has_next(&site, "2013-04-10T09:00"); /* three working days */
    at(&site, "2013-04-10T09:00");
    TALK_READS(&site.talk, PAIR_EMPLOYER, ASKED, "ringer et menneske");
    at(&site, "2013-04-15T09:00");
    test_office_expect(site.talk.test, ASKS " " ASKS " " ASKS);
    at(&site, "2013-04-18T09:00");
    at(&site, "2013-05-18T09:00");
    test_office_expect(site.talk.test, ASKS " " ASKS " " ASKS " staff-overdue>mette@kk.example");
    has_state(&site, LISTING_PAUSED, OVERDUE_REASON);
    digests_close(&site);
}

static void who_pauses_is_asked_later(void **state)
{
    (void)state;
    struct digests site = with(FACTS(",\"deadline\":\"2013-04-04\""));
    struct store *store = site.talk.test->office.store;
    const struct cause cause = {.at = clock_now(site.talk.test->clock), .actor = "mail"};
    int64_t until = 0;
    assert_true(clock_parse(site.talk.test->clock, "2013-04-15", &until, NULL));
    TALK_DO(&site.talk, pause_begin(store, &cause, site.talk.people[PAIR_EMPLOYER], until,
                                    "2013-04-15", &error));
    at(&site, "2013-04-05T09:00");
    test_office_expect(site.talk.test, "");
    at(&site, "2013-04-15T09:00");
    test_office_expect(site.talk.test, ASKS);
    digests_close(&site);
}

static void has_facts(struct digests *site, const char *deadline, const char *start)
{
    SCOPED(listing)
    struct listing *posting = listing_get(site->talk.test->office.store, site->posting, NULL);
    json_auto_t *facts =
        digest_facts(site->talk.test->office.store, site->posting, posting->confirmed, NULL);
    const char *is_deadline = json_string_value(json_object_get(facts, "deadline"));
    const char *is_start = json_string_value(json_object_get(facts, "start"));
    assert_string_equal(is_deadline != NULL ? is_deadline : "", deadline);
    assert_string_equal(is_start != NULL ? is_start : "", start);
}

static void what_its_owner_answers(void **state)
{
    (void)state;
    static const struct {
        const char *text, *effect;
        enum listing_state state;
        const char *deadline;
    } rows[] = {
        {"Ja", "listing-changed", LISTING_OPEN, ""},
        {"Ja, til 1. maj", "listing-changed", LISTING_OPEN, "2013-05-01"},
        {"JA 1. maj", "listing-changed", LISTING_OPEN, "2013-05-01"},
        {"Stadig åbent, ny frist 1. maj", "listing-changed", LISTING_OPEN, "2013-05-01"},
        {"Vi forlænger til 1. maj.", "listing-changed", LISTING_OPEN, "2013-05-01"},
        {"Nej, vi søger stadig", "listing-changed", LISTING_OPEN, ""},
        {"Det er ikke besat endnu", "listing-changed", LISTING_OPEN, ""},
        {"Åbent", "listing-changed", LISTING_OPEN, ""},
        {"BESAT", "listing-changed", LISTING_FILLED, "2013-04-04"},
        {"Nej, jobbet er besat", "listing-changed", LISTING_FILLED, "2013-04-04"},
        {"LUKKET", "listing-changed", LISTING_CLOSED, "2013-04-04"},
        {"Luk jobbet, tak", "listing-changed", LISTING_CLOSED, "2013-04-04"},
        {"Nej", "posting-overdue", LISTING_PAUSED, "2013-04-04"},
        {"Ja, til 1. maj. Arbejdstid: 20 timer om ugen", "listing-changed", LISTING_OPEN,
         "2013-05-01"},
        {"Ja, vi har ansat hende, hun starter 1. maj", "to-human!which-match", LISTING_PAUSED,
         "2013-04-04"},
        {"Nej. Måske igen 1. juni", "posting-overdue", LISTING_PAUSED, "2013-04-04"},
        {"Vi har ansat hende, hun starter 1. maj", "to-human!which-match", LISTING_PAUSED,
         "2013-04-04"},
        {"Ja, til 1. maj, men kun kvinder", "posting-held!held", LISTING_HELD, "2013-04-04"},
        {"Ring til mig på 33 17 10 01", "to-human!human", LISTING_PAUSED, "2013-04-04"},
    };
    for (size_t row = 0; row < G_N_ELEMENTS(rows); row++) {
        struct digests site = with(FACTS(",\"deadline\":\"2013-04-04\""));
        at(&site, "2013-04-05T09:00");
        g_autofree char *came = talk_say(&site.talk, PAIR_EMPLOYER, ASKED, "", rows[row].text);
        SCOPED(listing)
        struct listing *posting = listing_get(site.talk.test->office.store, site.posting, NULL);
        if (strcmp(came, rows[row].effect) != 0 || posting->state != rows[row].state) {
            fail_msg("%s: %s, %s", rows[row].text, came, listing_state_name(posting->state));
        }
        has_facts(&site, rows[row].deadline, "");
        digests_close(&site);
    }
}

/* It is asked about again when the new day has passed, and no more where none was named. */
static void the_new_day_counts(void **state)
{
    (void)state;
    struct digests site = with(FACTS(",\"start\":\"2013-04-04\""));
    at(&site, "2013-04-05T09:00");
    SAYS(&site, PAIR_EMPLOYER, ASKED, "Ja, til 19. april", "listing-changed");
    has_facts(&site, "", "2013-04-19");
    at(&site, "2013-04-19T12:00");
    has_state(&site, LISTING_OPEN, "");
    at(&site, "2013-04-22T09:00");
    has_state(&site, LISTING_PAUSED, OVERDUE_REASON);
    test_office_expect(site.talk.test, ASKS " listing-state>ole@vest.example " ASKS);
    SAYS(&site, PAIR_EMPLOYER, ASKED, "Ja", "listing-changed");
    at(&site, "2013-09-22T09:00");
    has_state(&site, LISTING_OPEN, "");
    digests_close(&site);
}

/* The second answer of two, or one after staff have closed it. */
static void too_late_it_hears_how_it_stands(void **state)
{
    (void)state;
    struct digests site = with(FACTS(",\"deadline\":\"2013-04-04\""));
    at(&site, "2013-04-05T09:00");
    SAYS(&site, PAIR_EMPLOYER, ASKED, "LUKKET", "listing-changed");
    SAYS(&site, PAIR_EMPLOYER, ASKED, "Ja, til 1. maj", "listing-changed");
    has_state(&site, LISTING_CLOSED, "");
    at(&site, "2013-04-10T09:00");
    test_office_expect(site.talk.test, ASKED ">ole@vest.example listing-state>ole@vest.example "
                                             "listing-state>ole@vest.example");
    digests_close(&site);
}

/* It is a change like any other: open with the day, and the rest waits for a yes. */
static void what_else_it_says_of_the_job_is_shown(void **state)
{
    (void)state;
    struct digests site = with(FACTS(",\"deadline\":\"2013-04-04\""));
    struct store *store = site.talk.test->office.store;
    at(&site, "2013-04-05T09:00");
    SAYS(&site, PAIR_EMPLOYER, ASKED,
         "Ja, til 1. maj. Vi søger en lagermedhjælper 20 timer om ugen.",
         "listing-changed,listing-read");
    has_state(&site, LISTING_OPEN, "");
    has_facts(&site, "2013-05-01", "");
    SCOPED(listing) struct listing *posting = listing_get(store, site.posting, NULL);
    json_auto_t *facts = digest_facts(store, site.posting, posting->newest, NULL);
    assert_int_equal(json_integer_value(json_object_get(json_object_get(facts, "hours"), "max")),
                     20);
    assert_int_equal(posting->newest, posting->confirmed + 1);
    digests_close(&site);
}

/* What was true a week ago is not any more. */
static void a_later_answer_to_the_same_letter_counts(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum listing_state state;
    } rows[] = {{"BESAT", LISTING_FILLED}, {"LUKKET", LISTING_CLOSED}};
    for (size_t row = 0; row < G_N_ELEMENTS(rows); row++) {
        struct digests site = with(FACTS(",\"deadline\":\"2013-04-04\""));
        at(&site, "2013-04-05T09:00");
        SAYS(&site, PAIR_EMPLOYER, ASKED, "Ja, til 1. maj", "listing-changed");
        at(&site, "2013-04-12T09:00");
        SAYS(&site, PAIR_EMPLOYER, ASKED, rows[row].text, "listing-changed");
        has_state(&site, rows[row].state, "");
        digests_close(&site);
    }
}

#define FORBIDDEN                                                                           \
    "From: Ole Bruun <ole@vest.example>\nSubject: job\nMessage-ID: <held@x>\nContent-Type:" \
    " text/plain; charset=utf-8\n\nVi søger en lagermedhjælper. Du skal være ung og frisk.\n"

/* Its owner wrote it anew in words that staff have to look at, and then answers the old letter. */
static void what_staff_hold_or_gave_back_waits_for_them(void **state)
{
    (void)state;
    static const struct {
        enum listing_state state;
        const char *says, *effect;
        enum listing_state after;
    } rows[] = {{LISTING_HELD, "JA", "posting-held", LISTING_HELD},
                {LISTING_DRAFT, "JA", "listing-read", LISTING_DRAFT},
                {LISTING_HELD, "BESAT", "listing-changed", LISTING_FILLED},
                {LISTING_DRAFT, "BESAT", "listing-changed", LISTING_FILLED},
                {LISTING_DRAFT, "Sæt jobbet på pause til 1. juni", "listing-read", LISTING_DRAFT}};
    for (size_t row = 0; row < G_N_ELEMENTS(rows); row++) {
        struct digests site = with(FACTS(",\"deadline\":\"2013-04-04\""));
        struct store *store = site.talk.test->office.store;
        const struct cause cause = {.at = clock_now(site.talk.test->clock), .actor = "staff"};
        at(&site, "2013-04-05T09:00");
        SCOPED(inbound)
        struct inbound *held =
            talk_mail(&site.talk, PAIR_EMPLOYER, talk_last(&site.talk, PAIR_EMPLOYER, ASKED),
                      FORBIDDEN, strlen(FORBIDDEN));
        assert_string_equal(held->reason, "held");
        has_state(&site, LISTING_HELD, "wording");
        if (rows[row].state == LISTING_DRAFT) {
            SCOPED(listing) struct listing *posting = listing_get(store, site.posting, NULL);
            TALK_DO(&site.talk,
                    listing_change(store, &cause, posting, LISTING_DRAFT, NULL, &error));
        }
        SAYS(&site, PAIR_EMPLOYER, ASKED, rows[row].says, rows[row].effect);
        has_state(&site, rows[row].after, rows[row].after == LISTING_HELD ? "wording" : "");
        digests_close(&site);
    }
}

static void the_day_beside_forbidden_words_is_kept(void **state)
{
    (void)state;
    struct digests site = with(FACTS(",\"start\":\"2013-04-04\""));
    at(&site, "2013-04-05T09:00");
    SAYS(&site, PAIR_EMPLOYER, ASKED, "Ja, til 1. maj, men kun kvinder", "posting-held!held");
    SCOPED(listing)
    struct listing *posting = listing_get(site.talk.test->office.store, site.posting, NULL);
    g_autofree char *facts =
        listing_facts(site.talk.test->office.store, site.posting, posting->newest, NULL);
    assert_non_null(strstr(facts, "\"start\":\"2013-05-01\""));
    digests_close(&site);
}

static void the_word_of_any_letter_opens_it(void **state)
{
    (void)state;
    struct digests site = with(FACTS(",\"deadline\":\"2013-04-04\""));
    digests_round(&site, "2013-03-28T09:00");
    at(&site, "2013-04-05T09:00");
    SAYS(&site, PAIR_EMPLOYER, "digest-candidates", "Jobbet er åbent igen", "listing-changed");
    has_state(&site, LISTING_OPEN, "");
    at(&site, "2013-04-08T09:00");
    has_state(&site, LISTING_OPEN, "");
    digests_close(&site);
}

/* As `jobs state N open` does it. */
static void staff_open(struct digests *site)
{
    struct store *store = site->talk.test->office.store;
    const struct cause cause = {.at = clock_now(site->talk.test->clock), .actor = "staff"};
    SCOPED(listing) struct listing *posting = listing_get(store, site->posting, NULL);
    TALK_DO(&site->talk, listing_change(store, &cause, posting, LISTING_OPEN, NULL, &error) &&
                             overdue_forget_day(store, site->posting, &error) &&
                             overdue_drop(store, site->posting, &error));
}

static void what_staff_opened_stays_open_when_its_owner_changes_a_demand(void **state)
{
    (void)state;
    struct digests site = with(FACTS(",\"licences\":[\"B\"],\"deadline\":\"2013-04-04\""));
    digests_fit(&site, "partly", 60);
    digests_round(&site, "2013-03-21T09:00");
    at(&site, "2013-04-05T09:00");
    has_state(&site, LISTING_PAUSED, OVERDUE_REASON);
    staff_open(&site);
    SAYS(&site, PAIR_EMPLOYER, CANDIDATES, "A ok uden kørekort", "relaxed,chose");
    at(&site, "2013-04-08T09:00");
    has_state(&site, LISTING_OPEN, "");
    digests_close(&site);
}

/* Staff erased it between the list of what is due and the look at it. */
static void what_was_erased_meanwhile_is_passed_over(void **state)
{
    (void)state;
    struct digests site = with(FACTS(",\"deadline\":\"2013-04-04\""));
    struct store *store = site.talk.test->office.store;
    assert_true(connection_run(store, "PRAGMA foreign_keys = OFF", NULL));
    TALK_DO(&site.talk, overdue_put(store, &(struct overdue){.listing = 99, .due = 1}, &error));
    at(&site, "2013-04-05T09:00"); /* which goes on to the others */
    test_office_expect(site.talk.test, ASKS);
    digests_close(&site);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_stands_until_its_day_is_over),
        cmocka_unit_test(a_profile_never_passes),
        cmocka_unit_test(it_is_in_no_new_list),
        cmocka_unit_test(its_owner_is_asked_three_times_and_then_staff),
        cmocka_unit_test(who_pauses_is_asked_later),
        cmocka_unit_test(what_its_owner_answers),
        cmocka_unit_test(the_new_day_counts),
        cmocka_unit_test(too_late_it_hears_how_it_stands),
        cmocka_unit_test(what_else_it_says_of_the_job_is_shown),
        cmocka_unit_test(a_later_answer_to_the_same_letter_counts),
        cmocka_unit_test(what_staff_hold_or_gave_back_waits_for_them),
        cmocka_unit_test(the_day_beside_forbidden_words_is_kept),
        cmocka_unit_test(the_word_of_any_letter_opens_it),
        cmocka_unit_test(what_was_erased_meanwhile_is_passed_over),
        cmocka_unit_test(what_staff_opened_stays_open_when_its_owner_changes_a_demand),
    };
    return cmocka_run_group_tests_name("act/overdue", tests, load, unload);
}
