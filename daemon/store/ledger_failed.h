/* What the ledger says about failures: among the first copies of an issue, and of mails that were
 * given up.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "store/db.h"

struct ledger_tried {
    int64_t copies;       /* of the issue, counted up to `most` */
    int64_t sent, failed; /* `failed`: refused for good, or taken and come back as a hard bounce */
    int64_t waiting;      /* queued or claimed: 0 or 1 */
};

/* Cheap as long as few were tried. */
bool ledger_tried(struct store *store, const char *issue, int64_t most, struct ledger_tried *tried,
                  GError **error);

/* The same of the first `most` copies alone, in the order in which they were queued: for an issue
 * of which many more have gone. */
bool ledger_first(struct store *store, const char *issue, int64_t most, struct ledger_tried *tried,
                  GError **error);

/* The most frequent answers of the relay first, or status codes of what came back (`answer` ""). */
struct ledger_reason {
    int64_t count;
    char *status, *answer; /* never NULL */
};
void ledger_reason_free(struct ledger_reason *reason);

/* GPtrArray of struct ledger_reason, at most `most`: why copies of an issue failed. */
GPtrArray *ledger_reasons(struct store *store, const char *issue, unsigned most, GError **error);

/* The same for mails of which no bounce tells, from `since` on, and how many they are in all: given
 * up after days of temporary answers, or, with status "", never taken from us at all. */
GPtrArray *ledger_given_up(struct store *store, int64_t since, unsigned most, int64_t *count,
                           GError **error);

/* How many mails that may have gone were held for staff from `since` on. */
bool ledger_left_in_doubt(struct store *store, int64_t since, int64_t *count, GError **error);
