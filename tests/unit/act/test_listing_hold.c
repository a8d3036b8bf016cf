/* Words that no posting may have: it is held, unless anybody may have written them. */
#include "support/digests.h"

#define HEADER                                                                           \
    "From: Ole Bruun <ole@vest.example>\nSubject: job\nMessage-ID: <a@x>\nContent-Type:" \
    " text/plain; charset=utf-8\n\n"
#define WORDS                                                                         \
    HEADER "Vi søger en lagermedhjælper til Vestre Bibliotek, 25 timer om ugen. Du" \
           " skal være ung og frisk, højst 40 år.\n"

static void turn(struct digests *site, enum listing_state state)
{
    struct store *store = site->talk.test->office.store;
    const struct cause cause = {.at = clock_now(site->talk.test->clock), .actor = "mail"};
    SCOPED(listing) struct listing *now = listing_get(store, site->posting, NULL);
    TALK_DO(&site->talk, listing_change(store, &cause, now, state, NULL, &error));
}

static void without_a_proof_it_stays_as_it_is(void **state)
{
    (void)state;
    static const struct {
        enum listing_state before, after;
    } rows[] = {{LISTING_OPEN, LISTING_OPEN},
                {LISTING_PAUSED, LISTING_PAUSED},
                {LISTING_DRAFT, LISTING_HELD}};
    for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
        struct digests site = digests_open();
        turn(&site, rows[at].before);
        const struct understand_context context = {.replying_to = "none", .today = "2013-03-20"};
        SCOPED(verdict)
        struct verdict *verdict = understand(language, &context, WORDS, strlen(WORDS));
        SCOPED(inbound) struct inbound *settled = arrive(site.talk.test, NULL, verdict, "forged");
        assert_string_equal(settled->reason, "held");
        SCOPED(listing)
        struct listing *posting = listing_get(site.talk.test->office.store, site.posting, NULL);
        assert_string_equal(listing_state_name(posting->state), listing_state_name(rows[at].after));
        assert_int_equal(posting->confirmed, 2);
        bool stays = rows[at].before == rows[at].after;
        assert_int_equal(posting->newest, stays ? 2 : 3);
        test_office_expect(site.talk.test,
                           stays ? "received>ole@vest.example staff-inbox>mette@kk.example"
                                 : "posting-held>ole@vest.example "
                                   "staff-inbox>mette@kk.example");
        digests_close(&site);
    }
}

static void its_owner_has_it_held(void **state)
{
    (void)state;
    struct digests site = digests_open();
    digests_fit(&site, "partly", 60);
    digests_round(&site, "2013-03-21T09:00");
    int64_t row = talk_last(&site.talk, PAIR_EMPLOYER, "digest-candidates");
    SCOPED(inbound)
    struct inbound *settled = talk_mail(&site.talk, PAIR_EMPLOYER, row, WORDS, strlen(WORDS));
    assert_string_equal(settled->reason, "held");
    SCOPED(listing)
    struct listing *posting = listing_get(site.talk.test->office.store, site.posting, NULL);
    assert_int_equal(posting->state, LISTING_HELD);
    digests_close(&site);
}

static void another_form(struct digests *site)
{
    static const char words[] =
        HEADER "Vi søger en lagermedhjælper til Vestre Bibliotek, 20 timer om ugen.\n";
    const struct understand_context context = {.replying_to = "none", .today = "2013-03-20"};
    SCOPED(verdict)
    struct verdict *verdict = understand(language, &context, words, strlen(words));
    SCOPED(inbound) struct inbound *settled = arrive(site->talk.test, NULL, verdict, "clean");
    assert_string_equal(settled->effect, "listing-read");
}

/* A yes to a clean form, with such words behind it. */
static void a_yes_that_adds_them_is_held_too(void **state)
{
    (void)state;
    static const char *const answers[] = {"Ja, men kun kvinder", "Ja. Men kun kvinder.",
                                          "Ja, men ikke en kvinde", "Nej, det skal være en kvinde"};
    for (size_t at = 0; at < G_N_ELEMENTS(answers); at++) {
        struct digests site = digests_open();
        another_form(&site);
        SAYS(&site, PAIR_EMPLOYER, "listing-form", answers[at], "posting-held!held");
        struct store *store = site.talk.test->office.store;
        SCOPED(listing) struct listing *posting = listing_get(store, site.posting, NULL);
        assert_int_equal(posting->state, LISTING_HELD);
        assert_int_equal(posting->confirmed, 2);
        g_autofree char *facts = listing_facts(store, posting->id, posting->newest, NULL);
        assert_non_null(strstr(facts, "kvinde"));
        assert_non_null(strstr(facts, "\"held\":true"));
        digests_close(&site);
    }
}

