/* Retrieval from a real Dovecot. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include "post/maildir_in.h"
#include "unit/post/certificate.h"
#include "unit/post/imap_server.h"

#define CLEAR "tls = none\ntimeout = 5 seconds"

#define NEEDS_DOVECOT()    \
    if (!have_dovecot()) { \
        skip();            \
    }

static void mails_are_taken_and_moved(void **state G_GNUC_UNUSED)
{
    NEEDS_DOVECOT();
    struct dovecot server = dovecot_start();
    imap_deliver(&server, "", "1");
    imap_deliver(&server, "", "2");
    struct imap_office office = imap_office_new("127.0.0.1", server.port, CLEAR);
    assert_int_equal(imap_take(&office), 2);
    assert_null(retrieve_problem(office.retrieve));
    assert_int_equal(imap_files(&server, ""), 0);
    assert_int_equal(imap_files(&server, ".Moedested.Done"), 2);
    assert_int_equal(imap_take(&office), 0);
    SCOPED(inbound) struct inbound *first = inbound_get(office.store, 1, NULL);
    assert_true(g_str_has_prefix(first->source, "imap:"));
    assert_null(strchr(first->source, '@'));
    imap_office_clear(&office);
    dovecot_stop(&server);
}

/* 200 mails come in groups; a mail that is sent twice has one row. */
static void many_come_in_groups(void **state G_GNUC_UNUSED)
{
    NEEDS_DOVECOT();
    struct dovecot server = dovecot_start();
    for (int at = 0; at < 200; at++) {
        g_autofree char *id = g_strdup_printf("%d", at % 150);
        imap_deliver(&server, "", id);
    }
    struct imap_office office = imap_office_new("127.0.0.1", server.port, CLEAR);
    assert_int_equal(imap_take(&office), 150);
    assert_int_equal(imap_rows(&office), 150);
    assert_int_equal(imap_files(&server, ".Moedested.Done"), 200);
    imap_office_clear(&office);
    dovecot_stop(&server);
}

static void idle_wakes(void **state G_GNUC_UNUSED)
{
    NEEDS_DOVECOT();
    struct dovecot server = dovecot_start();
    struct imap_office office =
        imap_office_new("127.0.0.1", server.port, CLEAR "\npoll = 29 minutes");
    assert_int_equal(imap_take(&office), 0);
    assert_false(imap_wakes(&office, 300));
    imap_deliver(&server, "", "1");
    assert_true(imap_wakes(&office, 8000));
    assert_int_equal(imap_take(&office), 1);
    imap_deliver(&server, "", "2");
    assert_true(imap_wakes(&office, 8000));
    assert_int_equal(imap_take(&office), 1);
    imap_office_clear(&office);
    dovecot_stop(&server);
}

/* The folder is deleted and made again: number 1 is another mail, and the one that is there twice
 * counts once. */
static void a_new_folder_has_new_mails(void **state G_GNUC_UNUSED)
{
    NEEDS_DOVECOT();
    struct dovecot server = dovecot_start();
    imap_deliver(&server, ".Jobs", "1");
    imap_deliver(&server, ".Jobs", "2");
    struct imap_office office =
        imap_office_new("127.0.0.1", server.port, CLEAR "\nfolder = Jobs\npoll = 1 second");
    assert_int_equal(imap_take(&office), 2);
    g_free(imap_say(&server, (const char *const[]){"DELETE Jobs", "CREATE Jobs", NULL}));
    imap_deliver(&server, ".Jobs", "2");
    imap_deliver(&server, ".Jobs", "3");
    unsigned kept = 0;
    for (int tries = 0; tries < 100 && kept == 0; tries++) {
        imap_wakes(&office, 200);
        kept += imap_take(&office);
    }
    assert_int_equal(kept, 1);
    assert_int_equal(imap_rows(&office), 3);
    assert_int_equal(imap_files(&server, ".Jobs"), 0);
    assert_int_equal(imap_files(&server, ".Moedested.Done"), 4);
    imap_office_clear(&office);
    dovecot_stop(&server);
}

/* What others do in the folder stays theirs: nothing is marked as read, and what is marked as
 * deleted is not removed. */
