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
    bool settled;    /* the ledger has its result */
};

struct batch {
    GPtrArray *mails;    /* struct ledger_mail */
    GArray *all;         /* struct batch_mail, in the same order */
    GHashTable *open;    /* &mail->id -> struct batch_mail */
    unsigned taken_back; /* how many were */
    bool ours;           /* the fault is ours: the relay refuses us */
    char *fault;         /* why the rest was not tried, without addresses; NULL: it was */
};

/* Takes over `mails`. The caller owns it. */
struct batch *batch_new(GPtrArray *mails);
void batch_free(struct batch *batch);
SCOPE_DEFINE(batch, batch_free)

/* The mail with this id, which must be in the batch and have no result. Borrowed. */
struct batch_mail *batch_find(const struct batch *batch, int64_t id);

/* Takes in a mark that is committed. A result that says why nothing goes is kept as `fault`. */
void batch_note(struct batch *batch, const struct ledger_mark *mark);
