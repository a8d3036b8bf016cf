/* From the first contact to the end of a trial: what is asked when, what an answer moves, who
 * hears. */
#include "support/funnel.h"

static void both_are_asked_after_five_working_days(void **state)
{
    (void)state;
    struct talk talk = talk_open(false);
    pass_to(&talk, "2013-03-26T12:00");
    assert_int_equal(count(&talk, PAIR_NOBODY, "funnel-talked"), 0);
    int64_t next = 0, wanted = 0;
    assert_true(funnel_timer_next(&talk.test->office, &next, NULL));
    assert_true(clock_parse(talk.test->clock, "2013-03-27T09:00", &wanted, NULL));
    assert_int_equal(next, wanted);
    pass_to(&talk, "2013-03-27T09:00");
    pass_to(&talk, "2013-03-27T09:10");
    assert_int_equal(count(&talk, PAIR_SEEKER, "funnel-talked"), 1);
    assert_int_equal(count(&talk, PAIR_EMPLOYER, "funnel-talked"), 1);
    reads(&talk, PAIR_SEEKER, "funnel-talked", "Svar JA, NEJ eller AFTALT");
    reads(&talk, PAIR_SEEKER, "funnel-talked", "Arbejdsplads 1");
    talk_close(&talk);
}

static void two_reminders_then_a_human(void **state)
{
    (void)state;
    struct talk talk = talk_open(false);
    static const char *const days[] = {"2013-03-27T09:00", "2013-04-04T09:00", "2013-04-09T09:00"};
    for (unsigned at = 0; at < G_N_ELEMENTS(days); at++) {
        pass_to(&talk, days[at]);
        assert_int_equal(count(&talk, PAIR_SEEKER, "funnel-talked"), at + 1);
    }
    reads(&talk, PAIR_EMPLOYER, "funnel-talked", "ringer et menneske");
    assert_int_equal(count(&talk, PAIR_NOBODY, "staff-funnel"), 0);
    pass_to(&talk, "2013-04-12T09:00");
    assert_int_equal(count(&talk, PAIR_NOBODY, "staff-funnel"), 1);
    pass_to(&talk, "2013-06-12T09:00");
    assert_int_equal(count(&talk, PAIR_NOBODY, "staff-funnel"), 1);
    assert_int_equal(count(&talk, PAIR_SEEKER, "funnel-talked"), 3);
    answer(&talk, PAIR_SEEKER, "funnel-talked", "Ja, vi har talt sammen", "funnel-moved");
    IS_AT(&talk, "interview");
    talk_close(&talk);
}

static void nobody_is_asked_at_night_or_on_a_holiday(void **state)
{
    (void)state;
    static const char *const closed[] = {"2013-03-28T12:00", "2013-03-30T12:00", "2013-04-01T12:00",
                                         "2013-04-02T08:59"};
    struct talk talk = talk_open(false);
    for (size_t at = 0; at < G_N_ELEMENTS(closed); at++) {
        pass_to(&talk, closed[at]);
        assert_int_equal(count(&talk, PAIR_NOBODY, "funnel-talked"), 0);
        int64_t next = 0, wanted = 0;
        assert_true(funnel_timer_next(&talk.test->office, &next, NULL));
        assert_true(clock_parse(talk.test->clock, "2013-04-02T09:00", &wanted, NULL));
        assert_int_equal(next, wanted);
    }
    pass_to(&talk, "2013-04-02T09:00");
    assert_int_equal(count(&talk, PAIR_NOBODY, "funnel-talked"), 2);
    talk_close(&talk);
}

static void a_yes_of_one_moves_it_once(void **state)
{
    (void)state;
    struct talk talk = asked();
    answer(&talk, PAIR_SEEKER, "funnel-talked", "JA", "funnel-moved");
    IS_AT(&talk, "interview");
    reads(&talk, PAIR_SEEKER, "funnel-noted", "I har talt sammen.");
    answer(&talk, PAIR_EMPLOYER, "funnel-talked", "Ja, det har vi", "funnel-noted");
    pass_to(&talk, "2013-04-04T09:00");
    assert_int_equal(count(&talk, PAIR_NOBODY, "funnel-talked"), 2);
    assert_int_equal(count(&talk, PAIR_NOBODY, "funnel-met"), 0);
    pass_to(&talk, "2013-04-08T09:00");
    assert_int_equal(count(&talk, PAIR_NOBODY, "funnel-met"), 2);
    talk_close(&talk);
}

