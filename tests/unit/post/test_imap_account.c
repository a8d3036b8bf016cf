/* An IMAP inbox over hours, at a server that misbehaves: what is tried again and when, and what is
 * told of it. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include "unit/post/imap_scene.h"

#define MAIL_8 "* 2 FETCH (UID 8 BODY[] {14}\r\nSubject: x\r\n\r\n)\r\n"
#define MAIL_7 "* 1 FETCH (UID 7 BODY[] {14}\r\nSubject: 7\r\n\r\n)\r\n"

/* A mail at which the connection breaks is given up, named, and tried again now and then; new mail
 * has the server's attention meanwhile. */
static void a_mail_that_breaks_the_line_is_given_up(void **state G_GNUC_UNUSED)
{
    struct scene *scene =
        scene_new(&(struct oddity){.seventh = "* 1 FETCH (UID 7 BODY[] {500}\r\nhal"});
    unsigned kept = 0, troubles = 0;
    while (kind->fd(scene->account) < 0 && troubles < 10) {
        troubles += look(scene, &kept) ? 0 : 1;
    }
    assert_int_equal(troubles, 2); /* the third connection has brought mail */
    assert_int_equal(kept, 1);
    assert_int_equal(scene->skipped->len, 1);
    assert_true(g_str_has_prefix(scene->skipped->pdata[0], "3/7 UID FETCH: "));
    int64_t given_up = clock_stopwatch();
    while (look(scene, &kept)) {
        assert_true(kind->fd(scene->account) >= 0);
    }
    assert_in_range(clock_stopwatch() - given_up, SECONDS(590), SECONDS(730));
    assert_true(pause_of(scene) <= SECONDS(1));
    assert_true(look(scene, &kept));
    scene->odd->seventh = MAIL_7 "%s OK done\r\n"; /* somebody has mended it */
    for (unsigned looks = 0; looks < 20 && kept == 1; looks++) {
        assert_true(look(scene, &kept));
    }
    assert_int_equal(kept, 2);
    scene_free(scene);
}

/* Who breaks off again and again is left alone for longer and longer, until a connection has
 * lasted. As everything has been read each time that is no trouble, and it is looked at each
 * `poll`. */
static void a_connection_that_does_not_last(void **state G_GNUC_UNUSED)
{
    static const int pauses[] = {1, 2, 4, 8, 16, 32, 64, 120, 120};
    struct scene *scene =
        scene_new(&(struct oddity){.search = "* SEARCH\r\n%s OK done\r\n", .idle_ends = true});
    unsigned kept = 0;
    for (size_t at = 0; at < G_N_ELEMENTS(pauses); at++) {
        assert_true(look(scene, &kept));
        assert_true(kind->well(scene->account));
        assert_true(look(scene, &kept));
        assert_true(kind->well(scene->account));
        assert_in_range(pause_of(scene), SECONDS(pauses[at] - 1), SECONDS(pauses[at]));
    }
    scene->odd->idle_ends = false;
    assert_true(look(scene, &kept));
    assert_in_range(pause_of(scene), SECONDS(59), SECONDS(60));
    assert_true(look(scene, &kept)); /* a minute later */
    assert_true(kind->well(scene->account));
    assert_in_range(pause_of(scene), SECONDS(119), SECONDS(120));
    scene->odd->greeting = "220 not now\r\n"; /* nothing can be read: that is one */
    kind->close(scene->account);
    scene->account =
        kind->open(&(struct source_setup){.kind = kind, .imap = &scene->settings}, NULL);
    assert_false(look(scene, &kept));
    assert_false(kind->well(scene->account));
    scene_free(scene);
}

/* Something in the way that forgets a quiet connection: it is not left so quiet any more. */
static void a_connection_that_must_not_be_quiet(void **state G_GNUC_UNUSED)
{
    struct scene *scene =
        scene_new(&(struct oddity){.search = "* SEARCH\r\n%s OK done\r\n", .idle_ends = true});
    unsigned kept = 0;
    assert_true(look(scene, &kept));
    assert_in_range(pause_of(scene), SECONDS(119), SECONDS(120));
    away += SECONDS(40);
    assert_true(look(scene, &kept)); /* it has ended */
    assert_int_equal(kind->fd(scene->account), -1);
    assert_true(kind->well(scene->account));
    scene->odd->idle_ends = false;
    for (int64_t since = clock_stopwatch(); clock_stopwatch() < since + SECONDS(600);) {
        assert_true(look(scene, &kept));
        assert_in_range(pause_of(scene), SECONDS(19), SECONDS(21));
    }
    away += SECONDS(3600); /* it has lasted: twice as long is tried, over the same connection */
    assert_true(look(scene, &kept));
    assert_in_range(pause_of(scene), SECONDS(39), SECONDS(41));
    scene_free(scene);
}

