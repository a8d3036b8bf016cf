#include "process/converter.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/worker.h"

#define ADDRESS_SPACE (256u * 1024u * 1024u)
#define WALL (5 * G_USEC_PER_SEC)
#define CHUNK 65536u
#define NO_PROGRAM 127 /* as a shell says it */

struct program {
    enum file_kind kind;
    const char *const *arguments;
};

static const char *const pdf[] = {
    "/usr/bin/pdftotext", "-enc", "UTF-8", "-nopgbrk", "-l", "20", "-", "-", NULL};
static const char *const word[] = {"/usr/bin/antiword", "-m", "UTF-8.txt", "-w", "0",
                                   "/proc/self/fd/0",   NULL};
static const char *const rtf[] = {"/usr/bin/unrtf", "--html", "--nopict", "--quiet", NULL};

static const struct program programs[] = {{FILE_PDF, pdf}, {FILE_WORD, word}, {FILE_RTF, rtf}};

static const char *const *arguments_of(enum file_kind kind)
{
    for (size_t i = 0; i < G_N_ELEMENTS(programs); i++) {
        if (programs[i].kind == kind) {
            return programs[i].arguments;
        }
    }
    g_assert_not_reached();
}

/* The octets as a file without a name, to be read from its beginning; -1: no memory for it. */
static int file_of(const void *octets, size_t length)
{
    int file = memfd_create("attachment", MFD_CLOEXEC);
    size_t done = 0;
    while (file >= 0 && done < length) {
        ssize_t wrote = write(file, (const char *)octets + done, length - done);
        if (wrote <= 0) {
            close(file);
            return -1;
        }
        done += (size_t)wrote;
    }
    if (file >= 0 && lseek(file, 0, SEEK_SET) != 0) {
        close(file);
        return -1;
    }
    return file;
}

/* In the child: becomes the program. */
static void become(const char *const *arguments, unsigned milliseconds, int in, int out)
{
    static const char *const environment[] = {"LC_ALL=C.UTF-8", "HOME=/usr/share/antiword", NULL};
    int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
    bool ready = null >= 0 && dup2(in, STDIN_FILENO) >= 0 && dup2(out, STDOUT_FILENO) >= 0 &&
                 dup2(null, STDERR_FILENO) >= 0 && close_range(STDERR_FILENO + 1, ~0u, 0) == 0 &&
                 chdir("/usr") == 0;
    if (ready && worker_confine_program(ADDRESS_SPACE, milliseconds, NULL)) {
        execve(arguments[0], (char *const *)(uintptr_t)arguments,
               (char *const *)(uintptr_t)environment);
    }
    _exit(NO_PROGRAM);
}

static pid_t start(const char *const *arguments, unsigned milliseconds, int in, int *out)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) {
        return -1;
    }
    pid_t parent = getpid();
    pid_t pid = fork();
    if (pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (getppid() == parent) {
            become(arguments, milliseconds, in, ends[1]);
        }
        _exit(NO_PROGRAM);
    }
    close(ends[1]);
    if (pid < 0) {
        close(ends[0]);
        return -1;
    }
    *out = ends[0];
    return pid;
}

/* Reads until the end, the limit, or the time is over. Whether it came to one of the first two. */
static bool read_all(int from, GByteArray *text)
{
    int64_t until = clock_stopwatch() + WALL;
    guint8 chunk[CHUNK];
    while (text->len < CONVERTER_OUTPUT_LIMIT) {
        int64_t left = until - clock_stopwatch();
        struct pollfd ready = {.fd = from, .events = POLLIN};
        if (left <= 0 || poll(&ready, 1, (int)(left / 1000) + 1) == 0) {
            return false;
        }
        ssize_t got = read(from, chunk, sizeof chunk);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            return got == 0;
        }
        g_byte_array_append(text, chunk, (guint)got);
    }
    return true;
}

static enum conversion judge(int status, bool in_time, bool full)
{
    if (!in_time) {
        return CONVERSION_TIME;
    }
    if (full || (WIFEXITED(status) && WEXITSTATUS(status) == 0)) {
        return CONVERTED;
    }
    if (WIFEXITED(status) && WEXITSTATUS(status) == NO_PROGRAM) {
        return CONVERSION_MISSING;
    }
    bool over = WIFSIGNALED(status) && (WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGPROF);
    return over ? CONVERSION_TIME : CONVERSION_FAILED;
}

static int64_t milliseconds_of(const struct timeval *time)
{
    return (int64_t)time->tv_sec * 1000 + time->tv_usec / 1000;
}

GByteArray *converter_run(enum file_kind kind, const void *octets, size_t length, int64_t *cpu_left,
                          enum conversion *how)
{
    GByteArray *text = g_byte_array_new();
    int out = -1, status = 0;
    struct rusage took;
    if (*cpu_left <= 0) {
        *how = CONVERSION_TIME;
        return text;
    }
    int in = file_of(octets, length);
    pid_t pid = in < 0 ? -1 : start(arguments_of(kind), (unsigned)*cpu_left, in, &out);
    if (in >= 0) {
        close(in);
    }
    if (pid < 0) {
        *how = CONVERSION_FAILED;
        return text;
    }
    bool in_time = read_all(out, text);
    bool full = text->len >= CONVERTER_OUTPUT_LIMIT;
    close(out);
    if (!in_time || full) {
        kill(pid, SIGKILL);
    }
    while (wait4(pid, &status, 0, &took) < 0 && errno == EINTR) {
    }
    *cpu_left -= milliseconds_of(&took.ru_utime) + milliseconds_of(&took.ru_stime);
    *how = judge(status, in_time, full);
    return text;
}