static void a_no_is_asked_again_three_times_in_all(void **state)
{
    (void)state;
    struct talk talk = asked();
    answer(&talk, PAIR_SEEKER, "funnel-talked", "NEJ", "funnel-noted");
    reads(&talk, PAIR_SEEKER, "funnel-noted", "I har ikke talt sammen endnu.");
    IS_AT(&talk, "contact");
    pass_to(&talk, "2013-04-04T09:00"); /* the other side has not answered */
    assert_int_equal(count(&talk, PAIR_SEEKER, "funnel-talked"), 1);
    assert_int_equal(count(&talk, PAIR_EMPLOYER, "funnel-talked"), 2);
    pass_to(&talk, "2013-04-08T09:00");
    assert_int_equal(count(&talk, PAIR_SEEKER, "funnel-talked"), 2);
    talk_close(&talk);
}

static void a_day_is_known_to_both_and_asked_after(void **state)
{
    (void)state;
    struct talk talk = asked();
    answer(&talk, PAIR_EMPLOYER, "funnel-talked", "AFTALT 5. april", "funnel-moved");
    IS_AT(&talk, "interview");
    reads(&talk, PAIR_EMPLOYER, "funnel-noted", "I mødes fredag den 5. april 2013.");
    reads(&talk, PAIR_SEEKER, "funnel-told", "I mødes fredag den 5. april 2013.");
    pass_to(&talk, "2013-04-05T12:00");
    assert_int_equal(count(&talk, PAIR_NOBODY, "funnel-met"), 0);
    pass_to(&talk, "2013-04-08T09:00");
    reads(&talk, PAIR_SEEKER, "funnel-met", "I ville mødes fredag den 5. april 2013.");
    answer(&talk, PAIR_SEEKER, "funnel-met", "Vi mødes først den 10. april", "funnel-moved");
    reads(&talk, PAIR_EMPLOYER, "funnel-told", "onsdag den 10. april 2013");
    pass_to(&talk, "2013-04-09T09:00");
    assert_int_equal(count(&talk, PAIR_NOBODY, "funnel-met"), 2);
    pass_to(&talk, "2013-04-11T09:00");
    assert_int_equal(count(&talk, PAIR_NOBODY, "funnel-met"), 4);
    talk_close(&talk);
}

static char *event_of(struct talk *talk, enum pair_side side, const char *kind)
{
    SCOPED(ledger_mail) struct ledger_mail *mail = NULL;
    SCOPED(message) struct message *message = talk_read(talk, talk_last(talk, side, kind), &mail);
    const struct message_part *part = message_part(message, "text/calendar");
    return part != NULL ? g_strdup(part->text) : NULL;
}

static void a_trial_has_days_and_a_meeting_at_its_end(void **state)
{
    (void)state;
    struct talk talk = met();
    answer(&talk, PAIR_EMPLOYER, "funnel-met", "PRAKTIK 15. april til 20. april", "funnel-moved");
    IS_AT(&talk, "trial");
    for (enum pair_side side = PAIR_EMPLOYER; side <= PAIR_SEEKER; side++) {
        /* The 20th is a Saturday. */
        reads(&talk, side, "funnel-closing", "Vi mødes fredag den 19. april 2013 kl. 14.00");
        g_autofree char *event = event_of(&talk, side, "funnel-closing");
        assert_non_null(event);
        assert_non_null(strstr(event, "METHOD:REQUEST"));
        assert_non_null(strstr(event, "20130419T140000"));
        assert_null(strstr(event, side == PAIR_SEEKER ? "ole@" : "kirsten@"));
    }
    reads(&talk, PAIR_SEEKER, "funnel-closing", "lørdag den 20. april 2013");
    assert_int_equal(count(&talk, PAIR_NOBODY, "staff-funnel"), 1);
    pass_to(&talk, "2013-04-19T15:00");
    assert_int_equal(count(&talk, PAIR_NOBODY, "funnel-tried"), 0);
    pass_to(&talk, "2013-04-22T09:00");
    assert_int_equal(count(&talk, PAIR_NOBODY, "funnel-tried"), 2);
    answer(&talk, PAIR_SEEKER, "funnel-tried", "NEJ", "funnel-ended");
    IS_AT(&talk, "withdrawn");
    reads(&talk, PAIR_EMPLOYER, "funnel-over", "går ikke videre");
    talk_close(&talk);
}

