/* One mail gets one answer; what FORTRYD of it takes back. */
#include "support/dialogue.h"

#include "store/pause.h"
#include "store/rating.h"

static bool pauses(const struct dialogue *dialogue)
{
    struct pause pause;
    assert_true(pause_of(dialogue->test->office.store, dialogue->karen,
                         clock_now(dialogue->test->clock), &pause, NULL));
    return pause.until != 0;
}

static void several_are_listed_in_their_order(void **state)
{
    (void)state;
    struct dialogue dialogue = dialogue_open();
    DIALOGUE_EXPECT(&dialogue, karens_address, "welcome", RATING(5) "," PAUSE "," HUMAN,
                    "rated,paused!human");
    g_autofree char *text = dialogue_text(&dialogue, "done");
    const char *rated = strstr(text, "karakteren 5");
    const char *paused = strstr(text, "1. august 2013");
    const char *calls = strstr(text, karens_phone);
    assert_true(rated != NULL && paused != NULL && calls != NULL);
    assert_true(rated < paused && paused < calls);
    assert_non_null(strstr(text, "FORTRYD"));
    dialogue_close(&dialogue);
}

static void undo_takes_all_of_it_back(void **state)
{
    (void)state;
    struct dialogue dialogue = dialogue_open();
    DIALOGUE_EXPECT(&dialogue, karens_address, "welcome", MOVE "," PAUSE, "address-asked,paused");
    assert_true(pauses(&dialogue));
    DIALOGUE_EXPECT(&dialogue, karens_address, "done", UNDO, "resumed,address-stopped");
    assert_false(pauses(&dialogue));
    DIALOGUE_EXPECT(&dialogue, "ny@post.example", "confirm-address", YES, "too-late");
    DIALOGUE_EXPECT(&dialogue, karens_address, "done", UNDO, "to-human!nothing-to-undo");
    dialogue_close(&dialogue);
}

static void undo_of_leaving_among_others(void **state)
{
    (void)state;
    struct dialogue dialogue = dialogue_open();
    DIALOGUE_EXPECT(&dialogue, karens_address, "welcome", UNSUBSCRIBE ",{\"intent\":\"erase\"}",
                    "unsubscribed!erase");
    assert_int_equal(test_office_state(dialogue.test, dialogue.karen), SUBSCRIPTION_ENDED);
    DIALOGUE_EXPECT(&dialogue, karens_address, "done", UNDO, "undone");
    assert_int_equal(test_office_state(dialogue.test, dialogue.karen), SUBSCRIPTION_ACTIVE);
    dialogue_close(&dialogue);
}

static void undo_needs_the_person(void **state)
{
    (void)state;
    struct dialogue dialogue = dialogue_open();
    DIALOGUE_EXPECT(&dialogue, karens_address, "welcome", PAUSE, "paused");
    DIALOGUE_EXPECT(&dialogue, "who@x.example", "paused", UNDO, "to-human!unknown-person");
    DIALOGUE_EXPECT(&dialogue, karens_address, NULL, UNDO, "to-human!unknown-person");
    assert_true(pauses(&dialogue));
    dialogue_close(&dialogue);
}

/* FORTRYD of an older pause does not end the newer one. */
static void undo_means_its_own_pause(void **state)
{
    (void)state;
    struct dialogue dialogue = dialogue_open();
    DIALOGUE_EXPECT(&dialogue, karens_address, "welcome", PAUSE, "paused");
    SCOPED(ledger_proof) struct ledger_proof *first = dialogue_proof(&dialogue, "paused");
    DIALOGUE_EXPECT(&dialogue, karens_address, "welcome",
                    "{\"intent\":\"pause\",\"until\":\"2013-06-01\"}", "paused");
    SCOPED(verdict) struct verdict *undo = meaning(karens_address, "FORTRYD", UNDO);
    SCOPED(inbound) struct inbound *settled = arrive(dialogue.test, first, undo, "undo");
    assert_string_equal(settled->reason, "nothing-to-undo");
    assert_true(pauses(&dialogue));
    dialogue_close(&dialogue);
}

