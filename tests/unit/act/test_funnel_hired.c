/* Somebody is hired, two say the opposite, and words beside the answer. */
#include "support/funnel.h"

/* ---- hired ------------------------------------------------------------------------------------
 */

static void change_listing(struct talk *talk, int64_t id, const char *facts)
{
    struct store *store = talk->test->office.store;
    const struct cause cause = {.at = clock_now(talk->test->clock), .actor = "import"};
    SCOPED(listing) struct listing *listing = listing_get(store, id, NULL);
    int number = 0;
    TALK_DO(talk, listing_write(store, &cause, listing, facts, &number, &error) &&
                      listing_confirm(store, &cause, listing, number, &error) &&
                      listing_change(store, &cause, listing, LISTING_OPEN, NULL, &error));
}

/* Another person with a listing of their own. */
static int64_t another(struct talk *talk, enum pair_side side, const char *address, int64_t *person)
{
    struct store *store = talk->test->office.store;
    const struct cause cause = {.at = clock_now(talk->test->clock), .actor = "import"};
    bool seeks = side == PAIR_SEEKER;
    *person = test_office_person(talk->test, seeks ? PERSON_SEEKER : PERSON_EMPLOYER, "En Anden",
                                 address, false);
    const struct listing listing = {.kind = seeks ? LISTING_PROFILE : LISTING_POSTING,
                                    .person = *person};
    int64_t id = 0;
    TALK_DO(talk, listing_add(store, &cause, &listing, "{}", &id, &error));
    return id;
}

/* A pair of these listings, to which the sides that `employer` and `seeker` say have agreed. */
static int64_t add_pair(struct talk *talk, int64_t profile, int64_t posting, bool employer,
                        bool seeker)
{
    struct store *store = talk->test->office.store;
    const struct cause cause = {.at = clock_now(talk->test->clock), .actor = "mail"};
    int64_t id = 0;
    TALK_DO(talk, pair_add(store, &cause, profile, posting, &id, &error));
    TALK_DO(talk,
            (!employer || relay_agree(&talk->test->office, &cause, id, PAIR_EMPLOYER, &error)) &&
                (!seeker || relay_agree(&talk->test->office, &cause, id, PAIR_SEEKER, &error)));
    return id;
}

static enum listing_state state_of(struct talk *talk, int64_t id)
{
    SCOPED(listing) struct listing *listing = listing_get(talk->test->office.store, id, NULL);
    return listing->state;
}

static void somebody_is_hired_and_the_others_are_told_kindly(void **state)
{
    (void)state;
    struct talk talk = met();
    change_listing(&talk, 1, "{\"title\":\"legeonkel\"}");
    change_listing(&talk, 2, "{\"titles\":[\"pedel\"]}");
    int64_t person[4];
    int64_t posting = another(&talk, PAIR_EMPLOYER, "else@x.example", &person[0]);
    int64_t silent = another(&talk, PAIR_EMPLOYER, "silent@x.example", &person[1]);
    int64_t profile = another(&talk, PAIR_SEEKER, "waits@x.example", &person[2]);
    int64_t other = another(&talk, PAIR_SEEKER, "shown@x.example", &person[3]);
    int64_t pairs[] = {
        add_pair(&talk, 2, posting, true, true), add_pair(&talk, 2, silent, false, true),
        add_pair(&talk, profile, 1, true, true), add_pair(&talk, other, 1, true, false)};
    answer(&talk, PAIR_EMPLOYER, "funnel-met", "ANSAT 1. maj", "funnel-hired");
    IS_AT(&talk, "hired");
    assert_int_equal(state_of(&talk, 1), LISTING_FILLED);
    assert_int_equal(state_of(&talk, 2), LISTING_FILLED);
    for (size_t at = 0; at < G_N_ELEMENTS(pairs); at++) {
        assert_int_equal(stage_of(&talk, pairs[at]), PAIR_WITHDRAWN);
    }
    reads(&talk, PAIR_SEEKER, "funnel-hired", "Din første dag er onsdag den 1. maj 2013.");
    reads(&talk, PAIR_EMPLOYER, "funnel-hired", "I har ansat Seniorjob kandidat 2 (legeonkel)");
    /* Only who had said yes is told; each once. */
    static const unsigned told[] = {1, 0, 1, 0};
    for (size_t at = 0; at < G_N_ELEMENTS(told); at++) {
        struct letters letters = {.kind = "funnel-taken", .person = person[at]};
        assert_true(ledger_each(talk.test->office.store, NULL, 0, 0, count_one, &letters, NULL));
        assert_int_equal(letters.count, told[at]);
    }
    /* Nobody asks those who have parted any more. */
    unsigned before = count(&talk, PAIR_NOBODY, "funnel-talked");
    pass_to(&talk, "2013-04-30T09:00");
    assert_int_equal(count(&talk, PAIR_NOBODY, "funnel-talked"), before);
    talk_close(&talk);
}

