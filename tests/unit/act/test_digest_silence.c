/* Who does not answer their lists. */
#include "support/digests.h"

#define OLE_ASKED "listing-still>ole@vest.example"
#define STAFF "staff-silent>mette@kk.example"

/* Every week there is somebody new for Ole, and nothing for Kirsten. */
static void week(struct digests *site, const char *when)
{
    static unsigned number;
    g_autofree char *address = g_strdup_printf("w%u@x.example", number++);
    digests_pace(site, PAIR_SEEKER, DIGEST_OFF);
    int64_t id = digests_add(site->talk.test, LISTING_PROFILE, "Bo", address, "{}");
    g_autofree char *answer = g_strdup_printf(
        "{\"count\":1,\"items\":[{\"listing\":%d,\"level\":\"partly\",\"score\":60}]}", (int)id);
    digests_answer(site->posting, answer);
    digests_round(site, when);
}

/* The letters to those who were here before. */
static void expect(struct digests *site, const char *wanted)
{
    g_autoptr(GPtrArray) letters = test_office_letters(site->talk.test);
    g_autoptr(GString) all = g_string_new(NULL);
    for (guint at = 0; at < letters->len; at++) {
        const char *letter = letters->pdata[at];
        if (!g_str_has_suffix(letter, "@x.example") && !g_str_has_prefix(letter, "staff-unshown")) {
            g_string_append_printf(all, "%s%s", all->len > 0 ? " " : "", letter);
        }
    }
    assert_string_equal(all->str, wanted);
}

static struct digests opened(void)
{
    struct digests site = digests_open();
    g_autoptr(GPtrArray) staff =
        person_by_address(site.talk.test->office.store, "mette@kk.example", NULL);
    const struct person *mette = staff->pdata[0];
    site.talk.people[PAIR_NOBODY] = mette->id; /* so that her letters are read like theirs */
    return site;
}

/* Two lists have gone, and the question. */
static struct digests asked(void)
{
    struct digests site = opened();
    week(&site, "2013-03-21T09:00");
    week(&site, "2013-03-28T09:00");
    week(&site, "2013-04-04T09:00");
    expect(&site, OLE " " OLE " " OLE_ASKED);
    return site;
}

static void after_two_lists_a_question_then_staff_then_a_list_a_month(void **state)
{
    (void)state;
    struct digests site = asked();
    TALK_READS(&site.talk, PAIR_EMPLOYER, "listing-still", "Svar JA, NEJ eller PAUSE.");
    TALK_READS(&site.talk, PAIR_EMPLOYER, "listing-still", "lagermedhjælper");
    week(&site, "2013-04-11T09:00");
    expect(&site, OLE " " OLE " " OLE_ASKED " " STAFF);
    week(&site, "2013-04-18T09:00");
    week(&site, "2013-04-25T09:00");
    week(&site, "2013-05-02T09:00");
    expect(&site, OLE " " OLE " " OLE_ASKED " " STAFF " " OLE);
    for (int at = 0; at < 4; at++) {
        static const char *const days[] = {"2013-05-09T09:00", "2013-05-16T09:00",
                                           "2013-05-23T09:00", "2013-05-30T09:00"};
        week(&site, days[at]);
    }
    expect(&site, OLE " " OLE " " OLE_ASKED " " STAFF " " OLE " " OLE);
    digests_close(&site);
}

static void staff_read_whom_to_ring(void **state)
{
    (void)state;
    struct digests site = asked();
    week(&site, "2013-04-11T09:00");
    g_autofree char *line =
        g_strdup_printf("ole@vest.example, 33 44 55 66: job %d", (int)site.posting);
    TALK_READS(&site.talk, PAIR_NOBODY, "staff-silent", line);
    digests_close(&site);
}

