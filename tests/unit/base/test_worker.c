#include "base/worker.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <setjmp.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/frame.h"

#define MEBIBYTE ((size_t)1024 * 1024)

/* Sends back what it gets, in the next type. */
static int echo(int fd, void *data)
{
    (void)data;
    uint8_t type;
    size_t length;
    for (;;) {
        g_autofree char *body = frame_read(fd, -1, &type, &length, NULL);
        if (body == NULL || !frame_write(fd, (uint8_t)(type + 1), body, length, NULL)) {
            return 0;
        }
    }
}

static void test_echo(void **state)
{
    (void)state;
    SCOPED(worker) struct worker *worker = worker_start("echo", echo, NULL, NULL);
    assert_non_null(worker);
    assert_true(frame_write(worker->fd, 7, "hej", 3, NULL));
    uint8_t type = 0;
    size_t length = 0;
    g_autofree char *body = frame_read(worker->fd, 5000, &type, &length, NULL);
    assert_non_null(body);
    assert_int_equal(type, 8);
    assert_int_equal(length, 3);
    assert_string_equal(body, "hej");
}

/* Tells which descriptors are open, its name, and whether SIGPIPE is ignored. */
static int tell_state(int fd, void *data)
{
    (void)data;
    char name[17] = "";
    prctl(PR_GET_NAME, name);
    unsigned open_count = 0;
    for (int i = 0; i < 256; i++) {
        open_count += fcntl(i, F_GETFD) >= 0;
    }
    struct sigaction pipe_action, user_action;
    sigaction(SIGPIPE, NULL, &pipe_action);
    sigaction(SIGUSR1, NULL, &user_action);
    int death = 0;
    prctl(PR_GET_PDEATHSIG, &death);
    g_autofree char *text = g_strdup_printf("%s fd=%d open=%u pipe=%d user=%d death=%d", name, fd,
                                            open_count, pipe_action.sa_handler == SIG_IGN,
                                            user_action.sa_handler == SIG_DFL, death);
    return frame_write(fd, 1, text, strlen(text), NULL) ? 0 : 1;
}

static void test_nothing_inherited(void **state)
{
    (void)state;
    int extra = open("/dev/null", O_RDONLY);
    int far = fcntl(extra, F_DUPFD, 200);
    void (*before)(int) = signal(SIGUSR1, SIG_IGN);
    SCOPED(worker) struct worker *worker = worker_start("state", tell_state, NULL, NULL);
    signal(SIGUSR1, before);
    close(extra);
    close(far);
    assert_non_null(worker);
    uint8_t type;
    size_t length;
    g_autofree char *body = frame_read(worker->fd, 5000, &type, &length, NULL);
    assert_non_null(body);
    assert_string_equal(body, "state fd=3 open=4 pipe=1 user=1 death=9");
}

static int stubborn(int fd, void *data)
{
    (void)fd;
    (void)data;
    while (pause() == -1) {
    }
    return 0;
}

static int leave_at_once(int fd, void *data)
{
    (void)fd;
    (void)data;
    return 5;
}

static void test_stop(void **state)
{
    (void)state;
    static const struct {
        int (*body)(int, void *);
        int grace, least, most;
    } rows[] = {
        {echo, 5000, 0, 2000},
        {leave_at_once, 5000, 0, 2000},
        {stubborn, 100, 100, 2000},
        {stubborn, 0, 0, 1000},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        SCOPED(worker) struct worker *worker = worker_start("stop", rows[i].body, NULL, NULL);
        assert_non_null(worker);
        pid_t pid = worker->pid;
        int64_t start = clock_stopwatch();
        worker_stop(worker, rows[i].grace);
        int64_t took = (clock_stopwatch() - start) / 1000;
        assert_in_range(took, (uintmax_t)rows[i].least, (uintmax_t)rows[i].most);
        assert_int_equal(kill(pid, 0), -1);
        assert_int_equal(errno, ESRCH);
        worker_stop(worker, 0); /* twice does no harm */
    }
}

/* In a worker of a worker: tells its number and stays. */
static int grandchild(int fd, void *data)
{
    (void)data;
    pid_t self = getpid();
    frame_write(fd, 1, &self, sizeof self, NULL);
    return stubborn(fd, NULL);
}

static int parent_that_dies(int fd, void *data)
{
    (void)data;
    struct worker *worker = worker_start("grandchild", grandchild, NULL, NULL);
    uint8_t type;
    size_t length;
    char *body = frame_read(worker->fd, 5000, &type, &length, NULL);
    frame_write(fd, 1, body, length, NULL);
    kill(getpid(), SIGKILL);
    return 0;
}

static void test_dies_with_its_parent(void **state)
{
    (void)state;
    /* The orphan comes to us, so that its end can be waited for. */
    assert_int_equal(prctl(PR_SET_CHILD_SUBREAPER, 1), 0);
    SCOPED(worker) struct worker *worker = worker_start("mortal", parent_that_dies, NULL, NULL);
    assert_non_null(worker);
    uint8_t type;
    size_t length;
    g_autofree char *body = frame_read(worker->fd, 5000, &type, &length, NULL);
    assert_non_null(body);
    assert_int_equal(length, sizeof(pid_t));
    pid_t orphan;
    memcpy(&orphan, body, sizeof orphan);
    worker_stop(worker, 5000);
    int status = 0;
    alarm(10);
    assert_int_equal(waitpid(orphan, &status, 0), orphan);
    alarm(0);
    assert_true(WIFSIGNALED(status));
    assert_int_equal(WTERMSIG(status), SIGKILL);
}

