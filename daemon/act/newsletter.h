/* The newsletter: approve an issue, queue its copies, send it when it is due, hold it when it is
 * late.
 *
 * approved -> sending -> sent, or held for staff. The compiled form is frozen at approval; later
 * changes of a template need a new approval. One copy per person and issue, ever.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "act/letter.h"
#include "act/office.h"
#include "compose/check.h"
#include "compose/form.h"
#include "store/issue.h"
#include "store/person.h"

/* What the configuration says of when an issue goes. Borrowed from it. */
struct check_hours newsletter_hours(const struct office *office);

/* When an issue goes out and when it is too late, from its front matter and the configuration:
 * moments. */
struct newsletter_times {
    int64_t due, latest;
};

/* FAILURE_INPUT when `udsendes` or `senest` is no time, or `senest` is not after `udsendes`. */
bool newsletter_times(const struct office *office, const char *file,
                      const struct issue_front *front, struct newsletter_times *times,
                      GError **error);

/* The form of an issue for a role as its template says now, or NULL without an error when that role
 * gets none. The caller owns it. */
struct form *newsletter_compile(const struct office *office, const char *issue,
                                enum person_role role, GError **error);

/* Freezes the issue as it is now. `findings`: what check says; errors among them are FAILURE_INPUT.
 * `by`: who approved. */
bool newsletter_approve(const struct office *office, const char *issue, const char *by,
                        GPtrArray **findings, GError **error);

/* The same inside a transaction of the caller. */
bool newsletter_approve_within(const struct office *office, const char *issue, const char *by,
                               GPtrArray **findings, GError **error);

/* What an approval would bind to (struct issue, hash), from the file as it is now. The caller owns
 * it. */
char *newsletter_hash(const struct office *office, const char *issue, GError **error);

/* Whether the file says something else now than what was approved, or another time, and no copy is
 * queued yet. One that does not compile any more has changed; one that is gone has not. */
bool newsletter_changed(const struct office *office, const struct issue *issue);

/* Slot values of one copy: fields of the person and of ledger row `row`. `tokens` may be NULL. */
GBytes *newsletter_slots(const struct office *office, const struct form *form, const char *issue,
                         const struct person *person, int64_t row, struct mail_tokens *tokens,
                         struct ledger_mail *mail);

/* How many copies of each `send` would deliver now; of a correction to those whom the corrected
 * issue has reached. Of an approved issue as it was approved, else as its file says. */
struct newsletter_audience {
    int64_t seekers, employers; /* active subscribers whose copy has not gone */
    int64_t had;                /* active subscribers whose copy went, failed or was dropped */
    int64_t late;               /* who came when it had been queued: nobody is added to it then */
    int64_t left_out;           /* people of those roles who do not get it: no consent, ended */
    int64_t suppressed;         /* active subscribers among them of whom no address works */
};
bool newsletter_audience(const struct office *office, const char *issue,
                         struct newsletter_audience *audience, GError **error);

/* The first `most` of those who would get it: GArray of int64_t, numbers of people. The caller owns
 * it. */
GArray *newsletter_first(const struct office *office, const char *issue, unsigned most,
                         GError **error);

/* Queues a copy for every active subscriber, in groups of 1,000; an interrupted run is taken up
 * where it was. With nobody to get it nothing happens, so that it waits, until its latest moment,
 * for who comes. `progress` (may be NULL) is called after each group. FAILURE_NOT_FOUND when the
 * issue is not approved; FAILURE_PERMANENT when it may not go now (brake_allows), or when staff
 * stop it between two groups: the rest is queued when it goes on. One that is held as late goes out
 * too: who calls this has decided. */
bool newsletter_queue(const struct office *office, const char *issue,
                      void (*progress)(int64_t queued, void *data), void *data, GError **error);

/* Staff send it now, held or late as it may be: it has as long again as `send-before` allows. */
bool newsletter_release(const struct office *office, const char *issue, GError **error);

/* What is due by the clock: queues approved issues whose time has come, holds those that are too
 * late (staff are told), marks as sent those with nothing left to do, and drops what comes back of
 * those that were given up. */
bool newsletter_timer(const struct office *office, GError **error);

/* For a daemon, which comes by each second: to find that an issue has no readers takes a walk over
 * all people. With this in its office the next one is a minute later. The caller owns it. */
struct newsletter_looks *newsletter_looks_new(void);
void newsletter_looks_free(struct newsletter_looks *looks);
SCOPE_DEFINE(newsletter_looks, newsletter_looks_free)

/* The same for one issue. */
bool newsletter_look(const struct office *office, const char *issue, GError **error);

/* When the timer has something to do next; INT64_MAX: nothing planned. */
bool newsletter_next(const struct office *office, int64_t *moment, GError **error);
