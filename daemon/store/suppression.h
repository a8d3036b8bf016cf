/* Addresses that get nothing from us, each with its reason and the mail that caused it. What is
 * lifted stays, as the story of the address.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "store/db.h"
#include "store/event.h"
#include "store/person.h"

enum suppression_reason {
    SUPPRESSION_HARD = 1,  /* the mailbox does not exist */
    SUPPRESSION_SOFT,      /* nothing has reached it for weeks */
    SUPPRESSION_COMPLAINT, /* its reader said that our mail is spam */
    SUPPRESSION_STAFF      /* staff decided */
};

struct suppression {
    int64_t id;
    char *address; /* folded */
    enum suppression_reason reason;
    char *detail; /* the status code of the last bounce, or the words of staff; may be "" */
    int64_t since;
    int64_t inbound, outgoing; /* the mail that caused it, and ours that it was about; 0: none */
    int64_t lifted;            /* when, 0: in force */
};

void suppression_free(struct suppression *suppression);
SCOPE_DEFINE(suppression, suppression_free)
const char *suppression_reason_name(enum suppression_reason reason); /* "hard" ... */

/* What a suppression is made from, beside its cause. */
struct suppression_draft {
    const char *address;
    enum suppression_reason reason;
    const char *detail; /* NULL: none */
    int64_t outgoing;   /* 0: none */
};

/* Suppresses an address, with an event for everybody who has it. A wish (complaint, staff) takes
 * the place of what a bounce said before; otherwise what is in force stays and `added` is false.
 * What is claimed for it and not on its way yet is dropped; of letters only by a wish. */
bool suppression_add(struct store *store, const struct cause *cause,
                     const struct suppression_draft *draft, bool *added, GError **error);

/* Copies that were dropped for it go when they were never tried and their issue is still on its
 * way. `lifted` false: it was not suppressed. */
bool suppression_lift(struct store *store, const struct cause *cause, const char *address,
                      bool *lifted, GError **error);

/* The one in force, or NULL without an error. The caller owns it. */
struct suppression *suppression_of(struct store *store, const char *address, GError **error);

/* Whether one is in force. */
bool suppression_holds(struct store *store, const char *address, bool *holds, GError **error);

/* When the last one of this address was lifted, 0: none was. */
bool suppression_last_lifted(struct store *store, const char *address, int64_t *moment,
                             GError **error);

/* The person's first address that is not suppressed, NULL: there is none. Borrowed. */
bool suppression_pick_address(struct store *store, const struct person *person,
                              const char **address, GError **error);

/* Oldest first, `all`: also what was lifted. GPtrArray of struct suppression. The caller owns it.
 */
GPtrArray *suppression_list(struct store *store, bool all, GError **error);

/* Those in force that staff have not been told of yet, and that they were. What staff decided
 * themselves they are not told. `since` of the oldest, INT64_MAX: none. */
GPtrArray *suppression_untold(struct store *store, GError **error);
bool suppression_oldest_untold(struct store *store, int64_t *since, GError **error);
bool suppression_set_told(struct store *store, int64_t id, int64_t moment, GError **error);

/* How many copies of an issue failed and are to addresses that get nothing now, and how many were
 * dropped for that. */
bool suppression_count_failed(struct store *store, const char *issue, int64_t *count,
                              GError **error);
bool suppression_count_dropped(struct store *store, const char *issue, int64_t *count,
                               GError **error);

/* Lifts what our own relay caused, as SUPPRESSION_HARD, when it refused copies of this issue; not
 * what came back by mail. `count`: how many. */
bool suppression_lift_refused(struct store *store, const struct cause *cause, const char *issue,
                              int64_t *count, GError **error);
