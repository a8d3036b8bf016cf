/* The fault matrix against a real smtp-sink (reliability.md 1.1). */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include "post/lane.h"
#include "unit/post/servers.h"

struct fault {
    const char *name;
    const char *option, *value;
    enum ledger_result first, rest; /* of the first mail, and of each that follows */
    const char *status;             /* of the first, NULL: any */
};

static const struct fault faults[] = {
    {"no fault", NULL, NULL, LEDGER_ACCEPTED, LEDGER_ACCEPTED, "250 2.0.0"},
    {"no pipelining", "-p", NULL, LEDGER_ACCEPTED, LEDGER_ACCEPTED, "250 2.0.0"},
    {"no EHLO at all", "-e", NULL, LEDGER_ACCEPTED, LEDGER_ACCEPTED, "250"},
    {"drop after the dot", "-q", ".", LEDGER_IN_DOUBT, LEDGER_NOT_TRIED, ""},
    {"421 after the dot", "-Q", ".", LEDGER_LATER, LEDGER_NOT_TRIED, "421 4.0.0"},
    {"5xx after the dot", "-f", ".", LEDGER_REFUSED, LEDGER_REFUSED, "500 5.3.0"},
    {"4xx after the dot", "-r", ".", LEDGER_LATER, LEDGER_LATER, "450 4.3.0"},
    {"drop at DATA", "-q", "DATA", LEDGER_NOT_TRIED, LEDGER_NOT_TRIED, ""},
    {"5xx at DATA", "-f", "DATA", LEDGER_REFUSED, LEDGER_REFUSED, NULL},
    {"4xx at DATA", "-r", "DATA", LEDGER_LATER, LEDGER_LATER, NULL},
    {"421 at DATA", "-Q", "DATA", LEDGER_LATER, LEDGER_NOT_TRIED, "421 4.0.0"},
    {"drop at RCPT", "-q", "RCPT", LEDGER_NOT_TRIED, LEDGER_NOT_TRIED, ""},
    {"421 at RCPT", "-Q", "RCPT", LEDGER_LATER, LEDGER_NOT_TRIED, "421 4.0.0"},
    {"5xx at RCPT", "-f", "RCPT", LEDGER_REFUSED, LEDGER_REFUSED, NULL},
    {"4xx at RCPT", "-r", "RCPT", LEDGER_LATER, LEDGER_LATER, NULL},
    {"drop at MAIL", "-q", "MAIL", LEDGER_NOT_TRIED, LEDGER_NOT_TRIED, ""},
    {"421 at MAIL", "-Q", "MAIL", LEDGER_LATER, LEDGER_NOT_TRIED, "421 4.0.0 (MAIL)"},
    {"4xx at MAIL", "-r", "MAIL", LEDGER_LATER, LEDGER_LATER, NULL},
    {"5xx at MAIL", "-f", "MAIL", LEDGER_OUR_FAULT, LEDGER_OUR_FAULT, NULL},
    {"drop at connect", "-q", "CONNECT", LEDGER_NOT_TRIED, LEDGER_NOT_TRIED, ""},
    {"421 at connect", "-Q", "CONNECT", LEDGER_NOT_TRIED, LEDGER_NOT_TRIED, ""},
    {"4xx at connect", "-r", "CONNECT", LEDGER_NOT_TRIED, LEDGER_NOT_TRIED, ""},
    {"5xx at connect", "-f", "CONNECT", LEDGER_NOT_TRIED, LEDGER_NOT_TRIED, ""},
    {"421 at EHLO", "-Q", "EHLO", LEDGER_NOT_TRIED, LEDGER_NOT_TRIED, ""},
    {"drop at EHLO", "-q", "EHLO", LEDGER_NOT_TRIED, LEDGER_NOT_TRIED, ""},
};

#define COUNT 3u

