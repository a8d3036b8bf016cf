/* What the ledger says about failures: among the first copies of an issue, of mails that were given
 * up, and of those that a server has put off.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "store/db.h"

struct ledger_tried {
    int64_t copies;       /* of the issue, counted up to `most` */
    int64_t sent, failed; /* `failed`: refused for good, or taken and come back as a hard bounce */
    int64_t doubt;        /* for what the relay did, not for our end; until it is resolved */
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

/* Mails that were answered with "later" and wait for their next try; those of held issues wait for
 * staff instead. `class`: an enum ledger_class, 0: all of them. */
struct ledger_later {
    int64_t count;
    int64_t since;         /* of the first such answer to any of them */
    bool several;          /* they go to more than one address */
    int64_t last;          /* when the last of such answers came */
    char *status, *answer; /* the last ones, NULL: there are none */
};
void ledger_later_clear(struct ledger_later *later);
bool ledger_later(struct store *store, int64_t class, struct ledger_later *later, GError **error);

/* Whether any mail of such a class was sent since a moment. Walks over all that was. */
bool ledger_sent_since(struct store *store, int64_t class, int64_t since, bool *sent,
                       GError **error);