static void a_trial_without_days_is_asked_for_them(void **state)
{
    (void)state;
    struct talk talk = met();
    answer(&talk, PAIR_SEEKER, "funnel-met", "Praktik", "funnel-moved");
    IS_AT(&talk, "trial");
    assert_int_equal(count(&talk, PAIR_SEEKER, "funnel-days"), 1);
    assert_int_equal(count(&talk, PAIR_EMPLOYER, "funnel-days"), 1);
    answer(&talk, PAIR_EMPLOYER, "funnel-days", "Fra den 15. april", "funnel-moved");
    reads(&talk, PAIR_SEEKER, "funnel-days", "begynder mandag den 15. april 2013");
    answer(&talk, PAIR_SEEKER, "funnel-days", "til den 26. april", "funnel-moved");
    reads(&talk, PAIR_EMPLOYER, "funnel-closing", "fredag den 26. april 2013");
    reads(&talk, PAIR_EMPLOYER, "funnel-closing", "mandag den 15. april 2013");
    answer(&talk, PAIR_EMPLOYER, "funnel-closing", "PRAKTIK 15. april til 30. april",
           "funnel-moved");
    g_autofree char *event = event_of(&talk, PAIR_SEEKER, "funnel-closing");
    assert_non_null(strstr(event, "SEQUENCE:1"));
    assert_non_null(strstr(event, "20130430T140000"));
    talk_close(&talk);
}

/* The other one has booked the trial meanwhile: a human asks what is meant. */
static void a_no_to_the_days_that_the_other_one_gave(void **state)
{
    (void)state;
    struct talk talk = met();
    answer(&talk, PAIR_SEEKER, "funnel-met", "Praktik", "funnel-moved");
    answer(&talk, PAIR_EMPLOYER, "funnel-days", "15. april til 26. april", "funnel-moved");
    answer(&talk, PAIR_SEEKER, "funnel-days", "Nej", "to-human!funnel-contradicts");
    IS_AT(&talk, "trial");
    assert_int_equal(count(&talk, PAIR_NOBODY, "funnel-meeting-off"), 0);
    talk_close(&talk);
}

static void a_no_to_the_days_that_nobody_gave(void **state)
{
    (void)state;
    struct talk talk = met();
    answer(&talk, PAIR_SEEKER, "funnel-met", "Praktik", "funnel-moved");
    answer(&talk, PAIR_SEEKER, "funnel-days", "Nej", "funnel-ended");
    IS_AT(&talk, "withdrawn");
    talk_close(&talk);
}

static void a_trial_that_ends_early_calls_off_the_meeting(void **state)
{
    (void)state;
    struct talk talk = met();
    answer(&talk, PAIR_EMPLOYER, "funnel-met", "PRAKTIK 15. april til 26. april", "funnel-moved");
    test_office_at(talk.test, "2013-04-18T10:00");
    answer(&talk, PAIR_EMPLOYER, "funnel-closing", "Vi har stoppet praktikken", "funnel-ended");
    IS_AT(&talk, "declined");
    for (enum pair_side side = PAIR_EMPLOYER; side <= PAIR_SEEKER; side++) {
        g_autofree char *event =
            event_of(&talk, side, side == PAIR_SEEKER ? "funnel-over" : "funnel-meeting-off");
        assert_non_null(strstr(event, "METHOD:CANCEL"));
        assert_non_null(strstr(event, "SEQUENCE:1"));
    }
    assert_int_equal(count(&talk, PAIR_NOBODY, "staff-funnel"), 2);
    talk_close(&talk);
}