static struct memory deliver(int port, unsigned count, size_t body, int64_t refuse_id)
{
    struct lane_settings settings = smtp_settings(port);
    g_autoptr(GError) error = NULL;
    SCOPED(lane) struct lane *lane = lane_open(&settings, &error);
    assert_null(error);
    struct memory memory = {.refuse_id = refuse_id};
    struct lane_watch watch = memory_watch(&memory);
    struct lane_mail *mails = make_mails(count, body);
    lane_deliver(lane, mails, count, &watch);
    free_mails(mails, count);
    for (unsigned i = 1; i <= count; i++) {
        assert_int_equal(told_of(&memory, i)->times, 1);
    }
    return memory;
}

static void fault_is_told(void **state)
{
    const struct fault *fault = *state;
    if (!have_sink()) {
        print_message("no smtp-sink here: apt-get install postfix\n");
        skip();
    }
    int port = 0;
    pid_t sink = sink_start(&port, fault->option, fault->value, NULL, NULL);
    struct memory memory = deliver(port, COUNT, 3000, 0);
    end_process(sink);
    struct told *first = told_of(&memory, 1);
    if (fault->status != NULL) {
        assert_string_equal(first->status, fault->status);
    }
    assert_int_equal(first->result, fault->first);
    for (unsigned i = 2; i <= COUNT; i++) {
        assert_int_equal(told_of(&memory, i)->result, fault->rest);
    }
    assert_true(*first->answer != '\0');
    g_hash_table_unref(memory.told);
}

static void octets_arrive_as_they_are(void **state G_GNUC_UNUSED)
{
    if (!have_sink()) {
        skip();
    }
    g_autofree char *folder = own_folder();
    g_autofree char *dump = g_build_filename(folder, "mails", NULL);
    int port = 0;
    pid_t sink = sink_start(&port, "-D", dump, NULL, NULL);
    struct memory memory = deliver(port, 120, 5000, 0);
    end_process(sink);
    g_autofree char *octets = NULL;
    assert_true(g_file_get_contents(dump, &octets, NULL, NULL));
    struct lane_mail *mails = make_mails(120, 5000);
    for (unsigned i = 0; i < 120; i++) {
        assert_int_equal(told_of(&memory, mails[i].id)->result, LEDGER_ACCEPTED);
        /* smtp-sink drops the CR and takes the dots off. */
        g_auto(GStrv) lines = g_strsplit(mails[i].octets, "\r\n", -1);
        g_autofree char *expected = g_strjoinv("\n", lines);
        assert_non_null(strstr(octets, expected));
        g_autofree char *mark = g_strdup_printf("\nHej %u\n", i + 1);
        assert_null(strstr(strstr(octets, mark) + 1, mark));
    }
    free_mails(mails, 120);
    g_hash_table_unref(memory.told);
    remove_folder(folder);
}

/* Main takes mail 2 back while the session is under way: the others go all the same. */
static void one_is_left_out(void **state G_GNUC_UNUSED)
{
    if (!have_sink()) {
        skip();
    }
    g_autofree char *folder = own_folder();
    g_autofree char *dump = g_build_filename(folder, "mails", NULL);
    int port = 0;
    pid_t sink = sink_start(&port, "-D", dump, NULL, NULL);
    struct memory memory = deliver(port, 4, 3000, 2);
    end_process(sink);
    assert_int_equal(told_of(&memory, 1)->result, LEDGER_ACCEPTED);
    assert_int_equal(told_of(&memory, 2)->result, LEDGER_NOT_TRIED);
    assert_int_equal(told_of(&memory, 3)->result, LEDGER_ACCEPTED);
    assert_int_equal(told_of(&memory, 4)->result, LEDGER_ACCEPTED);
    assert_int_equal(count_in_folder(folder, "\nHej 2\n"), 0);
    assert_int_equal(count_in_folder(folder, "\nHej 3\n"), 1);
    g_hash_table_unref(memory.told);
    remove_folder(folder);
}

