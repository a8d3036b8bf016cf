/* Fairness to receivers: how many mails may leave in an hour and in a day, in all and to each
 * receiving domain, and the steps by which a new sender grows.
 *
 * Hours are those of UTC (seconds / 3600), a day is the hour that runs and the 23 before it. Copies
 * of newsletters keep the limits, and invitations are queued as they allow (quota_budget.h); all
 * other letters are counted, never held back. The counts are committed together with the claim
 * (ledger_claim), so that no crash and no restart exceeds a limit.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/scope.h"
#include "store/db.h"

struct quota_limit {
    int64_t hour, day; /* mails; 0: no limit */
};

struct quota;

/* Without any limit. The caller owns it. */
struct quota *quota_new(void);
void quota_free(struct quota *quota);
SCOPE_DEFINE(quota, quota_free)

void quota_limit_all(struct quota *quota, struct quota_limit limit);
/* For a domain that has none of its own. */
void quota_limit_each(struct quota *quota, struct quota_limit limit);
/* `domain` as in ledger rows: lower case, A-labels. False: it has one already. */
bool quota_limit_domain(struct quota *quota, const char *domain, struct quota_limit limit);

/* The next step of the warm-up: at most so many mails a day. Step N holds on the N-th day (UTC)
 * with newsletters, or with as many letters as the first step has; after the last one only the
 * other limits do. */
void quota_add_step(struct quota *quota, int64_t copies);

/* From now on ledger_claim keeps to it. Takes `quota` over; NULL or one without limits: there are
 * none. */
void quota_apply(struct store *store, struct quota *quota);

/* Whether there is any limit. */
bool quota_is_set(const struct store *store);

/* Which limit keeps copies back that are due, as ledger_claim has found it. `until` INT64_MAX: none
 * does. `domain`: the one that has room first, "" for the limits of all; owned by the caller. */
struct quota_wait {
    char *domain;
    int64_t until;
    unsigned domains; /* that are full */
};
bool quota_waits(struct store *store, struct quota_wait *wait, GError **error);
void quota_wait_clear(struct quota_wait *wait);

/* Whether newsletters have left in the last 24 hours under a limit: then an issue that is not
 * through is on its way, not late. */
bool quota_moving(struct store *store, int64_t now, bool *moving, GError **error);
