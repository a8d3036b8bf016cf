/* Mails in doubt and an archive that knows, or cannot be read. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include "post/deliver_inner.h"
#include "unit/post/doubt_site.h"
#include "unit/post/relay.h"

#include <poll.h>
#include <utime.h>

static struct office site_with_imap(int port)
{
    g_autofree char *archive =
        g_strdup_printf("type = imap\nhost = 127.0.0.1\nport = %d\ntls = none\nuser = arkiv\n"
                        "password-file = secret\ntimeout = 1 second\n",
                        port);
    return site_with(archive);
}

static int64_t next(struct office *office)
{
    int64_t moment = 0;
    assert_true(deliver_next(office->deliver, office->store, office->clock, &moment, NULL));
    return moment;
}

/* Those whose copy is there are sent, the others go again. */
static void a_maildir_knows(void **state)
{
    struct office office = site_with("path = archive\n");
    g_autofree char *copy = g_build_filename(office.folder, "archive", "new", "1.copy", NULL);
    g_autofree char *folder = g_path_get_dirname(copy);
    assert_int_equal(g_mkdir_with_parents(folder, 0700), 0);
    assert_true(g_file_set_contents(
        copy, "Subject: x\nMessage-ID: <row2@seniorjob.example>\n\nHej\n", -1, NULL));
    if (*state != NULL) {
        deliver_hurry(office.deliver);
    }
    for (int i = 0; i < 100 && in_state(&office, LEDGER_DOUBT) > 0; i++) {
        review(&office);
    }
    assert_int_equal(in_state(&office, LEDGER_DOUBT), 0);
    assert_int_equal(in_state(&office, LEDGER_SENT), 1);
    assert_int_equal(in_state(&office, LEDGER_QUEUED), MAILS - 1);
    assert_null(problem_of(&office));
    office_clear(&office);
}

/* One try for all of them, then it is left alone for a moment; and read again when it is back. */
static void an_archive_that_is_away(void **state G_GNUC_UNUSED)
{
    struct office office = site_with("path = archive\n");
    g_autofree char *folder = g_build_filename(office.folder, "archive", NULL);
    g_autofree char *mails = g_build_filename(folder, "new", NULL);
    g_autofree char *read = g_build_filename(folder, "cur", NULL);
    remove_folder(folder);
    assert_true(g_file_set_contents(folder, "no folder", -1, NULL));
    review(&office);
    assert_int_equal(in_state(&office, LEDGER_DOUBT), MAILS);
    assert_non_null(problem_of(&office));
    assert_true(next(&office) > NOW + LATER);
    assert_int_equal(g_unlink(folder), 0);
    assert_int_equal(g_mkdir_with_parents(mails, 0700), 0);
    assert_int_equal(g_mkdir_with_parents(read, 0700), 0);
    review(&office); /* it rests */
    assert_int_equal(in_state(&office, LEDGER_DOUBT), MAILS);
    for (int i = 0; i < 200 && in_state(&office, LEDGER_DOUBT) > 0; i++) {
        g_usleep(50000);
        review(&office);
    }
    assert_int_equal(in_state(&office, LEDGER_QUEUED), MAILS);
    assert_null(problem_of(&office));
    office_clear(&office);
}

/* A copy in the archive that came long ago. */
static char *old_copy(const char *folder, const char *name, unsigned row)
{
    const struct utimbuf long_ago = {.actime = 1000000000, .modtime = 1000000000};
    char *path = g_build_filename(folder, name, NULL);
    g_autofree char *text = g_strdup_printf("Message-ID: <row%u@seniorjob.example>\n\nHej\n", row);
    assert_true(g_file_set_contents(path, text, -1, NULL));
    assert_int_equal(utime(path, &long_ago), 0);
    return path;
}