static void nothing_else_is_touched(void **state G_GNUC_UNUSED)
{
    NEEDS_DOVECOT();
    struct dovecot server = dovecot_start();
    imap_deliver(&server, "", "1");
    imap_deliver(&server, ".Other", "2");
    g_free(imap_say(&server,
                    (const char *const[]){"SELECT Other", "STORE 1 +FLAGS (\\Deleted)", NULL}));
    struct imap_office office = imap_office_new("127.0.0.1", server.port, CLEAR);
    assert_int_equal(imap_take(&office), 1);
    assert_int_equal(imap_take(&office), 0);
    assert_int_equal(imap_files(&server, ".Other"), 1);
    g_autofree char *flags =
        imap_say(&server, (const char *const[]){"SELECT Moedested.Done", "FETCH 1 FLAGS", NULL});
    assert_non_null(strstr(flags, "FETCH (FLAGS ("));
    assert_null(strstr(flags, "Seen"));
    imap_office_clear(&office);
    dovecot_stop(&server);
}

/* As from a Maildir: staff see it, and who sent it can be told. */
static void a_huge_mail_comes_in_part(void **state G_GNUC_UNUSED)
{
    NEEDS_DOVECOT();
    struct dovecot server = dovecot_start();
    imap_deliver(&server, "", "1");
    g_autofree char *huge = g_build_filename(server.folder, "mail/inbox/new/9.huge", NULL);
    int fd = open(huge, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
    assert_int_equal(write(fd, "Subject: x\n\n", 12), 12);
    assert_int_equal(ftruncate(fd, MAILDIR_IN_LIMIT + 1), 0);
    close(fd);
    chmod(huge, 0666);
    struct imap_office office = imap_office_new("127.0.0.1", server.port, CLEAR);
    assert_int_equal(imap_take(&office), 2);
    assert_int_equal(retrieve_left(office.retrieve), 0);
    assert_int_equal(imap_files(&server, ""), 0);
    assert_int_equal(imap_files(&server, ".Moedested.Done"), 2);
    unsigned parts = 0;
    for (int64_t id = 1; id <= 2; id++) {
        g_autoptr(GBytes) raw = inbound_raw(office.store, id, NULL);
        parts += g_bytes_get_size(raw) == MAILDIR_IN_PART ? 1 : 0;
    }
    assert_int_equal(parts, 1);
    imap_office_clear(&office);
    dovecot_stop(&server);
}

/* Dovecot believes what the name of a file says of its weight (W=), breaks the line when there is
 * less, and knows better afterwards. */
static void a_weight_that_dovecot_believes(void **state G_GNUC_UNUSED)
{
    NEEDS_DOVECOT();
    struct dovecot server = dovecot_start();
    imap_deliver(&server, "", "1");
    const size_t octets = 5 * 1024 * 1024;
    g_autofree char *path = g_build_filename(server.folder, "mail/inbox/new/9.x,W=90000000", NULL);
    g_autofree char *mail = g_strnfill(octets, 'x');
    memcpy(mail, "Subject: x\n\n", 12);
    assert_true(g_file_set_contents(path, mail, (gssize)octets, NULL));
    chmod(path, 0666);
    struct imap_office office = imap_office_new("127.0.0.1", server.port, CLEAR);
    unsigned kept = 0;
    for (int tries = 0; tries < 100 && kept < 2; tries++) {
        kept += imap_take(&office);
        g_usleep(kept < 2 ? 100000 : 0);
    }
    assert_int_equal(kept, 2);
    g_autoptr(GBytes) raw = inbound_raw(office.store, 2, NULL);
    assert_int_equal(g_bytes_get_size(raw), octets + 2); /* CR */
    assert_int_equal(imap_files(&server, ".Moedested.Done"), 2);
    imap_office_clear(&office);
    dovecot_stop(&server);
}

static void tls_is_verified(void **state G_GNUC_UNUSED)
{
    NEEDS_DOVECOT();
    struct dovecot server = dovecot_start();
    imap_deliver(&server, "", "1");
    imap_deliver(&server, "", "2");
    const struct {
        const char *host, *trust, *tls, *problem;
        int port;
    } rows[] = {
        {"localhost", "", "tls", "certificate", server.tls_port},
        {"127.0.0.1", server.folder, "tls", "certificate", server.tls_port},
        {"localhost", "", "starttls", "certificate", server.port},
        {"127.0.0.1", server.folder, "starttls", "certificate", server.port},
        {"localhost", server.folder, "tls", NULL, server.tls_port},
        {"localhost", server.folder, "starttls", NULL, server.port},
    };
    for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
        g_autofree char *certificate = g_build_filename(server.folder, "certificate.pem", NULL);
        g_autofree char *more =
            g_strdup_printf("tls = %s\ntimeout = 5 seconds\nca-file = %s", rows[at].tls,
                            *rows[at].trust != '\0' ? certificate : "");
        struct imap_office office = imap_office_new(rows[at].host, rows[at].port, more);
        unsigned kept = imap_take(&office);
        const char *problem = retrieve_problem(office.retrieve);
        if (rows[at].problem != NULL) {
            assert_int_equal(kept, 0);
            assert_non_null(problem);
            assert_non_null(strstr(problem, rows[at].problem));
        } else {
            assert_null(problem);
        }
        imap_office_clear(&office);
    }
    assert_int_equal(imap_files(&server, ".Moedested.Done"), 2);
    dovecot_stop(&server);
}

