/* Guesses and confirmations: asked once, carried out by a yes, told to staff by a no or silence. */
#include "support/dialogue.h"

#include "act/asking.h"
#include "store/pause.h"

#define WIFE "mand@post.example"
#define STAFF "staff-inbox>mette@kk.example"

/* A mail that is only guessed at. */
static struct verdict *doubtful(const char *from, const char *text, const char *guesses)
{
    SCOPED(verdict) struct verdict *guessed = meaning(from, text, guesses);
    struct verdict *verdict = meaning(from, text, "");
    GPtrArray *none = verdict->guesses;
    verdict->guesses = g_steal_pointer(&guessed->intents);
    guessed->intents = none;
    return verdict;
}

static int64_t mumble(struct dialogue *dialogue, const char *from, const char *kind,
                      const char *guesses, const char *outcome)
{
    g_autofree char *text = g_strdup_printf("mumle %u, ring 20 99 88 77", dialogue->mails);
    SCOPED(verdict) struct verdict *verdict = doubtful(from, text, guesses);
    SCOPED(inbound) struct inbound *settled = dialogue_hear(dialogue, kind, verdict);
    g_autofree char *was =
        g_strdup_printf("%s!%s", settled->effect, settled->reason != NULL ? settled->reason : "");
    assert_string_equal(was, outcome);
    return settled->id;
}

static void stands(struct dialogue *dialogue, int64_t id, enum inbound_state state,
                   const char *reason)
{
    SCOPED(inbound) struct inbound *inbound = inbound_get(dialogue->test->office.store, id, NULL);
    assert_int_equal(inbound->state, state);
    assert_string_equal(inbound->reason != NULL ? inbound->reason : "", reason);
}

static bool pauses(struct dialogue *dialogue)
{
    struct pause pause;
    assert_true(pause_of(dialogue->test->office.store, dialogue->karen,
                         clock_now(dialogue->test->clock), &pause, NULL));
    return pause.until != 0;
}

static void silence(struct dialogue *dialogue, const char *when)
{
    g_autoptr(GError) error = NULL;
    test_office_at(dialogue->test, when);
    if (!asking_silence(&dialogue->test->office, &error)) {
        fail_msg("%s", error->message);
    }
}

static void a_yes_carries_the_guess_out(void **state)
{
    (void)state;
    struct dialogue dialogue = dialogue_open();
    int64_t id = mumble(&dialogue, karens_address, "welcome", PAUSE, "asked!guess");
    dialogue_letters(&dialogue, "confirm-guess>karen@post.example"); /* staff need not act yet */
    DIALOGUE_READS(&dialogue, "confirm-guess", "1. august 2013");
    stands(&dialogue, id, INBOUND_HUMAN, "guess"); /* but can see it */
    assert_false(pauses(&dialogue));
    DIALOGUE_EXPECT(&dialogue, karens_address, "confirm-guess", YES, "paused");
    assert_true(pauses(&dialogue));
    stands(&dialogue, id, INBOUND_DONE, "");
    dialogue_letters(&dialogue, "confirm-guess>karen@post.example paused>karen@post.example");
    DIALOGUE_EXPECT(&dialogue, karens_address, "confirm-guess", YES, "already");
    DIALOGUE_EXPECT(&dialogue, karens_address, "paused", UNDO, "resumed");
    assert_false(pauses(&dialogue));
    dialogue_close(&dialogue);
}

static void a_no_goes_to_staff(void **state)
{
    (void)state;
    struct dialogue dialogue = dialogue_open();
    int64_t id = mumble(&dialogue, karens_address, "welcome", PAUSE, "asked!guess");
    DIALOGUE_EXPECT(&dialogue, karens_address, "confirm-guess", NO, "guess-wrong");
    stands(&dialogue, id, INBOUND_HUMAN, "guess-wrong");
    dialogue_letters(&dialogue,
                     "confirm-guess>karen@post.example " STAFF " received>karen@post.example");
    DIALOGUE_READS(&dialogue, "staff-inbox", "mumle"); /* the words, not the "nej" */
    DIALOGUE_EXPECT(&dialogue, karens_address, "confirm-guess", YES, "to-human!unclear");
    assert_false(pauses(&dialogue));
    dialogue_close(&dialogue);
}

static void silence_goes_to_staff_and_a_late_yes_still_counts(void **state)
{
    (void)state;
    struct dialogue dialogue = dialogue_open();
    int64_t due = 0;
    assert_true(asking_next(&dialogue.test->office, &due, NULL));
    assert_int_equal(due, INT64_MAX);
    int64_t id = mumble(&dialogue, karens_address, "welcome", PAUSE, "asked!guess");
    assert_true(asking_next(&dialogue.test->office, &due, NULL));
    assert_int_equal(due, clock_now(dialogue.test->clock) + 2 * 86400);
    silence(&dialogue, "2013-03-22T08:59");
    stands(&dialogue, id, INBOUND_HUMAN, "guess");
    silence(&dialogue, "2013-03-22T09:00");
    stands(&dialogue, id, INBOUND_HUMAN, "guess-silent");
    silence(&dialogue, "2013-03-23T09:00");
    dialogue_letters(&dialogue, "confirm-guess>karen@post.example " STAFF); /* once */
    DIALOGUE_EXPECT(&dialogue, karens_address, "confirm-guess", YES, "paused");
    stands(&dialogue, id, INBOUND_DONE, "");
    dialogue_close(&dialogue);
}

