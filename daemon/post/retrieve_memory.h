/* What the fetching process must not forget, between two of them: a setting in the store.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "base/clock.h"
#include "store/db.h"

/* The body of a FETCHER_ROUND that tells it to a new process, or NULL: an error. The caller owns
 * it.
 */
GByteArray *retrieve_memory_tell(struct store *store, const struct clock *clock, GError **error);

/* Keeps `memory` as of now; NULL: nothing. In a transaction of its own. */
bool retrieve_memory_keep(struct store *store, const struct clock *clock, const char *memory,
                          GError **error);
