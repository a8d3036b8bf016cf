#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include <poll.h>

#include "base/clock.h"
#include "base/config.h"
#include "post/retrieve.h"
#include "post/source.h"
#include "unit/post/servers.h"

#define NOW 1364886000

struct office {
    char *folder, *fresh, *cur;
    struct config *config;
    struct clock *clock;
    struct store *store;
    struct retrieve *retrieve;
};

static struct office office_new(const char *inbox)
{
    struct office office = {.folder = own_folder()};
    g_autofree char *path = g_build_filename(office.folder, "moedested.conf", NULL);
    g_autofree char *text = g_strconcat("[inbox]\n", inbox, "\n", NULL);
    assert_true(g_file_set_contents(path, text, -1, NULL));
    office.fresh = g_build_filename(office.folder, "inbox", "new", NULL);
    office.cur = g_build_filename(office.folder, "inbox", "cur", NULL);
    g_autoptr(GError) error = NULL;
    office.config = config_load(path, &error);
    assert_null(error);
    office.clock = clock_new("Europe/Copenhagen");
    clock_set(office.clock, NOW, false);
    office.retrieve = retrieve_start(office.config, &error);
    assert_null(error);
    office.store = store_open(":memory:", STORE_CREATE, &error);
    assert_null(error);
    return office;
}

static void office_clear(struct office *office)
{
    retrieve_stop(office->retrieve);
    store_close(office->store);
    config_free(office->config);
    clock_free(office->clock);
    remove_folder(office->folder);
    g_free(office->folder);
    g_free(office->fresh);
    g_free(office->cur);
}

static void drop(struct office *office, const char *name, const char *octets)
{
    g_autofree char *path = g_build_filename(office->fresh, name, NULL);
    assert_true(g_file_set_contents(path, octets, -1, NULL));
}

static unsigned take(struct office *office)
{
    unsigned kept = 0;
    g_autoptr(GError) error = NULL;
    bool fine = retrieve_round(office->retrieve, office->store, office->clock, &kept, &error);
    assert_null(error);
    assert_true(fine);
    return kept;
}

static bool count_row(const struct inbound *inbound G_GNUC_UNUSED, void *data)
{
    ++*(unsigned *)data;
    return true;
}

static unsigned rows(struct office *office)
{
    unsigned count = 0;
    assert_true(inbound_each(office->store, 0, count_row, &count, NULL));
    return count;
}

static void mails_are_kept_oldest_first(void **state G_GNUC_UNUSED)
{
    struct office office = office_new("path = inbox");
    drop(&office, "1364886010.b", "Subject: b\n\ntwo\n");
    drop(&office, "999999999.a", "Subject: a\n\none \303\246 \377\n");
    drop(&office, "1364886010.c:2,", "");
    drop(&office, ".hidden", "Subject: no\n\n");
    assert_int_equal(take(&office), 3);
    assert_int_equal(take(&office), 0);
    assert_int_equal(count_files(office.fresh), 1);
    assert_int_equal(count_files(office.cur), 3);
    g_autoptr(GError) error = NULL;
    SCOPED(inbound) struct inbound *first = inbound_get(office.store, 1, &error);
    assert_true(g_str_has_prefix(first->source, "maildir:999999999.a"));
    assert_int_equal(first->received, NOW);
    g_autoptr(GBytes) raw = inbound_raw(office.store, first->id, &error);
    assert_int_equal(g_bytes_get_size(raw), strlen("Subject: a\n\none \303\246 \377\n"));
    g_autofree char *seen = g_build_filename(office.cur, "1364886010.c:2,S", NULL);
    assert_true(g_file_test(seen, G_FILE_TEST_EXISTS));
    office_clear(&office);
}

static void same_mail_counts_once(void **state G_GNUC_UNUSED)
{
    struct office office = office_new("path = inbox");
    drop(&office, "1.a", "Message-ID: <1@x>\nSubject: a\n\none\n");
    assert_int_equal(take(&office), 1);
    drop(&office, "2.b", "Message-ID: <1@x>\nSubject: a\n\none\n");
    assert_int_equal(take(&office), 0);
    assert_int_equal(rows(&office), 1);
    /* Another mail under a name that was there before is another mail. */
    drop(&office, "1.a", "Message-ID: <2@x>\nSubject: a\n\ntwo\n");
    assert_int_equal(take(&office), 1);
    assert_int_equal(rows(&office), 2);
    assert_int_equal(count_files(office.cur), 3);
    office_clear(&office);
}

