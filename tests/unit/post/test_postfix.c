/* A real Postfix on the loopback, with STARTTLS and a certificate of its own. It needs root to
 * start; everything of it is in a folder of this test.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include <pwd.h>

#include "post/lane.h"
#include "unit/post/relay.h"

#define MASTER "/usr/lib/postfix/sbin/master"
#define COUNT 150u /* three sessions */

struct postfix {
    char *folder, *settings, *certificate, *log;
    int port;
    pid_t pid;
};

static const char services[] = "cleanup unix n - n - 0 cleanup\n"
                               "qmgr unix n - n 300 1 qmgr\n"
                               "tlsmgr unix - - n 1000? 1 tlsmgr\n"
                               "rewrite unix - - n - - trivial-rewrite\n"
                               "bounce unix - - n - 0 bounce\n"
                               "defer unix - - n - 0 bounce\n"
                               "discard unix - - n - - discard\n"
                               "anvil unix - - n - 1 anvil\n"
                               "postlog unix-dgram n - n - 1 postlogd\n";

static void write_settings(const struct postfix *postfix)
{
    g_autofree char *main_cf = g_strdup_printf(
        "compatibility_level = 3.6\nqueue_directory = %s/queue\ndata_directory = %s/data\n"
        "mail_owner = postfix\nsetgid_group = postdrop\ninet_interfaces = 127.0.0.1\n"
        "inet_protocols = ipv4\nmyhostname = localhost\nmydestination =\n"
        "default_transport = discard:\nalias_maps =\nlocal_recipient_maps =\n"
        "smtpd_tls_cert_file = %s\nsmtpd_tls_key_file = %s.key\n"
        "smtpd_tls_security_level = encrypt\nmaillog_file = %s\n"
        "maillog_file_prefixes = %s\nimport_environment = MAIL_CONFIG MAIL_LOGTAG\n"
        "smtpd_recipient_restrictions = "
        "check_recipient_access inline:{{person7@example.dk = 550 5.1.1 nobody here} "
        "{person8@example.dk = 450 4.2.1 later}}, permit_mynetworks, reject\n",
        postfix->folder, postfix->folder, postfix->certificate, postfix->certificate, postfix->log,
        g_get_tmp_dir());
    g_autofree char *main_path = g_build_filename(postfix->settings, "main.cf", NULL);
    assert_true(g_file_set_contents(main_path, main_cf, -1, NULL));
    g_autofree char *master_cf =
        g_strdup_printf("%d inet n - n - - smtpd\n%s", postfix->port, services);
    g_autofree char *master_path = g_build_filename(postfix->settings, "master.cf", NULL);
    assert_true(g_file_set_contents(master_path, master_cf, -1, NULL));
}

static struct postfix postfix_start(void)
{
    struct postfix postfix = {.folder = own_folder(), .port = free_port()};
    chmod(postfix.folder, 0755);
    postfix.settings = g_build_filename(postfix.folder, "settings", NULL);
    postfix.certificate = g_build_filename(postfix.settings, "cert.pem", NULL);
    postfix.log = g_build_filename(postfix.folder, "log", NULL);
    g_autofree char *queue = g_build_filename(postfix.folder, "queue", NULL);
    g_autofree char *data = g_build_filename(postfix.folder, "data", NULL);
    assert_int_equal(mkdir(postfix.settings, 0755), 0);
    assert_int_equal(mkdir(queue, 0755), 0);
    assert_int_equal(mkdir(data, 0700), 0);
    /* cppcheck-suppress getpwnamCalled */
    const struct passwd *owner = getpwnam("postfix");
    assert_non_null(owner);
    assert_int_equal(chown(data, owner->pw_uid, owner->pw_gid), 0);
    assert_true(make_certificate(postfix.certificate, "DNS:localhost"));
    write_settings(&postfix);
    const char *const check[] = {"/usr/sbin/postfix", "-c", postfix.settings, "check", NULL};
    waitpid(spawn(check), NULL, 0);
    const char *const master[] = {MASTER, "-c", postfix.settings, "-d", NULL};
    postfix.pid = spawn(master);
    for (int i = 0; i < 500 && !port_answers(postfix.port); i++) {
        g_usleep(10000);
    }
    return postfix;
}

static void postfix_clear(struct postfix *postfix)
{
    end_process(postfix->pid);
    remove_folder(postfix->folder);
    g_free(postfix->folder);
    g_free(postfix->settings);
    g_free(postfix->certificate);
    g_free(postfix->log);
}

static unsigned in_log(const struct postfix *postfix, const char *word)
{
    unsigned hits = 0;
    in_file(postfix->log, word, &hits);
    return hits;
}

static void mails_pass(void **state G_GNUC_UNUSED)
{
    if (geteuid() != 0 || !g_file_test(MASTER, G_FILE_TEST_IS_EXECUTABLE)) {
        print_message("no Postfix here, or not root\n");
        skip();
    }
    struct postfix postfix = postfix_start();
    char host[] = "localhost";
    struct lane_settings settings = smtp_settings(postfix.port);
    settings.host = host;
    settings.tls = true;
    settings.ca_file = postfix.certificate;
    settings.timeout = 20;
    g_autoptr(GError) error = NULL;
    struct lane *lane = lane_open(&settings, &error);
    assert_null(error);
    struct memory memory = {.refuse_id = 0};
    struct lane_watch watch = memory_watch(&memory);
    struct lane_mail *mails = make_mails(COUNT, 20000);
    int64_t start = g_get_monotonic_time();
    lane_deliver(lane, mails, COUNT, &watch);
    double seconds = (double)(g_get_monotonic_time() - start) / G_USEC_PER_SEC;
    for (unsigned id = 1; id <= COUNT; id++) {
        enum ledger_result wanted = id == 7   ? LEDGER_REFUSED
                                    : id == 8 ? LEDGER_LATER
                                              : LEDGER_ACCEPTED;
        assert_int_equal(told_of(&memory, id)->result, wanted);
    }
    assert_string_equal(told_of(&memory, 7)->status, "550 5.1.1");
    assert_string_equal(told_of(&memory, 8)->status, "450 4.2.1");
    for (int i = 0; i < 500 && in_log(&postfix, "status=sent") < COUNT - 2; i++) {
        g_usleep(10000);
    }
    assert_int_equal(in_log(&postfix, "status=sent"), COUNT - 2);
    print_message("Postfix, STARTTLS, 20 KB: %.0f mails a second\n", COUNT / seconds);
    free_mails(mails, COUNT);
    g_hash_table_unref(memory.told);
    lane_close(lane);
    postfix_clear(&postfix);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(mails_pass)};
    return cmocka_run_group_tests_name("post/postfix", tests, NULL, NULL);
}
