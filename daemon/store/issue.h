/* Newsletter issues: one row per issue and audience version that was approved, with the compiled
 * form frozen.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "store/db.h"
#include "store/event.h"
#include "store/person.h"

enum issue_state {
    ISSUE_APPROVED = 1, /* waits for its time */
    ISSUE_SENDING,      /* its copies are queued */
    ISSUE_SENT,         /* no copy waits any more */
    ISSUE_HELD          /* staff decide; why_held says why */
};

/* Why an issue is held. */
#define ISSUE_LATE "late"         /* its time was over */
#define ISSUE_STOPPED "stopped"   /* staff stopped it */
#define ISSUE_FAILURES "failures" /* too many of its first copies failed for good */
#define ISSUE_DROPPED "dropped"   /* staff gave it up: it waits for nobody, and never goes on */

struct issue {
    char *name; /* "2013-03" */
    enum issue_state state;
    char *subject;
    char *hash;        /* of the compiled forms, hexadecimal: what the approval binds to */
    char *approved_by; /* text */
    int64_t approved, due, latest; /* moments; `latest`: held for staff after it */
    int64_t queued;                /* when its copies were queued, 0: not yet */
    char *why_held;                /* NULL: it is not held */
    bool judged;                   /* its first copies are not watched any more */
    char *corrects;                /* it goes to those whom this issue has reached; NULL: to all */
};

void issue_free(struct issue *issue);
SCOPE_DEFINE(issue, issue_free)
const char *issue_state_name(enum issue_state state); /* "approved" ... */

/* Whether it is held as ISSUE_DROPPED. */
bool issue_is_given_up(const struct issue *issue);

/* Writes the issue (state 0: ISSUE_APPROVED) and its compiled form for each role (NULL: this role
 * gets none). An issue of which a copy was queued is never overwritten: FAILURE_PERMANENT. */
bool issue_approve(struct store *store, const struct cause *cause, const struct issue *issue,
                   GBytes *seekers, GBytes *employers, GError **error);

struct issue *issue_get(struct store *store, const char *name,
                        GError **error); /* FAILURE_NOT_FOUND */

/* Oldest first: GPtrArray of struct issue. */
GPtrArray *issue_list(struct store *store, GError **error);

/* ISSUE_SENDING sets `queued`: from then on the issue is frozen. Copies of an ISSUE_HELD one stay
 * queued and are not claimed until it is ISSUE_SENDING again. */
bool issue_set_state(struct store *store, const struct cause *cause, const char *name,
                     enum issue_state state, GError **error);

/* ISSUE_HELD for a reason (a word as above, or one of the caller's own). One that is held already
 * keeps its reason. */
bool issue_hold(struct store *store, const struct cause *cause, const char *name, const char *why,
                GError **error);

/* ISSUE_HELD as ISSUE_DROPPED, whatever it was held for before. */
bool issue_give_up(struct store *store, const struct cause *cause, const char *name,
                   GError **error);

/* The way back: ISSUE_SENDING when it has copies, else ISSUE_APPROVED. Only a held issue may be
 * resumed: otherwise FAILURE_PERMANENT. One that is late needs issue_set_latest too, or the timer
 * holds it again. */
bool issue_resume(struct store *store, const struct cause *cause, const char *name, GError **error);

/* From now on the failures of the issue are not watched: they were few, or have stopped it once. */
bool issue_set_judged(struct store *store, const char *name, GError **error);

/* Gives an issue until `moment`; never less than it has. */
bool issue_set_latest(struct store *store, const char *name, int64_t moment, GError **error);

/* Writes down when the last copy of the issue was queued: from then on nobody is added to it. */
bool issue_set_queued(struct store *store, const char *name, int64_t moment, GError **error);

/* The frozen form for a role, or NULL without an error when that role gets none. The caller owns
 * it. */
GBytes *issue_compiled(struct store *store, const char *name, enum person_role role,
                       GError **error);
