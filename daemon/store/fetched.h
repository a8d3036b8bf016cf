/* Where mails lay when they were taken, so that one that lies there still is not taken again.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "store/db.h"

/* The mail that came from this place (account, folder, UIDVALIDITY, UID); `inbound` 0: none. */
bool fetched_find(struct store *store, const char *place, int64_t *inbound, GError **error);

/* How long a place is remembered. A mail that still lies there after it, because no server would
 * move it, is fetched again, known by its content (store/inbound) and not acted on again. */
#define FETCHED_KEEP (180 * 24 * 3600)

/* Within the transaction that keeps the mail. A place that is known already stays as it is. */
bool fetched_add(struct store *store, const char *place, int64_t inbound, GError **error);

/* Forgets the places of mails that were received before `moment`, in a transaction of its own. */
bool fetched_purge(struct store *store, int64_t moment, GError **error);
