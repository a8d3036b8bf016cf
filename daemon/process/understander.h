/* Main's side of understanding: a nursery process that forks a confined child for each batch of
 * mails.
 *
 * The child has no files, no network, no store, 312 MiB of addresses, 1.7 CPU seconds for its batch
 * and 5 s in all for a mail. When it dies the mail that it was at is tried again alone; one that
 * kills or stalls its own child has no verdict. When the nursery itself dies another is started.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/config.h"
#include "base/scope.h"
#include "understand/understand.h"

struct understander;

/* Forks the nursery, which reads the language tables. To be called before the store is opened.
 * `site_domain` may be NULL. FAILURE_CONFIGURATION names file and line of what is wrong in them. */
struct understander *understander_start(const char *language_directory, const char *site_domain,
                                        GError **error);
/* With the tables, the taxonomy and the domain of the configuration; the tables are read at the
 * first mail, or now with understander_ready: it takes a tenth of a second. */
struct understander *understander_start_for(const struct config *config, GError **error);
bool understander_ready(struct understander *understander, GError **error);

/* What a child may use; understander_start takes 312 MiB, 1.7 CPU seconds and 5,000 ms. */
struct understander_limits {
    size_t address_space; /* octets; without effect in a sanitizer build */
    unsigned cpu_milliseconds;
    int wall_milliseconds; /* for one mail */
};
struct understander *understander_start_with(const char *language_directory,
                                             const char *site_domain,
                                             const struct understander_limits *limits,
                                             GError **error);

void understander_stop(struct understander *understander);
SCOPE_DEFINE(understander, understander_stop)

struct understander_mail {
    const char *raw;
    size_t length;
    const char *replying_to, *today;
    bool full, terse; /* understand.h */
    bool unmasked;    /* CPR numbers stay: for `parse` alone, which shows what stands there */
    struct verdict
        *verdict;     /* out: owned by the caller; NULL when it killed or stalled its child */
    const char *died; /* out: "crashed", "out of time", "out of memory"; static. Without a verdict
                         NULL means: there was no child to be had (out of processes), try later */
    bool answered;    /* the understander's own */
};

/* Understands them all, in batches. FAILURE_TEMPORARY when the nursery dies again and again,
 * FAILURE_CONFIGURATION when the tables are wrong. */
bool understander_read(struct understander *understander, struct understander_mail *mails,
                       unsigned count, GError **error);

/* Has the nursery begin with these while the caller does other things: they stay where they are
 * until understander_read was asked for the last of them. It may be asked for them some by some, in
 * their order; when it is asked for others in between, another nursery begins with the rest. */
void understander_ahead(struct understander *understander, struct understander_mail *mails,
                        unsigned count);
/* Waits for what is left of them. */
void understander_finish(struct understander *understander);
/* What is left of them is not wanted. */
void understander_forget(struct understander *understander);

/* The nursery, for tests. */
pid_t understander_pid(const struct understander *understander);
