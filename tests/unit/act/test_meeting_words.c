/* Answers in words: whose they are, which meeting, what is written down and what is answered. */
#include "support/meetings.h"

#include "act/meeting_seats.h"
#include "store/subscription.h"

#define STAFF "staff-inbox>mette@kk.example"
#define INVITED "invitation>karen@post.example "

struct row {
    const char *name, *from, *answers, *intents, *outcome, *guest, *letters;
};

static const struct row rows[] = {
    {"yes", karens_address, "invitation", ATTEND(yes), "meeting-yes", "yes seated 0",
     INVITED "meeting-yes>karen@post.example"},
    {"we are three", karens_address, "invitation", ATTEND_WITH(2), "meeting-yes", "yes seated 2",
     INVITED "meeting-yes>karen@post.example"},
    {"no", karens_address, "invitation", ATTEND(no), "meeting-no", "no none 0",
     INVITED "meeting-no>karen@post.example"},
    {"perhaps", karens_address, "invitation", ATTEND(maybe), "meeting-maybe", "maybe none 0",
     INVITED "meeting-maybe>karen@post.example"},
    {"yes to another letter is to the next meeting", karens_address, "welcome", ATTEND(yes),
     "meeting-yes", "yes seated 0", INVITED "meeting-yes>karen@post.example"},
    {"without a token the person is asked", karens_address, NULL, ATTEND(yes), "asked",
     "none none 0", INVITED "confirm-wish>karen@post.example"},
    {"from a strange mailbox the person is asked at their own", "mand@post.example", "invitation",
     ATTEND(no), "asked", "none none 0", INVITED "confirm-wish>karen@post.example"},
    {"a stranger is asked whether they mean it", "who@x.example", NULL, ATTEND(yes), "asked",
     "none none 0", INVITED "meeting-stranger>who@x.example"},
    {"nobody waits for a stranger who does not come", "who@x.example", NULL, ATTEND(no), "none",
     "none none 0", "invitation>karen@post.example"},
    {"yes, and a question", karens_address, "invitation", ATTEND(yes) "," QUESTION,
     "meeting-yes!question", "yes seated 0", INVITED "meeting-yes>karen@post.example " STAFF},
};

static void is_heard(void **state)
{
    const struct row *row = *state;
    struct meeting_test test = meeting_test_open(0);
    DIALOGUE_EXPECT(&test.dialogue, row->from, row->answers, row->intents, row->outcome);
    g_autofree char *guest = meeting_test_guest(&test, test.dialogue.karen);
    assert_string_equal(guest, row->guest);
    dialogue_letters(&test.dialogue, row->letters);
    meeting_test_close(&test);
}

static const char way_in[] = "Ring på klokken, den grønne dør.";

static void set_access(struct meeting_test *test)
{
    struct meeting *open = meeting_copy(test->meeting);
    g_free(open->access);
    open->access = g_strdup(way_in);
    struct cause cause = meeting_test_cause(test, "staff");
    MEETING_TEST_DO(
        test, meeting_update(meeting_test_store(test), &cause, test->meeting, open, DO_ERROR));
    meeting_free(test->meeting);
    test->meeting = open;
}

/* Everybody who comes is told when, where, how to get in, and how to take it back. */
static void reads_the_confirmation(struct meeting_test *test)
{
    DIALOGUE_READS(&test->dialogue, "meeting-yes", "tirsdag den 2. april 2013");
    DIALOGUE_READS(&test->dialogue, "meeting-yes", test->meeting->place);
    DIALOGUE_READS(&test->dialogue, "meeting-yes", way_in);
    DIALOGUE_READS(&test->dialogue, "meeting-yes", "Svar NEJ");
}

static void a_yes_is_confirmed(void **state)
{
    (void)state;
    struct meeting_test test = meeting_test_open(0);
    set_access(&test);
    DIALOGUE_EXPECT(&test.dialogue, karens_address, "invitation", ATTEND(yes), "meeting-yes");
    reads_the_confirmation(&test);
    g_autofree char *text = dialogue_text(&test.dialogue, "meeting-yes");
    assert_null(strstr(text, "Det andet, du skrev"));
    meeting_test_close(&test);
}

static void so_it_is_among_other_deeds(void **state)
{
    (void)state;
    struct meeting_test test = meeting_test_open(0);
    set_access(&test);
    DIALOGUE_EXPECT(&test.dialogue, karens_address, "invitation",
                    ATTEND_WITH(1) "," PAUSE "," HUMAN, "meeting-yes,paused!human");
    reads_the_confirmation(&test);
    DIALOGUE_READS(&test.dialogue, "meeting-yes", "Der er også plads til en ledsager");
    DIALOGUE_READS(&test.dialogue, "meeting-yes", "1. august 2013");
    DIALOGUE_READS(&test.dialogue, "meeting-yes", karens_phone);
    DIALOGUE_READS(&test.dialogue, "meeting-yes", "FORTRYD");
    SCOPED(ledger_proof) struct ledger_proof *proof = dialogue_proof(&test.dialogue, "meeting-yes");
    assert_string_equal(proof->replies, "invitation"); /* a bare NEJ is about the meeting */
    DIALOGUE_EXPECT(&test.dialogue, karens_address, "meeting-yes", UNDO, "resumed");
    g_autofree char *guest = meeting_test_guest(&test, test.dialogue.karen);
    assert_string_equal(guest, "yes seated 1");
    meeting_test_close(&test);
}

