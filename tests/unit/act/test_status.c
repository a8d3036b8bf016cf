/* STATUS: the whole case, to nobody but the person. */
#include "support/funnel.h"

#define STATUS "{\"intent\":\"command\",\"name\":\"status\"}"

static void ask(struct talk *talk, enum pair_side side)
{
    TALK_EXPECT(talk, side, NULL, "", "STATUS", "status");
}

static void lacks(struct talk *talk, enum pair_side side, const char *words)
{
    g_autofree char *text = talk_text(talk, side, "status");
    assert_null(strstr(text, words));
}

static void a_match_is_told_to_both_by_its_roles(void **state)
{
    (void)state;
    struct talk talk = talk_open(false);
    ask(&talk, PAIR_SEEKER);
    reads(&talk, PAIR_SEEKER, "status", "Arbejdsplads 1 (et job): I kan skrive sammen.");
    reads(&talk, PAIR_SEEKER, "status", "en profil: Vi viser den først, når du siger ja.");
    reads(&talk, PAIR_SEEKER, "status", "Du får ikke Seniorjobberen.");
    lacks(&talk, PAIR_SEEKER, "Ole");
    lacks(&talk, PAIR_SEEKER, "Vestre");
    ask(&talk, PAIR_EMPLOYER);
    reads(&talk, PAIR_EMPLOYER, "status", "Seniorjob kandidat 2 (et job): I kan skrive sammen.");
    lacks(&talk, PAIR_EMPLOYER, "Kirsten");
    SCOPED(ledger_mail)
    struct ledger_mail *mail =
        ledger_get(talk.test->office.store, talk_last(&talk, PAIR_EMPLOYER, "status"), NULL);
    assert_int_equal(mail->class, LEDGER_CONFIDENTIAL);
    talk_close(&talk);
}

static void whose_turn_it_is(void **state)
{
    (void)state;
    struct talk talk = asked();
    ask(&talk, PAIR_SEEKER);
    reads(&talk, PAIR_SEEKER, "status", "Arbejdsplads 1 (et job): Har I talt sammen?");
    answer(&talk, PAIR_EMPLOYER, "funnel-talked", "AFTALT 5. april", "funnel-moved");
    test_office_at(talk.test, "2013-04-03T10:00");
    ask(&talk, PAIR_SEEKER);
    reads(&talk, PAIR_SEEKER, "status", "I mødes fredag den 5. april 2013.");
    lacks(&talk, PAIR_SEEKER, "Har I talt sammen?");
    pass_to(&talk, "2013-04-08T09:00");
    answer(&talk, PAIR_SEEKER, "funnel-met", "PRAKTIK 15. april til 20. april", "funnel-moved");
    ask(&talk, PAIR_EMPLOYER);
    reads(&talk, PAIR_EMPLOYER, "status",
          "I prøver det af fra mandag den 15. april 2013 til lørdag den 20. april 2013.");
    test_office_at(talk.test, "2013-04-17T10:00");
    answer(&talk, PAIR_EMPLOYER, "funnel-closing", "Hun er ansat", "funnel-hired");
    ask(&talk, PAIR_SEEKER);
    reads(&talk, PAIR_SEEKER, "status", "Det blev til et job.");
    reads(&talk, PAIR_SEEKER, "status", "Du har fået job.");
    talk_close(&talk);
}

static void before_both_have_said_yes(void **state)
{
    (void)state;
    struct talk talk = talk_open(false);
    const struct cause cause = {.at = clock_now(talk.test->clock), .actor = "mail"};
    struct store *store = talk.test->office.store;
    const struct listing listing = {.kind = LISTING_POSTING, .person = talk.people[PAIR_EMPLOYER]};
    int64_t posting = 0, pair = 0;
    TALK_DO(&talk,
            listing_add(store, &cause, &listing, "{\"title\":\"gartner\"}", &posting, &error) &&
                pair_add(store, &cause, 2, posting, &pair, &error));
    ask(&talk, PAIR_SEEKER);
    lacks(&talk, PAIR_SEEKER, "gartner");
    TALK_DO(&talk, relay_agree(&talk.test->office, &cause, pair, PAIR_EMPLOYER, &error));
    test_office_at(talk.test, "2013-03-20T13:00");
    ask(&talk, PAIR_EMPLOYER);
    reads(&talk, PAIR_EMPLOYER, "status", "(gartner): Du har sagt ja. Vi venter på deres svar.");
    ask(&talk, PAIR_SEEKER);
    lacks(&talk, PAIR_SEEKER, "gartner"); /* nobody has shown it to her yet */
    talk_close(&talk);
}

static void nobody_else_gets_it(void **state)
{
    (void)state;
    struct talk talk = talk_open(false);
    SCOPED(verdict) struct verdict *unproved = meaning("kirsten@example.dk", "STATUS", STATUS);
    SCOPED(inbound) struct inbound *first = arrive(talk.test, NULL, unproved, "a");
    assert_int_equal(first->state, INBOUND_DONE);
    assert_int_equal(talk_last(&talk, PAIR_SEEKER, "status"), 0);
    reads(&talk, PAIR_SEEKER, "confirm-wish", "Du vil se, hvordan din sag står.");
    answer(&talk, PAIR_SEEKER, "confirm-wish", "Ja", "status");
    reads(&talk, PAIR_SEEKER, "status", "Arbejdsplads 1");
    SCOPED(verdict) struct verdict *stranger = meaning("per@other.example", "STATUS", STATUS);
    SCOPED(inbound) struct inbound *second = arrive(talk.test, NULL, stranger, "b");
    assert_string_equal(second->reason, "unknown-person");
    struct letters letters = {.kind = "status"};
    assert_true(ledger_each(talk.test->office.store, NULL, 0, 0, count_one, &letters, NULL));
    assert_int_equal(letters.count, 1);
    talk_close(&talk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_match_is_told_to_both_by_its_roles),
        cmocka_unit_test(whose_turn_it_is),
        cmocka_unit_test(before_both_have_said_yes),
        cmocka_unit_test(nobody_else_gets_it),
    };
    return cmocka_run_group_tests_name("act/status", tests, load, unload);
}
