/* How things are, as monitoring and staff hear of it. */
#include "unit/process/status_file.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "act/alarm.h"
#include "support/listener.h"

static time_t away; /* seconds by which every clock is ahead */

/* In the place of libc's, for the whole program. */
int clock_gettime(clockid_t which, struct timespec *now)
{
    long failed = syscall(SYS_clock_gettime, which, now);
    now->tv_sec += away;
    return (int)failed;
}

/* A round in which this happened to what goes out. */
static void round_of(struct site *site, const struct deliver_tally *out)
{
    g_autoptr(GError) error = NULL;
    watch_begin(site->house->watch, &site->house->office);
    if (!watch_round(site->house->watch, site->house, out, &error)) {
        fail_msg("%s", error->message);
    }
}

/* In the middle of a round, when it is time for that again. */
static void in_between(struct site *site, const struct deliver_tally *out)
{
    away += 60; /* a look that took a second is repeated after 50 */
    watch_begin(site->house->watch, &site->house->office);
    assert_true(watch_going(site->house->watch, site->house, out, NULL));
}

static bool lasts(const struct site *site, const char *kind)
{
    bool lasting = false;
    assert_true(alarm_lasts(&site->house->office, kind, &lasting, NULL));
    return lasting;
}

/* A relay's fault is there until a mail goes out; a round without one says nothing. */
static void a_fault_lasts_until_mail_moves(void **state)
{
    (void)state;
    SCOPED(scratch) struct scratch *scratch = scratch_new();
    struct site site;
    char down[] = "cannot reach mail.example", refuses[] = "535 5.7.8 no";
    open_site(&site, scratch->folder, HOUSE_WORK);
    says(&site, scratch->folder, "state=ok");
    queue_secret(&site);
    round_of(&site, &(struct deliver_tally){.our_fault = down});
    says(&site, scratch->folder, "state=trouble");
    says(&site, scratch->folder, "reason=the relay rests: cannot reach mail.example");
    assert_true(lasts(&site, ALARM_RELAY_DOWN) && !lasts(&site, ALARM_RELAY_REFUSES));
    round_of(&site, &(struct deliver_tally){.sent = 0});
    says(&site, scratch->folder, "state=trouble");
    in_between(&site, &(struct deliver_tally){.sent = 1}); /* another relay may have taken it */
    assert_true(lasts(&site, ALARM_RELAY_DOWN));
    round_of(&site, &(struct deliver_tally){.sent = 1});
    says(&site, scratch->folder, "state=ok");
    round_of(&site, &(struct deliver_tally){.our_fault = down});
    in_between(&site, &(struct deliver_tally){.sent = 1, .recovered = true});
    assert_false(lasts(&site, ALARM_RELAY_DOWN));
    says(&site, scratch->folder, "state=ok");
    says(&site, scratch->folder, "last_sent=2013-03-20T09:00:00+01:00");
    assert_false(lasts(&site, ALARM_RELAY_DOWN));
    round_of(&site, &(struct deliver_tally){.our_fault = refuses, .blamed = true});
    assert_true(lasts(&site, ALARM_RELAY_REFUSES) && !lasts(&site, ALARM_RELAY_DOWN));
    round_of(&site, &(struct deliver_tally){.our_fault = down}); /* refused, not down as well */
    assert_false(lasts(&site, ALARM_RELAY_DOWN));
    assert_non_null(strstr(watch_line(site.house->watch), "; queued 1, failed 0"));
    close_site(&site);
}

/* Staff have dropped what waited: nothing is in trouble, though no mail has gone since. */
static void nor_when_nothing_waits(void **state)
{
    (void)state;
    SCOPED(scratch) struct scratch *scratch = scratch_new();
    struct site site;
    char down[] = "cannot reach mail.example";
    open_site(&site, scratch->folder, HOUSE_WORK);
    queue_secret(&site);
    round_of(&site, &(struct deliver_tally){.our_fault = down});
    says(&site, scratch->folder, "state=trouble");
    struct store *store = site.house->office.store;
    const struct cause cause = {.at = clock_now(site.clock), .actor = "staff"};
    assert_true(store_begin(store, NULL));
    assert_true(ledger_resolve(store, &cause, 1, LEDGER_DROPPED, NULL));
    assert_true(store_commit(store, NULL));
    says(&site, scratch->folder, "state=ok");
    close_site(&site);
}

static void take_mail(const struct site *site)
{
    unsigned kept = 0;
    watch_begin(site->house->watch, &site->house->office);
    assert_true(
        retrieve_round(site->house->retrieve, site->house->office.store, site->clock, &kept, NULL));
}

/* Letters of a kind to staff. */
static int64_t told(const struct site *site, const char *kind)
{
    int64_t count = 0;
    assert_true(
        ledger_recent(site->house->office.store, "mette@kk.example", kind, 0, &count, NULL));
    return count;
}

