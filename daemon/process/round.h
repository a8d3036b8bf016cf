/* Main's rounds: what came in is understood and acted on, what is due is done, what waits is
 * delivered. Incoming mail is looked at between any two groups of outgoing mail, so that an
 * unsubscribe takes effect within a running send.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "process/house.h"

/* What a round does besides delivering what is queued. */
enum round_scope {
    ROUND_ALL,     /* all of it */
    ROUND_ANSWERS, /* takes in mail and acts on it, but plans nothing by the clock */
    ROUND_QUEUE    /* nothing */
};

struct round {
    enum round_scope scope;
    unsigned received, understood, quarantined; /* mails since round was zeroed */
    unsigned postponed; /* times that mail could not be read and waits: out of processes */
    struct deliver_tally delivered;
    /* Called after every group that was understood or delivered; NULL: nobody looks. */
    void (*progress)(const struct round *round, void *data);
    void *data;
    const volatile bool *stop; /* of round_all, as long as it runs */
};

void round_clear(struct round *round);

/* Takes in, understands and acts on everything that is there. A mail that cannot be read now, which
 * is not its fault, waits for a later round. */
bool round_inbound(struct house *house, struct round *round, GError **error);

/* One group of deliveries, with what came in meanwhile. `more`: whether there is more to do now. */
bool round_step(struct house *house, struct round *round, bool *more, GError **error);

/* Until nothing more is due now. `stop` (may be NULL) ends it early when it becomes true. */
bool round_all(struct house *house, struct round *round, const volatile bool *stop, GError **error);

/* Between two groups of a round: for whoever looks on. */
bool round_look_around(struct house *house, struct round *round, GError **error);
bool round_is_stopped(const struct round *round);

/* When there is something to do next by the clock; INT64_MAX: only mail can wake us. */
bool round_next(struct house *house, int64_t *moment, GError **error);