static void a_plain_yes_opens_it(void **state)
{
    (void)state;
    struct digests site = digests_open();
    another_form(&site);
    SAYS(&site, PAIR_EMPLOYER, "listing-form", "Ja. Vi glæder os.", "listing-open");
    digests_close(&site);
}

/* ---- what staff answer ------------------------------------------------------------------------
 */

static struct digests held_by(const char *words)
{
    struct digests site = digests_open();
    digests_fit(&site, "partly", 60);
    digests_round(&site, "2013-03-21T09:00");
    test_office_person(site.talk.test, PERSON_STAFF, "Lone", "lone@kk.example", false);
    int64_t row = talk_last(&site.talk, PAIR_EMPLOYER, "digest-candidates");
    SCOPED(inbound)
    struct inbound *settled = talk_mail(&site.talk, PAIR_EMPLOYER, row, words, strlen(words));
    assert_string_equal(settled->reason, "held");
    return site;
}

static struct digests held(void)
{
    return held_by(WORDS);
}

#define METTE "mette@kk.example"
#define LONE "lone@kk.example"

/* A member of staff takes the seeker's place for one mail. */
static void staff_say(struct digests *site, const char *address, const char *words,
                      const char *outcome)
{
    g_autoptr(GPtrArray) people = person_by_address(site->talk.test->office.store, address, NULL);
    int64_t seeker = site->talk.people[PAIR_SEEKER];
    site->talk.people[PAIR_SEEKER] = ((const struct person *)people->pdata[0])->id;
    TALK_EXPECT(&site->talk, PAIR_SEEKER, "staff-inbox", "", words, outcome);
    site->talk.people[PAIR_SEEKER] = seeker;
}

static void staff_read(struct digests *site, const char *address, const char *words)
{
    g_autoptr(GPtrArray) people = person_by_address(site->talk.test->office.store, address, NULL);
    int64_t seeker = site->talk.people[PAIR_SEEKER];
    site->talk.people[PAIR_SEEKER] = ((const struct person *)people->pdata[0])->id;
    TALK_READS(&site->talk, PAIR_SEEKER, "staff-posting", words);
    site->talk.people[PAIR_SEEKER] = seeker;
}

static void posting_is(struct digests *site, enum listing_state state)
{
    SCOPED(listing)
    struct listing *posting = listing_get(site->talk.test->office.store, site->posting, NULL);
    assert_string_equal(listing_state_name(posting->state), listing_state_name(state));
}

static void staff_give_it_back_and_its_owner_opens_it(void **state)
{
    (void)state;
    struct digests site = held();
    staff_say(&site, METTE, "GODKEND", "posting-released");
    posting_is(&site, LISTING_DRAFT);
    staff_read(&site, LONE, "Mette har godkendt opslag nr.");
    TALK_READS(&site.talk, PAIR_EMPLOYER, "posting-released", "Svar JA, så slår vi det op.");
    SAYS(&site, PAIR_EMPLOYER, "posting-released", "Ja", "listing-open");
    posting_is(&site, LISTING_OPEN);
    digests_close(&site);
}

/* A yes does not open what lacks an answer, so the letter asks for it instead of promising. */
static void what_lacks_the_extra_task_is_asked_for_it(void **state)
{
    (void)state;
    struct digests site = held_by(HEADER "Vi søger en gartner til Søndre Park, 20 timer om ugen. Du"
                                         " skal være ung og frisk, højst 40 år.\n");
    staff_say(&site, METTE, "GODKEND", "posting-released");
    TALK_READS(&site.talk, PAIR_EMPLOYER, "posting-released",
               "Hvilken ekstra opgave løses, som ingen har i dag?");
    g_autofree char *letter = talk_text(&site.talk, PAIR_EMPLOYER, "posting-released");
    assert_null(strstr(letter, "Svar JA, så slår vi det op"));
    SAYS(&site, PAIR_EMPLOYER, "posting-released", "Ja", "posting-extra");
    TALK_READS(&site.talk, PAIR_EMPLOYER, "posting-extra", "Så viser vi jer jobbet igen.");
    SAYS(&site, PAIR_EMPLOYER, "posting-released", "At vande krukkerne på pladsen hver dag.",
         "listing-read");
    SAYS(&site, PAIR_EMPLOYER, "listing-form", "Ja", "listing-open");
    digests_close(&site);
}

static void staff_refuse_it_and_its_owner_hears_why(void **state)
{
    (void)state;
    struct digests site = held();
    staff_say(&site, METTE, "Afvist", "posting-refused");
    posting_is(&site, LISTING_CLOSED);
    staff_read(&site, METTE, "Mette har afvist opslag nr.");
    TALK_READS(&site.talk, PAIR_EMPLOYER, "posting-refused", "må ikke bede om en bestemt alder");
    SCOPED(inbound) struct inbound *source = inbound_get(site.talk.test->office.store, 1, NULL);
    assert_int_equal(source->state, INBOUND_DONE);
    SAYS(&site, PAIR_EMPLOYER, "posting-refused", "Ja", "listing-changed"); /* it stays closed */
    posting_is(&site, LISTING_CLOSED);
    digests_close(&site);
}

