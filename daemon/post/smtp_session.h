/* One connection to an SMTP relay. The one file that includes <libesmtp.h>; traps.md 1 is the
 * reason for most of its lines.
 *
 * The process that runs it serves nothing else: it uses SIGALRM, and every internet socket of the
 * process is taken for its own.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "post/lane.h"
#include "post/losses.h"
#include "post/smtp_line.h"

/* libESMTP holds all mails of a session; and after a broken line no more than that are unclear. */
#define SMTP_SESSION_LIMIT 50u

/* What is known of a batch from one connection to the next. */
struct smtp_batch {
    bool accepted;         /* the relay took some recipient */
    unsigned put_off;      /* times that a mail was, because the relay refused it, or us */
    struct losses *losses; /* of the lane */
};

/* Takes the first mails of `waiting` (struct lane_mail *, each sendable) over one connection, tells
 * `watch`, and removes those that have a result; one that was put off goes behind all others.
 * Returns NULL when the next connection may follow (at once, also when this one ended after a mail
 * had got its answer), otherwise why the batch ends; `ours`: the fault is ours. The caller owns it.
 */
char *smtp_session(const struct smtp_relay *relay, struct smtp_batch *batch, GPtrArray *waiting,
                   const struct lane_watch *watch, bool *ours);
