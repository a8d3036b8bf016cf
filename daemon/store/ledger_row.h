/* What the files of the ledger share. Private to daemon/store/.
 */
#pragma once

#include "store/ledger.h"
#include "store/statement.h"

/* The columns, in this order: id, state, class, kind, issue, person, inbound, recipient, sender,
 * message_id, queued, due, changed, attempts, status, answer; with `bodies` then slots, composed.
 * The caller owns it. */
struct ledger_mail *ledger_row_read(struct statement *row, bool bodies);

/* SQL: the moment before which a row of `outgoing` may not go. What was claimed was due, be it by a
 * clock that was ahead: when it is queued again it is due at once, but not before this. */
#define LEDGER_EARLIEST "coalesce((SELECT i.due FROM issue AS i WHERE i.name = outgoing.issue), 0)"

/* All rows of a statement. The caller owns it. */
GPtrArray *ledger_rows_read(struct statement *find, bool bodies, GError **error);

/* Due copies of an issue for which there is room under the limits of the store, at most `most`, in
 * order; full domains are passed over. For ledger_claim, in its transaction. Their numbers
 * (int64_t); the caller owns it. */
GArray *ledger_pass(struct store *store, int64_t now, enum ledger_class class, const char *issue,
                    guint most, GError **error);

/* Under limits: when copies of an issue can be claimed next, INT64_MAX: there are none. */
bool ledger_pass_next(struct store *store, enum ledger_class class, const char *issue,
                      int64_t *moment, GError **error);

/* Names of the issues that are not held, the oldest first. The caller owns it. */
GPtrArray *ledger_open_issues(struct store *store, GError **error);

/* FAILURE_NOT_FOUND, and false. */
bool ledger_tell_missing(int64_t id, GError **error);

/* Drops the rows of a statement (as for ledger_rows_read, without bodies), with an event each. */
bool ledger_drop_found(struct store *store, const struct cause *cause, struct statement *find,
                       const char *why, GError **error);

/* Drops the newsletter copies of a person that are not on their way yet, with an event each. `why`:
 * their status then (LEDGER_PAUSE), NULL: as it was. */
bool ledger_take_back(struct store *store, const struct cause *cause, int64_t person,
                      const char *why, GError **error);

/* Drops what is claimed for a folded address and not on its way yet as LEDGER_SUPPRESSED, with an
 * event each: copies, and `letters` too. What is queued is looked at when it is claimed. */
bool ledger_drop_claimed(struct store *store, const struct cause *cause, const char *folded,
                         bool letters, GError **error);

/* The other way, when a suppression that was there from `since` on is lifted: queues the copies to
 * a folded address again that were dropped for it, were never tried, and are of an issue that is
 * still on its way and not too late, with an event each. */
bool ledger_queue_suppressed(struct store *store, const struct cause *cause, const char *folded,
                             int64_t since, GError **error);

/* Whether ledger_release has named it last. */
bool ledger_is_released(const struct store *store, int64_t id);

/* After a power cut, in a transaction: claimed rows that ledger_release named last become doubt.
 * Adds to `count`. */
bool ledger_doubt_window(struct store *store, int64_t now, int64_t *count, GError **error);

/* None is released any more. In a transaction. */
bool ledger_close_window(struct store *store, GError **error);