/* JA to the answer has to mean the profile that it shows. */
static void but_a_profile_comes_first(void **state)
{
    (void)state;
    struct meeting_test test = meeting_test_open(0);
    set_access(&test);
    DIALOGUE_EXPECT(&test.dialogue, karens_address, "invitation",
                    ATTEND(yes) ",{\"intent\":\"profile\",\"titles\":[\"kok\"]}",
                    "meeting-yes,listing-read");
    DIALOGUE_READS(&test.dialogue, "done", test.meeting->place);
    DIALOGUE_READS(&test.dialogue, "done", way_in);
    SCOPED(ledger_proof) struct ledger_proof *proof = dialogue_proof(&test.dialogue, "done");
    assert_string_equal(proof->replies, "confirmation");
    meeting_test_close(&test);
}

static void last_word_counts(void **state)
{
    (void)state;
    struct meeting_test test = meeting_test_open(0);
    static const char *const says[] = {ATTEND(yes), ATTEND(no), ATTEND_WITH(1)};
    static const char *const comes_of_it[] = {"meeting-yes", "meeting-no", "meeting-yes"};
    for (size_t at = 0; at < G_N_ELEMENTS(says); at++) {
        clock_set(test.dialogue.test->clock, clock_now(test.dialogue.test->clock) + 60, false);
        DIALOGUE_EXPECT(&test.dialogue, karens_address, "invitation", says[at], comes_of_it[at]);
    }
    g_autofree char *guest = meeting_test_guest(&test, test.dialogue.karen);
    assert_string_equal(guest, "yes seated 1");
    meeting_test_close(&test);
}

static void answers_to_the_answer_are_about_the_meeting(void **state)
{
    (void)state;
    struct meeting_test test = meeting_test_open(0);
    SCOPED(meeting) struct meeting *sooner = meeting_test_add(&test, "2013-03", "2013-03-26", 0);
    DIALOGUE_EXPECT(&test.dialogue, karens_address, "invitation", ATTEND(yes), "meeting-yes");
    clock_set(test.dialogue.test->clock, clock_now(test.dialogue.test->clock) + 60, false);
    DIALOGUE_EXPECT(&test.dialogue, karens_address, "meeting-yes", ATTEND(no), "meeting-no");
    g_autofree char *guest = meeting_test_guest(&test, test.dialogue.karen);
    assert_string_equal(guest, "no none 0");
    assert_null(guest_of(meeting_test_store(&test), sooner->id, test.dialogue.karen, NULL));
    meeting_test_close(&test);
}

static void a_stranger_who_says_yes_again_is_on_the_list(void **state)
{
    (void)state;
    struct meeting_test test = meeting_test_open(0);
    DIALOGUE_EXPECT(&test.dialogue, "who@x.example", NULL, ATTEND(yes), "asked");
    DIALOGUE_EXPECT(&test.dialogue, "who@x.example", "meeting-stranger", ATTEND(yes),
                    "meeting-yes");
    g_autoptr(GPtrArray) found =
        person_by_address(meeting_test_store(&test), "who@x.example", NULL);
    assert_int_equal(found->len, 1);
    g_autofree char *guest = meeting_test_guest(&test, ((struct person *)found->pdata[0])->id);
    assert_string_equal(guest, "yes seated 0");
    meeting_test_close(&test);
}

/* Who has been asked already today is not asked again, and nobody says that he was. */
static void a_stranger_is_not_asked_for_ever(void **state)
{
    (void)state;
    struct meeting_test test = meeting_test_open(0);
    DIALOGUE_EXPECT(&test.dialogue, "who@x.example", NULL, ATTEND(yes), "asked");
    DIALOGUE_EXPECT(&test.dialogue, "who@x.example", NULL, ATTEND(yes), "to-human!limit");
    dialogue_letters(&test.dialogue, INVITED "meeting-stranger>who@x.example " STAFF);
    meeting_test_close(&test);
}

