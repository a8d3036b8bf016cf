/* Worker processes: forked early, spoken to in frames, gone when main is gone.
 *
 * A worker gets one end of a socket pair, closes every other descriptor above 2, asks the kernel to
 * be killed when its parent dies, and runs `body`. It leaves by returning from it.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <sys/types.h>

#include "base/scope.h"

struct worker {
    pid_t pid;
    int fd;           /* main's end of the socket pair */
    const char *name; /* for the log and the process title; borrowed for ever */
};

/* Forks. `body` runs in the child with its end; its return value is the exit status. The caller
 * owns it. */
struct worker *worker_start(const char *name, int (*body)(int fd, void *data), void *data,
                            GError **error);

/* Closes the pair, waits at most `grace` milliseconds for the worker to leave, then kills it. */
void worker_stop(struct worker *worker, int grace);

/* worker_stop with half a second, and free. */
void worker_free(struct worker *worker);
SCOPE_DEFINE(worker, worker_free)

/* In the calling process, for good: address space, CPU time, no core, no new files larger than
 * nothing, and (libseccomp) nothing but reading and writing descriptors it has, memory, time and
 * exit. Sanitizer builds set no address-space limit.
 */
bool worker_confine(size_t address_space, unsigned cpu_milliseconds, GError **error);

/* The same for a process that then becomes a program of the system (pdftotext): it may read what
 * belongs to the system below /usr (Landlock), and no other file; it makes none, and no process.
 * False as well where the kernel has no Landlock: the program could read the store then. */
bool worker_confine_program(size_t address_space, unsigned cpu_milliseconds, GError **error);
