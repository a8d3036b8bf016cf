/* worker_confine: what is left to a process that reads strangers' bytes. */
#include "base/worker.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

#include <seccomp.h>

#include "base/failure.h"

/* Everything else is refused with EACCES and not with death: a library that looks for a file of
 * its own (a locale, a charset) then takes the way it has for a missing one. */
static const int allowed[] = {
    SCMP_SYS(read),
    SCMP_SYS(readv),
    SCMP_SYS(recvfrom),
    SCMP_SYS(write),
    SCMP_SYS(writev),
    SCMP_SYS(close),
    SCMP_SYS(lseek),
    SCMP_SYS(fstat),
    SCMP_SYS(poll),
    SCMP_SYS(ppoll),
    SCMP_SYS(munmap),
    SCMP_SYS(mremap),
    SCMP_SYS(madvise),
    SCMP_SYS(brk),
    SCMP_SYS(futex),
    SCMP_SYS(sched_yield),
    SCMP_SYS(sched_getaffinity),
    SCMP_SYS(getrandom),
    SCMP_SYS(clock_gettime),
    SCMP_SYS(clock_getres),
    SCMP_SYS(gettimeofday),
    SCMP_SYS(time),
    SCMP_SYS(getpid),
    SCMP_SYS(gettid),
    SCMP_SYS(rt_sigaction),
    SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigreturn),
    SCMP_SYS(sigaltstack),
    SCMP_SYS(restart_syscall),
    SCMP_SYS(exit),
    SCMP_SYS(exit_group),
};

/* What a program needs beyond that to be loaded and to read its own files. */
static const int allowed_to_programs[] = {
    SCMP_SYS(execve),          SCMP_SYS(access),     SCMP_SYS(faccessat),
    SCMP_SYS(faccessat2),      SCMP_SYS(stat),       SCMP_SYS(lstat),
    SCMP_SYS(newfstatat),      SCMP_SYS(statx),      SCMP_SYS(fstatfs),
    SCMP_SYS(statfs),          SCMP_SYS(readlink),   SCMP_SYS(readlinkat),
    SCMP_SYS(getcwd),          SCMP_SYS(getdents64), SCMP_SYS(pread64),
    SCMP_SYS(fcntl),           SCMP_SYS(dup),        SCMP_SYS(dup2),
    SCMP_SYS(fadvise64),       SCMP_SYS(arch_prctl), SCMP_SYS(set_tid_address),
    SCMP_SYS(set_robust_list), SCMP_SYS(rseq),       SCMP_SYS(prlimit64),
    SCMP_SYS(uname),           SCMP_SYS(sysinfo),    SCMP_SYS(getuid),
    SCMP_SYS(geteuid),         SCMP_SYS(getgid),     SCMP_SYS(getegid),
    SCMP_SYS(umask),           SCMP_SYS(mmap),       SCMP_SYS(mprotect),
};

static bool allow_all(scmp_filter_ctx filter, const int *calls, size_t count)
{
    bool added = true;
    for (size_t i = 0; i < count; i++) {
        added = added && seccomp_rule_add(filter, SCMP_ACT_ALLOW, calls[i], 0) == 0;
    }
    return added;
}

/* Files are opened to be read only; which ones says Landlock. */
static bool add_program_rules(scmp_filter_ctx filter)
{
    const scmp_datum_t writes = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | (O_TMPFILE & ~O_DIRECTORY);
    const struct scmp_arg_cmp reads = SCMP_A1_64(SCMP_CMP_MASKED_EQ, writes, 0);
    const struct scmp_arg_cmp reads_at = SCMP_A2_64(SCMP_CMP_MASKED_EQ, writes, 0);
    return allow_all(filter, allowed, G_N_ELEMENTS(allowed)) &&
           allow_all(filter, allowed_to_programs, G_N_ELEMENTS(allowed_to_programs)) &&
           seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(open), 1, reads) == 0 &&
           seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(openat), 1, reads_at) == 0;
}

static bool add_rules(scmp_filter_ctx filter)
{
    bool added = allow_all(filter, allowed, G_N_ELEMENTS(allowed));
    /* Memory, but none that can be run. */
    const struct scmp_arg_cmp no_code = SCMP_A2_64(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0);
    added = added && seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1, no_code) == 0 &&
            seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1, no_code) == 0;
    /* send(2), but to no address. */
    const struct scmp_arg_cmp connected = SCMP_A4_64(SCMP_CMP_EQ, 0, 0);
    added = added && seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(sendto), 1, connected) == 0;
    /* abort(3). */
    const struct scmp_arg_cmp self = SCMP_A0_64(SCMP_CMP_EQ, (scmp_datum_t)getpid(), 0);
    return added && seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1, self) == 0;
}

