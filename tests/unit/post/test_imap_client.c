/* A connection to a real Dovecot, without the process around it. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include "post/archive.h"
#include "post/imap_mail.h"
#include "unit/post/imap_server.h"

#define NEEDS_DOVECOT()    \
    if (!have_dovecot()) { \
        skip();            \
    }

/* What others have marked as deleted is not removed with what is done. */
static void only_ours_are_removed(void **state G_GNUC_UNUSED)
{
    NEEDS_DOVECOT();
    static char host[] = "127.0.0.1", empty[] = "", user[] = "inbox", password[] = "hemmeligt",
                folder[] = "INBOX", done[] = "Done";
    g_setenv("EXTRA", "imap_capability = IMAP4rev1 UIDPLUS", TRUE);
    struct dovecot server = dovecot_start();
    g_unsetenv("EXTRA");
    imap_deliver(&server, "", "1");
    imap_deliver(&server, "", "2");
    g_free(imap_say(&server,
                    (const char *const[]){"SELECT INBOX", "STORE 1 +FLAGS (\\Deleted)", NULL}));
    const struct imap_settings settings = {host,     server.port, IMAP_CLEAR, empty, user,
                                           password, folder,      done,       5,     60};
    g_autoptr(GError) error = NULL;
    SCOPED(imap) struct imap *imap = imap_open(&settings, &error);
    assert_null(error);
    g_autoptr(GArray) uids = imap_uids(imap, 2, &error);
    assert_int_equal(uids->len, 1);
    bool copied = false;
    assert_true(imap_settle(imap, uids, &copied, &error) && copied);
    assert_int_equal(imap_files(&server, ""), 1);
    assert_int_equal(imap_files(&server, ".Done"), 1);
    g_autofree char *kept =
        imap_say(&server, (const char *const[]){"SELECT INBOX", "SEARCH DELETED", NULL});
    assert_non_null(strstr(kept, "SEARCH 1\r\n"));
    dovecot_stop(&server);
}

static void the_archive_is_searched(void **state G_GNUC_UNUSED)
{
    NEEDS_DOVECOT();
    struct dovecot server = dovecot_start();
    imap_deliver(&server, "", "11");
    imap_deliver(&server, "", "12");
    g_autofree char *folder = own_folder();
    g_autofree char *path = g_build_filename(folder, "moedested.conf", NULL);
    g_autofree char *password = g_build_filename(folder, "password", NULL);
    g_autofree char *text = g_strdup_printf("[archive]\ntype = imap\nhost = 127.0.0.1\nport = %d\n"
                                            "tls = none\nuser = inbox\npassword-file = password\n",
                                            server.port);
    assert_true(g_file_set_contents(path, text, -1, NULL));
    assert_true(g_file_set_contents(password, "hemmeligt", -1, NULL) && chmod(password, 0600) == 0);
    struct config *config = config_load(path, NULL);
    g_autoptr(GError) error = NULL;
    SCOPED(archive) struct archive *archive = archive_open(config, &error);
    assert_null(error);
    bool has = false;
    assert_true(archive_has(archive, "11@post.example", &has, &error) && has);
    assert_true(archive_has(archive, "1@post.example", &has, &error) && !has); /* a substring */
    imap_deliver(&server, "", "13");
    assert_true(archive_has(archive, "13@post.example", &has, &error) && has);
    unsigned removed = 9;
    assert_true(archive_purge(archive, 1364886000, &removed, &error));
    assert_int_equal(removed, 0);
    assert_true(archive_purge(archive, 4000000000, &removed, &error));
    assert_int_equal(removed, 3);
    assert_true(archive_has(archive, "11@post.example", &has, &error) && !has);
    config_free(config);
    remove_folder(folder);
    dovecot_stop(&server);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_ours_are_removed),
        cmocka_unit_test(the_archive_is_searched),
    };
    return cmocka_run_group_tests_name("post/imap_client", tests, NULL, NULL);
}
