/* Mails that the nursery is sent before they are wanted. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "unit/process/mails.h"

/* What is sent ahead may be asked for some by some, and others in between, which do not get its
 * answers; one of them kills its child. */
static void test_ahead(void **state)
{
    (void)state;
    enum { COUNT = 30, COSTLY = 12, SOME = 10 };
    static const struct understander_limits limits = {
        .address_space = 2048ul * 1024 * 1024, .cpu_milliseconds = 200, .wall_milliseconds = 60000};
    g_autofree char *costly = costly_mail(450000);
    SCOPED(understander)
    struct understander *understander = understander_start_with(TABLES, NULL, &limits, NULL);
    struct understander_mail mails[COUNT];
    for (unsigned i = 0; i < COUNT; i++) {
        mails[i] = mail_of(i == COSTLY ? costly : afmeld);
    }
    struct understander_mail other = mail_of("From: b@post.example\r\n\r\nTak for snakken\r\n");
    understander_ahead(understander, mails, COUNT);
    for (unsigned at = 0; at < COUNT; at += SOME) {
        assert_true(understander_read(understander, mails + at, SOME, NULL));
        for (unsigned i = at; i < at + SOME; i++) {
            assert_true((mails[i].verdict != NULL) == (i != COSTLY));
            assert_true(i == COSTLY || verdict_intent(mails[i].verdict, "unsubscribe") != NULL);
        }
        assert_true(understander_read(understander, &other, 1, NULL));
        assert_string_equal(other.verdict->from_address, "b@post.example");
        free_all(&other, 1);
    }
    assert_string_equal(mails[COSTLY].died, "out of time");
    free_all(mails, COUNT);
}

/* A nursery that dies over what it was sent ahead: another reads the rest of it. */
static void test_ahead_dies(void **state)
{
    (void)state;
    enum { COUNT = 30, SOME = 10 };
    SCOPED(understander) struct understander *understander = understander_start(TABLES, NULL, NULL);
    struct understander_mail mails[COUNT];
    for (unsigned i = 0; i < COUNT; i++) {
        mails[i] = mail_of(afmeld);
    }
    understander_ahead(understander, mails, COUNT);
    for (unsigned at = 0; at < COUNT; at += SOME) {
        assert_int_equal(kill(understander_pid(understander), SIGKILL), 0);
        assert_true(understander_read(understander, mails + at, SOME, NULL));
        for (unsigned i = at; i < at + SOME; i++) {
            assert_non_null(verdict_intent(mails[i].verdict, "unsubscribe"));
        }
    }
    free_all(mails, COUNT);
}

/* What is not wanted any more is not read to its end, nor told to whoever comes next. */
static void test_ahead_forgotten(void **state)
{
    (void)state;
    enum { COUNT = 300 };
    SCOPED(understander) struct understander *understander = understander_start(TABLES, NULL, NULL);
    struct understander_mail mails[COUNT];
    for (unsigned i = 0; i < COUNT; i++) {
        mails[i] = mail_of(afmeld);
    }
    struct understander_mail other = mail_of("From: b@post.example\r\n\r\nTak for snakken\r\n");
    understander_ahead(understander, mails, COUNT);
    assert_true(understander_read(understander, mails, 1, NULL));
    understander_forget(understander);
    assert_int_equal(understander_pid(understander), 0);
    free_all(mails, COUNT);
    assert_true(understander_read(understander, &other, 1, NULL));
    assert_string_equal(other.verdict->from_address, "b@post.example");
    free_all(&other, 1);
}

/* What is waited for to its end leaves the nursery free for others. */
static void test_ahead_finished(void **state)
{
    (void)state;
    enum { COUNT = 30 };
    SCOPED(understander) struct understander *understander = understander_start(TABLES, NULL, NULL);
    pid_t nursery = understander_pid(understander);
    struct understander_mail mails[COUNT];
    for (unsigned i = 0; i < COUNT; i++) {
        mails[i] = mail_of(afmeld);
    }
    understander_ahead(understander, mails, COUNT);
    understander_finish(understander);
    for (unsigned i = 0; i < COUNT; i++) {
        assert_non_null(mails[i].verdict);
    }
    understander_forget(understander);
    assert_int_equal(understander_pid(understander), nursery);
    free_all(mails, COUNT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ahead),
        cmocka_unit_test(test_ahead_dies),
        cmocka_unit_test(test_ahead_forgotten),
        cmocka_unit_test(test_ahead_finished),
    };
    return cmocka_run_group_tests_name("process/understander_ahead", tests, NULL, NULL);
}
