/* worker_confine: what is left to a process that reads strangers' bytes. */
#include "base/worker.h"

#include <errno.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
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

static bool add_rules(scmp_filter_ctx filter)
{
    bool added = true;
    for (size_t i = 0; i < G_N_ELEMENTS(allowed); i++) {
        added = added && seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed[i], 0) == 0;
    }
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

static bool filter_calls(void)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EACCES));
    if (filter == NULL) {
        errno = ENOMEM;
        return false;
    }
    bool added = add_rules(filter);
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
        limit_time(cpu_milliseconds) && filter_calls()) {
        return true;
    }
    g_set_error(error, BASE_ERROR, FAILURE_PERMANENT,
                "a process cannot be confined (resource limits and seccomp): %s",
                g_strerror(errno));
    return false;
}