/* Whatever they write, they are there. */
static void who_writes_gets_lists_as_before(void **state)
{
    (void)state;
    struct digests site = opened();
    week(&site, "2013-03-21T09:00");
    week(&site, "2013-03-28T09:00");
    test_office_at(site.talk.test, "2013-03-28T10:00");
    SAYS(&site, PAIR_EMPLOYER, CANDIDATES, "A nej", "chose");
    week(&site, "2013-04-04T09:00");
    week(&site, "2013-04-11T09:00");
    expect(&site, OLE " " OLE " done>ole@vest.example " OLE " " OLE);
    week(&site, "2013-04-18T09:00");
    expect(&site, OLE " " OLE " done>ole@vest.example " OLE " " OLE " " OLE_ASKED);
    digests_close(&site);
}

static void a_yes_goes_on_weekly(void **state)
{
    (void)state;
    struct digests site = asked();
    SAYS(&site, PAIR_EMPLOYER, "listing-still", "JA", "listing-open");
    week(&site, "2013-04-11T09:00");
    week(&site, "2013-04-18T09:00");
    expect(&site, OLE " " OLE " " OLE_ASKED " listing-open>ole@vest.example " OLE " " OLE);
    digests_close(&site);
}

static void a_no_closes_it(void **state)
{
    (void)state;
    struct digests site = asked();
    SAYS(&site, PAIR_EMPLOYER, "listing-still", "NEJ", "listing-changed");
    SCOPED(listing)
    struct listing *listing = listing_get(site.talk.test->office.store, site.posting, NULL);
    assert_int_equal(listing->state, LISTING_CLOSED);
    week(&site, "2013-04-11T09:00");
    expect(&site, OLE " " OLE " " OLE_ASKED " listing-state>ole@vest.example");
    digests_close(&site);
}

static void a_pause_waits_and_staff_hear_nothing(void **state)
{
    (void)state;
    struct digests site = asked();
    SAYS(&site, PAIR_EMPLOYER, "listing-still", "PAUSE", "paused");
    week(&site, "2013-04-11T09:00");
    expect(&site, OLE " " OLE " " OLE_ASKED " paused>ole@vest.example");
    digests_close(&site);
}

/* What a machine sends says nothing. */
static void an_absence_is_no_answer(void **state)
{
    (void)state;
    struct digests site = opened();
    week(&site, "2013-03-21T09:00");
    TALK_EXPECT(&site.talk, PAIR_EMPLOYER, CANDIDATES, "Auto-Submitted: auto-replied\r\n",
                "Jeg er ikke på kontoret.", "auto-reply");
    week(&site, "2013-03-28T09:00");
    week(&site, "2013-04-04T09:00");
    expect(&site, OLE " " OLE " " OLE_ASKED);
    digests_close(&site);
}

/* Ole has said yes; Kirsten is asked, once more, and then staff ring. */
static void a_question_that_nobody_answers(void **state)
{
    (void)state;
    static const char first[] = "digest-asked>kirsten@example.dk",
                      match[] = "staff-funnel>mette@kk.example";
    struct digests site = opened();
    digests_fit(&site, "partly", 60);
    digests_round(&site, "2013-03-21T09:00");
    SAYS(&site, PAIR_EMPLOYER, CANDIDATES, "A ja", "chose");
    digests_round(&site, "2013-03-22T09:00");
    digests_round(&site, "2013-03-28T09:00");
    g_autofree char *twice =
        g_strdup_printf("%s %s done>ole@vest.example %s", OLE " " KIRSTEN, first, first);
    g_autoptr(GPtrArray) letters = test_office_letters(site.talk.test);
    g_autoptr(GString) all = g_string_new(NULL);
    for (guint at = 0; at < letters->len; at++) {
        g_string_append_printf(all, "%s%s", at > 0 ? " " : "", (const char *)letters->pdata[at]);
    }
    assert_string_equal(all->str, twice);
    SCOPED(ledger_mail) struct ledger_mail *mail = NULL;
    SCOPED(message)
    struct message *again =
        talk_read(&site.talk, talk_last(&site.talk, PAIR_SEEKER, "digest-asked"), &mail);
    assert_non_null(strstr(again->subject, "Vi spørger igen"));
    digests_round(&site, "2013-04-04T09:00");
    digests_round(&site, "2013-04-11T09:00");
    g_autofree char *told = g_strconcat(twice, " ", match, NULL);
    expect(&site, told);
    TALK_READS(&site.talk, PAIR_NOBODY, "staff-funnel", "Den ene har sagt ja.");
    digests_close(&site);
}

