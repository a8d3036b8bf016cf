/* A new mail address, in every order of answers. */
#include "support/dialogue.h"

#include "store/suppression.h"

static const char new_address[] = "ny@post.example";

/* "main other |former" */
static void has_addresses(const struct dialogue *dialogue, const char *wanted)
{
    SCOPED(person)
    struct person *karen = person_get(dialogue->test->office.store, dialogue->karen, NULL);
    g_autoptr(GString) all = g_string_new(NULL);
    for (guint at = 0; at < karen->addresses->len; at++) {
        bool former = at + karen->former >= karen->addresses->len;
        g_string_append_printf(all, "%s%s%s", at > 0 ? " " : "", former ? "|" : "",
                               (char *)karen->addresses->pdata[at]);
    }
    assert_string_equal(all->str, wanted);
}

static void asked(struct dialogue *dialogue)
{
    DIALOGUE_EXPECT(dialogue, karens_address, "welcome", MOVE, "address-asked");
}

static void the_new_one_says_yes(void **state)
{
    (void)state;
    struct dialogue dialogue = dialogue_open();
    asked(&dialogue);
    has_addresses(&dialogue, "karen@post.example");
    DIALOGUE_EXPECT(&dialogue, new_address, "confirm-address", YES, "address-changed");
    has_addresses(&dialogue, "ny@post.example |karen@post.example");
    dialogue_letters(&dialogue, "confirm-address>ny@post.example address-asked>karen@post.example "
                                "address-moved>karen@post.example address-changed>ny@post.example");
    /* Said twice it happens once, and what comes from the former address is still hers. */
    DIALOGUE_EXPECT(&dialogue, new_address, "confirm-address", YES, "already");
    DIALOGUE_EXPECT(&dialogue, karens_address, "welcome", PAUSE, "paused");
    dialogue_close(&dialogue);
}

static void the_question_tells_nobody_who_she_is(void **state)
{
    (void)state;
    struct dialogue dialogue = dialogue_open();
    asked(&dialogue);
    g_autofree char *question = dialogue_text(&dialogue, "confirm-address");
    assert_null(strstr(question, "Karen"));
    assert_null(strstr(question, "karen@"));
    dialogue_close(&dialogue);
}

static void the_yes_counts_from_there_alone(void **state)
{
    (void)state;
    struct dialogue dialogue = dialogue_open();
    asked(&dialogue);
    DIALOGUE_EXPECT(&dialogue, "who@x.example", "confirm-address", YES, "to-human!unclear");
    DIALOGUE_EXPECT(&dialogue, karens_address, "confirm-address", YES, "to-human!unclear");
    DIALOGUE_EXPECT(&dialogue, new_address, NULL, YES, "to-human!unclear");
    has_addresses(&dialogue, "karen@post.example");
    dialogue_close(&dialogue);
}

static void the_old_one_stops_it_first(void **state)
{
    (void)state;
    struct dialogue dialogue = dialogue_open();
    asked(&dialogue);
    DIALOGUE_EXPECT(&dialogue, karens_address, "address-asked", UNDO, "address-stopped");
    DIALOGUE_EXPECT(&dialogue, new_address, "confirm-address", YES, "too-late");
    has_addresses(&dialogue, "karen@post.example");
    dialogue_close(&dialogue);
}

static void the_old_one_stops_it_afterwards(void **state)
{
    (void)state;
    static const char *const letters[] = {"address-asked", "address-moved"};
    for (size_t at = 0; at < G_N_ELEMENTS(letters); at++) {
        struct dialogue dialogue = dialogue_open();
        asked(&dialogue);
        DIALOGUE_EXPECT(&dialogue, new_address, "confirm-address", YES, "address-changed");
        DIALOGUE_EXPECT(&dialogue, karens_address, letters[at], UNDO, "address-stopped");
        has_addresses(&dialogue, "karen@post.example"); /* the other one was never hers */
        DIALOGUE_EXPECT(&dialogue, new_address, "confirm-address", YES, "too-late");
        has_addresses(&dialogue, "karen@post.example");
        dialogue_close(&dialogue);
    }
}

