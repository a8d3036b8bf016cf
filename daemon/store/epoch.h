/* Whether the store is older than the mail that has gone out: a backup, a copy or a snapshot that
 * was put back. Then delivery is on hold until staff have looked.
 *
 * A number stands in the store and in the file PATH.counter beside it, and grows while mail is
 * delivered. The file that is ahead of its store has seen mail go that the store knows nothing of.
 * The store is written first, so that a crash between the two is no alarm.
 */
#pragma once

#include <stdbool.h>

#include "store/db.h"
#include "store/event.h"

enum epoch_hold {
    EPOCH_CURRENT,  /* no hold */
    EPOCH_RESTORED, /* `moedested restore` made it */
    EPOCH_OLDER,    /* the counter file has seen more than the store */
    EPOCH_NO_FILE   /* the store has sent mail, and the file is gone: nobody can tell */
};

/* A sentence for staff with the command that ends it; NULL for EPOCH_CURRENT. */
const char *epoch_sentence(enum epoch_hold hold);

/* A store in memory is always EPOCH_CURRENT. A counter file that cannot be read is an error, one
 * without a number FAILURE_CONFIGURATION. */
bool epoch_look(struct store *store, enum epoch_hold *hold, GError **error);

/* Mail goes out now: both numbers grow, on disk before this returns. Opens its own transaction. */
bool epoch_advance(struct store *store, GError **error);

/* Staff have looked: deliver again. Opens its own transaction; an event. */
bool epoch_release(struct store *store, const struct cause *cause, GError **error);

/* The mark of `moedested restore`, in the caller's transaction. */
bool epoch_mark_restored(struct store *store, GError **error);