static void who_wants_no_more_mail_is_not_asked(void **state)
{
    (void)state;
    struct talk talk = talk_open(false);
    answer(&talk, PAIR_SEEKER, NULL, "STOP MAIL", "relay-stopped");
    pass_to(&talk, "2013-03-27T09:00");
    assert_int_equal(count(&talk, PAIR_NOBODY, "funnel-talked"), 0);
    int64_t next = 0;
    assert_true(funnel_timer_next(&talk.test->office, &next, NULL));
    assert_int_equal(next, INT64_MAX);
    talk_close(&talk);
}

/* The answer of a calendar with this UID. */
static char *calendar_answer(struct talk *talk, const char *uid, const char *partstat)
{
    static unsigned number;
    g_autofree char *json = g_strdup_printf(
        "{\"format\":1,\"kind\":\"calendar-reply\",\"from\":{\"address\":\"kirsten@example.dk\"},"
        "\"text\":\"\",\"intents\":[],\"calendar\":{\"method\":\"REPLY\",\"uid\":\"%s\","
        "\"partstat\":\"%s\"}}",
        uid, partstat);
    json_auto_t *parsed = json_loads(json, 0, NULL);
    SCOPED(verdict) struct verdict *verdict = verdict_from_json(parsed, NULL);
    g_autofree char *unique = g_strdup_printf("calendar-%u", ++number);
    SCOPED(inbound) struct inbound *settled = arrive(talk->test, NULL, verdict, unique);
    return settled->state == INBOUND_HUMAN ? g_strdup(settled->reason) : g_strdup(settled->effect);
}

static void a_calendar_answers_to_the_meeting(void **state)
{
    (void)state;
    struct talk talk = met();
    answer(&talk, PAIR_EMPLOYER, "funnel-met", "PRAKTIK 15. april til 20. april", "funnel-moved");
    g_autofree char *event = event_of(&talk, PAIR_SEEKER, "funnel-closing");
    g_auto(GStrv) pieces = g_strsplit(event, "\n ", -1);
    g_autofree char *unfolded = g_strjoinv("", pieces);
    const char *from = strstr(unfolded, "UID:");
    assert_non_null(from);
    g_autofree char *uid = g_strndup(from + 4, strcspn(from + 4, "\r\n"));
    g_autofree char *foreign =
        g_strdup_printf("f-%d.%s", (int)talk.pair, "abcdefghijklmnopqrstuvwxyz@seniorjob.example");
    const struct {
        const char *uid, *partstat, *outcome;
    } rows[] = {{uid, "ACCEPTED", "funnel-comes"},
                {uid, "DECLINED", "funnel-calendar"},
                {uid, "TENTATIVE", "funnel-calendar"},
                {foreign, "ACCEPTED", "funnel-calendar"},
                {"f-99.abcdefghijklmnopqrstuvwxyz@seniorjob.example", "ACCEPTED", "calendar"}};
    for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
        g_autofree char *outcome = calendar_answer(&talk, rows[at].uid, rows[at].partstat);
        assert_string_equal(outcome, rows[at].outcome);
    }
    IS_AT(&talk, "trial");
    talk_close(&talk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_are_asked_after_five_working_days),
        cmocka_unit_test(two_reminders_then_a_human),
        cmocka_unit_test(nobody_is_asked_at_night_or_on_a_holiday),
        cmocka_unit_test(a_yes_of_one_moves_it_once),
        cmocka_unit_test(a_no_is_asked_again_three_times_in_all),
        cmocka_unit_test(a_day_is_known_to_both_and_asked_after),
        cmocka_unit_test(a_trial_has_days_and_a_meeting_at_its_end),
        cmocka_unit_test(a_trial_without_days_is_asked_for_them),
        cmocka_unit_test(a_no_to_the_days_that_the_other_one_gave),
        cmocka_unit_test(a_no_to_the_days_that_nobody_gave),
        cmocka_unit_test(a_trial_that_ends_early_calls_off_the_meeting),
        cmocka_unit_test(who_wants_no_more_mail_is_not_asked),
        cmocka_unit_test(a_calendar_answers_to_the_meeting),
    };
    return cmocka_run_group_tests_name("act/funnel", tests, load, unload);
}
