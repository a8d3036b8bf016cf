/* A mail at which the sending process dies each time, in a lane that knows what has arrived. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include <dlfcn.h>
#include <sys/mman.h>

#include "post/lane_kind.h"
#include "post/sendable.h"
#include "unit/post/sending_site.h"

#define MAILS 100u
#define STEPS 200u /* far more than are needed */

static int64_t kills_before_go, kills_after_go; /* their numbers; 0: none */
static int *deaths;                             /* which all processes see */

static void die(void)
{
    g_atomic_int_inc(deaths);
    kill(getpid(), SIGKILL);
}

/* In the place of ours, for the whole program. */
bool sendable(const struct lane_mail *mail, const char **reason)
{
    if (mail->id == kills_before_go) {
        die();
    }
    bool (*ours)(const struct lane_mail *, const char **) = NULL;
    *(void **)&ours = dlsym(RTLD_NEXT, "sendable");
    return ours(mail, reason);
}

bool lane_hand_over(const struct lane_watch *watch, int64_t id, const char *status)
{
    bool (*ours)(const struct lane_watch *, int64_t, const char *) = NULL;
    *(void **)&ours = dlsym(RTLD_NEXT, "lane_hand_over");
    bool go = ours(watch, id, status);
    if (go && id == kills_after_go) {
        die();
    }
    return go;
}

static void deliver_all(struct office *office)
{
    struct deliver_tally tally = {0};
    bool more = true;
    for (unsigned i = 0; i < STEPS && more; i++) {
        g_autoptr(GError) error = NULL;
        if (!deliver_step(office->deliver, office->store, office->clock, &tally, &more, &error)) {
            fail_msg("%s", error->message);
        }
    }
    assert_false(more);
    assert_null(tally.our_fault);
    assert_int_equal(tally.doubt, 0);
    deliver_tally_clear(&tally);
}

static void expect_due(struct office *office, int64_t id, int64_t first, int64_t last)
{
    SCOPED(ledger_mail) struct ledger_mail *mail = ledger_get(office->store, id, NULL);
    assert_int_equal(mail->state, LEDGER_QUEUED);
    assert_in_range(mail->due, first, last);
}

struct killer {
    const char *name;
    unsigned id;
    bool before_go;
};

static const struct killer killers[] = {
    {"the first one, after its GO", 1, false},
    {"one amid others that have theirs", 80, false},
    {"the last one", MAILS, false},
    {"the first one, before its GO", 1, true},
    {"one behind others that have theirs", 80, true},
};

/* It steps aside as one does at which the relay drops the line, and nobody beside it waits: each of
 * them is taken once, and there is one copy of each. */
static void it_steps_aside(void **state)
{
    const struct killer *killer = *state;
    kills_before_go = killer->before_go ? killer->id : 0;
    kills_after_go = killer->before_go ? 0 : killer->id;
    *deaths = 0;
    struct office office = office_new("type = maildir\npath = outbox");
    g_autofree char *fresh = g_build_filename(office.folder, "outbox", "new", NULL);
    office_open(&office);
    queue(&office, MAILS, LEDGER_OPEN);
    deliver_all(&office);
    assert_in_range(*deaths, 2, 3);
    assert_int_equal(in_state(&office, LEDGER_SENT), MAILS - 1);
    expect_due(&office, killer->id, NOW + 60, NOW + 60);
    clock_set(office.clock, NOW + 60, false);
    deliver_all(&office);
    assert_in_range(*deaths, 3, 6);
    expect_due(&office, killer->id, NOW + 60 + 300, NOW + 60 + 300);
    assert_int_equal(count_files(fresh), MAILS - 1);
    kills_before_go = kills_after_go = 0; /* who mends it */
    office_close(&office);
    office_open(&office);
    clock_set(office.clock, NOW + 60 + 300, false);
    deliver_all(&office);
    assert_int_equal(in_state(&office, LEDGER_SENT), MAILS);
    for (unsigned i = 1; i <= MAILS; i++) {
        assert_int_equal(copies(fresh, i), 1);
    }
    office_clear(&office);
}

int main(void)
{
    deaths = mmap(NULL, sizeof *deaths, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    struct CMUnitTest tests[G_N_ELEMENTS(killers)] = {{0}};
    for (size_t i = 0; i < G_N_ELEMENTS(killers); i++) {
        tests[i] = (struct CMUnitTest){.name = killers[i].name,
                                       .test_func = it_steps_aside,
                                       .initial_state = (void *)(uintptr_t)&killers[i]};
    }
    return cmocka_run_group_tests_name("post/deliver_deaths", tests, NULL, NULL);
}
