/* Servers and networks that misbehave: a server by script, and a real one behind a line that is cut
 * after every so many octets (IMAP_CUTS=all: after each number of them). */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include <stdlib.h>

#include "unit/post/imap_odd.h"

#define WHOLE "* 1 FETCH (UID 7 BODY[] {14}\r\nSubject: x\r\n\r\n)\r\n%s OK done\r\n"

static struct oddity oddities[] = {
    {.name = "BYE as a greeting", .greeting = "* BYE too busy\r\n", .problem = "greeting"},
    {.name = "no IMAP at all", .greeting = "220 mail ESMTP\r\n", .problem = "greeting"},
    {.name = "OK without text", .login = "%s OK\r\n", .problem = "login"},
    {.name = "login refused", .login = "%s NO [AUTHENTICATIONFAILED] no\r\n", .problem = "no"},
    {.name = "BYE at login", .login = "* BYE go away\r\n", .problem = "login"},
    {.name = "BYE and OK", .login = "* BYE go away\r\n%s OK in\r\n", .problem = "IMAP at"},
    {.name = "half a literal",
     .fetch = "* 1 FETCH (UID 7 BODY[] {500}\r\nSubject: x\r\n\r\nhal",
     .problem = "UID FETCH"},
    {.name = "an endless literal",
     .fetch = "* 1 FETCH (UID 7 BODY[] {99999999}\r\nSubject: x\r\n\r\nhal",
     .problem = "UID FETCH"},
    {.name = "the wrong mail",
     .fetch = "* 1 FETCH (UID 8 BODY[] {3}\r\nabc)\r\n%s OK done\r\n",
     .problem = NULL},
    {.name = "NIL for a mail",
     .fetch = "* 1 FETCH (UID 7 BODY[] NIL)\r\n%s OK done\r\n",
     .problem = NULL},
    {.name = "search says nothing", .search = "%s OK done\r\n", .problem = NULL},
    {.name = "EXISTS before idling",
     .search = "* SEARCH\r\n%s OK done\r\n",
     .idle = "* 5 EXISTS\r\n+ idling\r\n",
     .problem = "IDLE"},
    {.name = "BYE instead of idling",
     .search = "* SEARCH\r\n%s OK done\r\n",
     .idle = "* BYE down\r\n",
     .problem = "IDLE"},
    {.name = "BAD to SELECT",
     .select = "%s BAD what?\r\n",
     .problem = "SELECT: the server answers BAD: what?"},
    {.name = "BAD to UID SEARCH",
     .search = "%s BAD what?\r\n",
     .problem = "UID SEARCH: the server answers BAD: what?"},
    {.name = "BAD to UID FETCH",
     .fetch = "%s BAD what?\r\n",
     .problem = "UID FETCH: the server answers BAD: what?"},
    {.name = "BAD to nothing that was said",
     .search = "* BAD what?\r\n* SEARCH\r\n%s OK done\r\n",
     .problem = NULL},
    {.name = "no UIDVALIDITY",
     .select = "* 1 EXISTS\r\n%s OK [READ-WRITE] done\r\n",
     .fetch = WHOLE,
     .problem = "SELECT: the server gives no UIDVALIDITY"},
    {.name = "UIDVALIDITY 0",
     .select = "* 1 EXISTS\r\n* OK [UIDVALIDITY 0] ok\r\n%s OK [READ-WRITE] done\r\n",
     .fetch = WHOLE,
     .problem = "SELECT: the server gives no UIDVALIDITY"},
    {.name = "STARTTLS refused",
     .tls = "starttls",
     .starttls = "%s BAD what?\r\n",
     .problem = "STARTTLS"},
    {.name = "logged in already",
     .tls = "starttls",
     .greeting = "* PREAUTH welcome\r\n",
     .problem = "greeting"},
    {.name = "text smuggled in behind STARTTLS",
     .tls = "starttls",
     .starttls = "%s OK go\r\n* OK more\r\n",
     .problem = "tampered"},
};

/* Nothing is taken, nobody dies, staff are told what is wrong. */
static void an_odd_server_is_survived(void **state)
{
    struct oddity *odd = *state;
    int port = 0;
    pid_t server = odd_server(odd, &port);
    g_autofree char *more =
        g_strdup_printf("tls = %s\ntimeout = 1 second", odd->tls != NULL ? odd->tls : "none");
    struct imap_office office = imap_office_new("127.0.0.1", port, more);
    assert_int_equal(imap_take(&office), 0);
    assert_int_equal(imap_take(&office), 0);
    const char *problem = retrieve_problem(office.retrieve);
    if (odd->problem == NULL) {
        assert_null(problem);
    } else {
        assert_non_null(problem);
        assert_null(strstr(problem, "died"));
        assert_non_null(strstr(problem, odd->problem));
    }
    assert_int_equal(imap_rows(&office), 0);
    imap_office_clear(&office);
    kill(server, SIGKILL);
    waitpid(server, NULL, 0);
}