/* What staff gave back has other words than the owner's last yes was to. */
static void a_word_opens_none_that_waits_for_a_yes(void **state)
{
    (void)state;
    static const char *const words[] = {"Jobbet er åbent igen", "Sæt jobbet på pause til 1. maj"};
    for (size_t at = 0; at < G_N_ELEMENTS(words); at++) {
        struct digests site = held();
        staff_say(&site, METTE, "GODKEND", "posting-released");
        SAYS(&site, PAIR_EMPLOYER, "digest-candidates", words[at], "listing-read");
        posting_is(&site, LISTING_DRAFT);
        SAYS(&site, PAIR_EMPLOYER, "listing-form", "Ja", "listing-open");
        posting_is(&site, LISTING_OPEN);
        SCOPED(listing)
        struct listing *posting = listing_get(site.talk.test->office.store, site.posting, NULL);
        assert_int_equal(posting->confirmed, posting->newest);
        digests_close(&site);
    }
}

/* What counts, and what another change is built on. */
static void has_no_forbidden_words(struct digests *site)
{
    struct store *store = site->talk.test->office.store;
    SCOPED(listing) struct listing *posting = listing_get(store, site->posting, NULL);
    const int numbers[] = {posting->confirmed, posting->newest};
    for (size_t at = 0; at < G_N_ELEMENTS(numbers); at++) {
        g_autofree char *facts = listing_facts(store, posting->id, numbers[at], NULL);
        assert_null(strstr(facts, "40"));
        assert_null(strstr(facts, "\"held\""));
    }
}

/* Its owner's word opens what they had confirmed, not the words that were refused, nor what was
 * over before staff had looked. */
static void open_again_it_has_the_words_of_before(void **state)
{
    (void)state;
    static const struct {
        const char *ends, *letter, *words; /* `ends` NULL: staff refuse it */
        enum listing_state state;
    } rows[] = {
        {NULL, "posting-refused", "Jobbet er åbent igen", LISTING_OPEN},
        {NULL, "posting-refused", "Sæt jobbet på pause til 1. maj", LISTING_PAUSED},
        {"Jobbet er besat", "listing-state", "Jobbet er åbent igen", LISTING_OPEN},
    };
    for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
        struct digests site = held();
        if (rows[at].ends == NULL) {
            staff_say(&site, METTE, "AFVIS", "posting-refused");
        } else {
            SAYS(&site, PAIR_EMPLOYER, "digest-candidates", rows[at].ends, "listing-changed");
        }
        SAYS(&site, PAIR_EMPLOYER, rows[at].letter, rows[at].words, "listing-changed");
        posting_is(&site, rows[at].state);
        has_no_forbidden_words(&site);
        digests_close(&site);
    }
}

static void nor_does_a_later_yes_open_what_was_refused(void **state)
{
    (void)state;
    struct digests site = held();
    staff_say(&site, METTE, "AFVIS", "posting-refused");
    SAYS(&site, PAIR_EMPLOYER, "posting-refused", "Jobbet er åbent igen", "listing-changed");
    SAYS(&site, PAIR_EMPLOYER, "listing-state", "Ja", "listing-read");
    SAYS(&site, PAIR_EMPLOYER, "listing-form", "Ja", "listing-open");
    has_no_forbidden_words(&site);
    SAYS(&site, PAIR_EMPLOYER, "listing-state", "Vi søger en lagermedhjælper, 20 timer om ugen.",
         "listing-read");
    has_no_forbidden_words(&site);
    digests_close(&site);
}

static void the_second_of_two_hears_who_was_first(void **state)
{
    (void)state;
    static const struct {
        const char *first, *outcome, *second, *now;
        enum listing_state state;
    } rows[] = {{"AFVIS", "posting-refused", "GODKEND", "er nu: lukket", LISTING_CLOSED},
                {"GODKEND", "posting-released", "AFVIS", "er nu: kladde", LISTING_DRAFT},
                {"GODKEND", "posting-released", "GODKEND", "er nu: kladde", LISTING_DRAFT}};
    for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
        struct digests site = held();
        staff_say(&site, METTE, rows[at].first, rows[at].outcome);
        staff_say(&site, LONE, rows[at].second, "none");
        posting_is(&site, rows[at].state);
        staff_read(&site, LONE, "Mette var først.");
        staff_read(&site, LONE, rows[at].now);
        digests_close(&site);
    }
}