static bool filter_calls(bool (*add)(scmp_filter_ctx filter))
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EACCES));
    if (filter == NULL) {
        errno = ENOMEM;
        return false;
    }
    bool added = add(filter);
    int failed = added ? seccomp_load(filter) : -EINVAL;
    seccomp_release(filter);
    errno = -failed;
    return failed == 0;
}

static bool limit(__rlimit_resource_t resource, rlim_t soft, rlim_t hard)
{
    const struct rlimit limits = {.rlim_cur = soft, .rlim_max = hard};
    return setrlimit(resource, &limits) == 0;
}

static bool limit_all(size_t address_space, unsigned cpu_milliseconds)
{
#ifdef SANITIZED
    /* The sanitizer's shadow takes terabytes of addresses, and its report may go to a file. */
    (void)address_space;
#else
    if (!limit(RLIMIT_AS, address_space, address_space) || !limit(RLIMIT_FSIZE, 0, 0)) {
        return false;
    }
    signal(SIGXFSZ, SIG_IGN);
#endif
    rlim_t seconds = cpu_milliseconds / 1000 + 1;
    return limit(RLIMIT_CPU, seconds, seconds + 1) && limit(RLIMIT_CORE, 0, 0) &&
           limit(RLIMIT_NPROC, 0, 0);
}

/* The limit of the kernel counts whole seconds; SIGPROF comes in time. */
static bool limit_time(unsigned milliseconds)
{
    const struct itimerval timer = {
        .it_value = {.tv_sec = milliseconds / 1000, .tv_usec = milliseconds % 1000 * 1000}};
    return setitimer(ITIMER_PROF, &timer, NULL) == 0;
}

bool worker_confine(size_t address_space, unsigned cpu_milliseconds, GError **error)
{
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && limit_all(address_space, cpu_milliseconds) &&
        limit_time(cpu_milliseconds) && filter_calls(add_rules)) {
        return true;
    }
    g_set_error(error, BASE_ERROR, FAILURE_PERMANENT,
                "a process cannot be confined (resource limits and seccomp): %s",
                g_strerror(errno));
    return false;
}

/* Reading and running what is below `path`. A path that is not there is none to be read. */
static bool may_read(int rules, const char *path)
{
    int place = open(path, O_PATH | O_CLOEXEC);
    if (place < 0) {
        return errno == ENOENT;
    }
    struct stat status;
    __u64 access = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_EXECUTE;
    if (fstat(place, &status) == 0 && S_ISDIR(status.st_mode)) {
        access |= LANDLOCK_ACCESS_FS_READ_DIR;
    }
    const struct landlock_path_beneath_attr rule = {.allowed_access = access, .parent_fd = place};
    bool added = syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0;
    close(place);
    return added;
}

static bool hide_files(void)
{
    static const char *const readable[] = {
        "/usr", "/lib", "/lib64", "/bin", "/etc/ld.so.cache", "/etc/fonts", "/etc/alternatives",
        NULL};
    const struct landlock_ruleset_attr all = {
        .handled_access_fs = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1}; /* everything of version 1 */
    int rules = (int)syscall(SYS_landlock_create_ruleset, &all, sizeof all, 0);
    bool hidden = rules >= 0;
    for (size_t i = 0; hidden && readable[i] != NULL; i++) {
        hidden = may_read(rules, readable[i]);
    }
    hidden = hidden && syscall(SYS_landlock_restrict_self, rules, 0) == 0;
    if (rules >= 0) {
        close(rules);
    }
    return hidden;
}

bool worker_confine_program(size_t address_space, unsigned cpu_milliseconds, GError **error)
{
    /* The address space comes last: a sanitizer build has more than any program gets. */
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && hide_files() && limit(RLIMIT_FSIZE, 0, 0) &&
        limit(RLIMIT_CPU, cpu_milliseconds / 1000 + 1, cpu_milliseconds / 1000 + 2) &&
        limit_time(cpu_milliseconds) && limit(RLIMIT_CORE, 0, 0) && limit(RLIMIT_NPROC, 0, 0) &&
        filter_calls(add_program_rules) && limit(RLIMIT_AS, address_space, address_space)) {
        return true;
    }
    g_set_error(error, BASE_ERROR, FAILURE_PERMANENT,
                "a program cannot be confined (resource limits, Landlock and seccomp): %s",
                g_strerror(errno));
    return false;
}
