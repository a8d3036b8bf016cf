/* Which listings end the process that has the index. One that did so twice is set aside: nobody
 * asks about it, and it is not in the index, until another version of it is confirmed; all others
 * go on. Between the files of the market only.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "act/office.h"
#include "base/scope.h"
#include "store/listing.h"

struct market_aside;

struct market_aside *market_aside_new(void);
void market_aside_free(struct market_aside *aside);
SCOPE_DEFINE(market_aside, market_aside_free)

/* What the store has of it, beside what is not written yet. */
bool market_aside_read(struct market_aside *aside, struct store *store, GError **error);

bool market_aside_has(const struct market_aside *aside, const struct listing *listing);

/* The process ended of it, once more; whether it is set aside now. */
bool market_aside_blame(struct market_aside *aside, const struct listing *listing);
/* It was answered. */
void market_aside_clear(struct market_aside *aside, int64_t listing);

/* Writes down those that are new, and tells staff of each; in a transaction of its own. */
bool market_aside_tell(struct market_aside *aside, const struct office *office, GError **error);