static void add_staff(const struct site *site)
{
    struct store *store = site->house->office.store;
    const struct cause cause = {.at = clock_now(site->clock), .actor = "import"};
    SCOPED(person) struct person *person = person_new();
    person->role = PERSON_STAFF;
    g_ptr_array_add(person->addresses, g_strdup("mette@kk.example"));
    assert_true(store_begin(store, NULL));
    assert_true(person_add(store, &cause, person, NULL));
    assert_true(store_commit(store, NULL));
}

/* Staff hear of an inbox that has been closed for an hour, and of its end; monitoring at once. */
static void an_inbox_that_cannot_be_read(void **state)
{
    (void)state;
    SCOPED(scratch) struct scratch *scratch = scratch_new();
    struct site site;
    open_site(&site, scratch->folder, HOUSE_WORK);
    add_staff(&site);
    g_autofree char *inbox = g_build_filename(scratch->folder, "inbox", NULL);
    g_autofree char *gone = g_build_filename(scratch->folder, "away", NULL);
    g_autofree char *fifo = g_build_filename(inbox, "new", "1.fifo", NULL);
    assert_int_equal(mkfifo(fifo, 0600), 0);
    take_mail(&site);
    says(&site, scratch->folder, "inbox=ok");
    says(&site, scratch->folder, "left=1");
    assert_int_equal(rename(inbox, gone), 0);
    assert_true(file_write(inbox, "x", 1, 0600, NULL));
    for (unsigned minutes = 0; minutes <= 60; minutes += 20) {
        g_autofree char *when =
            g_strdup_printf("2013-03-20T%02u:%02u", 9 + minutes / 60, minutes % 60);
        at(&site, when);
        take_mail(&site);
        says(&site, scratch->folder, "state=trouble");
        const char *problem = retrieve_problem(site.house->retrieve);
        assert_non_null(problem);
        g_autofree char *line = g_strconcat("inbox=", problem, NULL);
        says(&site, scratch->folder, line);
        assert_true(lasts(&site, ALARM_INBOX));
        assert_int_equal(told(&site, "staff-alarm"), minutes < 60 ? 0 : 1);
    }
    assert_int_equal(g_unlink(inbox), 0);
    assert_int_equal(rename(gone, inbox), 0);
    assert_int_equal(told(&site, "staff-alarm-over"), 0);
    take_mail(&site);
    says(&site, scratch->folder, "state=ok");
    says(&site, scratch->folder, "inbox=ok");
    assert_false(lasts(&site, ALARM_INBOX));
    assert_int_equal(told(&site, "staff-alarm"), 1);
    assert_int_equal(told(&site, "staff-alarm-over"), 1);
    close_site(&site);
}

/* What cannot be looked up is told, and what comes in goes on. */
static void an_archive_that_cannot_be_read(void **state)
{
    (void)state;
    SCOPED(scratch) struct scratch *scratch = scratch_new();
    struct site site;
    g_autofree char *archive = g_build_filename(scratch->folder, "archive", NULL);
    assert_true(file_write(archive, "x", 1, 0600, NULL));
    open_site_with(&site, scratch->folder, HOUSE_WORK,
                   "[relay]\ntype = smtp\nhost = 127.0.0.1\nport = 1\ntls = none\n"
                   "archive = arkiv@seniorjob.example\n");
    says(&site, scratch->folder, "state=ok");
    drop_mail(scratch->folder, "1.m", /* which nobody answers */
              "From: x@post.example\nMessage-ID: <1@x>\nAuto-Submitted: auto-replied\n\nx\n");
    struct round round = {0};
    assert_true(round_all(site.house, &round, NULL, NULL));
    assert_int_equal(round.understood, 1);
    says(&site, scratch->folder, "state=trouble");
    assert_true(lasts(&site, ALARM_ARCHIVE));
    g_autofree char *path = g_build_filename(scratch->folder, "moedested.status", NULL),
                    *text = NULL;
    assert_true(g_file_get_contents(path, &text, NULL, NULL));
    assert_non_null(strstr(text, "\nreason=the archive cannot be read: "));
    round_clear(&round);
    close_site(&site);
}

/* A file that cannot be written stops nothing. */
static void a_status_that_cannot_be_written(void **state)
{
    (void)state;
    SCOPED(scratch) struct scratch *scratch = scratch_new();
    struct site site;
    open_site(&site, scratch->folder, HOUSE_WORK);
    g_autofree char *path = g_build_filename(scratch->folder, "moedested.status", NULL);
    g_unlink(path);
    assert_int_equal(g_mkdir(path, 0700), 0);
    at(&site, "2013-03-20T09:05");
    assert_true(watch_status(site.house->watch, site.house, true, NULL));
    assert_true(watch_status(site.house->watch, site.house, true, NULL));
    assert_int_equal(g_rmdir(path), 0);
    says(&site, scratch->folder, "state=ok");
    close_site(&site);
}