/* Whatever lies in new/: the mails among it arrive, the rest stays, and nothing hangs. */
static void odd_files_are_left(void **state G_GNUC_UNUSED)
{
    struct office office = office_new("path = inbox");
    drop(&office, "1.first", "Subject: 1\n\none\n");
    drop(&office, "9.last", "Subject: 9\n\nnine\n");
    g_autofree char *folder = g_build_filename(office.fresh, "2.folder", NULL);
    g_autofree char *fifo = g_build_filename(office.fresh, "3.fifo", NULL);
    g_autofree char *link = g_build_filename(office.fresh, "4.link", NULL);
    g_autofree char *huge = g_build_filename(office.fresh, "5.huge", NULL);
    g_autofree char *open_one = g_build_filename(office.fresh, "6.open", NULL);
    g_autofree char *closed = g_build_filename(office.fresh, "7.closed", NULL);
    assert_int_equal(mkdir(folder, 0700), 0);
    assert_int_equal(mkfifo(fifo, 0600), 0);
    assert_int_equal(symlink("/etc/passwd", link), 0);
    int fd = open(huge, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    assert_int_equal(ftruncate(fd, (off_t)1 << 30), 0);
    close(fd);
    assert_true(g_file_set_contents(closed, "Subject: 7\n\n", -1, NULL));
    chmod(closed, 0);
    int writer = open(open_one, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    assert_int_equal(write(writer, "Subject: half", 13), 13);

    bool reads_all = geteuid() == 0;
    assert_int_equal(take(&office), reads_all ? 4 : 3); /* of the huge one a part */
    assert_int_equal(count_files(office.fresh), reads_all ? 4 : 5);
    assert_int_equal(take(&office), 0);

    assert_int_equal(write(writer, " whole\n\n", 8), 8);
    close(writer);
    assert_int_equal(take(&office), 1);
    office_clear(&office);
}

/* What an administrator takes away is left no more. */
static void what_is_left_is_counted(void **state G_GNUC_UNUSED)
{
    struct office office = office_new("path = inbox");
    g_autofree char *first = g_build_filename(office.fresh, "1.fifo", NULL);
    g_autofree char *second = g_build_filename(office.fresh, "2.fifo", NULL);
    assert_int_equal(mkfifo(first, 0600), 0);
    assert_int_equal(mkfifo(second, 0600), 0);
    assert_int_equal(take(&office), 0);
    assert_int_equal(retrieve_left(office.retrieve), 2);
    assert_int_equal(g_unlink(first), 0);
    assert_int_equal(take(&office), 0);
    assert_int_equal(retrieve_left(office.retrieve), 1);
    assert_int_equal(g_unlink(second), 0);
    assert_int_equal(take(&office), 0);
    assert_int_equal(retrieve_left(office.retrieve), 0);
    office_clear(&office);
}

static void arrival_wakes(void **state G_GNUC_UNUSED)
{
    struct office office = office_new("path = inbox");
    struct pollfd wake = {.fd = retrieve_wake_fd(office.retrieve), .events = POLLIN};
    assert_true(wake.fd >= 0);
    assert_int_equal(take(&office), 0);
    assert_int_equal(poll(&wake, 1, 50), 0);
    drop(&office, "1.a", "Subject: a\n\n");
    assert_int_equal(poll(&wake, 1, 5000), 1);
    assert_int_equal(take(&office), 1);
    assert_int_equal(poll(&wake, 1, 50), 0); /* our own moving to cur/ does not wake */
    drop(&office, "2.a", "Subject: b\n\n");
    assert_int_equal(poll(&wake, 1, 5000), 1);
    assert_int_equal(take(&office), 1);
    office_clear(&office);
}

/* An administrator puts another folder into its place, from a backup say. */
static void another_folder_is_read(void **state G_GNUC_UNUSED)
{
    struct office office = office_new("path = inbox");
    g_autofree char *inbox = g_build_filename(office.folder, "inbox", NULL);
    g_autofree char *old = g_build_filename(office.folder, "old", NULL);
    drop(&office, "1.a", "Subject: a\n\n");
    assert_int_equal(take(&office), 1);
    assert_int_equal(rename(inbox, old), 0);
    assert_int_equal(g_mkdir_with_parents(office.fresh, 0700), 0);
    drop(&office, "2.b", "Subject: b\n\n");
    assert_int_equal(take(&office), 1);
    assert_int_equal(count_files(office.cur), 1);
    struct pollfd wake = {.fd = retrieve_wake_fd(office.retrieve), .events = POLLIN};
    drop(&office, "3.c", "Subject: c\n\n");
    assert_int_equal(poll(&wake, 1, 5000), 1);
    assert_int_equal(take(&office), 1);
    office_clear(&office);
}

/* Of what comes into a folder of another machine (NFS) inotify says nothing. */
static void a_folder_is_looked_at_each_minute(void **state G_GNUC_UNUSED)
{
    g_autofree char *folder = own_folder();
    g_autofree char *mail = g_build_filename(folder, "new", "1.a", NULL);
    struct source_setup setup = {.kind = &source_kind_maildir, .path = folder};
    void *source = source_kind_maildir.open(&setup, NULL);
    assert_in_range(source_kind_maildir.due(source) - clock_stopwatch(), 1, 60 * G_USEC_PER_SEC);
    assert_false(source_kind_maildir.look(source, NULL));
    assert_true(g_file_set_contents(mail, "Subject: a\n\n", -1, NULL));
    assert_true(source_kind_maildir.look(source, NULL));
    assert_in_range(source_kind_maildir.due(source) - clock_stopwatch(), 1, 60 * G_USEC_PER_SEC);
    source_kind_maildir.close(source);
    remove_folder(folder);
}

static void killed_fetcher_comes_back(void **state G_GNUC_UNUSED)
{
    struct office office = office_new("path = inbox");
    for (int i = 0; i < 300; i++) {
        g_autofree char *name = g_strdup_printf("%d.x", i + 1);
        g_autofree char *mail = g_strdup_printf("Message-ID: <%d@x>\n\ntext %d\n", i, i);
        drop(&office, name, mail);
    }
    unsigned kept = 0;
    for (unsigned kill_after = 0; kill_after < 3; kill_after++) {
        pid_t victim = only_child();
        pid_t killer = fork();
        if (killer == 0) {
            usleep(3000 + kill_after * 20000);
            kill(victim, SIGKILL);
            _exit(0);
        }
        kept += take(&office);
        waitpid(killer, NULL, 0);
    }
    kept += take(&office);
    assert_int_equal(kept, 300);
    assert_int_equal(rows(&office), 300);
    assert_int_equal(count_files(office.fresh), 0);
    assert_int_equal(count_files(office.cur), 300);
    office_clear(&office);
}

static void no_inbox_is_fine(void **state G_GNUC_UNUSED)
{
    struct office office = office_new("type = none");
    assert_int_equal(take(&office), 0);
    assert_int_equal(retrieve_wake_fd(office.retrieve), -1);
    office_clear(&office);
}

static void impossible_inbox_is_refused(void **state G_GNUC_UNUSED)
{
    g_autofree char *folder = own_folder();
    g_autofree char *path = g_build_filename(folder, "moedested.conf", NULL);
    assert_true(g_file_set_contents(path, "[inbox]\npath = moedested.conf\n", -1, NULL));
    g_autoptr(GError) error = NULL;
    struct config *config = config_load(path, &error);
    assert_null(error);
    assert_null(retrieve_start(config, &error));
    assert_non_null(strstr(error->message, path));
    config_free(config);
    remove_folder(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mails_are_kept_oldest_first),
        cmocka_unit_test(same_mail_counts_once),
        cmocka_unit_test(odd_files_are_left),
        cmocka_unit_test(what_is_left_is_counted),
        cmocka_unit_test(arrival_wakes),
        cmocka_unit_test(killed_fetcher_comes_back),
        cmocka_unit_test(no_inbox_is_fine),
        cmocka_unit_test(impossible_inbox_is_refused),
        cmocka_unit_test(another_folder_is_read),
        cmocka_unit_test(a_folder_is_looked_at_each_minute),
    };
    return cmocka_run_group_tests_name("post/retrieve", tests, NULL, NULL);
}