static void what_staff_have_done_is_not_done_again(void **state)
{
    (void)state;
    struct dialogue dialogue = dialogue_open();
    int64_t id = mumble(&dialogue, karens_address, "welcome", PAUSE, "asked!guess");
    struct store *store = dialogue.test->office.store;
    SCOPED(inbound) struct inbound *inbound = inbound_get(store, id, NULL);
    inbound->state = INBOUND_DONE;
    const struct cause cause = {.at = clock_now(dialogue.test->clock), .actor = "staff"};
    assert_true(store_begin(store, NULL) && inbound_settle(store, &cause, inbound, NULL) &&
                store_commit(store, NULL));
    DIALOGUE_EXPECT(&dialogue, karens_address, "confirm-guess", YES, "too-late");
    assert_false(pauses(&dialogue));
    dialogue_close(&dialogue);
}

static void a_yes_after_a_month_is_too_late(void **state)
{
    (void)state;
    struct dialogue dialogue = dialogue_open();
    mumble(&dialogue, karens_address, "welcome", PAUSE, "asked!guess");
    test_office_at(dialogue.test, "2013-04-20T09:00");
    DIALOGUE_EXPECT(&dialogue, karens_address, "confirm-guess", YES, "too-late");
    assert_false(pauses(&dialogue));
    dialogue_close(&dialogue);
}

static void a_thread_is_asked_about_once(void **state)
{
    (void)state;
    struct dialogue dialogue = dialogue_open();
    mumble(&dialogue, karens_address, "welcome", PAUSE, "asked!guess");
    mumble(&dialogue, karens_address, "welcome", PAUSE, "to-human!not-understood");
    mumble(&dialogue, karens_address, "confirm-guess", PAUSE, "to-human!not-understood");
    dialogue_close(&dialogue);
}

static void in_other_words(void **state)
{
    (void)state;
    struct dialogue dialogue = dialogue_open();
    int64_t id = mumble(&dialogue, karens_address, "welcome", HUMAN, "asked!guess");
    DIALOGUE_EXPECT(&dialogue, karens_address, "confirm-guess", PAUSE, "paused");
    stands(&dialogue, id, INBOUND_DONE, "guess");
    silence(&dialogue, "2013-03-25T09:00");
    dialogue_letters(&dialogue, "confirm-guess>karen@post.example paused>karen@post.example");
    dialogue_close(&dialogue);
}

static void no_and_something_else(void **state)
{
    (void)state;
    struct dialogue dialogue = dialogue_open();
    int64_t id = mumble(&dialogue, karens_address, "welcome", HUMAN, "asked!guess");
    DIALOGUE_EXPECT(&dialogue, karens_address, "confirm-guess", NO "," PAUSE, "guess-wrong,paused");
    stands(&dialogue, id, INBOUND_HUMAN, "guess-wrong");
    assert_true(pauses(&dialogue));
    dialogue_close(&dialogue);
}

/* A guessed call, confirmed: staff call the number of the first mail. */
static void the_words_of_the_first_mail_count(void **state)
{
    (void)state;
    struct dialogue dialogue = dialogue_open();
    int64_t id = mumble(&dialogue, karens_address, "welcome", HUMAN, "asked!guess");
    DIALOGUE_EXPECT(&dialogue, karens_address, "confirm-guess", YES, "to-human");
    stands(&dialogue, id, INBOUND_HUMAN, "human");
    dialogue_letters(&dialogue, "confirm-guess>karen@post.example call-back>karen@post.example "
                                "staff-call>mette@kk.example");
    DIALOGUE_READS(&dialogue, "call-back", "20 99 88 77");
    DIALOGUE_READS(&dialogue, "staff-call", "20 99 88 77");
    DIALOGUE_READS(&dialogue, "staff-call", karens_phone);
    dialogue_close(&dialogue);
}

static void a_stranger_and_a_cpr_number_go_to_staff(void **state)
{
    (void)state;
    struct dialogue dialogue = dialogue_open();
    mumble(&dialogue, "who@x.example", NULL, PAUSE, "to-human!not-understood");
    SCOPED(verdict) struct verdict *secret = doubtful(karens_address, "mumle", PAUSE);
    secret->cpr = true;
    SCOPED(inbound) struct inbound *settled = dialogue_hear(&dialogue, "welcome", secret);
    assert_string_equal(settled->reason, "cpr");
    dialogue_close(&dialogue);
}

