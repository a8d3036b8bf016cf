/* How main listens to its sending processes. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>
#include <poll.h>
#include <sys/syscall.h>
#include <time.h>

#include "post/deliver_inner.h"
#include "unit/post/relay.h"
#include "unit/post/sending_site.h"

static time_t away;    /* seconds by which every clock is ahead */
static long a_look;    /* nanoseconds by which each look at a clock brings it on */
static long looked_at; /* so many were added by that */

/* In the place of libc's, for the whole program. */
int clock_gettime(clockid_t which, struct timespec *now)
{
    long failed = syscall(SYS_clock_gettime, which, now);
    looked_at += a_look;
    long ahead = now->tv_nsec + looked_at;
    now->tv_sec += away + ahead / 1000000000;
    now->tv_nsec = ahead % 1000000000;
    return (int)failed;
}

/* A backlog of mail, or a machine that was stopped, kept main away for an hour: what the process
 * has said meanwhile is heard. Killed for its silence its mails would be in doubt, and go twice. */
static void who_has_spoken_is_not_silent(void **state G_GNUC_UNUSED)
{
    struct office office = office_new("type = maildir\npath = outbox");
    office_open(&office);
    queue(&office, 5, LEDGER_OPEN);
    struct way *way = &office.deliver->ways[WAY_OPEN];
    struct courier *courier = &way->couriers[0];
    struct deliver_tally none = {0};
    const struct task task = {office.deliver, office.store, office.clock, &none, false};
    bool began = false;
    assert_true(deliver_begin(&task, way, courier, &began, NULL) && began);
    pid_t pid = sending_pid(courier->sending);
    struct pollfd word = {.fd = sending_fd(courier->sending), .events = POLLIN};
    assert_int_equal(poll(&word, 1, 10000), 1);
    away = 3600;
    struct deliver_tally tally = run(&office);
    assert_int_equal(tally.sent, 5);
    assert_int_equal(tally.doubt, 0);
    assert_int_equal(sending_pid(courier->sending), pid);
    deliver_tally_clear(&tally);
    office_clear(&office);
    away = 0;
}

/* Each step hears one word of the first process, for then its time is over. */
static void step_by_words(struct office *office, struct deliver_tally *tally)
{
    const struct courier *first = &office->deliver->ways[WAY_OPEN].couriers[0];
    a_look = 40 * 1000000L;
    for (bool more = true; more;) {
        struct pollfd word = {.fd = sending_fd(first->sending), .events = POLLIN};
        assert_true(first->current == NULL || poll(&word, 1, 10000) == 1);
        assert_true(
            deliver_step(office->deliver, office->store, office->clock, tally, &more, NULL));
    }
    a_look = 0;
}

/* On a busy machine main has done nothing but hear one word of a process when its time is over. The
 * password is wrong, and the first process says so mail by mail: what it has given back is not for
 * the second one, whose login would be refused too. Each mail is told of once, and the relay, which
 * locks who comes too often, has seen one login. */
