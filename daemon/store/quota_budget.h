/* How letters that go to many by themselves keep the limits of store/quota.h: they are queued no
 * faster than there is room for them, for what is queued leaves at once. Whoever waits is not
 * written to yet, so that nothing that was queued can be late, or overtaken.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/scope.h"
#include "store/db.h"

struct quota_budget;

/* The room that is left at `now`, less the letters in the queue and the copies that are due, which
 * have less time. In the transaction that queues the letters. NULL: an error. */
struct quota_budget *quota_budget_open(struct store *store, int64_t now, GError **error);
void quota_budget_free(struct quota_budget *budget);
SCOPE_DEFINE(quota_budget, quota_budget_free)

/* Takes the room for a letter to this address. `room` false: there is none now. Without limits
 * there always is. */
bool quota_budget_take(struct quota_budget *budget, const char *recipient, bool *room,
                       GError **error);

/* Everybody was asked for: those who found no room are not worth another look before
 * quota_letters_wait says so. */
void quota_budget_done(struct quota_budget *budget);

/* When letters that found no room may be tried again; 0: none waits. It is forgotten with the hour,
 * and by another process, which looks once more. */
int64_t quota_letters_wait(const struct store *store, int64_t now);