static unsigned count(struct digests *site, const char *letter)
{
    g_autoptr(GPtrArray) letters = test_office_letters(site->talk.test);
    unsigned all = 0;
    for (guint at = 0; at < letters->len; at++) {
        all += g_str_has_prefix(letters->pdata[at], letter) ? 1 : 0;
    }
    return all;
}

/* Kirsten wants no lists, before the question or after it, or has her profile on pause after it. */
static void whom_no_mail_can_ask_staff_ring(void **state)
{
    (void)state;
    for (int way = 0; way < 3; way++) {
        struct digests site = opened();
        digests_fit(&site, "partly", 60);
        digests_round(&site, "2013-03-21T09:00");
        if (way == 0) {
            digests_pace(&site, PAIR_SEEKER, DIGEST_OFF);
        }
        SAYS(&site, PAIR_EMPLOYER, CANDIDATES, "A ja", "chose");
        if (way == 1) {
            digests_pace(&site, PAIR_SEEKER, DIGEST_OFF);
        } else if (way == 2) {
            struct store *store = site.talk.test->office.store;
            const struct cause cause = {.at = clock_now(site.talk.test->clock), .actor = "mail"};
            SCOPED(listing) struct listing *hers = listing_get(store, site.profile, NULL);
            TALK_DO(&site.talk, listing_change(store, &cause, hers, LISTING_PAUSED, NULL, &error));
        }
        for (size_t at = 1; at < G_N_ELEMENTS(digests_days); at++) {
            digests_round(&site, digests_days[at]);
            assert_int_equal(count(&site, "staff-funnel>"), at == 1 ? 0 : 1);
        }
        assert_int_equal(count(&site, "digest-asked>"), way == 0 ? 0 : 1);
        TALK_READS(&site.talk, PAIR_NOBODY, "staff-funnel", "Den anden får ingen mails fra os");
        digests_close(&site);
    }
}

static void a_question_that_is_answered_is_not_put_again(void **state)
{
    (void)state;
    struct digests site = opened();
    digests_fit(&site, "partly", 60);
    digests_round(&site, "2013-03-21T09:00");
    SAYS(&site, PAIR_EMPLOYER, CANDIDATES, "A ja", "chose");
    test_office_at(site.talk.test, "2013-03-22T09:00");
    SAYS(&site, PAIR_SEEKER, "digest-asked", "Nej tak", "chose");
    digests_round(&site, "2013-03-28T09:00");
    digests_round(&site, "2013-04-04T09:00");
    expect(&site, OLE " " KIRSTEN " digest-asked>kirsten@example.dk done>ole@vest.example "
                      "digest-no>ole@vest.example done>kirsten@example.dk");
    digests_close(&site);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(after_two_lists_a_question_then_staff_then_a_list_a_month),
        cmocka_unit_test(staff_read_whom_to_ring),
        cmocka_unit_test(who_writes_gets_lists_as_before),
        cmocka_unit_test(a_yes_goes_on_weekly),
        cmocka_unit_test(a_no_closes_it),
        cmocka_unit_test(a_pause_waits_and_staff_hear_nothing),
        cmocka_unit_test(an_absence_is_no_answer),
        cmocka_unit_test(a_question_that_nobody_answers),
        cmocka_unit_test(whom_no_mail_can_ask_staff_ring),
        cmocka_unit_test(a_question_that_is_answered_is_not_put_again),
    };
    return cmocka_run_group_tests_name("act/digest_silence", tests, load, unload);
}