static void a_failing_relay_is_not_tried_by_another(void **state G_GNUC_UNUSED)
{
    g_autofree char *folder = own_folder();
    g_autofree char *certificate = g_build_filename(folder, "relay.pem", NULL);
    g_autofree char *heard = g_build_filename(folder, "heard", NULL);
    if (!make_certificate(certificate, "DNS:localhost")) {
        skip();
    }
    const struct script script = {.certificate = certificate,
                                  .login_answer = "535 5.7.8 wrong password\r\n"};
    int port = 0;
    pid_t server = relay_start(&script, heard, &port);
    g_autofree char *relay = g_strdup_printf("type = smtp\nhost = localhost\nport = %d\n"
                                             "tls = required\nca-file = %s\nuser = us\n"
                                             "password-file = secret\nsessions = 2",
                                             port, certificate);
    struct office office = office_new(relay);
    g_autofree char *secret = g_build_filename(office.folder, "secret", NULL);
    assert_true(g_file_set_contents_full(secret, "x\n", -1, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
    office_open(&office);
    queue(&office, 8, LEDGER_OPEN);
    struct deliver_tally tally = {0};
    step_by_words(&office, &tally);
    assert_non_null(strstr(tally.our_fault, "535 5.7.8"));
    assert_int_equal(tally.not_tried, 8);
    assert_int_equal(in_state(&office, LEDGER_QUEUED), 8);
    g_autofree char *text = NULL;
    assert_true(g_file_get_contents(heard, &text, NULL, NULL));
    g_auto(GStrv) lines = g_strsplit(text, "SNI localhost\n", -1);
    assert_int_equal(g_strv_length(lines), 1 + 1);
    deliver_tally_clear(&tally);
    office_clear(&office);
    end_process(server);
    remove_folder(folder);
}

static void step_on(struct office *office, struct deliver_tally *tally)
{
    for (bool more = true; more;) {
        assert_true(
            deliver_step(office->deliver, office->store, office->clock, tally, &more, NULL));
    }
}

static char *folder_of(const struct office *office, const char *name)
{
    return g_build_filename(office->folder, name, NULL);
}

static void spoil(const struct office *office, const char *name)
{
    g_autofree char *folder = folder_of(office, name);
    remove_folder(folder);
    assert_int_equal(symlink(name, folder), 0);
}

static void repair(const struct office *office, const char *name)
{
    g_autofree char *folder = folder_of(office, name);
    assert_int_equal(g_unlink(folder), 0);
}

static struct office two_relays(void)
{
    struct office office = office_new("type = maildir\npath = outbox\n\n[relay confidential]\n"
                                      "type = maildir\npath = secret");
    office_open(&office);
    queue(&office, 5, LEDGER_OPEN);
    queue(&office, 2, LEDGER_CONFIDENTIAL);
    return office;
}

/* In the same round, which may last for hours. */
static void a_relay_that_recovers_is_well(void **state G_GNUC_UNUSED)
{
    struct office office = two_relays();
    struct deliver_tally tally = {0};
    spoil(&office, "secret");
    step_on(&office, &tally);
    assert_int_equal(tally.sent, 5);
    assert_non_null(strstr(tally.our_fault, "secret"));
    assert_false(tally.recovered);
    repair(&office, "secret");
    queue(&office, 5, LEDGER_OPEN);
    step_on(&office, &tally); /* it rests: that the other one works proves nothing */
    assert_int_equal(tally.sent, 10);
    assert_non_null(tally.our_fault);
    assert_false(tally.recovered);
    away = 61;
    step_on(&office, &tally);
    assert_int_equal(tally.sent, 12);
    assert_null(tally.our_fault);
    assert_true(tally.recovered);
    deliver_tally_clear(&tally);
    office_clear(&office);
    away = 0;
}

/* And also when it failed in the round before. */
static void but_not_while_the_other_is_not(void **state G_GNUC_UNUSED)
{
    struct office office = two_relays();
    spoil(&office, "secret");
    spoil(&office, "outbox");
    struct deliver_tally before = run(&office), tally = {0};
    assert_int_equal(before.sent, 0);
    deliver_tally_clear(&before);
    repair(&office, "outbox");
    away = 61;
    step_on(&office, &tally);
    assert_int_equal(tally.sent, 5);
    assert_non_null(strstr(tally.our_fault, "secret"));
    assert_false(tally.recovered);
    repair(&office, "secret");
    away = 122;
    step_on(&office, &tally);
    assert_int_equal(tally.sent, 7);
    assert_null(tally.our_fault);
    assert_true(tally.recovered);
    deliver_tally_clear(&tally);
    office_clear(&office);
    away = 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_has_spoken_is_not_silent),
        cmocka_unit_test(a_failing_relay_is_not_tried_by_another),
        cmocka_unit_test(a_relay_that_recovers_is_well),
        cmocka_unit_test(but_not_while_the_other_is_not),
    };
    return cmocka_run_group_tests_name("post/deliver_marks", tests, NULL, NULL);
}