static void a_job_for_two_stays_open(void **state)
{
    (void)state;
    struct talk talk = met();
    change_listing(&talk, 1, "{\"title\":\"legeonkel\",\"positions\":2}");
    int64_t person = 0;
    int64_t profile = another(&talk, PAIR_SEEKER, "waits@x.example", &person);
    int64_t pair = add_pair(&talk, profile, 1, true, true);
    answer(&talk, PAIR_EMPLOYER, "funnel-met", "Vi har ansat hende", "funnel-hired");
    assert_int_equal(state_of(&talk, 1), LISTING_OPEN);
    assert_int_equal(state_of(&talk, 2), LISTING_FILLED);
    assert_int_equal(stage_of(&talk, pair), PAIR_CONTACT);
    reads(&talk, PAIR_EMPLOYER, "funnel-hired", "stadig åbent");
    talk_close(&talk);
}

static void a_job_is_asked_after_when_1_4_and_12_weeks_have_passed(void **state)
{
    (void)state;
    static const struct {
        const char *before, *day, *weeks;
    } rows[] = {{"2013-05-07T12:00", "2013-05-08T09:00", "en uge"},
                {"2013-05-28T12:00", "2013-05-29T09:00", "fire uger"},
                {"2013-07-23T12:00", "2013-07-24T09:00", "tolv uger"}};
    struct talk talk = met();
    answer(&talk, PAIR_EMPLOYER, "funnel-met", "ANSAT 1. maj", "funnel-hired");
    for (unsigned at = 0; at < G_N_ELEMENTS(rows); at++) {
        pass_to(&talk, rows[at].before);
        assert_int_equal(count(&talk, PAIR_NOBODY, "funnel-followup"), 2 * at);
        pass_to(&talk, rows[at].day);
        assert_int_equal(count(&talk, PAIR_NOBODY, "funnel-followup"), 2 * (at + 1));
        reads(&talk, PAIR_SEEKER, "funnel-followup", rows[at].weeks);
        answer(&talk, PAIR_SEEKER, "funnel-followup", "Ja, det går rigtig godt", "funnel-noted");
        answer(&talk, PAIR_EMPLOYER, "funnel-followup", "Det går fint", "funnel-noted");
    }
    pass_to(&talk, "2013-12-02T09:00");
    assert_int_equal(count(&talk, PAIR_NOBODY, "funnel-followup"), 6);
    assert_int_equal(count(&talk, PAIR_NOBODY, "staff-funnel"), 0);
    talk_close(&talk);
}

static void a_job_that_goes_badly_is_seen_to_by_staff(void **state)
{
    (void)state;
    struct talk talk = met();
    answer(&talk, PAIR_EMPLOYER, "funnel-met", "ANSAT", "funnel-hired");
    pass_to(&talk, "2013-04-15T09:00");
    answer(&talk, PAIR_SEEKER, "funnel-followup", "Nej. Jeg får ikke lov til noget.",
           "to-human!funnel-badly");
    answer(&talk, PAIR_EMPLOYER, "funnel-followup", "Hun har sagt op", "to-human!funnel-badly");
    IS_AT(&talk, "hired");
    talk_close(&talk);
}

/* ---- two who say the opposite -----------------------------------------------------------------
 */

static void the_seekers_word_alone_hires_nobody(void **state)
{
    (void)state;
    struct talk talk = met();
    answer(&talk, PAIR_SEEKER, "funnel-met", "Jeg fik jobbet", "funnel-asked");
    IS_AT(&talk, "interview");
    reads(&talk, PAIR_SEEKER, "funnel-noted", "Du skriver, at du er ansat.");
    reads(&talk, PAIR_EMPLOYER, "funnel-check", "Det bliver til et job");
    answer(&talk, PAIR_EMPLOYER, "funnel-check", "Nej, det passer ikke",
           "to-human!funnel-contradicts");
    IS_AT(&talk, "interview");
    answer(&talk, PAIR_EMPLOYER, "funnel-check", "Jo, JA", "funnel-hired");
    IS_AT(&talk, "hired");
    talk_close(&talk);
}

