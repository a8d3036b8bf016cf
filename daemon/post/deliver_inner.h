/* What the files of deliver share.
 */
#pragma once

#include "post/deliver.h"
#include "post/lookup.h"
#include "post/way.h"

enum { WAY_OPEN, WAY_CONFIDENTIAL, WAYS };

struct deliver {
    struct way ways[WAYS];
    struct lookup *lookup;              /* NULL: no archive is configured */
    int64_t archive_wait, archive_keep; /* seconds */
    int64_t purged;                     /* moment; 0: not yet */
};

/* One call from outside: what everything below works with. */
struct task {
    struct deliver *deliver;
    struct store *store;
    const struct clock *clock;
    struct deliver_tally *tally;
    bool finish; /* nothing else may begin */
};

struct way *deliver_way(struct deliver *deliver, enum ledger_class class);

/* Claims the next batch of a way and hands it to the process. False in `began`: nothing is due. */
bool deliver_begin(const struct task *task, struct way *way, struct courier *courier, bool *began,
                   GError **error);

/* Claims the batch that follows, while the process is at work. */
bool deliver_claim_ahead(const struct task *task, struct way *way, struct courier *courier,
                         GError **error);

/* Takes in what processes say, waiting at most so many milliseconds. `ended`: a batch is. */
bool deliver_take_in(const struct task *task, int wait, bool *ended, GError **error);

/* A claimed batch goes back to the queue. */
bool deliver_give_back(const struct task *task, struct batch *batch, GError **error);

/* Ends the doubt about one mail, as far as one can now. */
bool deliver_resolve(const struct task *task, const struct ledger_mail *mail, bool *known,
                     GError **error);