static void nobody_listens(void **state G_GNUC_UNUSED)
{
    struct memory memory = deliver(free_port(), 2, 10, 0);
    for (int64_t id = 1; id <= 2; id++) {
        assert_int_equal(told_of(&memory, id)->result, LEDGER_NOT_TRIED);
        assert_false(told_of(&memory, id)->handed);
        assert_non_null(strstr(told_of(&memory, id)->answer, "refused"));
    }
    g_hash_table_unref(memory.told);
}

/* A relay that takes the connection and says nothing. */
static void silence_ends(void **state G_GNUC_UNUSED)
{
    int port = 0, fd = listener_open(&port);
    struct memory memory = deliver(port, 1, 10, 0);
    assert_int_equal(told_of(&memory, 1)->result, LEDGER_NOT_TRIED);
    g_hash_table_unref(memory.told);
    close(fd);
}

/* An answer has its time as a whole, however often a letter of it comes; libESMTP counts from the
 * last one. */
static void a_relay_that_drips_is_left(void **state G_GNUC_UNUSED)
{
    int port = 0;
    pid_t relay = talking_relay(drip, &port);
    int64_t begun = g_get_monotonic_time();
    struct memory memory = deliver(port, 1, 10, 0);
    assert_in_range(g_get_monotonic_time() - begun, 0, 6 * G_USEC_PER_SEC);
    assert_int_equal(told_of(&memory, 1)->result, LEDGER_NOT_TRIED);
    assert_non_null(strstr(told_of(&memory, 1)->answer, "silent"));
    end_process(relay);
    g_hash_table_unref(memory.told);
}

struct bad_setting {
    const char *name, *host, *user, *ca_file;
    bool tls;
};

static const struct bad_setting bad_settings[] = {
    {"login without TLS", "127.0.0.1", "seniorjob", "", false},
    {"host with a port", "relay.example:25", "", "", false},
    {"certificates that are not there", "127.0.0.1", "", "/nonexistent/ca.pem", true},
    {"certificates that are none", "127.0.0.1", "", "/etc/passwd", true},
};

static void setting_is_refused(void **state)
{
    const struct bad_setting *bad = *state;
    g_autofree char *host = g_strdup(bad->host), *user = g_strdup(bad->user);
    g_autofree char *ca_file = g_strdup(bad->ca_file);
    struct lane_settings settings = smtp_settings(25);
    settings.host = host;
    settings.user = user;
    settings.ca_file = ca_file;
    settings.tls = bad->tls;
    g_autoptr(GError) error = NULL;
    assert_null(lane_open(&settings, &error));
    assert_non_null(error);
}

int main(void)
{
    GArray *tests = g_array_new(FALSE, FALSE, sizeof(struct CMUnitTest));
    for (size_t i = 0; i < G_N_ELEMENTS(faults); i++) {
        struct CMUnitTest test = {.name = faults[i].name,
                                  .test_func = fault_is_told,
                                  .initial_state = (void *)(uintptr_t)&faults[i]};
        g_array_append_val(tests, test);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(bad_settings); i++) {
        struct CMUnitTest test = {.name = bad_settings[i].name,
                                  .test_func = setting_is_refused,
                                  .initial_state = (void *)(uintptr_t)&bad_settings[i]};
        g_array_append_val(tests, test);
    }
    const struct CMUnitTest others[] = {
        cmocka_unit_test(octets_arrive_as_they_are),
        cmocka_unit_test(one_is_left_out),
        cmocka_unit_test(nobody_listens),
        cmocka_unit_test(silence_ends),
        cmocka_unit_test(a_relay_that_drips_is_left),
    };
    g_array_append_vals(tests, others, G_N_ELEMENTS(others));
    int failed = _cmocka_run_group_tests(
        "post/lane_secured", (struct CMUnitTest *)(void *)tests->data, tests->len, NULL, NULL);
    g_array_free(tests, TRUE);
    end_sinks();
    return failed;
}