/* Certificates that are trusted, and yet not good. */
static void a_bad_certificate_is_refused(void **state G_GNUC_UNUSED)
{
    NEEDS_DOVECOT();
    const struct {
        const char *name;
        bool expired;
        const char *problem;
    } rows[] = {{"DNS:localhost", true, "expired"}, {"DNS:other.example", false, "mismatch"}};
    for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
        char *folder = own_folder();
        g_autofree char *certificate = g_build_filename(folder, "certificate.pem", NULL);
        g_autofree char *key = g_strconcat(certificate, ".key", NULL);
        assert_true(make_certificate(certificate, rows[at].name));
        if (rows[at].expired) {
            expire_certificate(certificate);
        }
        chmod(key, 0644);
        struct dovecot server = dovecot_start_in(folder);
        imap_deliver(&server, "", "1");
        for (unsigned first = 0; first < 2; first++) {
            g_autofree char *more = g_strdup_printf("tls = %s\ntimeout = 5 seconds\nca-file = %s",
                                                    first != 0 ? "tls" : "starttls", certificate);
            struct imap_office office =
                imap_office_new("localhost", first != 0 ? server.tls_port : server.port, more);
            assert_int_equal(imap_take(&office), 0);
            assert_non_null(retrieve_problem(office.retrieve));
            assert_non_null(strstr(retrieve_problem(office.retrieve), rows[at].problem));
            imap_office_clear(&office);
        }
        assert_int_equal(imap_files(&server, ""), 1);
        dovecot_stop(&server);
    }
}

/* Servers without MOVE copy, and nothing comes twice. */
static void without_move(const char *capabilities, unsigned left)
{
    g_setenv("EXTRA", capabilities, TRUE);
    struct dovecot server = dovecot_start();
    g_unsetenv("EXTRA");
    imap_deliver(&server, "", "1");
    imap_deliver(&server, "", "2");
    struct imap_office office = imap_office_new("127.0.0.1", server.port, CLEAR);
    assert_int_equal(imap_take(&office), 2);
    assert_null(retrieve_problem(office.retrieve));
    assert_int_equal(imap_files(&server, ""), left);
    assert_int_equal(imap_files(&server, ".Moedested.Done"), 2);
    imap_deliver(&server, "", "3");
    assert_true(imap_wakes(&office, 8000));
    assert_int_equal(imap_take(&office), 1);
    assert_int_equal(imap_take(&office), 0);
    assert_int_equal(imap_files(&server, ".Moedested.Done"), 3);
    assert_int_equal(imap_rows(&office), 3);
    g_autofree char *marked = imap_say(
        &server, (const char *const[]){"SELECT INBOX", "SEARCH KEYWORD MoedestedDone", NULL});
    assert_non_null(strstr(marked, left == 0 ? "SEARCH\r\n" : "SEARCH 1 2 3\r\n"));
    imap_office_clear(&office);
    dovecot_stop(&server);
}

static void without_move_mails_are_copied_and_expunged(void **state G_GNUC_UNUSED)
{
    NEEDS_DOVECOT();
    without_move("imap_capability = IMAP4rev1 IDLE UIDPLUS", 0);
}

