/* plain only: some thousand processes that are killed, and the same under sanitizers.
 *
 * The promise of the ledger: nothing is lost, and at most one mail for each crash goes out twice,
 * one that was listed in doubt (reliability.md 1, P1 and P2).
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include "store/setting.h"
#include "unit/post/relay.h"
#include "unit/post/sending_site.h"

#define KILLS 8u
#define MANY 700u

#define SESSIONS 10u /* connections of the plain lane, by default */

/* A child has its name a moment after the fork. */
static pid_t child_named(const char *name)
{
    pid_t pid = 0;
    for (int i = 0; i < 1000 && pid == 0; i++) {
        pid = child_of(getpid(), name);
        g_usleep(1000);
    }
    return pid;
}

/* Kills the sending process a few times while main delivers; a forked killer does it. */
static pid_t start_killer(pid_t victim, useconds_t after)
{
    pid_t pid = fork();
    if (pid == 0) {
        usleep(after);
        kill(victim, SIGKILL);
        _exit(0);
    }
    return pid;
}

/* How many mails a power cut would leave in doubt now: those that may be on their way. */
static unsigned released(const struct office *office)
{
    g_autofree char *text = setting_get(office->store, "window", NULL);
    g_auto(GStrv) ranges = g_strsplit(text != NULL ? text : "", " ", -1);
    unsigned count = 0;
    for (unsigned i = 0; ranges[i] != NULL && *ranges[i] != '\0'; i++) {
        char *last = NULL;
        int64_t first = g_ascii_strtoll(ranges[i], &last, 10);
        count += (unsigned)(g_ascii_strtoll(last + 1, NULL, 10) - first + 1);
    }
    return count;
}

static void killed_sender(const char *relay, const char *look_in, bool can_know)
{
    struct office office = office_new(relay);
    g_autofree char *folder = g_build_filename(office.folder, look_in, NULL);
    office_open(&office);
    queue(&office, MANY, LEDGER_OPEN);
    unsigned kills = 0, most = 0;
    struct deliver_tally tally = {0};
    bool more = true;
    int64_t settled = 0; /* at the last kill: one that kills each process at its first mail is
                            another story */
    while (more) {
        pid_t victim = child_named("send");
        assert_true(victim > 0);
        int64_t now = in_state(&office, LEDGER_SENT) + in_state(&office, LEDGER_DOUBT);
        bool kill_it = kills < KILLS && (kills == 0 || now > settled);
        settled = kill_it ? now : settled;
        pid_t killer = kill_it ? start_killer(victim, 3000 + kills * 2500) : 0;
        g_autoptr(GError) error = NULL;
        assert_true(
            deliver_step(office.deliver, office.store, office.clock, &tally, &more, &error));
        most = MAX(most, released(&office));
        if (killer > 0) {
            waitpid(killer, NULL, 0);
            kills++;
        }
    }
    assert_null(tally.our_fault); /* another process goes on, so there is nothing to stop for */
    assert_int_equal(tally.not_tried, 0);
    assert_int_equal(in_state(&office, LEDGER_CLAIMED), 0);
    /* A mail at which three processes were killed by chance waits a minute. */
    assert_true(in_state(&office, LEDGER_QUEUED) <= KILLS / 3);
    clock_set(office.clock, NOW + 60, false);
    struct deliver_tally rest = run(&office);
    deliver_tally_clear(&rest);
    assert_int_equal(in_state(&office, LEDGER_QUEUED), 0);
    int64_t doubt = in_state(&office, LEDGER_DOUBT);
    assert_int_equal(in_state(&office, LEDGER_SENT) + doubt, MANY);
    assert_true(doubt <= (can_know ? 0 : kills * SESSIONS));
    for (unsigned i = 1; i <= MANY; i++) {
        unsigned found = copies(folder, i);
        assert_true(found <= 1);
        assert_true(found == 1 || doubt > 0);
    }
    assert_in_range(most, 1, can_know ? MANY : SESSIONS * 16);
    print_message("%u kills, %d in doubt, %u at most after a power cut\n", kills, (int)doubt, most);
    deliver_tally_clear(&tally);
    office_clear(&office);
}

static void killed_sender_maildir(void **state G_GNUC_UNUSED)
{
    killed_sender("type = maildir\npath = outbox", "outbox/new", true);
}

static void killed_sender_smtp(void **state G_GNUC_UNUSED)
{
    if (!have_sink()) {
        skip();
    }
    g_autofree char *folder = own_folder();
    g_autofree char *dump = g_build_filename(folder, "mails", NULL);
    int port = 0;
    pid_t sink = sink_start(&port, "-D", dump, NULL, NULL);
    g_autofree char *relay = g_strdup_printf("type = smtp\nhost = 127.0.0.1\nport = %d", port);
    g_autofree char *back = g_strconcat("../", strrchr(folder, '/') + 1, NULL);
    killed_sender(relay, back, false);
    end_process(sink);
    remove_folder(folder);
}

/* The whole of main is killed at some moment of a run. */
static void die_at(struct office *office, useconds_t after)
{
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        office_open(office);
        GPtrArray *doubtful = NULL;
        deliver_recover(office->deliver, office->store, office->clock, &doubtful, NULL);
        struct deliver_tally tally = {0};
        bool more = true;
        while (more &&
               deliver_step(office->deliver, office->store, office->clock, &tally, &more, NULL)) {
        }
        _exit(0);
    }
    usleep(after);
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
    usleep(30000); /* its sending process dies with it, by the kernel's hand */
}