/* What the server will not hand out, or breaks the line over, stays; what lies behind it does not.
 */
static void one_holds_up_nobody(void **state)
{
    struct oddity *odd = *state;
    int port = 0;
    pid_t server = odd_server(odd, &port);
    struct imap_office office =
        imap_office_new("127.0.0.1", port, "tls = none\ntimeout = 1 second");
    for (int at = 0; at < 100 && imap_rows(&office) == 0; at++) {
        imap_take(&office);
        g_usleep(imap_rows(&office) == 0 ? 50000 : 0);
    }
    assert_int_equal(imap_rows(&office), 1);
    assert_null(retrieve_problem(office.retrieve)); /* the other one has come */
    assert_int_equal(retrieve_left(office.retrieve), 1);
    assert_int_equal(imap_take(&office), 0); /* it is left alone for a while */
    assert_null(retrieve_problem(office.retrieve));
    imap_office_clear(&office);
    kill(server, SIGKILL);
    waitpid(server, NULL, 0);
}

/* Between two breaks the server lets us in and lists what is there: that does not end the problem,
 * or no alarm would ever last its hour. */
static void a_problem_lasts_while_nothing_comes(void **state G_GNUC_UNUSED)
{
    struct oddity odd = {.fetch = "* 1 FETCH (UID 7 BODY[] {500}\r\nhal"};
    int port = 0;
    pid_t server = odd_server(&odd, &port);
    struct imap_office office =
        imap_office_new("127.0.0.1", port, "tls = none\ntimeout = 1 second");
    retrieve_do_not_wait(office.retrieve);
    bool problem = false;
    for (int at = 0; at < 200 && retrieve_left(office.retrieve) == 0; at++) {
        imap_wakes(&office, 200);
        assert_int_equal(imap_take(&office), 0);
        assert_true(!problem || retrieve_problem(office.retrieve) != NULL);
        problem = retrieve_problem(office.retrieve) != NULL;
    }
    assert_true(problem);
    assert_int_equal(retrieve_left(office.retrieve), 1);
    imap_office_clear(&office);
    kill(server, SIGKILL);
    waitpid(server, NULL, 0);
}

/* A server that kills the process is left alone for 1, 2, 4 seconds ... until one has looked. */
static void each_death_makes_it_wait_longer(void **state G_GNUC_UNUSED)
{
    struct imap_office office =
        imap_office_new("127.0.0.1", free_port(), "tls = none\ntimeout = 1 second");
    for (unsigned deaths = 0; deaths < 3; deaths++) {
        imap_take(&office);
        kill(only_child(), SIGKILL);
    }
    imap_take(&office);
    int64_t start = clock_stopwatch();
    assert_true(imap_wakes(&office, 10000));
    assert_in_range(clock_stopwatch() - start, 3 * G_USEC_PER_SEC, 6 * G_USEC_PER_SEC);
    imap_office_clear(&office);
}

static struct oddity of_two[] = {
    {.name = "a mail that is refused", .seventh = "%s NO cannot convert it\r\n"},
    {.name = "a mail that is no good command", .seventh = "%s BAD cannot convert it\r\n"},
    {.name = "a mail that breaks the line", .seventh = "* 1 FETCH (UID 7 BODY[] {500}\r\nhal"},
    {.name = "a mail that is larger than was said",
     .seventh = "* 1 FETCH (UID 7 BODY[] {9000000}\r\nhal"},
};

/* ---- a line that is cut ------------------------------------------------------------------------
 */

/* Shared with the process that is the line. */
struct line {
    int64_t cut;    /* octets from the server before the first connection is cut; < 0: never */
    bool each;      /* connection is cut */
    int64_t passed; /* octets from the server on the last connection */
    int connections;
};

static void pass(struct line *line, int client, int server, int64_t limit)
{
    struct pollfd ends[] = {{.fd = client, .events = POLLIN}, {.fd = server, .events = POLLIN}};
    char octets[4096];
    while (poll(ends, 2, -1) > 0) {
        for (unsigned from = 0; from < 2; from++) {
            if (ends[from].revents == 0) {
                continue;
            }
            ssize_t got = read(ends[from].fd, octets, sizeof octets);
            ssize_t most =
                from == 1 && limit >= 0 ? MIN(got, (ssize_t)(limit - line->passed)) : got;
            if (got <= 0 || write(ends[1 - from].fd, octets, (size_t)most) < 0) {
                return;
            }
            line->passed += from == 1 ? most : 0;
            if (most < got || (limit >= 0 && line->passed == limit)) {
                return;
            }
        }
    }
}

static pid_t line_start(struct line *line, int to, int *port)
{
    int listener = listener_open(port);
    pid_t pid = fork();
    if (pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        signal(SIGPIPE, SIG_IGN);
        for (;;) {
            int client = accept(listener, NULL, NULL);
            int server = connect_to_port(to);
            line->passed = 0;
            pass(line, client, server, line->connections++ == 0 || line->each ? line->cut : -1);
            close(client);
            close(server);
        }
    }
    close(listener);
    return pid;
}