/* Neither does a server that does not take a command get it again and again. */
static void a_bad_command_is_said_later_and_later(void **state G_GNUC_UNUSED)
{
    static const int pauses[] = {1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300};
    struct scene *scene = scene_new(&(struct oddity){.search = "%s BAD what?\r\n"});
    unsigned kept = 0;
    for (size_t at = 0; at < G_N_ELEMENTS(pauses); at++) {
        assert_false(look(scene, &kept));
        assert_false(kind->well(scene->account));
        assert_in_range(pause_of(scene), SECONDS(pauses[at] - 1), SECONDS(pauses[at]));
    }
    scene_free(scene);
}

/* The process before this one died of something, perhaps of the first mail: that the folder was
 * listed proves nothing. */
static void after_a_death_a_list_is_no_proof(void **state G_GNUC_UNUSED)
{
    struct scene *scene = scene_new(&(struct oddity){.search = "* SEARCH\r\n%s OK done\r\n"});
    kind->close(scene->account);
    const struct source_setup setup = {
        .kind = kind, .imap = &scene->settings, .pause = G_USEC_PER_SEC};
    scene->account = kind->open(&setup, NULL);
    unsigned kept = 0;
    assert_true(look(scene, &kept));
    assert_false(kind->well(scene->account));
    assert_true(look(scene, &kept)); /* a minute later */
    assert_true(kind->well(scene->account));
    scene_free(scene);
}

static void mail_proves_a_connection(void **state G_GNUC_UNUSED)
{
    struct scene *scene = scene_new(&(struct oddity){.fetch = MAIL_7 "%s OK done\r\n"});
    kind->close(scene->account);
    const struct source_setup setup = {
        .kind = kind, .imap = &scene->settings, .pause = G_USEC_PER_SEC}; /* a process has died */
    scene->account = kind->open(&setup, NULL);
    unsigned kept = 0;
    assert_true(look(scene, &kept));
    assert_int_equal(kept, 1);
    assert_true(kind->well(scene->account));
    scene_free(scene);
}

/* A server that offers IDLE and refuses it is asked again each `poll`, which is no trouble. */
static void a_refused_idle_is_no_trouble(void **state G_GNUC_UNUSED)
{
    static const char *const answers[] = {"%s NO not now\r\n", "%s BAD what?\r\n"};
    for (size_t at = 0; at < G_N_ELEMENTS(answers); at++) {
        struct scene *scene = scene_new(
            &(struct oddity){.search = "* SEARCH\r\n%s OK done\r\n", .idle = answers[at]});
        unsigned kept = 0;
        for (unsigned looks = 0; looks < 3; looks++) {
            assert_true(look(scene, &kept));
            assert_true(kind->well(scene->account));
            assert_int_equal(kind->fd(scene->account), -1);
            assert_in_range(pause_of(scene), SECONDS(119), SECONDS(120));
        }
        scene->odd->search = NULL;
        scene->odd->fetch = MAIL_7 "%s OK done\r\n";
        assert_true(look(scene, &kept));
        assert_int_equal(kept, 1);
        scene_free(scene);
    }
}

/* What is in the folder and never comes is named; what somebody has taken away is not. */
static void what_does_not_come_is_named(void **state)
{
    const struct oddity *odd = *state;
    struct scene *scene = scene_new(odd);
    unsigned kept = 0;
    for (unsigned looks = 0; looks < 2; looks++) {
        assert_true(look(scene, &kept));
        assert_int_equal(scene->skipped->len, 0);
    }
    scene->odd->search = "* SEARCH\r\n%s OK done\r\n"; /* it had gone */
    assert_true(look(scene, &kept));
    scene->odd->search = NULL;
    for (unsigned looks = 0; looks < 5; looks++) {
        assert_int_equal(look(scene, &kept), looks < 2); /* nothing comes any more */
        assert_int_equal(scene->skipped->len, looks < 2 ? 0 : 1);
    }
    assert_string_equal(scene->skipped->pdata[0], "3/7 the server does not hand it out");
    scene->odd->search = "* SEARCH\r\n%s OK done\r\n"; /* somebody has taken it away */
    bool wanted = false;                               /* main shall hear of it */
    for (unsigned looks = 0; looks < 2; looks++) {
        away += MAX(pause_of(scene), 0);
        g_ptr_array_set_size(scene->skipped, 0);
        wanted = kind->look(scene->account, NULL);
        assert_int_equal(wanted, looks == 0);
        assert_true(!wanted || (take_all(scene, &kept, NULL) && kind->end(scene->account, NULL)));
        assert_int_equal(scene->skipped->len, 0);
    }
    assert_true(kind->fd(scene->account) >= 0);
    assert_int_equal(kept, 0);
    scene_free(scene);
}

/* A mail that the server does not move is in the store: it is named, those beside it are moved, and
 * it is tried again later. */