static void add_doubtful(struct office *office, GHashTable *doubted)
{
    g_autoptr(GError) error = NULL;
    GPtrArray *doubtful = NULL;
    assert_true(deliver_recover(office->deliver, office->store, office->clock, &doubtful, &error));
    assert_true(doubtful->len <= SESSIONS); /* one a connection, one crash */
    for (unsigned i = 0; i < doubtful->len; i++) {
        const struct ledger_mail *mail = g_ptr_array_index(doubtful, i);
        g_hash_table_add(doubted, g_strdup(mail->recipient));
    }
    g_ptr_array_unref(doubtful);
}

/* Queue, kill main once at `after`, finish: 0 lost, at most one a connection twice, and those
 * were named. */
static void crash_once(const char *relay, const char *folder, useconds_t after, unsigned *twice,
                       unsigned *in_doubt)
{
    struct office office = office_new(relay);
    office_open(&office);
    queue(&office, 200, LEDGER_OPEN);
    office_close(&office);
    unsigned before = count_in_folder(folder, "\nHej ");
    die_at(&office, after);

    office_open(&office);
    g_autoptr(GHashTable) doubted = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    add_doubtful(&office, doubted);
    struct deliver_tally tally = run(&office);
    assert_int_equal(in_state(&office, LEDGER_SENT), 200);
    *in_doubt += g_hash_table_size(doubted);
    unsigned copies_in_all = count_in_folder(folder, "\nHej ") - before;
    assert_true(copies_in_all >= 200);
    assert_true(copies_in_all <= 200 + g_hash_table_size(doubted));
    *twice += copies_in_all - 200;
    deliver_tally_clear(&tally);
    office_clear(&office);
}

static void killed_main(void **state G_GNUC_UNUSED)
{
    if (!have_sink()) {
        skip();
    }
    unsigned twice = 0, in_doubt = 0;
    for (unsigned i = 0; i < 20; i++) {
        g_autofree char *folder = own_folder();
        g_autofree char *dump = g_build_filename(folder, "mails", NULL);
        int port = 0;
        pid_t sink = sink_start(&port, "-D", dump, NULL, NULL);
        g_autofree char *relay = g_strdup_printf("type = smtp\nhost = 127.0.0.1\nport = %d", port);
        crash_once(relay, folder, 10000 + i * 4100, &twice, &in_doubt);
        for (unsigned number = 1; number <= 200; number++) {
            assert_in_range(copies(folder, number), 1, 2);
        }
        end_process(sink);
        remove_folder(folder);
    }
    print_message("20 crashes of main: 0 lost, %u in doubt, %u went out twice\n", in_doubt, twice);
}

static void killed_main_maildir(void **state G_GNUC_UNUSED)
{
    unsigned in_doubt = 0;
    for (unsigned i = 0; i < 10; i++) {
        struct office office = office_new("type = maildir\npath = outbox");
        office_open(&office);
        queue(&office, 200, LEDGER_OPEN);
        office_close(&office);
        die_at(&office, 8000 + i * 9000);
        office_open(&office);
        g_autoptr(GError) error = NULL;
        GPtrArray *doubtful = NULL;
        assert_true(deliver_recover(office.deliver, office.store, office.clock, &doubtful, &error));
        in_doubt += doubtful->len;
        g_ptr_array_unref(doubtful);
        struct deliver_tally tally = run(&office);
        assert_int_equal(in_state(&office, LEDGER_SENT), 200);
        g_autofree char *fresh = g_build_filename(office.folder, "outbox", "new", NULL);
        assert_int_equal(count_files(fresh), 200);
        assert_int_equal(count_in_folder(fresh, "\nHej "), 200);
        deliver_tally_clear(&tally);
        office_clear(&office);
    }
    print_message("10 crashes of main: 0 lost, 0 twice, %u looked up\n", in_doubt);
}

/* The sending process does not survive the first mail of all, whenever it is tried. */
static void one_that_kills_the_sender_holds_up_nobody(void **state)
{
    const struct script script = {.ehlo = "250-PIPELINING\r\n", .kills = "<person1@"};
    g_autofree char *folder = own_folder();
    g_autofree char *heard = g_build_filename(folder, "heard", NULL);
    int port = 0;
    pid_t server = relay_start(&script, heard, &port);
    g_autofree char *relay = g_strdup_printf(
        "type = smtp\nhost = 127.0.0.1\nport = %d\nsessions = %s", port, (const char *)*state);
    struct office office = office_new(relay);
    office_open(&office);
    queue(&office, 30, LEDGER_OPEN);
    struct deliver_tally tally = run(&office);
    assert_null(tally.our_fault);
    assert_int_equal(in_state(&office, LEDGER_DOUBT), 0);
    SCOPED(ledger_mail) struct ledger_mail *killer = ledger_get(office.store, 1, NULL);
    assert_int_equal(killer->state, LEDGER_QUEUED);
    assert_true(killer->due > NOW);
    assert_int_equal(in_state(&office, LEDGER_SENT), 29);
    deliver_tally_clear(&tally);
    office_clear(&office);
    end_process(server);
    remove_folder(folder);
}

int main(void)
{
    static char one[] = "1", ten[] = "10";
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(killed_sender_maildir),
        cmocka_unit_test(killed_sender_smtp),
        {"one mail kills the sender", one_that_kills_the_sender_holds_up_nobody, NULL, NULL, one},
        {"beside nine others", one_that_kills_the_sender_holds_up_nobody, NULL, NULL, ten},
        cmocka_unit_test(killed_main),
        cmocka_unit_test(killed_main_maildir),
    };
    int failed = cmocka_run_group_tests_name("post/deliver_crash", tests, NULL, NULL);
    end_sinks();
    return failed;
}
