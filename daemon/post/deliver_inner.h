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
    int64_t purged;                     /* moment when that was done; 0: not yet */
    int64_t seen;                       /* moment of the last review, or of the start */
    bool hurries;                       /* an answer of the archive is not waited for */
    bool archive_prepared;              /* as far as a new site needs it */
    bool archive_known;                 /* it has answered, or a try has failed */
    char *archive_problem;              /* NULL: it can be read */
    int64_t archive_rests_until;        /* on the stopwatch; 0: does not rest */
    int64_t archive_rest;               /* microseconds: the last one; 0: none was needed */
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

/* Once in each run, before anything goes: makes the archive of a store that has had none, and
 * remembers that it has one now. */
bool deliver_prepare_archive(const struct task *task, GError **error);

/* Whether the archive can tell: it gets a copy of what goes that way, and got one of this mail. */
bool deliver_archive_knows(struct deliver *deliver, const struct ledger_mail *mail);

/* Ends the doubt about one mail of which no archive knows: the lane does, or the configuration
 * decides. */
bool deliver_resolve(const struct task *task, const struct ledger_mail *mail, bool *known,
                     GError **error);

/* Asks the archive about those of `mails` that are in doubt for long enough, and ends their doubt.
 * Stops when it cannot be read, or (hurries) is slow: later rounds go on. */
bool deliver_look_up(const struct task *task, GPtrArray *mails, GError **error);
bool deliver_archive_rests(const struct deliver *deliver);
