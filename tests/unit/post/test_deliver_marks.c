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
#include "unit/post/sending_site.h"

static time_t away; /* seconds by which every clock is ahead */

/* In the place of libc's, for the whole program. */
int clock_gettime(clockid_t which, struct timespec *now)
{
    long failed = syscall(SYS_clock_gettime, which, now);
    now->tv_sec += away;
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_has_spoken_is_not_silent),
    };
    return cmocka_run_group_tests_name("post/deliver_marks", tests, NULL, NULL);
}