static void the_new_one_takes_it_back(void **state)
{
    (void)state;
    struct dialogue dialogue = dialogue_open();
    asked(&dialogue);
    DIALOGUE_EXPECT(&dialogue, new_address, "confirm-address", YES, "address-changed");
    DIALOGUE_EXPECT(&dialogue, new_address, "address-changed", UNDO, "address-stopped");
    has_addresses(&dialogue, "karen@post.example");
    dialogue_close(&dialogue);
}

static void the_new_one_says_no(void **state)
{
    (void)state;
    struct dialogue dialogue = dialogue_open();
    asked(&dialogue);
    DIALOGUE_EXPECT(&dialogue, new_address, "confirm-address", NO, "address-stopped");
    dialogue_letters(&dialogue, "confirm-address>ny@post.example address-asked>karen@post.example "
                                "address-refused>karen@post.example");
    DIALOGUE_EXPECT(&dialogue, new_address, "confirm-address", YES, "too-late");
    has_addresses(&dialogue, "karen@post.example");
    dialogue_close(&dialogue);
}

static void after_thirty_days_it_is_over(void **state)
{
    (void)state;
    struct dialogue dialogue = dialogue_open();
    asked(&dialogue);
    test_office_at(dialogue.test, "2013-04-20T09:00");
    DIALOGUE_EXPECT(&dialogue, new_address, "confirm-address", YES, "too-late");
    has_addresses(&dialogue, "karen@post.example");
    dialogue_close(&dialogue);
}

static void nor_is_it_taken_back_after_thirty_days(void **state)
{
    (void)state;
    struct dialogue dialogue = dialogue_open();
    asked(&dialogue);
    DIALOGUE_EXPECT(&dialogue, new_address, "confirm-address", YES, "address-changed");
    test_office_at(dialogue.test, "2013-04-20T09:00");
    DIALOGUE_EXPECT(&dialogue, karens_address, "address-moved", UNDO, "to-human!nothing-to-undo");
    has_addresses(&dialogue, "ny@post.example |karen@post.example");
    dialogue_close(&dialogue);
}

static void the_last_one_named_counts(void **state)
{
    (void)state;
    struct dialogue dialogue = dialogue_open();
    asked(&dialogue);
    SCOPED(ledger_proof) struct ledger_proof *first = dialogue_proof(&dialogue, "confirm-address");
    DIALOGUE_EXPECT(&dialogue, karens_address, "welcome",
                    "{\"intent\":\"address-change\",\"address\":\"anden@post.example\"}",
                    "address-asked");
    SCOPED(verdict) struct verdict *yes = meaning(new_address, "ja", YES);
    SCOPED(inbound) struct inbound *late = arrive(dialogue.test, first, yes, "first");
    assert_string_equal(late->effect, "too-late");
    DIALOGUE_EXPECT(&dialogue, "anden@post.example", "confirm-address", YES, "address-changed");
    has_addresses(&dialogue, "anden@post.example |karen@post.example");
    dialogue_close(&dialogue);
}

/* The address of somebody else, before the question and between question and answer. */
static void what_is_anothers_goes_to_a_human(void **state)
{
    (void)state;
    struct dialogue dialogue = dialogue_open();
    asked(&dialogue);
    test_office_person(dialogue.test, PERSON_SEEKER, "Ove", new_address, true);
    DIALOGUE_EXPECT(&dialogue, new_address, "confirm-address", YES, "to-human!address-taken");
    DIALOGUE_EXPECT(&dialogue, karens_address, "welcome", MOVE, "to-human!address-taken");
    has_addresses(&dialogue, "karen@post.example");
    dialogue_close(&dialogue);
}