/* The archive is away for a moment, and then there with an old copy: that goes. */
static void old_copy_goes(struct office *office)
{
    g_autofree char *folder = g_build_filename(office->folder, "archive", NULL);
    g_autofree char *mails = g_build_filename(folder, "new", NULL);
    g_autofree char *read = g_build_filename(folder, "cur", NULL);
    remove_folder(folder);
    assert_true(g_file_set_contents(folder, "no folder", -1, NULL));
    review(office);
    assert_non_null(problem_of(office));
    assert_int_equal(g_unlink(folder), 0);
    assert_int_equal(g_mkdir_with_parents(mails, 0700), 0);
    assert_int_equal(g_mkdir_with_parents(read, 0700), 0);
    g_autofree char *path = old_copy(mails, "1.copy", 2);
    for (int i = 0; i < 200 && g_file_test(path, G_FILE_TEST_EXISTS); i++) {
        g_usleep(50000);
        review(office);
    }
    assert_false(g_file_test(path, G_FILE_TEST_EXISTS));
}

/* The daemon was down for longer than copies are kept, and the archive is away for a moment when it
 * starts: what is in doubt is looked for before old copies go, and they do go that day. */
static void old_copies_go_when_nothing_is_in_doubt(void **state G_GNUC_UNUSED)
{
    struct office office = site_with("path = archive\n");
    old_copy_goes(&office);
    assert_int_equal(in_state(&office, LEDGER_SENT), 1);
    assert_int_equal(in_state(&office, LEDGER_QUEUED), MAILS - 1);
    office_clear(&office);
}

/* That which fails is tried again, and not a day later. */
static void what_cannot_be_removed_is_tried_again(void **state G_GNUC_UNUSED)
{
    struct office office = calm_site_with("path = archive\n");
    old_copy_goes(&office);
    assert_null(problem_of(&office));
    office_clear(&office);
}

/* The relay refused its copy: that it is not there says nothing, and `doubt =` decides at once. */
static void a_mail_without_a_copy(void **state)
{
    bool holds = *state != NULL;
    g_autofree char *relay =
        g_strdup_printf("type = smtp\nhost = 127.0.0.1\nport = 1\ntls = none\ndoubt = %s\n"
                        "archive = arkiv@seniorjob.example\n",
                        holds ? "hold" : "repeat");
    struct office office = office_new(relay);
    office_open(&office);
    queue(&office, 2, LEDGER_OPEN);
    g_autoptr(GPtrArray) mails = ledger_claim(office.store, NOW, LEDGER_OPEN, 2, NULL);
    int64_t ids[2];
    for (guint i = 0; i < 2; i++) { /* the copy of the first was refused */
        struct ledger_mark mark = {.status = i == 0 ? LEDGER_NO_COPY : NULL};
        mark.id = ids[i] = ((const struct ledger_mail *)mails->pdata[i])->id;
        assert_true(ledger_mark(office.store, NOW, &mark, 1, NULL));
    }
    GPtrArray *doubtful = NULL; /* main was killed */
    assert_true(deliver_recover(office.deliver, office.store, office.clock, &doubtful, NULL));
    g_ptr_array_unref(doubtful);
    SCOPED(ledger_mail) struct ledger_mail *first = ledger_get(office.store, ids[0], NULL);
    SCOPED(ledger_mail) struct ledger_mail *second = ledger_get(office.store, ids[1], NULL);
    assert_int_equal(first->state, holds ? LEDGER_HELD : LEDGER_QUEUED);
    assert_int_equal(second->state, LEDGER_DOUBT); /* the archive is asked in a moment */
    assert_null(second->status);
    office_clear(&office);
}

/* The same when it is the sending process that was killed, behind the dot. */
static void a_killed_sender_had_no_copy(void **state G_GNUC_UNUSED)
{
    const struct script script = {.ehlo = "250-PIPELINING\r\n",
                                  .refused = "arkiv@",
                                  .refusal = "550 5.1.1 unknown\r\n",
                                  .kills_at_dot = true};
    g_autofree char *folder = own_folder();
    g_autofree char *heard = g_build_filename(folder, "heard", NULL);
    int port = 0;
    pid_t server = relay_start(&script, heard, &port);
    g_autofree char *relay =
        g_strdup_printf("type = smtp\nhost = 127.0.0.1\nport = %d\ntls = none\ndoubt = hold\n"
                        "archive = arkiv@seniorjob.example\n[archive]\npath = archive\n",
                        port);
    struct office office = office_new(relay);
    office_open(&office);
    queue(&office, 1, LEDGER_OPEN);
    struct deliver_tally tally = run(&office);
    assert_int_equal(tally.doubt, 1);
    SCOPED(ledger_mail) struct ledger_mail *mail = ledger_get(office.store, 1, NULL);
    assert_int_equal(mail->state, LEDGER_DOUBT);
    assert_string_equal(mail->status, LEDGER_NO_COPY);
    clock_set(office.clock, NOW + LATER, false);
    review(&office);
    assert_int_equal(in_state(&office, LEDGER_HELD), 1);
    deliver_tally_clear(&tally);
    office_clear(&office);
    end_process(server);
    remove_folder(folder);
}