static void contradictions_go_to_staff(void **state)
{
    (void)state;
    static const struct {
        const char *employer, *effect, *seeker, *wanted, *stage;
    } rows[] = {
        {"ANSAT", "funnel-hired", "Jeg fik ikke jobbet", "to-human!funnel-contradicts", "hired"},
        {"ANSAT", "funnel-hired", "Nej", "to-human!funnel-contradicts", "hired"},
        {"ANSAT", "funnel-hired", "Jeg er ansat fra 1. maj", "funnel-noted", "hired"},
        {"NEJ", "funnel-ended", "Jeg fik jobbet", "to-human!funnel-contradicts", "declined"},
        {"NEJ", "funnel-ended", "Det blev ikke til noget", "funnel-noted", "declined"},
        {"PRAKTIK", "funnel-moved", "NEJ", "to-human!funnel-contradicts", "trial"},
    };
    for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
        struct talk talk = met();
        answer(&talk, PAIR_EMPLOYER, "funnel-met", rows[at].employer, rows[at].effect);
        answer(&talk, PAIR_SEEKER, "funnel-met", rows[at].seeker, rows[at].wanted);
        IS_AT(&talk, rows[at].stage);
        talk_close(&talk);
    }
}

static void what_is_not_so_is_seen_to_by_staff(void **state)
{
    (void)state;
    struct talk talk = met();
    answer(&talk, PAIR_EMPLOYER, "funnel-met", "ANSAT 1. maj", "funnel-hired");
    answer(&talk, PAIR_SEEKER, "funnel-hired", "NEJ", "to-human!funnel-wrong");
    answer(&talk, PAIR_SEEKER, "funnel-hired", "Tusind tak!", "none");
    talk_close(&talk);
}

/* ---- other words ------------------------------------------------------------------------------
 */

static void a_yes_that_does_not_say_how_is_asked_once(void **state)
{
    (void)state;
    struct talk talk = met();
    answer(&talk, PAIR_EMPLOYER, "funnel-met", "Ja", "funnel-asked");
    reads(&talk, PAIR_EMPLOYER, "funnel-met", "Hvordan går I videre?");
    answer(&talk, PAIR_EMPLOYER, "funnel-met", "Samtalen gik godt", "funnel-asked");
    answer(&talk, PAIR_EMPLOYER, "funnel-met", "Ja da", "to-human!unclear");
    IS_AT(&talk, "interview");
    talk_close(&talk);
}

static void other_wishes_are_carried_out_beside_it(void **state)
{
    (void)state;
    struct talk talk = asked();
    answer(&talk, PAIR_SEEKER, "funnel-talked", "Ja, vi har talt sammen. Ring til mig på 20112233.",
           "funnel-moved!human");
    IS_AT(&talk, "interview");
    answer(&talk, PAIR_SEEKER, "funnel-talked", "Xyz abc", "to-human!not-understood");
    talk_close(&talk);
}

static void what_is_overheard_is_asked(void **state)
{
    (void)state;
    struct talk talk = talk_open(false);
    TALK_EXPECT(&talk, PAIR_EMPLOYER, "relay-open-employer", "",
                "Tak for snakken. Vi har desværre valgt en anden.", "relayed,funnel-asked");
    reads(&talk, PAIR_SEEKER, "relay", "desværre valgt en anden");
    reads(&talk, PAIR_EMPLOYER, "funnel-check", "I går ikke videre sammen.");
    IS_AT(&talk, "contact");
    answer(&talk, PAIR_EMPLOYER, "funnel-check", "Ja", "funnel-ended");
    IS_AT(&talk, "declined");
    reads(&talk, PAIR_SEEKER, "funnel-over", "Det siger ikke noget om dig.");
    TALK_EXPECT(&talk, PAIR_SEEKER, "relay", "", "Tak for beskeden.", "relay-refused");
    talk_close(&talk);

    talk = talk_open(false);
    TALK_EXPECT(&talk, PAIR_EMPLOYER, "relay-open-employer", "", "Du er ansat fra 1. maj.",
                "relayed,funnel-asked");
    answer(&talk, PAIR_EMPLOYER, "funnel-check", "Nej, ikke endnu", "funnel-noted");
    IS_AT(&talk, "contact");
    answer(&talk, PAIR_EMPLOYER, "funnel-check", "Ja", "funnel-hired");
    reads(&talk, PAIR_SEEKER, "funnel-hired", "onsdag den 1. maj 2013");
    talk_close(&talk);
}