static void what_cannot_be_asked(void **state)
{
    (void)state;
    static const char *const bad[] = {"seniorjob@seniorjob.example", "mailer-daemon@post.example",
                                      "ingen adresse", ""};
    for (size_t at = 0; at < G_N_ELEMENTS(bad); at++) {
        struct dialogue dialogue = dialogue_open();
        g_autofree char *move =
            g_strdup_printf("{\"intent\":\"address-change\",\"address\":\"%s\"}", bad[at]);
        DIALOGUE_EXPECT(&dialogue, karens_address, "welcome", move, "to-human!unclear");
        dialogue_close(&dialogue);
    }
}

static void the_same_address_is_no_change(void **state)
{
    (void)state;
    struct dialogue dialogue = dialogue_open();
    DIALOGUE_EXPECT(&dialogue, karens_address, "welcome",
                    "{\"intent\":\"address-change\",\"address\":\"KAREN@post.example\"}",
                    "already");
    dialogue_letters(&dialogue, "address-same>karen@post.example");
    dialogue_close(&dialogue);
}

/* Whoever wants to mail a third party through us: two questions a week reach it. */
static void nobody_is_asked_often(void **state)
{
    (void)state;
    struct dialogue dialogue = dialogue_open();
    asked(&dialogue);
    asked(&dialogue);
    DIALOGUE_EXPECT(&dialogue, karens_address, "welcome", MOVE, "to-human!limit");
    dialogue_close(&dialogue);
}

/* The wish comes from the new address, and names none: it is the one that wrote. */
static void from_the_new_mailbox_with_an_old_token(void **state)
{
    (void)state;
    struct dialogue dialogue = dialogue_open();
    DIALOGUE_EXPECT(&dialogue, new_address, "welcome", "{\"intent\":\"address-change\"}", "asked");
    DIALOGUE_READS(&dialogue, "confirm-wish", new_address);
    DIALOGUE_EXPECT(&dialogue, karens_address, "confirm-wish", YES, "address-asked");
    DIALOGUE_EXPECT(&dialogue, new_address, "confirm-address", YES, "address-changed");
    has_addresses(&dialogue, "ny@post.example |karen@post.example");
    dialogue_close(&dialogue);
}

/* What had come back from there before is no reason any more. */
static void a_lost_address_works_again(void **state)
{
    (void)state;
    struct dialogue dialogue = dialogue_open();
    asked(&dialogue);
    struct store *store = dialogue.test->office.store;
    const struct cause cause = {.at = clock_now(dialogue.test->clock), .actor = "mail"};
    const struct suppression_draft draft = {new_address, SUPPRESSION_SOFT, "4.2.2", 0};
    bool added = false, holds = true;
    assert_true(store_begin(store, NULL));
    assert_true(suppression_add(store, &cause, &draft, &added, NULL));
    assert_true(store_commit(store, NULL));
    DIALOGUE_EXPECT(&dialogue, new_address, "confirm-address", YES, "address-changed");
    assert_true(suppression_holds(store, new_address, &holds, NULL));
    assert_false(holds);
    dialogue_close(&dialogue);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_new_one_says_yes),
        cmocka_unit_test(the_question_tells_nobody_who_she_is),
        cmocka_unit_test(the_yes_counts_from_there_alone),
        cmocka_unit_test(the_old_one_stops_it_first),
        cmocka_unit_test(the_old_one_stops_it_afterwards),
        cmocka_unit_test(the_new_one_takes_it_back),
        cmocka_unit_test(the_new_one_says_no),
        cmocka_unit_test(after_thirty_days_it_is_over),
        cmocka_unit_test(nor_is_it_taken_back_after_thirty_days),
        cmocka_unit_test(the_last_one_named_counts),
        cmocka_unit_test(what_is_anothers_goes_to_a_human),
        cmocka_unit_test(what_cannot_be_asked),
        cmocka_unit_test(the_same_address_is_no_change),
        cmocka_unit_test(nobody_is_asked_often),
        cmocka_unit_test(from_the_new_mailbox_with_an_old_token),
        cmocka_unit_test(a_lost_address_works_again),
    };
    return cmocka_run_group_tests_name("act/moving", tests, NULL, NULL);
}
