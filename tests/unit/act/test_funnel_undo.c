/* FORTRYD in answer to what was noted of a match. */
#include "support/funnel.h"

static void undo(struct talk *talk, enum pair_side side, const char *kind, const char *outcome)
{
    answer(talk, side, kind, "FORTRYD", outcome);
}

static void a_day_is_taken_back_and_the_other_side_hears_it(void **state)
{
    (void)state;
    struct talk talk = asked();
    answer(&talk, PAIR_EMPLOYER, "funnel-talked", "AFTALT 10. april", "funnel-moved");
    reads(&talk, PAIR_EMPLOYER, "funnel-noted", "Svar FORTRYD");
    undo(&talk, PAIR_EMPLOYER, "funnel-noted", "funnel-undone");
    IS_AT(&talk, "contact");
    reads(&talk, PAIR_EMPLOYER, "funnel-noted", "Det, du skrev sidst, gælder ikke mere.");
    reads(&talk, PAIR_SEEKER, "funnel-told", "har taget sit sidste svar tilbage");
    struct pair_days days = {0};
    assert_true(pair_days_get(talk.test->office.store, talk.pair, &days, NULL));
    assert_string_equal(days.interview, "");
    pass_to(&talk, "2013-04-12T09:00");
    assert_int_equal(count(&talk, PAIR_NOBODY, "funnel-met"), 0);
    assert_int_equal(count(&talk, PAIR_SEEKER, "funnel-talked"), 2); /* asked anew */
    talk_close(&talk);
}

static void that_they_have_talked_is_no_news_to_the_other_side(void **state)
{
    (void)state;
    struct talk talk = asked();
    answer(&talk, PAIR_SEEKER, "funnel-talked", "Ja", "funnel-moved");
    undo(&talk, PAIR_SEEKER, "funnel-noted", "funnel-undone");
    IS_AT(&talk, "contact");
    assert_int_equal(count(&talk, PAIR_EMPLOYER, "funnel-told"), 0);
    talk_close(&talk);
}

static void a_no_is_taken_back(void **state)
{
    (void)state;
    struct talk talk = met();
    answer(&talk, PAIR_SEEKER, "funnel-met", "Nej", "funnel-ended");
    IS_AT(&talk, "withdrawn");
    undo(&talk, PAIR_SEEKER, "funnel-noted", "funnel-undone");
    IS_AT(&talk, "interview");
    reads(&talk, PAIR_EMPLOYER, "funnel-told", "Alt er som før.");
    undo(&talk, PAIR_SEEKER, "funnel-noted",
         "to-human!funnel-undo"); /* that is no way to and fro */
    IS_AT(&talk, "interview");
    pass_to(&talk, "2013-04-15T09:00");
    assert_int_equal(count(&talk, PAIR_SEEKER, "funnel-met"), 2);
    talk_close(&talk);
}

static void a_claim_is_taken_back_before_it_is_answered(void **state)
{
    (void)state;
    struct talk talk = met();
    answer(&talk, PAIR_SEEKER, "funnel-met", "ANSAT 1. maj", "funnel-asked");
    undo(&talk, PAIR_SEEKER, "funnel-noted", "funnel-undone");
    IS_AT(&talk, "interview");
    reads(&talk, PAIR_EMPLOYER, "funnel-told", "har taget sit sidste svar tilbage");
    unsigned before = count(&talk, PAIR_EMPLOYER, "funnel-check");
    pass_to(&talk, "2013-04-18T09:00");
    assert_int_equal(count(&talk, PAIR_EMPLOYER, "funnel-check"), before);
    talk_close(&talk);
}

/* Staff are asked instead, and the writer hears that. */
static void what_cannot_be_taken_back_by_a_word(void **state)
{
    (void)state;
    static const struct {
        enum pair_side side;
        const char *said, *effect, *letter;
    } rows[] = {
        {PAIR_EMPLOYER, "ANSAT 1. maj", "funnel-hired", "funnel-hired"},
        {PAIR_SEEKER, "PRAKTIK 10. april til 19. april", "funnel-moved", "funnel-closing"},
    };
    for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
        struct talk talk = met();
        answer(&talk, rows[at].side, "funnel-met", rows[at].said, rows[at].effect);
        enum pair_stage stage = stage_of(&talk, talk.pair);
        undo(&talk, rows[at].side, rows[at].letter, "to-human!funnel-undo");
        assert_int_equal(stage_of(&talk, talk.pair), stage);
        reads(&talk, rows[at].side, "funnel-noted", "En medarbejder ser på det");
        talk_close(&talk);
    }
}

static void not_when_the_other_side_has_gone_on(void **state)
{
    (void)state;
    struct talk talk = asked();
    answer(&talk, PAIR_EMPLOYER, "funnel-talked", "Ja", "funnel-moved");
    pass_to(&talk, "2013-04-08T09:00");
    answer(&talk, PAIR_SEEKER, "funnel-met", "PRAKTIK", "funnel-moved");
    undo(&talk, PAIR_EMPLOYER, "funnel-noted", "to-human!funnel-undo");
    IS_AT(&talk, "trial");
    undo(&talk, PAIR_EMPLOYER, "funnel-met", "to-human!funnel-undo"); /* a question */
    IS_AT(&talk, "trial");
    undo(&talk, PAIR_SEEKER, "funnel-days", "funnel-undone"); /* no days yet, no calendar */
    IS_AT(&talk, "interview");
    talk_close(&talk);
}

/* What else stands in the mail is carried out. To want out may be what is taken back, so staff look
 * at that. */
static void other_wishes_beside_it_are_heard(void **state)
{
    (void)state;
    static const struct {
        const char *said, *outcome;
    } rows[] = {
        {"FORTRYD\nPAUSE til 1. juni", "funnel-undone,paused"},
        {"FORTRYD\nRing til mig", "funnel-undone!human"},
        {"FORTRYD\nAfmeld mig fra nyhedsbrevet", "funnel-undone!partly"},
    };
    for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
        struct talk talk = asked();
        answer(&talk, PAIR_SEEKER, "funnel-talked", "AFTALT 10. april", "funnel-moved");
        answer(&talk, PAIR_SEEKER, "funnel-noted", rows[at].said, rows[at].outcome);
        IS_AT(&talk, "contact");
        talk_close(&talk);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_day_is_taken_back_and_the_other_side_hears_it),
        cmocka_unit_test(that_they_have_talked_is_no_news_to_the_other_side),
        cmocka_unit_test(a_no_is_taken_back),
        cmocka_unit_test(a_claim_is_taken_back_before_it_is_answered),
        cmocka_unit_test(what_cannot_be_taken_back_by_a_word),
        cmocka_unit_test(not_when_the_other_side_has_gone_on),
        cmocka_unit_test(other_wishes_beside_it_are_heard),
    };
    return cmocka_run_group_tests_name("act/funnel_undo", tests, load, unload);
}