static void what_nobody_asked_for_is_asked(void **state)
{
    (void)state;
    struct talk talk = talk_open(false);
    const char *mail = "From: Ole <ole@vest.example>\nMessage-ID: <n@x>\nContent-Type: text/plain; "
                       "charset=utf-8\n\nVi har ansat hende fra 1. maj.\n";
    struct understand_context context = {.replying_to = "none", .today = "2013-03-20"};
    SCOPED(verdict) struct verdict *verdict = understand(language, &context, mail, strlen(mail));
    SCOPED(inbound) struct inbound *settled = arrive(talk.test, NULL, verdict, "fresh");
    assert_string_equal(settled->effect, "funnel-asked");
    assert_int_equal(settled->state, INBOUND_DONE);
    IS_AT(&talk, "contact");
    reads(&talk, PAIR_EMPLOYER, "funnel-check", "Det bliver til et job.");
    /* Anybody may have written that day: it is not on the letter that a yes confirms. */
    struct pair_days days;
    assert_true(pair_days_get(talk.test->office.store, talk.pair, &days, NULL));
    assert_string_equal(days.hired, "");
    answer(&talk, PAIR_EMPLOYER, "funnel-check", "JA, fra 1. maj", "funnel-hired");
    reads(&talk, PAIR_SEEKER, "funnel-hired", "onsdag den 1. maj 2013");
    /* Of nobody whom it could be about, a human reads it. */
    SCOPED(inbound) struct inbound *again = arrive(talk.test, NULL, verdict, "again");
    assert_string_equal(again->reason, "not-understood");
    talk_close(&talk);
}

static void somebody_else_moves_nothing(void **state)
{
    (void)state;
    struct talk talk = asked();
    int64_t row = talk_last(&talk, PAIR_SEEKER, "funnel-talked");
    const char *mail = "From: Per <per@other.example>\nMessage-ID: <x@y>\n\nJa\n";
    SCOPED(inbound)
    struct inbound *settled = talk_mail(&talk, PAIR_SEEKER, row, mail, strlen(mail));
    assert_string_equal(settled->reason, "relay-address");
    IS_AT(&talk, "contact");
    talk_close(&talk);
}

static void who_pauses_is_asked_when_the_pause_is_over(void **state)
{
    (void)state;
    struct talk talk = talk_open(false);
    const struct cause cause = {.at = clock_now(talk.test->clock), .actor = "mail"};
    int64_t until = 0;
    assert_true(clock_parse(talk.test->clock, "2013-05-01", &until, NULL));
    TALK_DO(&talk, pause_begin(talk.test->office.store, &cause, talk.people[PAIR_SEEKER], until,
                               "2013-05-01", &error));
    pass_to(&talk, "2013-03-27T09:00");
    assert_int_equal(count(&talk, PAIR_SEEKER, "funnel-talked"), 0);
    assert_int_equal(count(&talk, PAIR_EMPLOYER, "funnel-talked"), 1);
    pass_to(&talk, "2013-05-01T09:00");
    assert_int_equal(count(&talk, PAIR_SEEKER, "funnel-talked"), 1);
    talk_close(&talk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(somebody_is_hired_and_the_others_are_told_kindly),
        cmocka_unit_test(a_job_for_two_stays_open),
        cmocka_unit_test(a_job_is_asked_after_when_1_4_and_12_weeks_have_passed),
        cmocka_unit_test(a_job_that_goes_badly_is_seen_to_by_staff),
        cmocka_unit_test(the_seekers_word_alone_hires_nobody),
        cmocka_unit_test(contradictions_go_to_staff),
        cmocka_unit_test(what_is_not_so_is_seen_to_by_staff),
        cmocka_unit_test(a_yes_that_does_not_say_how_is_asked_once),
        cmocka_unit_test(other_wishes_are_carried_out_beside_it),
        cmocka_unit_test(what_is_overheard_is_asked),
        cmocka_unit_test(what_nobody_asked_for_is_asked),
        cmocka_unit_test(somebody_else_moves_nothing),
        cmocka_unit_test(who_pauses_is_asked_when_the_pause_is_over),
    };
    return cmocka_run_group_tests_name("act/funnel_hired", tests, load, unload);
}
