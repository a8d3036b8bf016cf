#include "base/worker.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/failure.h"

/* The worker's end, always. */
#define WORKER_FD 3

#define WORKER_GRACE 500

/* Main's handlers are not the worker's. Ctrl-C and a closed terminal reach the whole group, but it
 * is main that ends its workers; signals of faults stay with whoever watches for them. */
static void reset_signals(void)
{
    for (int number = 1; number < NSIG; number++) {
        switch (number) {
        case SIGKILL:
        case SIGSTOP:
        case SIGSEGV:
        case SIGBUS:
        case SIGFPE:
        case SIGILL:
        case SIGABRT:
            break;
        case SIGPIPE:
        case SIGINT:
        case SIGHUP:
            signal(number, SIG_IGN);
            break;
        default:
            signal(number, SIG_DFL);
            break;
        }
    }
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

/* The child's first steps: nothing of main's is left open, and it cannot outlive main. */
static void settle(const char *name, pid_t parent, int fd)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    /* Main may have died before the line above. */
    if (getppid() != parent) {
        _exit(1);
    }
    reset_signals();
    /* First: our end may be 0 or 1 when main was started without them. */
    if (fd != WORKER_FD && dup2(fd, WORKER_FD) < 0) {
        _exit(1);
    }
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (null >= 0) {
        dup2(null, STDIN_FILENO);
        dup2(null, STDOUT_FILENO);
    }
    if (close_range(WORKER_FD + 1, ~0u, 0) != 0) {
        _exit(1);
    }
    fcntl(WORKER_FD, F_SETFD, FD_CLOEXEC);
    prctl(PR_SET_NAME, name);
}

struct worker *worker_start(const char *name, int (*body)(int fd, void *data), void *data,
                            GError **error)
{
    g_assert(name != NULL && body != NULL);
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
        g_set_error(error, BASE_ERROR, FAILURE_TEMPORARY, "no socket pair for \"%s\": %s", name,
                    g_strerror(errno));
        return NULL;
    }
    pid_t parent = getpid();
    pid_t pid = fork();
    if (pid < 0) {
        int number = errno;
        close(ends[0]);
        close(ends[1]);
        g_set_error(error, BASE_ERROR, FAILURE_TEMPORARY, "no process for \"%s\": %s", name,
                    g_strerror(number));
        return NULL;
    }
    if (pid == 0) {
        settle(name, parent, ends[1]);
        /* Not exit(): what main had in its buffers would be written twice. */
        _exit(body(WORKER_FD, data));
    }
    close(ends[1]);
    struct worker *worker = g_new0(struct worker, 1);
    worker->pid = pid;
    worker->fd = ends[0];
    worker->name = name;
    return worker;
}

/* Whether the child has ended; it is gone for good then. */
static bool reap(pid_t pid, int options)
{
    pid_t found;
    do {
        found = waitpid(pid, NULL, options);
    } while (found < 0 && errno == EINTR);
    /* ECHILD: somebody else has waited for it, so its number is no longer ours to kill. */
    return found != 0;
}

static bool ends_within(pid_t pid, int grace)
{
    int64_t until = clock_stopwatch() + (int64_t)grace * 1000;
    int fd = pidfd_open(pid, 0);
    bool ended = reap(pid, WNOHANG);
    while (!ended && clock_stopwatch() < until) {
        int left = (int)((until - clock_stopwatch()) / 1000) + 1;
        struct pollfd end = {.fd = fd, .events = POLLIN};
        /* Kernels without pidfd: look every millisecond. */
        poll(&end, 1, fd >= 0 ? left : 1);
        ended = reap(pid, WNOHANG);
    }
    if (fd >= 0) {
        close(fd);
    }
    return ended;
}

void worker_stop(struct worker *worker, int grace)
{
    if (worker->fd >= 0) {
        close(worker->fd);
        worker->fd = -1;
    }
    if (worker->pid <= 0) {
        return;
    }
    if (!ends_within(worker->pid, grace)) {
        kill(worker->pid, SIGKILL);
        reap(worker->pid, 0);
    }
    worker->pid = 0;
}

void worker_free(struct worker *worker)
{
    if (worker == NULL) {
        return;
    }
    worker_stop(worker, WORKER_GRACE);
    g_free(worker);
}
