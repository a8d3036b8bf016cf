/* Main's side of delivery: claims due mails from the ledger, hands them to the sending processes,
 * and writes down each mark. Nothing here waits for a relay: what is on its way goes on between two
 * steps.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "base/clock.h"
#include "base/config.h"
#include "base/scope.h"
#include "store/ledger.h"

struct deliver;

/* Forks the sending processes of the relay, of the confidential relay when it is configured, and
 * the one that looks into the archive. To be called before the store is opened. The caller owns
 * it. */
struct deliver *deliver_start(const struct config *config, GError **error);

/* Ends them at once: what is on its way is in doubt unless deliver_finish was called. */
void deliver_stop(struct deliver *deliver);
SCOPE_DEFINE(deliver, deliver_stop)

struct deliver_tally {
    int64_t sent, failed, later, doubt, not_tried;
    char *our_fault; /* why the batch was stopped: wrong password, TLS ..., without addresses; NULL:
                        nothing */
    bool blamed;     /* the relay refused us ourselves; else it could not be reached */
    int64_t taken[LEDGER_CONFIDENTIAL + 1]; /* by class: mails that its relay has taken */
    bool recovered; /* every relay that had failed, also before, has taken a mail since */
};
void deliver_tally_clear(struct deliver_tally *tally);

/* Whether confidential mail has a relay of its own. */
bool deliver_is_separate(const struct deliver *deliver);

/* For a daemon that has other things to do meanwhile: deliver_review does not wait for an archive
 * that is slow, a later one takes its answer. */
void deliver_hurry(struct deliver *deliver);

/* Why the archive could not be read at the last try, NULL: it could. False: nobody has tried. */
bool deliver_archive_problem(const struct deliver *deliver, const char **problem);

/* Whether this store has had an archive: a Maildir of its copies that has gone is then not made
 * again. */
bool deliver_had_archive(struct store *store, bool *had, GError **error);

/* After a start: what an interrupted run left. Requeues, and for mails in doubt asks the lane, then
 * repeats or holds them as `doubt =` says; with an archive they stay in doubt for deliver_review.
 * `doubtful`: GPtrArray of struct ledger_mail that nobody could tell about, for the report.
 */
bool deliver_recover(struct deliver *deliver, struct store *store, const struct clock *clock,
                     GPtrArray **doubtful, GError **error);

/* Once a round: mails that are in doubt for long enough (ten minutes, or [archive] wait) go the
 * same way, or are looked for in the archive. Old copies are removed from it. One that cannot be
 * read is left alone for a second, then for two ... five minutes, and they stay in doubt. */
bool deliver_review(struct deliver *deliver, struct store *store, const struct clock *clock,
                    GError **error);

/* Hands out what is due (in durable groups of at most 64), and takes in marks until a batch is at
 * its end or a tenth of a second is over. `more`: whether something is on its way, or may be due. A
 * relay that cannot be used for a fault of ours rests for a minute, and what waits for it waits;
 * `our_fault` says why, also while it rests, until that relay takes a mail. The other relay goes
 * on. Adds to the tally. A dead sending process is started again; its open mails become doubt or
 * queued. */
bool deliver_step(struct deliver *deliver, struct store *store, const struct clock *clock,
                  struct deliver_tally *tally, bool *more, GError **error);

/* Before an end: nothing else begins its way, and what is on the line gets its result. */
bool deliver_finish(struct deliver *deliver, struct store *store, const struct clock *clock,
                    struct deliver_tally *tally, GError **error);

/* When there is something to deliver or to review next by the clock: what waits for a relay that
 * rests is not due before its rest is over. INT64_MAX: nothing waits. */
bool deliver_next(struct deliver *deliver, struct store *store, const struct clock *clock,
                  int64_t *moment, GError **error);
