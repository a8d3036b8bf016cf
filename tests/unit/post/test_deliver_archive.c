/* The Maildir archive: made by the first start, and by no later one. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include "unit/post/doubt_site.h"
#include "unit/post/relay.h"

/* A backup that is being restored: while there is no folder nobody makes an empty one, in which
 * nothing would have arrived. */
static void an_archive_that_is_taken_away(void **state G_GNUC_UNUSED)
{
    struct office office = site_with("path = archive\n");
    g_autofree char *folder = g_build_filename(office.folder, "archive", NULL);
    g_autofree char *away = g_build_filename(office.folder, "away", NULL);
    g_autofree char *copy = g_build_filename(away, "new", "1.copy", NULL);
    assert_int_equal(rename(folder, away), 0);
    assert_true(g_file_set_contents(
        copy, "Subject: x\nMessage-ID: <row2@seniorjob.example>\n\nHej\n", -1, NULL));
    int64_t until = clock_stopwatch() + 4 * G_USEC_PER_SEC; /* its rests are one second, then two */
    while (clock_stopwatch() < until) {
        review(&office);
        g_usleep(50000);
    }
    assert_int_equal(in_state(&office, LEDGER_DOUBT), MAILS);
    assert_non_null(problem_of(&office));
    assert_int_equal(rename(away, folder), 0);
    for (int i = 0; i < 200 && in_state(&office, LEDGER_DOUBT) > 0; i++) {
        g_usleep(50000);
        review(&office);
    }
    assert_int_equal(in_state(&office, LEDGER_SENT), 1);
    assert_int_equal(in_state(&office, LEDGER_QUEUED), MAILS - 1);
    office_clear(&office);
}

static void start_again(struct office *office)
{
    office_close(office);
    office_open(office);
    clock_set(office->clock, NOW + LATER, false);
    start(office);
}

/* A start while the archive is not mounted, or was moved: nobody makes an empty one, in which
 * nothing would have arrived. Whoever wants another one makes its folders. */
static void a_start_makes_no_other_archive(void **state)
{
    struct office office = archive_site("path = archive\n");
    g_autofree char *folder = g_build_filename(office.folder, "archive", NULL);
    g_autofree char *mails = g_build_filename(folder, "new", NULL);
    g_autofree char *read = g_build_filename(folder, "cur", NULL);
    if (*state != NULL) { /* it was there before, or a crash came before it was written down */
        assert_int_equal(g_mkdir_with_parents(mails, 0700), 0);
        assert_int_equal(g_mkdir_with_parents(read, 0700), 0);
    }
    start(&office); /* the first one makes it */
    assert_true(g_file_test(mails, G_FILE_TEST_IS_DIR));
    doubt(&office);
    remove_folder(folder);
    for (int i = 0; i < 2; i++) {
        start_again(&office);
        review(&office);
        assert_false(g_file_test(folder, G_FILE_TEST_EXISTS));
        assert_int_equal(in_state(&office, LEDGER_DOUBT), MAILS);
        assert_non_null(strstr(problem_of(&office), "by hand"));
    }
    assert_int_equal(g_mkdir_with_parents(mails, 0700), 0);
    assert_int_equal(g_mkdir_with_parents(read, 0700), 0);
    start_again(&office);
    review(&office);
    assert_int_equal(in_state(&office, LEDGER_QUEUED), MAILS);
    office_clear(&office);
}

/* What goes meanwhile goes with its copy: the relay keeps that until its folder is back. */
static void nothing_goes_without_its_copy(void **state G_GNUC_UNUSED)
{
    const struct script script = {0};
    g_autofree char *folder = own_folder();
    g_autofree char *heard = g_build_filename(folder, "heard", NULL);
    int port = 0;
    pid_t server = relay_start(&script, heard, &port);
    g_autofree char *relay = g_strdup_printf(
        "type = smtp\nhost = 127.0.0.1\nport = %d\narchive = arkiv@seniorjob.example\n", port);
    struct office office = office_new(relay);
    g_autofree char *archive = g_build_filename(office.folder, "archive", NULL);
    office_open(&office);
    start(&office);
    remove_folder(archive);
    start_again(&office);
    queue(&office, 1, LEDGER_OPEN);
    struct deliver_tally tally = run(&office);
    assert_int_equal(tally.sent, 1);
    g_autofree char *text = NULL;
    assert_true(g_file_get_contents(heard, &text, NULL, NULL));
    assert_non_null(strstr(text, "\nRCPT TO:<arkiv@seniorjob.example>"));
    assert_false(g_file_test(archive, G_FILE_TEST_EXISTS));
    deliver_tally_clear(&tally);
    office_clear(&office);
    end_process(server);
    remove_folder(folder);
}

/* An empty one would say of what is in doubt that it has not gone. */
static void none_is_made_while_a_mail_is_in_doubt(void **state G_GNUC_UNUSED)
{
    struct office office = archive_site("path = archive\n");
    g_autofree char *folder = g_build_filename(office.folder, "archive", NULL);
    doubt(&office);
    start(&office);
    review(&office);
    assert_false(g_file_test(folder, G_FILE_TEST_EXISTS));
    assert_int_equal(in_state(&office, LEDGER_DOUBT), MAILS);
    office_clear(&office);
}

int main(void)
{
    static bool there = true;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_archive_that_is_taken_away),
        cmocka_unit_test(a_start_makes_no_other_archive),
        {"a_start_finds_one", a_start_makes_no_other_archive, NULL, NULL, &there},
        cmocka_unit_test(nothing_goes_without_its_copy),
        cmocka_unit_test(none_is_made_while_a_mail_is_in_doubt),
    };
    return cmocka_run_group_tests_name("post/deliver_archive", tests, NULL, NULL);
}
