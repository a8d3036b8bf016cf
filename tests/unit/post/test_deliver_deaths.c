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
static int most_deaths;      /* then the mail does no harm any more; 0: it always does */
static int *deaths, *lonely; /* which all processes see: batches of one mail */

static void die(void)
{
    if (most_deaths > 0 && g_atomic_int_get(deaths) >= most_deaths) {
        return;
    }
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

void lane_deliver(struct lane *lane, struct lane_mail *mails, unsigned count,
                  const struct lane_watch *watch)
{
    if (count == 1) {
        g_atomic_int_inc(lonely);
    }
    void (*ours)(struct lane *, struct lane_mail *, unsigned, const struct lane_watch *) = NULL;
    *(void **)&ours = dlsym(RTLD_NEXT, "lane_deliver");
    ours(lane, mails, count, watch);
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
    int most_lonely; /* batches of one mail: those before it in its group, itself, two behind it */
};

static const struct killer killers[] = {
    {"the first one, after its GO", 1, false, 3},
    {"one amid others that have theirs", 80, false, 18},
    {"the last one", MAILS, false, 36},
    {"the first one, before its GO", 1, true, 3},
    {"one behind others that have theirs", 80, true, 18},
};

/* It steps aside as one does at which the relay drops the line, and nobody beside it waits: each of
 * them is taken once, and there is one copy of each. */
static void it_steps_aside(void **state)
{
    const struct killer *killer = *state;
    kills_before_go = killer->before_go ? killer->id : 0;
    kills_after_go = killer->before_go ? 0 : killer->id;
    *deaths = *lonely = 0;
    struct office office = office_new("type = maildir\npath = outbox");
    g_autofree char *fresh = g_build_filename(office.folder, "outbox", "new", NULL);
    office_open(&office);
    queue(&office, MAILS, LEDGER_OPEN);
    deliver_all(&office);
    assert_in_range(*deaths, 2, 3);
    assert_in_range(*lonely, 0, killer->most_lonely);
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

/* Nobody is to blame, or he is gone: what comes behind those that were with him goes together. */
static void the_rest_gets_through(void **state)
{
    (void)state;
    kills_before_go = 1;
    kills_after_go = 0;
    most_deaths = 2;
    *deaths = *lonely = 0;
    struct office office = office_new("type = maildir\npath = outbox");
    office_open(&office);
    queue(&office, 5, LEDGER_OPEN);
    struct deliver_tally tally = {0};
    for (bool more = true; more && *deaths < most_deaths;) {
        assert_true(deliver_step(office.deliver, office.store, office.clock, &tally, &more, NULL));
    }
    queue(&office, MAILS, LEDGER_CONFIDENTIAL);
    deliver_all(&office);
    assert_int_equal(in_state(&office, LEDGER_SENT), MAILS + 5);
    assert_int_equal(*lonely, 5);
    most_deaths = 0;
    office_clear(&office);
    deliver_tally_clear(&tally);
}

int main(void)
{
    deaths =
        mmap(NULL, 2 * sizeof *deaths, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    lonely = deaths + 1;
    struct CMUnitTest tests[G_N_ELEMENTS(killers) + 1] = {{0}};
    tests[G_N_ELEMENTS(killers)] = (struct CMUnitTest)cmocka_unit_test(the_rest_gets_through);
    for (size_t i = 0; i < G_N_ELEMENTS(killers); i++) {
        tests[i] = (struct CMUnitTest){.name = killers[i].name,
                                       .test_func = it_steps_aside,
                                       .initial_state = (void *)(uintptr_t)&killers[i]};
    }
    return cmocka_run_group_tests_name("post/deliver_deaths", tests, NULL, NULL);
}