/* Three mails, the first connection cut after so many octets, and another one. */
static void play(struct imap_office *office, const struct dovecot *server, struct line *line,
                 int64_t cut)
{
    static unsigned count;
    for (int at = 0; at < 3; at++) {
        g_autofree char *id = g_strdup_printf("cut-%u", count++);
        imap_deliver(server, "", id);
    }
    line->cut = cut;
    line->connections = 0;
    imap_office_restart(office);
    imap_take(office);
    imap_office_restart(office);
    imap_take(office);
}

static void a_cut_line_loses_nothing(void **state G_GNUC_UNUSED)
{
    if (!have_dovecot()) {
        skip();
    }
    struct dovecot server = dovecot_start();
    struct line *line =
        mmap(NULL, sizeof *line, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    int port = 0;
    pid_t proxy = line_start(line, server.port, &port);
    struct imap_office office =
        imap_office_new("127.0.0.1", port, "tls = none\ntimeout = 5 seconds\npoll = 5 minutes");
    play(&office, &server, line, -1);
    unsigned sessions = 1;
    line->connections = 1;
    for (int at = 0; at < 3; at++) {
        g_autofree char *id = g_strdup_printf("whole-%d", at);
        imap_deliver(&server, "", id);
    }
    imap_office_restart(&office);
    imap_take(&office);
    int64_t all = line->passed;
    bool every = g_strcmp0(getenv("IMAP_CUTS"), "all") == 0;
    for (int64_t cut = every ? 0 : 7; cut < all; cut += every ? 1 : MAX(all / 24, 1)) {
        play(&office, &server, line, cut);
        sessions++;
        assert_int_equal(imap_rows(&office), 3 * sessions + 3);
        assert_int_equal(imap_files(&server, ""), 0);
        assert_int_equal(imap_files(&server, ".Moedested.Done"), 3 * sessions + 3);
    }
    print_message("a session of %d octets, cut at %u places\n", (int)all, sessions - 1);
    assert_true(sessions > 20);
    imap_office_clear(&office);
    kill(proxy, SIGKILL);
    waitpid(proxy, NULL, 0);
    munmap(line, sizeof *line);
    dovecot_stop(&server);
}

/* Something in the way ends each connection before it could prove itself, and each has brought
 * mail: the inbox is read, and nobody is told otherwise. */
static void a_line_that_is_always_cut_is_no_trouble(void **state G_GNUC_UNUSED)
{
    if (!have_dovecot()) {
        skip();
    }
    struct dovecot server = dovecot_start();
    struct line *line =
        mmap(NULL, sizeof *line, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    *line = (struct line){.cut = 24000, .each = true};
    int port = 0;
    pid_t proxy = line_start(line, server.port, &port);
    for (int at = 0; at < 150; at++) {
        g_autofree char *id = g_strdup_printf("each-%d", at);
        imap_deliver(&server, "", id);
    }
    struct imap_office office =
        imap_office_new("127.0.0.1", port, "tls = none\ntimeout = 5 seconds\npoll = 5 minutes");
    for (int at = 0; at < 300 && imap_rows(&office) < 150; at++) {
        imap_take(&office);
        assert_null(retrieve_problem(office.retrieve));
        g_usleep(100000);
    }
    assert_int_equal(imap_rows(&office), 150);
    assert_true(line->connections > 2);
    imap_office_clear(&office);
    kill(proxy, SIGKILL);
    waitpid(proxy, NULL, 0);
    munmap(line, sizeof *line);
    dovecot_stop(&server);
}

int main(void)
{
    struct CMUnitTest tests[G_N_ELEMENTS(oddities) + G_N_ELEMENTS(of_two) + 4] = {
        cmocka_unit_test(a_cut_line_loses_nothing),
        cmocka_unit_test(a_line_that_is_always_cut_is_no_trouble),
        cmocka_unit_test(a_problem_lasts_while_nothing_comes),
        cmocka_unit_test(each_death_makes_it_wait_longer)};
    for (size_t at = 0; at < G_N_ELEMENTS(of_two); at++) {
        tests[G_N_ELEMENTS(oddities) + 4 + at] =
            (struct CMUnitTest){.name = of_two[at].name,
                                .test_func = one_holds_up_nobody,
                                .initial_state = &of_two[at]};
    }
    for (size_t at = 0; at < G_N_ELEMENTS(oddities); at++) {
        tests[at + 4] = (struct CMUnitTest){.name = oddities[at].name,
                                            .test_func = an_odd_server_is_survived,
                                            .initial_state = &oddities[at]};
    }
    return cmocka_run_group_tests_name("post/imap_faults", tests, NULL, NULL);
}
