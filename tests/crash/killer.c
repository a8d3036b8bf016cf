/* Runs a command and kills one of its processes before its N-th system call, alone or with all the
 * others; without a process it counts the system calls of each.
 *
 *   killer [-p PROCESS -n N [-g]] [-o FILE] COMMAND [WORDS]
 *
 * A process is named by its descent: 0 is the command, 0.2 the second process that 0 forked, 0.2.1
 * the first that 0.2 forked. All are traced from their birth, but only the chosen one stops at its
 * system calls. FILE gets a line a process, "0.2 NAME CALLS", and "killed 0.2 NAME before CALL"
 * when it came to that. Returns when none of them is left: with the status of the command, 128 +
 * its signal, 124 when it stalled, 125 when it could not be run.
 */
#include <errno.h>
#include <glib.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

enum { STALLED = 124, UNUSABLE = 125, SECONDS = 120, NAME = 16 };

struct process {
    pid_t pid;
    char *descent; /* NULL: stopped at its birth, and its parent has not told us of it yet */
    char name[NAME];
    unsigned calls, children;
    bool begun; /* the command counts from its own first call on */
};

struct hunt {
    const char *prey; /* NULL: count */
    unsigned call;
    bool with_all;
    GPtrArray *processes; /* also those that have ended */
    pid_t command;
    int status;
    bool struck;
    char *end; /* what was killed, and where */
};

static volatile sig_atomic_t stalled;

static void on_alarm(int number)
{
    (void)number;
    stalled = 1;
}

static void process_free(void *data)
{
    struct process *process = data;
    g_free(process->descent);
    g_free(process);
}

/* The newest with this number: numbers come again. */
static struct process *find(const struct hunt *hunt, pid_t pid)
{
    for (guint at = hunt->processes->len; at > 0; at--) {
        struct process *process = hunt->processes->pdata[at - 1];
        if (process->pid == pid) {
            return process;
        }
    }
    return NULL;
}

static struct process *add(struct hunt *hunt, pid_t pid)
{
    struct process *process = g_new0(struct process, 1);
    process->pid = pid;
    g_ptr_array_add(hunt->processes, process);
    return process;
}

static bool is_watched(const struct hunt *hunt, const struct process *process)
{
    return hunt->prey == NULL || (g_strcmp0(hunt->prey, process->descent) == 0 && !hunt->struck);
}

static void go_on(const struct hunt *hunt, const struct process *process, int number)
{
    /* Fails when it has been killed meanwhile. */
    ptrace(is_watched(hunt, process) ? PTRACE_SYSCALL : PTRACE_CONT, process->pid, 0, (long)number);
}

static void kill_all(struct hunt *hunt)
{
    for (guint at = 0; at < hunt->processes->len; at++) {
        const struct process *process = hunt->processes->pdata[at];
        if (process->pid > 0) {
            kill(process->pid, SIGKILL);
        }
    }
}

/* Killed while it stands at the entry of a call, a process never enters it. */
static void strike(struct hunt *hunt, const struct process *process, guint64 call)
{
    hunt->struck = true;
    hunt->end = g_strdup_printf("killed %s %s before %" G_GUINT64_FORMAT, process->descent,
                                process->name, call);
    if (hunt->with_all) {
        kill_all(hunt);
    } else {
        kill(process->pid, SIGKILL);
    }
}

static void take_name(struct process *process, guint64 address)
{
    char name[NAME] = "";
    struct iovec here = {name, NAME - 1},
                 there = {(void *)(guintptr)address, NAME - 1}; /* NOLINT */
    if (process_vm_readv(process->pid, &here, 1, &there, 1, 0) > 0) {
        g_strlcpy(process->name, name, NAME);
    }
}

static void at_call(struct hunt *hunt, struct process *process)
{
    struct __ptrace_syscall_info info = {0};
    ptrace(PTRACE_GET_SYSCALL_INFO, process->pid, sizeof info, &info);
    if (info.op == PTRACE_SYSCALL_INFO_ENTRY && process->begun) {
        process->calls++;
        if (info.entry.nr == SYS_prctl && info.entry.args[0] == PR_SET_NAME) {
            take_name(process, info.entry.args[1]);
        }
        if (hunt->prey != NULL && process->calls == hunt->call) {
            strike(hunt, process, info.entry.nr);
        }
    }
    go_on(hunt, process, 0);
}

