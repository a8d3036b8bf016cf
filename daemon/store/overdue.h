/* Postings whose last day has passed: which they are, and how often their owners were asked how
 * they stand. The last day is that of the confirmed version: the deadline, else the start.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "store/db.h"

/* The reason of the pause in which such a posting waits for its owner's word. */
#define OVERDUE_REASON "overdue"

struct overdue {
    int64_t listing;
    int asked;   /* mails to its owner so far */
    int64_t due; /* when the next one goes out, or staff hear of it */
};

/* Open postings whose last day is before `today` (2013-05-01), at most `most`: GArray of int64_t.
 * The caller owns it. */
GArray *overdue_passed(struct store *store, const char *today, unsigned most, GError **error);

/* The first last day of an open posting; NULL without an error: there is none. The caller owns it.
 */
char *overdue_first_day(struct store *store, GError **error);

/* The last day of a listing, NULL: none. The caller owns it. */
char *overdue_day(struct store *store, int64_t listing, GError **error);

/* The same as far as it has passed: it counts no more until another version is confirmed. */
bool overdue_forget_day(struct store *store, int64_t listing, GError **error);

/* One that waits for its owner, new or changed; that it waits no more. */
bool overdue_put(struct store *store, const struct overdue *overdue, GError **error);
bool overdue_drop(struct store *store, int64_t listing, GError **error);

/* Those that are due, GArray of struct overdue; when the next one is, INT64_MAX: none. */
GArray *overdue_due(struct store *store, int64_t now, GError **error);
bool overdue_next(struct store *store, int64_t *moment, GError **error);