/* Mette's question about what the employer wrote last. */
static int64_t question(struct digests *site)
{
    g_autoptr(GPtrArray) people = person_by_address(site->talk.test->office.store, METTE, NULL);
    struct talk staff = site->talk;
    staff.people[PAIR_SEEKER] = ((const struct person *)people->pdata[0])->id;
    return talk_last(&staff, PAIR_SEEKER, "staff-inbox");
}

static void mette_answers(struct digests *site, int64_t row, const char *word, const char *effect)
{
    g_autoptr(GPtrArray) people = person_by_address(site->talk.test->office.store, METTE, NULL);
    int64_t seeker = site->talk.people[PAIR_SEEKER];
    site->talk.people[PAIR_SEEKER] = ((const struct person *)people->pdata[0])->id;
    g_autofree char *mail = g_strdup_printf("From: Mette <" METTE ">\nSubject: SV\nMessage-ID: "
                                            "<answer-%d@kk>\n\n%s\n",
                                            (int)row, word);
    SCOPED(inbound)
    struct inbound *settled = talk_mail(&site->talk, PAIR_SEEKER, row, mail, strlen(mail));
    assert_string_equal(settled->effect, effect);
    site->talk.people[PAIR_SEEKER] = seeker;
}

/* Words that nobody has judged are neither released nor refused by the answer to earlier ones. */
static void an_answer_is_to_the_words_that_were_asked_about(void **state)
{
    (void)state;
    static const struct {
        const char *word, *effect;
        enum listing_state state;
    } rows[] = {{"GODKEND", "posting-released", LISTING_DRAFT},
                {"AFVIS", "posting-refused", LISTING_CLOSED}};
    static const char again[] = HEADER "Vi søger en lagermedhjælper til Vestre Bibliotek. Kun "
                                       "kvinder, tak.\n";
    for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
        struct digests site = held();
        int64_t first = question(&site),
                row = talk_last(&site.talk, PAIR_EMPLOYER, "digest-candidates");
        SCOPED(inbound)
        struct inbound *settled = talk_mail(&site.talk, PAIR_EMPLOYER, row, again, strlen(again));
        assert_string_equal(settled->reason, "held");
        int64_t second = question(&site);
        assert_int_not_equal(first, second);
        mette_answers(&site, first, rows[at].word, "none");
        posting_is(&site, LISTING_HELD);
        staff_read(&site, LONE, "har skrevet opslag nr. 1 om");
        mette_answers(&site, second, rows[at].word, rows[at].effect);
        posting_is(&site, rows[at].state);
        digests_close(&site);
    }
}

/* More than the word is a letter to the employer, as ever; nothing is decided by it. */
static void other_words_go_to_the_employer(void **state)
{
    (void)state;
    struct digests site = held();
    staff_say(&site, METTE, "Ring til mig. Jobbet kan ikke godkendes, før alderen er ude.",
              "staff-answered");
    posting_is(&site, LISTING_HELD);
    digests_close(&site);
}

/* A forged mail changed nothing: there is nothing to release. */
static void what_came_without_a_proof_has_nothing_to_release(void **state)
{
    (void)state;
    struct digests site = digests_open();
    const struct understand_context context = {.replying_to = "none", .today = "2013-03-20"};
    SCOPED(verdict)
    struct verdict *verdict = understand(language, &context, WORDS, strlen(WORDS));
    SCOPED(inbound) struct inbound *settled = arrive(site.talk.test, NULL, verdict, "forged");
    assert_string_equal(settled->reason, "held");
    staff_say(&site, METTE, "GODKEND", "none");
    posting_is(&site, LISTING_OPEN);
    staff_read(&site, METTE, "ændrede intet opslag");
    digests_close(&site);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_a_proof_it_stays_as_it_is),
        cmocka_unit_test(its_owner_has_it_held),
        cmocka_unit_test(staff_give_it_back_and_its_owner_opens_it),
        cmocka_unit_test(what_lacks_the_extra_task_is_asked_for_it),
        cmocka_unit_test(staff_refuse_it_and_its_owner_hears_why),
        cmocka_unit_test(a_word_opens_none_that_waits_for_a_yes),
        cmocka_unit_test(open_again_it_has_the_words_of_before),
        cmocka_unit_test(nor_does_a_later_yes_open_what_was_refused),
        cmocka_unit_test(the_second_of_two_hears_who_was_first),
        cmocka_unit_test(an_answer_is_to_the_words_that_were_asked_about),
        cmocka_unit_test(other_words_go_to_the_employer),
        cmocka_unit_test(what_came_without_a_proof_has_nothing_to_release),
        cmocka_unit_test(a_yes_that_adds_them_is_held_too),
        cmocka_unit_test(a_plain_yes_opens_it),
    };
    return cmocka_run_group_tests_name("act/listing", tests, load, unload);
}