/* A process has forked: the child gets its place, and goes on if it waits for that. */
static void at_birth(struct hunt *hunt, struct process *parent)
{
    unsigned long pid = 0;
    ptrace(PTRACE_GETEVENTMSG, parent->pid, 0, &pid);
    struct process *child = find(hunt, (pid_t)pid);
    bool waits = child != NULL && child->descent == NULL;
    if (!waits) {
        child = add(hunt, (pid_t)pid);
    }
    child->descent = g_strdup_printf("%s.%u", parent->descent, ++parent->children);
    child->begun = true;
    g_strlcpy(child->name, parent->name, NAME);
    if (waits) {
        go_on(hunt, child, 0);
    }
    go_on(hunt, parent, 0);
}

static void at_stop(struct hunt *hunt, pid_t pid, int status)
{
    struct process *process = find(hunt, pid);
    int number = WSTOPSIG(status), event = status >> 16;
    if (process == NULL) {
        add(hunt, pid); /* waits for its parent's word */
        if (hunt->struck && hunt->with_all) {
            kill(pid, SIGKILL);
        }
    } else if (number == (SIGTRAP | 0x80)) {
        at_call(hunt, process);
    } else if (event == PTRACE_EVENT_EXEC) {
        process->begun = true;
        go_on(hunt, process, 0);
    } else if (event != 0) {
        at_birth(hunt, process);
    } else {
        /* SIGSTOP: how a traced process is born. */
        go_on(hunt, process, number == SIGSTOP ? 0 : number);
    }
}

static void follow(struct hunt *hunt)
{
    int status = 0;
    pid_t pid;
    while ((pid = waitpid(-1, &status, __WALL)) > 0 || errno == EINTR) {
        if (stalled) {
            kill_all(hunt);
        }
        if (pid > 0 && WIFSTOPPED(status)) {
            at_stop(hunt, pid, status);
        } else if (pid > 0) {
            if (pid == hunt->command) {
                hunt->status = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
            }
            struct process *process = find(hunt, pid);
            if (process != NULL) {
                process->pid = 0; /* not ours to kill any more */
            }
        }
    }
}

static bool begin(struct hunt *hunt, char **words)
{
    pid_t pid = fork();
    if (pid == 0) {
        ptrace(PTRACE_TRACEME, 0, 0, 0);
        raise(SIGSTOP);
        execvp(words[0], words);
        _exit(UNUSABLE);
    }
    int status = 0;
    if (pid < 0 || waitpid(pid, &status, 0) != pid || !WIFSTOPPED(status)) {
        return false;
    }
    struct process *command = add(hunt, pid);
    command->descent = g_strdup("0");
    g_strlcpy(command->name, "main", NAME);
    hunt->command = pid;
    long options = PTRACE_O_EXITKILL | PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACEEXEC |
                   PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK | PTRACE_O_TRACECLONE;
    if (ptrace(PTRACE_SETOPTIONS, pid, 0, options) != 0) {
        return false;
    }
    go_on(hunt, command, 0);
    return true;
}

static void report(const struct hunt *hunt, const char *path)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint at = 0; at < hunt->processes->len; at++) {
        const struct process *process = hunt->processes->pdata[at];
        if (process->descent != NULL && hunt->prey == NULL) {
            g_string_append_printf(text, "%s %s %u\n", process->descent, process->name,
                                   process->calls);
        }
    }
    if (hunt->end != NULL) {
        g_string_append_printf(text, "%s\n", hunt->end);
    }
    if (path == NULL) {
        fputs(text->str, stdout);
    } else {
        g_file_set_contents_full(path, text->str, (gssize)text->len, G_FILE_SET_CONTENTS_NONE, 0644,
                                 NULL);
    }
}

int main(int argc, char **argv)
{
    struct hunt hunt = {.status = UNUSABLE};
    const char *path = NULL;
    int option;
    while ((option = getopt(argc, argv, "+p:n:go:")) != -1) {
        switch (option) {
        case 'p':
            hunt.prey = optarg;
            break;
        case 'n':
            hunt.call = (unsigned)g_ascii_strtoull(optarg, NULL, 10);
            break;
        case 'g':
            hunt.with_all = true;
            break;
        case 'o':
            path = optarg;
            break;
        default:
            return UNUSABLE;
        }
    }
    if (optind >= argc) {
        return UNUSABLE;
    }
    hunt.processes = g_ptr_array_new_with_free_func(process_free);
    struct sigaction alarmed = {.sa_handler = on_alarm};
    sigaction(SIGALRM, &alarmed, NULL);
    alarm(SECONDS);
    if (begin(&hunt, argv + optind)) {
        follow(&hunt);
        report(&hunt, path);
    }
    g_ptr_array_unref(hunt.processes);
    g_free(hunt.end);
    return stalled ? STALLED : hunt.status;
}