static void what_is_not_moved_is_tried_again(void **state G_GNUC_UNUSED)
{
    struct scene *scene = scene_new(&(struct oddity){.seventh = MAIL_7 MAIL_8 "%s OK done\r\n",
                                                     .move = "%s NO over quota\r\n"});
    unsigned kept = 0;
    assert_true(look(scene, &kept));
    assert_int_equal(kept, 2);
    assert_true(kind->well(scene->account));
    for (unsigned times = 1; times <= 2; times++) {
        int64_t since = clock_stopwatch();
        for (unsigned looks = 0; looks < 50 && scene->skipped->len < times; looks++) {
            assert_true(look(scene, &kept));
        }
        assert_int_equal(scene->skipped->len, times);
        assert_string_equal(scene->skipped->pdata[times - 1],
                            "3/7 UID MOVE: the server says no: over quota");
        assert_true(times == 1 || clock_stopwatch() - since >= SECONDS(480));
    }
    scene->odd->move = NULL;
    for (int64_t since = clock_stopwatch(); clock_stopwatch() < since + SECONDS(1500);) {
        assert_true(look(scene, &kept));
    }
    scene->odd->move = "%s NO over quota\r\n";
    for (int64_t since = clock_stopwatch(); clock_stopwatch() < since + SECONDS(3600);) {
        assert_true(look(scene, &kept));
    }
    assert_int_equal(scene->skipped->len, 2);
    assert_int_equal(kept, 2);
    scene_free(scene);
}

/* What was copied and could not be marked is copied no second time, whatever the server answers. */
static void what_was_copied_is_left(void **state)
{
    const char *answer = *state;
    struct scene *scene =
        scene_new(&(struct oddity){.seventh = MAIL_7 MAIL_8 "%s OK done\r\n", .store = answer});
    unsigned kept = 0;
    for (int64_t since = clock_stopwatch(); clock_stopwatch() < since + SECONDS(7200);) {
        assert_true(look(scene, &kept));
    }
    assert_int_equal(kept, 2);
    assert_int_equal(scene->skipped->len, 2);
    assert_true(g_str_has_prefix(scene->skipped->pdata[0], "3/7 UID STORE: "));
    assert_true(g_str_has_prefix(scene->skipped->pdata[1], "3/8 UID STORE: "));
    scene_free(scene);
}

/* Neither does one at which the server hangs up hold up the others. */
static void what_breaks_the_line_when_it_is_moved(void **state G_GNUC_UNUSED)
{
    struct scene *scene =
        scene_new(&(struct oddity){.seventh = MAIL_7 MAIL_8 "%s OK done\r\n", .move = "* BYE\r\n"});
    unsigned kept = 0, troubles = 0;
    while (kind->fd(scene->account) < 0 && troubles < 10) {
        troubles += look(scene, &kept) ? 0 : 1;
    }
    assert_int_equal(troubles, 2); /* the first connection has brought both */
    assert_int_equal(kept, 2);
    assert_int_equal(scene->skipped->len, 1);
    assert_true(g_str_has_prefix(scene->skipped->pdata[0], "3/7 UID MOVE: "));
    scene_free(scene);
}

static const struct oddity withheld[] = {
    {.name = "NIL for a mail", .fetch = "* 1 FETCH (UID 7 BODY[] NIL)\r\n%s OK done\r\n"},
    {.name = "a mail without a size", .sizes = "%s OK done\r\n"},
    {.name = "another mail", .fetch = MAIL_8 "%s OK done\r\n"},
};

int main(void)
{
    static char no[] = "%s NO read-only\r\n", bad[] = "%s BAD what?\r\n";
    struct CMUnitTest tests[G_N_ELEMENTS(withheld) + 11] = {
        cmocka_unit_test(a_mail_that_breaks_the_line_is_given_up),
        cmocka_unit_test(a_connection_that_does_not_last),
        cmocka_unit_test(a_connection_that_must_not_be_quiet),
        cmocka_unit_test(a_bad_command_is_said_later_and_later),
        cmocka_unit_test(after_a_death_a_list_is_no_proof),
        cmocka_unit_test(mail_proves_a_connection),
        cmocka_unit_test(a_refused_idle_is_no_trouble),
        cmocka_unit_test(what_is_not_moved_is_tried_again),
        {"what was copied, NO", what_was_copied_is_left, NULL, NULL, no},
        {"what was copied, BAD", what_was_copied_is_left, NULL, NULL, bad},
        cmocka_unit_test(what_breaks_the_line_when_it_is_moved),
    };
    for (size_t at = 0; at < G_N_ELEMENTS(withheld); at++) {
        tests[G_N_ELEMENTS(tests) - 1 - at] =
            (struct CMUnitTest){.name = withheld[at].name,
                                .test_func = what_does_not_come_is_named,
                                .initial_state = (void *)(uintptr_t)&withheld[at]};
    }
    return cmocka_run_group_tests_name("post/imap_account", tests, NULL, NULL);
}