static bool opens(void)
{
    return open("/etc/passwd", O_RDONLY) >= 0;
}

static bool creates(void)
{
    return open("/tmp/moedested-test-confined", O_WRONLY | O_CREAT, 0600) >= 0;
}

static bool makes_socket(void)
{
    return socket(AF_INET, SOCK_STREAM, 0) >= 0;
}

static bool forks(void)
{
    pid_t pid = fork();
    if (pid == 0) {
        _exit(0);
    }
    return pid > 0;
}

static bool executes(void)
{
    char name[] = "/bin/true";
    char *const words[] = {name, NULL};
    execv(name, words);
    return false; /* a success would end the worker with status 0 and no frame */
}

static bool kills(void)
{
    return kill(getppid(), 0) == 0;
}

static bool maps_code(void)
{
    return mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1,
                0) != MAP_FAILED;
}

static bool finds_files(void)
{
    struct stat found;
    return stat("/etc/passwd", &found) == 0;
}

#ifndef SANITIZED
static bool allocates_a_gibibyte(void)
{
    void *block =
        mmap(NULL, 1024 * MEBIBYTE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return block != MAP_FAILED;
}
#endif

static bool works(void)
{
    g_autoptr(GHashTable) table = g_hash_table_new(g_str_hash, g_str_equal);
    g_autofree char *block = g_malloc0(16 * MEBIBYTE);
    g_hash_table_insert(table, block, block);
    g_autoptr(GRegex) regex = g_regex_new("a+", G_REGEX_OPTIMIZE, 0, NULL);
    return regex != NULL && g_regex_match(regex, "baa", 0, NULL) && clock_stopwatch() > 0;
}

struct deed {
    const char *name;
    bool (*act)(void);
    bool expected;
};

static int confined(int fd, void *data)
{
    const struct deed *deed = data;
    g_autoptr(GError) error = NULL;
    if (!worker_confine(256 * MEBIBYTE, 20000, &error)) {
        frame_write(fd, 2, error->message, strlen(error->message), NULL);
        return 1;
    }
    bool done = deed->act();
    return frame_write(fd, done ? 1 : 0, "", 0, NULL) ? 0 : 1;
}

static void test_confined(void **state)
{
    (void)state;
    static const struct deed rows[] = {
        {"works", works, true},
        {"opens", opens, false},
        {"creates", creates, false},
        {"makes a socket", makes_socket, false},
        {"forks", forks, false},
        {"executes", executes, false},
        {"kills", kills, false},
        {"maps code", maps_code, false},
        {"finds files", finds_files, false},
#ifndef SANITIZED
        {"allocates a gibibyte", allocates_a_gibibyte, false},
#endif
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        struct deed deed = rows[i];
        SCOPED(worker) struct worker *worker = worker_start("confined", confined, &deed, NULL);
        assert_non_null(worker);
        uint8_t type = 99;
        size_t length = 0;
        g_autofree char *body = frame_read(worker->fd, 20000, &type, &length, NULL);
        if (body == NULL || type != (rows[i].expected ? 1 : 0)) {
            fail_msg("%s: answer %u %s", rows[i].name, type, body != NULL ? body : "(none)");
        }
    }
}

static int confined_echo(int fd, void *data)
{
    return worker_confine(256 * MEBIBYTE, 20000, NULL) ? echo(fd, data) : 1;
}

/* Large frames take other system calls than small ones. */
static void test_confined_echo(void **state)
{
    (void)state;
    SCOPED(worker) struct worker *worker = worker_start("echo", confined_echo, NULL, NULL);
    assert_non_null(worker);
    static const size_t sizes[] = {0, 10, 5000, 3 * MEBIBYTE};
    g_autofree char *sent = g_strnfill(3 * MEBIBYTE, 'x');
    for (size_t i = 0; i < G_N_ELEMENTS(sizes); i++) {
        assert_true(frame_write(worker->fd, 1, sent, sizes[i], NULL));
        uint8_t type = 0;
        size_t length = 0;
        g_autofree char *body = frame_read(worker->fd, 20000, &type, &length, NULL);
        assert_non_null(body);
        assert_int_equal(type, 2);
        assert_int_equal(length, sizes[i]);
        assert_memory_equal(body, sent, length);
    }
}

static int confined_to_one_second(int fd, void *data)
{
    (void)fd;
    if (!worker_confine(256 * MEBIBYTE, 1000, NULL)) {
        return 1;
    }
    if (data != NULL) {
        abort();
    }
    for (volatile unsigned i = 0; i < G_MAXUINT; i++) {
    }
    return 0;
}

static void test_dies(void **state)
{
    (void)state;
    static int yes = 1;
    static const struct {
        void *data;
        int signal;
    } rows[] = {{NULL, SIGPROF}, {&yes, SIGABRT}};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        SCOPED(worker)
        struct worker *worker = worker_start("mortal", confined_to_one_second, rows[i].data, NULL);
        assert_non_null(worker);
        int status = 0;
        alarm(30);
        assert_int_equal(waitpid(worker->pid, &status, 0), worker->pid);
        alarm(0);
        assert_true(WIFSIGNALED(status));
        assert_int_equal(WTERMSIG(status), rows[i].signal);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_echo),     cmocka_unit_test(test_nothing_inherited),
        cmocka_unit_test(test_stop),     cmocka_unit_test(test_dies_with_its_parent),
        cmocka_unit_test(test_confined), cmocka_unit_test(test_confined_echo),
        cmocka_unit_test(test_dies),
    };
    return cmocka_run_group_tests_name("base/worker", tests, NULL, NULL);
}
