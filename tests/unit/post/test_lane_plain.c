/* The plain lane against a real smtp-sink with every fault (reliability.md 1.1), and against
 * scripted relays whose octets are compared one by one.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include "post/lane.h"
#include "unit/post/wire.h"

struct fault {
    const char *name;
    const char *option, *value;
    enum ledger_result first, rest; /* of the first mail, and of each that follows */
    const char *status;             /* of the first, NULL: any */
};

static const struct fault faults[] = {
    {"no fault", NULL, NULL, LEDGER_ACCEPTED, LEDGER_ACCEPTED, "250 2.0.0"},
    {"no pipelining", "-p", NULL, LEDGER_ACCEPTED, LEDGER_ACCEPTED, "250 2.0.0"},
    {"no EHLO at all", "-e", NULL, LEDGER_ACCEPTED, LEDGER_ACCEPTED, "250 2.0.0"},
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
    {"5xx at MAIL", "-f", "MAIL", LEDGER_OUR_FAULT, LEDGER_OUR_FAULT, NULL},
    {"4xx at MAIL", "-r", "MAIL", LEDGER_LATER, LEDGER_LATER, NULL},
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
    struct lane_settings settings = plain_lane(port);
    return deliver_with(&settings, count, body, refuse_id);
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

/* No such name, no way there: known at once, and told at once. */
static void nowhere_to_go(void **state)
{
    struct lane_settings settings = plain_lane(25);
    settings.host = *state;
    settings.timeout = 60;
    settings.sessions = 4;
    int64_t begun = g_get_monotonic_time();
    struct memory memory = deliver_with(&settings, 20, 10, 0);
    assert_in_range(g_get_monotonic_time() - begun, 0, 2 * G_USEC_PER_SEC);
    for (int64_t id = 1; id <= 20; id++) {
        assert_int_equal(told_of(&memory, id)->result, LEDGER_NOT_TRIED);
        assert_non_null(strstr(told_of(&memory, id)->answer, "cannot reach"));
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

/* An answer has its time as a whole, however often a letter of it comes. */
static void a_relay_that_drips_is_left(void **state G_GNUC_UNUSED)
{
    int port = 0;
    pid_t relay = talking_relay(drip, &port);
    struct lane_settings settings = plain_lane(port);
    settings.timeout = 1;
    int64_t begun = g_get_monotonic_time();
    struct memory memory = deliver_with(&settings, 1, 10, 0);
    assert_in_range(g_get_monotonic_time() - begun, 0, 4 * G_USEC_PER_SEC);
    assert_int_equal(told_of(&memory, 1)->result, LEDGER_NOT_TRIED);
    assert_non_null(strstr(told_of(&memory, 1)->answer, "silent for 1 second"));
    end_process(relay);
    g_hash_table_unref(memory.told);
}

/* DATA may be answered by 354 or a refusal (RFC 5321 4.3.2). Whatever else it is, the mail was not
 * taken, and to begin again and again over the same line would not help. */
static void a_relay_that_is_content_with_data_is_left(void **state G_GNUC_UNUSED)
{
    int port = 0;
    pid_t relay = talking_relay(agree, &port);
    struct lane_settings settings = plain_lane(port);
    settings.timeout = 1;
    alarm(30);
    struct memory memory = deliver_with(&settings, 1, 10, 0);
    alarm(0);
    assert_int_equal(told_of(&memory, 1)->result, LEDGER_NOT_TRIED);
    assert_non_null(strstr(told_of(&memory, 1)->answer, "out of turn"));
    end_process(relay);
    g_hash_table_unref(memory.told);
}

/* Four connections: one doubt each at most, and everything else waits. */
static void four_lines_break(void **state G_GNUC_UNUSED)
{
    if (!have_sink()) {
        skip();
    }
    int port = 0;
    pid_t sink = sink_start(&port, "-q", ".", NULL, NULL);
    struct lane_settings settings = plain_lane(port);
    settings.sessions = 4;
    struct memory memory = deliver_with(&settings, 100, 3000, 0);
    end_process(sink);
    unsigned doubt = 0;
    for (unsigned i = 1; i <= 100; i++) {
        enum ledger_result result = told_of(&memory, i)->result;
        doubt += result == LEDGER_IN_DOUBT ? 1 : 0;
        assert_true(result == LEDGER_IN_DOUBT || result == LEDGER_NOT_TRIED);
    }
    assert_in_range(doubt, 1, 4);
    g_hash_table_unref(memory.told);
}

/* Several connections have their marks in one message, and every mail arrives once. */
static void many_go_over_four_lines(void **state G_GNUC_UNUSED)
{
    if (!have_sink()) {
        skip();
    }
    g_autofree char *folder = own_folder();
    g_autofree char *dump = g_build_filename(folder, "mails", NULL);
    int port = 0;
    pid_t sink = sink_start(&port, "-D", dump, NULL, NULL);
    struct lane_settings settings = plain_lane(port);
    settings.sessions = 4;
    struct memory memory = deliver_with(&settings, 300, 20000, 150);
    end_process(sink);
    for (unsigned i = 1; i <= 300; i++) {
        g_autofree char *mark = g_strdup_printf("\nHej %u\n", i);
        assert_int_equal(told_of(&memory, i)->result,
                         i == 150 ? LEDGER_NOT_TRIED : LEDGER_ACCEPTED);
        assert_int_equal(count_in_folder(folder, mark), i == 150 ? 0 : 1);
    }
    assert_true(memory.calls < 400); /* one a mail, fewer when lines fall together */
    g_hash_table_unref(memory.told);
    remove_folder(folder);
}

/* Nagle's algorithm would hold back the end of each mail until the relay's delayed acknowledgement,
 * 40 ms (TCP_NODELAY). The lines stay open after a batch. */
static void nothing_is_held_back(void **state G_GNUC_UNUSED)
{
    if (!have_sink()) {
        skip();
    }
    struct lane_settings settings = plain_lane(0);
    pid_t sink = sink_start(&settings.port, NULL, NULL, NULL, NULL);
    SCOPED(lane) struct lane *lane = lane_open(&settings, NULL);
    struct memory memory = {.refuse_id = 0};
    struct lane_watch watch = memory_watch(&memory);
    struct lane_mail *mails = make_mails(1, 10), mail = mails[0];
    lane_deliver(lane, &mail, 1, &watch);
    unsigned lines = 0;
    for (int fd = 3; fd < 64; fd++) {
        int at_once = 0;
        socklen_t size = sizeof at_once;
        if (getsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &at_once, &size) == 0) {
            assert_int_equal(at_once, 1);
            lines++;
        }
    }
    assert_int_equal(lines, 1);
    free_mails(mails, 1);
    end_process(sink);
    g_hash_table_unref(memory.told);
}

/* A relay without PIPELINING, which takes its time before the answers to RCPT, DATA and the dot. */
static void take_mails(int fd, bool slow)
{
    FILE *in = fdopen(fd, "r");
    char line[2000];
    bool body = false;
    g_assert(write(fd, "220 hi\r\n", 8) == 8);
    while (fgets(line, sizeof line, in) != NULL) {
        if (body && strcmp(line, ".\r\n") != 0) {
            continue;
        }
        bool data = g_str_has_prefix(line, "DATA");
        bool pauses = slow && (body || data || g_str_has_prefix(line, "RCPT"));
        /* The other one is ready a moment later: this one gets a mail, too. */
        g_usleep(pauses ? 1200000 : !slow && g_str_has_prefix(line, "EHLO") ? 200000 : 0);
        body = data;
        g_assert(write(fd, data ? "354 go\r\n" : "250 ok\r\n", 8) == 8);
    }
}

static pid_t one_slow_line(int *port)
{
    int listener = listener_open(port);
    pid_t pid = fork();
    if (pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        signal(SIGPIPE, SIG_IGN);
        int first = accept(listener, NULL, NULL), second = accept(listener, NULL, NULL);
        pid_t other = fork();
        take_mails(other == 0 ? second : first, other != 0);
        _exit(0);
    }
    close(listener);
    return pid;
}

static double cpu_seconds(void)
{
    struct rusage used;
    g_assert(getrusage(RUSAGE_SELF, &used) == 0);
    return (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
           (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
}

/* A line that has nothing to do waits for no answer: its time-out is no reason to look at once. */
static void an_idle_line_costs_nothing(void **state G_GNUC_UNUSED)
{
    int port = 0;
    pid_t relay = one_slow_line(&port);
    struct lane_settings settings = plain_lane(port);
    settings.sessions = 2;
    settings.timeout = 2;
    double before = cpu_seconds();
    struct memory memory = deliver_with(&settings, 20, 10, 0);
    double used = cpu_seconds() - before;
    for (int64_t id = 1; id <= 20; id++) {
        assert_int_equal(told_of(&memory, id)->result, LEDGER_ACCEPTED);
    }
    print_message("%.3f seconds of processor time\n", used);
    assert_true(used < 0.2);
    end_process(relay);
    g_hash_table_unref(memory.told);
}

static void nothing_begins_at_the_end(void **state G_GNUC_UNUSED)
{
    struct lane_settings settings = plain_lane(free_port());
    SCOPED(lane) struct lane *lane = lane_open(&settings, NULL);
    struct memory memory = {.ends = true};
    struct lane_watch watch = memory_watch(&memory);
    struct lane_mail *mails = make_mails(3, 1);
    struct lane_mail *batch = g_memdup2(mails, 3 * sizeof *mails);
    lane_deliver(lane, batch, 3, &watch);
    g_free(batch);
    free_mails(mails, 3);
    assert_int_equal(memory.calls, 0);
    g_hash_table_unref(memory.told);
}

int main(void)
{
    static char unknown[] = "x.invalid", broadcast[] = "255.255.255.255";
    GArray *tests = g_array_new(FALSE, FALSE, sizeof(struct CMUnitTest));
    for (size_t i = 0; i < G_N_ELEMENTS(faults); i++) {
        struct CMUnitTest test = {.name = faults[i].name,
                                  .test_func = fault_is_told,
                                  .initial_state = (void *)(uintptr_t)&faults[i]};
        g_array_append_val(tests, test);
    }
    const struct CMUnitTest others[] = {
        cmocka_unit_test(octets_arrive_as_they_are),
        cmocka_unit_test(one_is_left_out),
        cmocka_unit_test(nobody_listens),
        cmocka_unit_test(silence_ends),
        {"a name that nobody knows", nowhere_to_go, NULL, NULL, unknown},
        {"an address that has no way there", nowhere_to_go, NULL, NULL, broadcast},
        cmocka_unit_test(a_relay_that_drips_is_left),
        cmocka_unit_test(a_relay_that_is_content_with_data_is_left),
        cmocka_unit_test(four_lines_break),
        cmocka_unit_test(many_go_over_four_lines),
        cmocka_unit_test(nothing_is_held_back),
        cmocka_unit_test(an_idle_line_costs_nothing),
        cmocka_unit_test(nothing_begins_at_the_end),
    };
    g_array_append_vals(tests, others, G_N_ELEMENTS(others));
    int failed = _cmocka_run_group_tests(
        "post/lane_plain", (struct CMUnitTest *)(void *)tests->data, tests->len, NULL, NULL);
    g_array_free(tests, TRUE);
    end_sinks();
    return failed;
}