static void without_uidplus_they_are_copied_and_marked(void **state G_GNUC_UNUSED)
{
    NEEDS_DOVECOT();
    without_move("imap_capability = IMAP4rev1 IDLE", 2);
}

/* A server that is away is no reason to stop. */
static void a_server_that_is_away_is_a_problem(void **state G_GNUC_UNUSED)
{
    NEEDS_DOVECOT();
    int nobody = free_port();
    struct imap_office office = imap_office_new("127.0.0.1", nobody, CLEAR);
    retrieve_do_not_wait(office.retrieve);
    int64_t start = clock_stopwatch();
    assert_int_equal(imap_take(&office), 0);
    assert_true(clock_stopwatch() - start < G_USEC_PER_SEC);
    assert_true(imap_wakes(&office, 5000));
    imap_take(&office);
    assert_non_null(retrieve_problem(office.retrieve));
    imap_office_clear(&office);
}

/* What is taken within so many times 200 ms. */
static unsigned take_within(struct imap_office *office, int tries)
{
    unsigned kept = 0;
    while (tries-- > 0 && kept == 0) {
        kept = imap_wakes(office, 200) ? imap_take(office) : 0;
    }
    return kept;
}

/* It goes while we wait for mail, and is back later: by itself, without a new start of ours. */
static void a_server_that_goes_comes_back(void **state G_GNUC_UNUSED)
{
    NEEDS_DOVECOT();
    struct dovecot server = dovecot_start();
    struct imap_office office =
        imap_office_new("127.0.0.1", server.port, CLEAR "\npoll = 29 minutes");
    assert_int_equal(imap_take(&office), 0);
    end_process(server.pid);
    for (int tries = 0; tries < 250 && retrieve_problem(office.retrieve) == NULL; tries++) {
        assert_int_equal(take_within(&office, 1), 0);
    }
    assert_non_null(retrieve_problem(office.retrieve));
    imap_deliver(&server, "", "1");
    dovecot_run(&server);
    assert_int_equal(take_within(&office, 100), 1);
    assert_null(retrieve_problem(office.retrieve));
    assert_int_equal(imap_files(&server, ".Moedested.Done"), 1);
    imap_office_clear(&office);
    dovecot_stop(&server);
}

/* Without IDLE the folder is looked at every `poll`, and not before. */
static void without_idle_it_is_asked_again(void **state G_GNUC_UNUSED)
{
    NEEDS_DOVECOT();
    static const struct {
        const char *poll;
        unsigned kept;
    } rows[] = {{CLEAR "\npoll = 1 second", 1}, {CLEAR "\npoll = 29 minutes", 0}};
    for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
        g_setenv("EXTRA", "imap_capability = IMAP4rev1 UIDPLUS MOVE", TRUE);
        struct dovecot server = dovecot_start();
        g_unsetenv("EXTRA");
        struct imap_office office = imap_office_new("127.0.0.1", server.port, rows[at].poll);
        assert_int_equal(imap_take(&office), 0);
        imap_deliver(&server, "", "1");
        assert_int_equal(take_within(&office, rows[at].kept == 0 ? 15 : 100), rows[at].kept);
        imap_office_clear(&office);
        dovecot_stop(&server);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mails_are_taken_and_moved),
        cmocka_unit_test(many_come_in_groups),
        cmocka_unit_test(idle_wakes),
        cmocka_unit_test(a_new_folder_has_new_mails),
        cmocka_unit_test(nothing_else_is_touched),
        cmocka_unit_test(a_huge_mail_comes_in_part),
        cmocka_unit_test(a_weight_that_dovecot_believes),
        cmocka_unit_test(tls_is_verified),
        cmocka_unit_test(a_bad_certificate_is_refused),
        cmocka_unit_test(without_move_mails_are_copied_and_expunged),
        cmocka_unit_test(without_uidplus_they_are_copied_and_marked),
        cmocka_unit_test(a_server_that_is_away_is_a_problem),
        cmocka_unit_test(a_server_that_goes_comes_back),
        cmocka_unit_test(without_idle_it_is_asked_again),
    };
    return cmocka_run_group_tests_name("post/source_imap", tests, NULL, NULL);
}