static void too_late_and_cancelled(void **state)
{
    (void)state;
    struct meeting_test test = meeting_test_open(0);
    SCOPED(meeting) struct meeting *gone = meeting_copy(test.meeting);
    gone->state = MEETING_CANCELLED;
    struct cause cause = meeting_test_cause(&test, "staff");
    MEETING_TEST_DO(
        &test, meeting_update(meeting_test_store(&test), &cause, test.meeting, gone, DO_ERROR));
    DIALOGUE_EXPECT(&test.dialogue, karens_address, "invitation", ATTEND(yes), "meeting-gone");
    int64_t moment = 0;
    assert_true(clock_parse(test.dialogue.test->clock, MEETING_TIME, &moment, NULL));
    clock_set(test.dialogue.test->clock, moment, false);
    DIALOGUE_EXPECT(&test.dialogue, karens_address, "invitation", ATTEND(no), "meeting-late");
    meeting_test_close(&test);
}

static void a_full_room_and_the_way_up_the_list(void **state)
{
    (void)state;
    struct meeting_test test = meeting_test_open(1);
    int64_t ove =
        test_office_person(test.dialogue.test, PERSON_SEEKER, "Ove", "ove@post.example", true);
    DIALOGUE_EXPECT(&test.dialogue, karens_address, "invitation", ATTEND(yes), "meeting-yes");
    meeting_test_invite(&test, ove);
    DIALOGUE_EXPECT(&test.dialogue, "ove@post.example", "invitation", ATTEND(yes),
                    "meeting-waiting");
    clock_set(test.dialogue.test->clock, clock_now(test.dialogue.test->clock) + 60, false);
    DIALOGUE_EXPECT(&test.dialogue, karens_address, "meeting-yes", ATTEND(no), "meeting-no");
    g_autofree char *offered = meeting_test_guest(&test, ove);
    assert_string_equal(offered, "yes offered 0");
    DIALOGUE_EXPECT(&test.dialogue, "ove@post.example", "meeting-offer", ATTEND(yes),
                    "meeting-yes");
    g_autofree char *seated = meeting_test_guest(&test, ove);
    assert_string_equal(seated, "yes seated 0");
    meeting_test_close(&test);
}

static void an_offer_that_nobody_takes_goes_on(void **state)
{
    (void)state;
    struct meeting_test test = meeting_test_open(1);
    struct clock *clock = test.dialogue.test->clock;
    const struct office *office = &test.dialogue.test->office;
    static const char *const addresses[] = {"ove@post.example", "ida@post.example"};
    int64_t people[2];
    DIALOGUE_EXPECT(&test.dialogue, karens_address, "invitation", ATTEND(yes), "meeting-yes");
    for (size_t at = 0; at < 2; at++) {
        people[at] =
            test_office_person(test.dialogue.test, PERSON_SEEKER, "X", addresses[at], true);
        meeting_test_invite(&test, people[at]);
        clock_set(clock, clock_now(clock) + 60, false);
        DIALOGUE_EXPECT(&test.dialogue, addresses[at], "invitation", ATTEND(yes),
                        "meeting-waiting");
    }
    DIALOGUE_EXPECT(&test.dialogue, karens_address, "meeting-yes", ATTEND(no), "meeting-no");
    int64_t due = 0;
    assert_true(seats_next(office, &due, NULL));
    assert_int_equal(due, clock_now(clock) + 48 * 3600);
    assert_true(seats_timer(office, NULL)); /* too early: nothing happens */
    clock_set(clock, due, false);
    assert_true(seats_timer(office, NULL));
    assert_true(seats_timer(office, NULL)); /* and not twice */
    g_autofree char *first = meeting_test_guest(&test, people[0]);
    g_autofree char *second = meeting_test_guest(&test, people[1]);
    assert_string_equal(first, "yes none 0");
    assert_string_equal(second, "yes offered 0");
    DIALOGUE_READS(&test.dialogue, "meeting-passed", "givet den videre");
    DIALOGUE_EXPECT(&test.dialogue, "ove@post.example", "meeting-passed", ATTEND(yes),
                    "meeting-waiting");
    meeting_test_close(&test);
}

