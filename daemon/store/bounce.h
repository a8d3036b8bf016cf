/* What came back for our mails: at most one bounce and one complaint a mail, and what an address's
 * mails say together. What follows from it is decided in act/bounce.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "store/ledger.h"

enum bounce_kind {
    BOUNCE_HARD = 1, /* there is no such mailbox */
    BOUNCE_SOFT,     /* not now: full, away, or nobody says why */
    BOUNCE_POLICY,   /* our mail was not wanted there: says nothing of the address */
    BOUNCE_COMPLAINT
};

const char *bounce_kind_name(enum bounce_kind kind); /* "hard" ... */

/* Writes down what came back for `mail`, with an event. `status`: the enhanced status code, ""
 * when there is none. `fresh` false: the same has come back before (for a complaint: another
 * complaint, else any bounce), and nothing is written. */
bool bounce_add(struct store *store, const struct cause *cause, const struct ledger_mail *mail,
                enum bounce_kind kind, const char *status, bool *fresh, GError **error);

/* Mails in a row to the recipient of `mail` that did not reach them, counted back from the newest
 * that bounced to the one before which a mail went out and did not come back; only mails that were
 * queued after `after`. Mails that came back for a reason of ours, or never went, do not count.
 * `first`: when the oldest of them went. */
struct bounce_row {
    int64_t count, first;
};
bool bounce_in_a_row(struct store *store, const struct ledger_mail *mail, int64_t after,
                     struct bounce_row *row, GError **error);

/* Mails that the relay refused for good and that nobody has looked at yet, at most `most`, oldest
 * first (GPtrArray of struct ledger_mail; the caller owns it), and that one was looked at. */
GPtrArray *bounce_unjudged(struct store *store, unsigned most, GError **error);
bool bounce_set_judged(struct store *store, int64_t outgoing, GError **error);