static void tilmeld_ends_a_pause(void **state)
{
    (void)state;
    struct dialogue dialogue = dialogue_open();
    DIALOGUE_EXPECT(&dialogue, karens_address, "welcome", PAUSE, "paused");
    DIALOGUE_EXPECT(&dialogue, karens_address, NULL, SUBSCRIBE, "asked"); /* anybody may write so */
    assert_true(pauses(&dialogue));
    DIALOGUE_EXPECT(&dialogue, karens_address, "confirm-wish", YES, "resumed");
    assert_false(pauses(&dialogue));
    dialogue_close(&dialogue);
}

static void a_pause_without_a_day_names_one(void **state)
{
    (void)state;
    struct dialogue dialogue = dialogue_open();
    DIALOGUE_EXPECT(&dialogue, karens_address, "welcome", "{\"intent\":\"pause\"}", "paused");
    DIALOGUE_READS(&dialogue, "paused", "fredag den 19. april 2013"); /* 30 days on */
    struct pause pause;
    assert_true(pause_of(dialogue.test->office.store, dialogue.karen,
                         clock_now(dialogue.test->clock), &pause, NULL));
    assert_string_equal(pause.day, "2013-04-19");
    dialogue_close(&dialogue);
}

static void a_mark_is_thanked_for_once(void **state)
{
    (void)state;
    struct dialogue dialogue = dialogue_open();
    DIALOGUE_EXPECT(&dialogue, karens_address, "welcome", RATING(4), "rated");
    DIALOGUE_EXPECT(&dialogue, karens_address, "welcome", RATING(5), "rated");
    dialogue_letters(&dialogue, "rated>karen@post.example");
    g_autoptr(GArray) ratings = rating_list(dialogue.test->office.store, dialogue.karen, NULL);
    assert_int_equal(ratings->len, 1);
    assert_int_equal(g_array_index(ratings, struct rating, 0).value, 5);
    dialogue_close(&dialogue);
}

/* Confirmed by a yes, a mark counts for the mail that was answered at first. */
static void a_confirmed_mark_is_of_the_first_mail(void **state)
{
    (void)state;
    struct dialogue dialogue = dialogue_open();
    SCOPED(ledger_proof) struct ledger_proof *welcome = dialogue_proof(&dialogue, "welcome");
    DIALOGUE_EXPECT(&dialogue, "mand@post.example", "welcome", RATING(3), "asked");
    DIALOGUE_EXPECT(&dialogue, karens_address, "confirm-wish", YES, "rated");
    g_autoptr(GArray) ratings = rating_list(dialogue.test->office.store, dialogue.karen, NULL);
    assert_int_equal(g_array_index(ratings, struct rating, 0).outgoing, welcome->outgoing);
    dialogue_close(&dialogue);
}

static void english_for_who_reads_english(void **state)
{
    (void)state;
    struct dialogue dialogue = dialogue_open();
    struct store *store = dialogue.test->office.store;
    struct cause cause = {.at = clock_now(dialogue.test->clock), .actor = "import"};
    SCOPED(person) struct person *before = person_get(store, dialogue.karen, NULL);
    SCOPED(person) struct person *after = person_get(store, dialogue.karen, NULL);
    g_free(after->language);
    after->language = g_strdup("en");
    bool changed = false;
    assert_true(store_begin(store, NULL) &&
                person_update(store, &cause, before, after, &changed, NULL) &&
                store_commit(store, NULL));
    DIALOGUE_EXPECT(&dialogue, karens_address, "welcome", PAUSE "," RATING(1),
                    "paused,rated!low-rating");
    DIALOGUE_READS(&dialogue, "done", "Thursday 1 August 2013");
    DIALOGUE_READS(&dialogue, "done", "the mark 1");
    dialogue_close(&dialogue);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(several_are_listed_in_their_order),
        cmocka_unit_test(undo_takes_all_of_it_back),
        cmocka_unit_test(undo_of_leaving_among_others),
        cmocka_unit_test(undo_needs_the_person),
        cmocka_unit_test(undo_means_its_own_pause),
        cmocka_unit_test(tilmeld_ends_a_pause),
        cmocka_unit_test(a_pause_without_a_day_names_one),
        cmocka_unit_test(a_mark_is_thanked_for_once),
        cmocka_unit_test(a_confirmed_mark_is_of_the_first_mail),
        cmocka_unit_test(english_for_who_reads_english),
    };
    return cmocka_run_group_tests_name("act/answer", tests, NULL, NULL);
}