/* Somebody we know, without a token: the question goes to the main address. */
static void without_a_token_the_person_is_asked(void **state)
{
    (void)state;
    struct dialogue dialogue = dialogue_open();
    mumble(&dialogue, WIFE, "welcome", PAUSE, "asked!guess");
    dialogue_letters(&dialogue, "confirm-guess>karen@post.example");
    DIALOGUE_EXPECT(&dialogue, WIFE, "confirm-guess", YES, "to-human!unclear");
    assert_false(pauses(&dialogue));
    dialogue_close(&dialogue);
}

static void the_spouses_mailbox(void **state)
{
    (void)state;
    struct dialogue dialogue = dialogue_open();
    DIALOGUE_EXPECT(&dialogue, WIFE, "welcome", PAUSE, "asked");
    DIALOGUE_READS(&dialogue, "confirm-wish", WIFE);
    assert_false(pauses(&dialogue));
    DIALOGUE_EXPECT(&dialogue, karens_address, "confirm-wish", YES, "paused");
    assert_true(pauses(&dialogue));
    /* From now on it counts as hers. */
    DIALOGUE_EXPECT(&dialogue, WIFE, "paused", UNDO, "resumed");
    SCOPED(person)
    struct person *karen = person_get(dialogue.test->office.store, dialogue.karen, NULL);
    assert_string_equal(person_address(karen), karens_address);
    assert_string_equal(karen->addresses->pdata[1], WIFE);
    dialogue_close(&dialogue);
}

static void the_mailbox_of_another_reader_stays_theirs(void **state)
{
    (void)state;
    struct dialogue dialogue = dialogue_open();
    test_office_person(dialogue.test, PERSON_SEEKER, "Ove", WIFE, true);
    DIALOGUE_EXPECT(&dialogue, WIFE, "welcome", PAUSE, "asked");
    DIALOGUE_EXPECT(&dialogue, karens_address, "confirm-wish", YES, "paused");
    g_autoptr(GPtrArray) found = person_by_address(dialogue.test->office.store, WIFE, NULL);
    assert_int_equal(found->len, 1);
    dialogue_close(&dialogue);
}

static void a_no_to_what_somebody_else_wrote(void **state)
{
    (void)state;
    struct dialogue dialogue = dialogue_open();
    DIALOGUE_EXPECT(&dialogue, WIFE, "welcome", PAUSE, "asked");
    DIALOGUE_EXPECT(&dialogue, karens_address, "confirm-wish", NO, "kept");
    dialogue_letters(&dialogue, "confirm-wish>karen@post.example unchanged>karen@post.example");
    silence(&dialogue, "2013-03-25T09:00"); /* staff are not troubled with it */
    dialogue_letters(&dialogue, "confirm-wish>karen@post.example unchanged>karen@post.example");
    dialogue_close(&dialogue);
}

static void two_questions_a_week_reach_a_person(void **state)
{
    (void)state;
    struct dialogue dialogue = dialogue_open();
    DIALOGUE_EXPECT(&dialogue, karens_address, NULL, PAUSE, "asked");
    DIALOGUE_EXPECT(&dialogue, karens_address, NULL, RATING(3), "asked");
    DIALOGUE_EXPECT(&dialogue, karens_address, NULL, PAUSE, "to-human!limit");
    dialogue_close(&dialogue);
}

static void sure_and_guessed_in_one_mail(void **state)
{
    (void)state;
    struct dialogue dialogue = dialogue_open();
    SCOPED(verdict) struct verdict *verdict = doubtful(karens_address, "begge dele", HUMAN);
    SCOPED(verdict) struct verdict *sure = meaning(karens_address, "begge dele", PAUSE);
    GPtrArray *none = verdict->intents;
    verdict->intents = g_steal_pointer(&sure->intents);
    sure->intents = none;
    SCOPED(inbound) struct inbound *settled = dialogue_hear(&dialogue, "welcome", verdict);
    assert_string_equal(settled->effect, "paused");
    assert_string_equal(settled->reason, "partly");
    dialogue_letters(&dialogue, "done>karen@post.example " STAFF);
    dialogue_close(&dialogue);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_yes_carries_the_guess_out),
        cmocka_unit_test(a_no_goes_to_staff),
        cmocka_unit_test(silence_goes_to_staff_and_a_late_yes_still_counts),
        cmocka_unit_test(what_staff_have_done_is_not_done_again),
        cmocka_unit_test(a_yes_after_a_month_is_too_late),
        cmocka_unit_test(a_thread_is_asked_about_once),
        cmocka_unit_test(in_other_words),
        cmocka_unit_test(no_and_something_else),
        cmocka_unit_test(the_words_of_the_first_mail_count),
        cmocka_unit_test(a_stranger_and_a_cpr_number_go_to_staff),
        cmocka_unit_test(without_a_token_the_person_is_asked),
        cmocka_unit_test(the_spouses_mailbox),
        cmocka_unit_test(the_mailbox_of_another_reader_stays_theirs),
        cmocka_unit_test(a_no_to_what_somebody_else_wrote),
        cmocka_unit_test(two_questions_a_week_reach_a_person),
        cmocka_unit_test(sure_and_guessed_in_one_mail),
    };
    return cmocka_run_group_tests_name("act/asking", tests, NULL, NULL);
}