/* Without a round it is written once a minute, with one once a second. */
static void it_is_not_written_all_the_time(void **state)
{
    (void)state;
    SCOPED(scratch) struct scratch *scratch = scratch_new();
    struct site site;
    open_site(&site, scratch->folder, HOUSE_WORK);
    g_autofree char *path = g_build_filename(scratch->folder, "moedested.status", NULL);
    says(&site, scratch->folder, "state=ok");
    g_unlink(path);
    assert_true(watch_status(site.house->watch, site.house, false, NULL));
    assert_false(g_file_test(path, G_FILE_TEST_EXISTS));
    close_site(&site);
}

/* What is seen of a round while it lasts. */
struct onlooker {
    struct site *site;
    char *path;
    bool moved;   /* the file says the new time, before the round has any result */
    bool counted; /* and what is on its way */
};

/* A minute later, while the relay is silent. */
static void look_on(const struct round *round, void *data)
{
    struct onlooker *onlooker = data;
    const struct deliver_tally *out = &round->delivered;
    int64_t counts[LEDGER_HELD + 1] = {0};
    assert_true(ledger_count(onlooker->site->house->office.store, NULL, counts, NULL));
    if (counts[LEDGER_CLAIMED] == 0) {
        return; /* not on its way yet */
    }
    at(onlooker->site, "2013-03-20T09:01:01");
    g_autofree char *text = NULL;
    if (out->our_fault == NULL && g_file_get_contents(onlooker->path, &text, NULL, NULL)) {
        onlooker->moved =
            onlooker->moved || strstr(text, "time=2013-03-20T09:01:01+01:00\n") != NULL;
        onlooker->counted = onlooker->counted || strstr(text, "\nqueued=1\n") != NULL;
    }
}

/* A relay that stalls in the middle of a round: status and log say so before it gives up. */
static void a_round_that_stands_still_is_seen(void **state)
{
    (void)state;
    SCOPED(scratch) struct scratch *scratch = scratch_new();
    struct site site;
    int port = 0, relay = listener_open(&port);
    g_autofree char *conf = g_strdup_printf(
        "[relay]\ntype = smtp\nhost = 127.0.0.1\nport = %d\ntls = none\ntimeout = 3 seconds\n",
        port);
    open_site_with(&site, scratch->folder, HOUSE_WORK, conf);
    queue_secret(&site);
    g_autofree char *log = g_build_filename(scratch->folder, "log", NULL), *said = NULL;
    g_autofree char *path = g_build_filename(scratch->folder, "moedested.status", NULL);
    struct onlooker onlooker = {.site = &site, .path = path};
    struct round round = {.progress = look_on, .data = &onlooker};
    int usual = dup(STDERR_FILENO), file = open(log, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
    dup2(file, STDERR_FILENO);
    bool done = round_all(site.house, &round, NULL, NULL);
    dup2(usual, STDERR_FILENO);
    close(file);
    close(usual);
    assert_true(done);
    assert_true(onlooker.moved);
    assert_true(onlooker.counted);
    assert_non_null(round.delivered.our_fault); /* it did give up */
    assert_true(g_file_get_contents(log, &said, NULL, NULL));
    const char *still = strstr(said, "nothing moves seconds=61 waiting=1 reason=\"on their way");
    const char *gives_up = strstr(said, "deliver stopped");
    assert_non_null(still);
    assert_non_null(gives_up);
    assert_true(still < gives_up);
    round_clear(&round);
    close(relay);
    close_site(&site);
}

/* What waited for nothing has not stood still before. */
static void a_round_after_a_quiet_hour_is_no_standstill(void **state)
{
    (void)state;
    SCOPED(scratch) struct scratch *scratch = scratch_new();
    struct site site;
    open_site(&site, scratch->folder, HOUSE_WORK);
    says(&site, scratch->folder, "state=ok");
    at(&site, "2013-03-20T10:00");
    queue_secret(&site);
    g_autofree char *log = g_build_filename(scratch->folder, "log", NULL), *said = NULL;
    int usual = dup(STDERR_FILENO), file = open(log, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
    dup2(file, STDERR_FILENO);
    watch_begin(site.house->watch, &site.house->office);
    bool done = watch_going(site.house->watch, site.house, &(struct deliver_tally){0}, NULL);
    dup2(usual, STDERR_FILENO);
    close(file);
    close(usual);
    assert_true(done);
    assert_true(g_file_get_contents(log, &said, NULL, NULL));
    assert_string_equal(said, "");
    close_site(&site);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_fault_lasts_until_mail_moves),
        cmocka_unit_test(nor_when_nothing_waits),
        cmocka_unit_test(an_inbox_that_cannot_be_read),
        cmocka_unit_test(an_archive_that_cannot_be_read),
        cmocka_unit_test(a_status_that_cannot_be_written),
        cmocka_unit_test(it_is_not_written_all_the_time),
        cmocka_unit_test(a_round_that_stands_still_is_seen),
        cmocka_unit_test(a_round_after_a_quiet_hour_is_no_standstill),
    };
    return cmocka_run_group_tests_name("process/watch", tests, NULL, NULL);
}
