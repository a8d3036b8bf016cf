/* The counts behind the limits: table domain_count, and what is remembered of it. Private to
 * daemon/store/.
 *
 * Without limits only the count of all mails is kept (one row an hour), and everything here is next
 * to free.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "store/ledger.h"
#include "store/quota.h"

#define QUOTA_PATIENCE 60 /* seconds until a change by others sets the cursors back once more */

struct quota {
    struct quota_limit all, each;
    GHashTable *domains; /* domain -> struct quota_limit */
    GArray *steps;       /* int64_t: the warm-up */

    /* Remembered for one hour at most: quota_forget. */
    int64_t hour;
    int64_t mail_days;     /* days with newsletters before today */
    GHashTable *tallies;   /* domain -> counts of the last 24 hours */
    GHashTable *cursors;   /* class and issue -> struct quota_cursor */
    int64_t all_until;     /* copies found no room in all before this moment; 0: they did */
    int64_t version;       /* of the database, as changed by other processes */
    int64_t looked;        /* when the cursors were last set back */
    bool stale;            /* others have changed something since */
    int64_t letters_until; /* letters to many found no room before this moment; 0: they did */
};

/* How far the due copies of an issue have been looked through: what is queued up to here is for
 * domains that are full. */
struct quota_cursor {
    int64_t due, id;
    GHashTable *full; /* domains that were passed over */
};

/* Forgets what is remembered when the hour is over, or when others may have queued something. To be
 * called before the functions below, in the transaction of the claim. */
bool quota_refresh(struct store *store, int64_t now, GError **error);

/* After a row was queued again behind the cursors, and after a failure. */
void quota_forget(struct store *store);

/* How many more mails may go to a domain ("": in all), and from when there is room when there is
 * none now. */
bool quota_room(struct store *store, const char *domain, int64_t *room, GError **error);
bool quota_next_room(struct store *store, const char *domain, int64_t *moment, GError **error);

/* Counts mails that were claimed (GPtrArray of struct ledger_mail), in the same transaction. */
bool quota_count(struct store *store, int64_t now, const GPtrArray *mails, GError **error);

/* Gives back the count of a claimed row that was not tried, in the transaction that queues it. */
bool quota_give_back(struct store *store, int64_t id, GError **error);
/* The same for all claimed rows of an issue (NULL: of everything) that were not handed over. */
bool quota_give_back_claimed(struct store *store, const char *issue, GError **error);

/* NULL: nothing of this issue has been looked at. */
struct quota_cursor *quota_cursor_find(const struct quota *quota, enum ledger_class class,
                                       const char *issue);
struct quota_cursor *quota_cursor_make(struct quota *quota, enum ledger_class class,
                                       const char *issue);
