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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_a_proof_it_stays_as_it_is),
        cmocka_unit_test(its_owner_has_it_held),
        cmocka_unit_test(a_yes_that_adds_them_is_held_too),
        cmocka_unit_test(a_plain_yes_opens_it),
    };
    return cmocka_run_group_tests_name("act/listing", tests, load, unload);
}