/* The mail for the absent names the next meetings: a yes to it is to the first of them. */
static void a_yes_of_the_absent_is_to_the_next_one(void **state)
{
    (void)state;
    struct meeting_test test = meeting_test_open(0);
    SCOPED(meeting) struct meeting *may = meeting_test_add(&test, "2013-05", "2013-05-07", 0);
    SCOPED(meeting) struct meeting *june = meeting_test_add(&test, "2013-06", "2013-06-04", 0);
    const struct office *office = &test.dialogue.test->office;
    test_office_at(test.dialogue.test, "2013-04-03T09:00");
    struct cause cause = meeting_test_cause(&test, "timer");
    SCOPED(guest)
    struct guest *guest = guest_of(office->store, test.meeting->id, test.dialogue.karen, NULL);
    const struct meeting_letter letter = {.name = MEETING_ABSENT_LETTER, .what = "absent"};
    MEETING_TEST_DO(&test,
                    meeting_letter_send(office, &cause, test.meeting, guest, &letter, DO_ERROR));
    test_office_at(test.dialogue.test, "2013-04-20T09:00");
    DIALOGUE_EXPECT(&test.dialogue, karens_address, MEETING_ABSENT_LETTER, ATTEND(yes),
                    "meeting-yes");
    DIALOGUE_READS(&test.dialogue, "meeting-yes", "tirsdag den 7. maj 2013");
    SCOPED(guest)
    struct guest *next = guest_of(office->store, may->id, test.dialogue.karen, NULL);
    assert_non_null(next);
    assert_int_equal(next->answer, GUEST_YES);
    g_autofree char *before = meeting_test_guest(&test, test.dialogue.karen);
    assert_string_equal(before, "none none 0");
    /* Weeks later, when the one that was named has been: not silently to another one. */
    test_office_at(test.dialogue.test, "2013-05-08T09:00");
    DIALOGUE_EXPECT(&test.dialogue, karens_address, MEETING_ABSENT_LETTER, ATTEND(yes),
                    "meeting-late");
    assert_null(guest_of(office->store, june->id, test.dialogue.karen, NULL));
    meeting_test_close(&test);
}

/* No letter promises an invitation that does not come. */
static void an_invitation_is_promised_to_those_who_get_one(void **state)
{
    (void)state;
    for (int ended = 0; ended < 2; ended++) {
        struct meeting_test test = meeting_test_open(0);
        struct cause cause = meeting_test_cause(&test, "staff");
        MEETING_TEST_DO(&test, ended == 0 || subscription_end(meeting_test_store(&test), &cause,
                                                              test.dialogue.karen, INVITATIONS,
                                                              "by telephone", DO_ERROR));
        DIALOGUE_EXPECT(&test.dialogue, karens_address, "invitation", ATTEND(no), "meeting-no");
        g_autofree char *text = dialogue_text(&test.dialogue, "meeting-no");
        assert_int_equal(strstr(text, "ny invitation") == NULL, ended);
        meeting_test_close(&test);
    }
}

static void the_online_link_is_for_a_seat(void **state)
{
    (void)state;
    static const char link[] = "https://moede.example/x";
    static const struct {
        const char *letter, *intent;
        bool told;
    } rows_of_it[] = {{"meeting-maybe", ATTEND(maybe), false},
                      {"meeting-yes", ATTEND(yes), true},
                      {"meeting-no", ATTEND(no), false}};
    struct meeting_test test = meeting_test_open(0);
    test_office_configure(test.dialogue.test, "[meeting]\nonline = https://moede.example/x\n");
    for (size_t at = 0; at < G_N_ELEMENTS(rows_of_it); at++) {
        clock_set(test.dialogue.test->clock, clock_now(test.dialogue.test->clock) + 60, false);
        DIALOGUE_EXPECT(&test.dialogue, karens_address, "invitation", rows_of_it[at].intent,
                        rows_of_it[at].letter);
        g_autofree char *text = dialogue_text(&test.dialogue, rows_of_it[at].letter);
        assert_int_equal(strstr(text, link) != NULL, rows_of_it[at].told);
    }
    g_autofree char *invitation = dialogue_text(&test.dialogue, "invitation");
    assert_null(strstr(invitation, link));
    meeting_test_close(&test);
}

int main(void)
{
    static const struct CMUnitTest others[] = {
        cmocka_unit_test(a_yes_of_the_absent_is_to_the_next_one),
        cmocka_unit_test(the_online_link_is_for_a_seat),
        cmocka_unit_test(an_invitation_is_promised_to_those_who_get_one),
        cmocka_unit_test(a_yes_is_confirmed),
        cmocka_unit_test(so_it_is_among_other_deeds),
        cmocka_unit_test(but_a_profile_comes_first),
        cmocka_unit_test(last_word_counts),
        cmocka_unit_test(answers_to_the_answer_are_about_the_meeting),
        cmocka_unit_test(a_stranger_who_says_yes_again_is_on_the_list),
        cmocka_unit_test(a_stranger_is_not_asked_for_ever),
        cmocka_unit_test(too_late_and_cancelled),
        cmocka_unit_test(a_full_room_and_the_way_up_the_list),
        cmocka_unit_test(an_offer_that_nobody_takes_goes_on),
    };
    struct CMUnitTest tests[G_N_ELEMENTS(rows) + G_N_ELEMENTS(others)] = {{0}};
    for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
        tests[at] = (struct CMUnitTest){.name = rows[at].name,
                                        .test_func = is_heard,
                                        .initial_state = (void *)(uintptr_t)&rows[at]};
    }
    memcpy(tests + G_N_ELEMENTS(rows), others, sizeof others);
    return cmocka_run_group_tests_name("act/meeting_words", tests, NULL, NULL);
}
