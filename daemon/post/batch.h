/* One batch of claimed mails on its way through one sending process: which of them were told to go,
 * and which have their result.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "base/scope.h"
#include "store/ledger.h"

struct batch_mail {
    const struct ledger_mail *mail;
    bool handed;     /* its body may be on the line */
    bool taken_back; /* the ledger said no before the body */
    bool put_off;    /* it asked when all was to end: it comes back as not tried */
    bool settled;    /* the ledger has its result */
};

struct batch {
    GPtrArray *mails;    /* struct ledger_mail */
    GArray *all;         /* struct batch_mail, in the same order */
    GHashTable *open;    /* &mail->id -> struct batch_mail */
    unsigned taken_back; /* how many were */
    unsigned reached;    /* those before it have asked to go, or were passed over */
    unsigned released;   /* those before it may go: the disk knows (ledger_release) */
    bool alone;          /* its only mail may be the one at which processes die: way_alone */
    bool ours;           /* the fault is ours: the relay refuses us */
    char *fault;         /* why the rest was not tried, without addresses; NULL: it was */
};

/* Takes over `mails`. The caller owns it. */
struct batch *batch_new(GPtrArray *mails);
void batch_free(struct batch *batch);
SCOPE_DEFINE(batch, batch_free)

/* The mail with this id, which must be in the batch and have no result. Borrowed. */
struct batch_mail *batch_find(const struct batch *batch, int64_t id);

/* Whether a mail is in the hands of its process: it may still ask to go, or is on its way. */
bool batch_holds(const struct batch *batch, int64_t id);

/* One asks to go. False: it has not been released. */
bool batch_reach(struct batch *batch, int64_t id);

/* Releases those that have asked and the `most` next ones; adds the numbers (int64_t) of those that
 * are released and have no result. */
void batch_release(struct batch *batch, unsigned most, GArray *ids);

/* Takes in a mark that is committed. A result that says why nothing goes is kept as `fault`. */
void batch_note(struct batch *batch, const struct ledger_mark *mark);