/* Staff drop a mail while it is looked for: that is no failure, and it stays so. */
static void staff_are_faster(void **state G_GNUC_UNUSED)
{
    struct office office = office_new("type = maildir\npath = outbox");
    office_open(&office);
    doubt(&office);
    g_autoptr(GPtrArray) mails = ledger_doubtful(office.store, INT64_MAX, NULL);
    const struct ledger_mail *mail = g_ptr_array_index(mails, 0);
    const struct cause staff = {.at = NOW, .actor = "staff"};
    assert_true(store_begin(office.store, NULL));
    assert_true(ledger_resolve(office.store, &staff, mail->id, LEDGER_DROPPED, NULL));
    assert_true(store_commit(office.store, NULL));
    const struct task task = {office.deliver, office.store, office.clock, NULL, false};
    bool known = false;
    g_autoptr(GError) error = NULL;
    bool done = deliver_resolve(&task, mail, &known, &error);
    assert_null(error);
    assert_true(done);
    assert_int_equal(in_state(&office, LEDGER_DROPPED), 1);
    assert_int_equal(in_state(&office, LEDGER_DOUBT), MAILS - 1);
    office_clear(&office);
}

static void nobody_listens(void **state G_GNUC_UNUSED)
{
    struct office office = site_with_imap(free_port());
    assert_in_range(review(&office), 0, 1000);
    assert_non_null(strstr(problem_of(&office), "127.0.0.1"));
    assert_true(next(&office) > NOW + LATER);
    for (int i = 0; i < 20; i++) {
        assert_in_range(review(&office), 0, 100); /* without another try */
    }
    assert_int_equal(in_state(&office, LEDGER_DOUBT), MAILS);
    office_clear(&office);
}

/* Connections that wait to be taken. */
static unsigned callers(int listener)
{
    unsigned count = 0;
    struct pollfd fd = {.fd = listener, .events = POLLIN};
    while (poll(&fd, 1, 0) > 0) {
        close(accept(listener, NULL, NULL));
        count++;
    }
    return count;
}

/* A server that takes the connection and says nothing keeps nobody waiting. */
static void a_mute_server_is_not_waited_for(void **state G_GNUC_UNUSED)
{
    int port = 0, listener = listener_open(&port);
    struct office office = site_with_imap(port);
    deliver_hurry(office.deliver);
    for (int i = 0; i < 200 && problem_of(&office) == NULL; i++) {
        assert_in_range(review(&office), 0, 1000);
        assert_true(next(&office) > NOW + LATER);
    }
    assert_non_null(problem_of(&office));
    review(&office);
    assert_in_range(callers(listener), 1, 2); /* for all mails; a broken line is tried twice */
    assert_int_equal(in_state(&office, LEDGER_DOUBT), MAILS);
    office_clear(&office);
    close(listener);
}

int main(void)
{
    static bool hurries = true;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_maildir_knows),
        {"a_maildir_knows_in_a_hurry", a_maildir_knows, NULL, NULL, &hurries},
        cmocka_unit_test(an_archive_that_is_away),
        cmocka_unit_test(old_copies_go_when_nothing_is_in_doubt),
        cmocka_unit_test(what_cannot_be_removed_is_tried_again),
        cmocka_unit_test(a_mail_without_a_copy),
        {"a_mail_without_a_copy_that_is_held", a_mail_without_a_copy, NULL, NULL, &hurries},
        cmocka_unit_test(a_killed_sender_had_no_copy),
        cmocka_unit_test(staff_are_faster),
        cmocka_unit_test(nobody_listens),
        cmocka_unit_test(a_mute_server_is_not_waited_for),
    };
    return cmocka_run_group_tests_name("post/deliver_doubt", tests, NULL, NULL);
}
