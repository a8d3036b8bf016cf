/* Where mails lay when they were taken, so that one that lies there still is not taken again.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "store/db.h"

/* The mail that came from this place (account, folder, UIDVALIDITY, UID); `inbound` 0: none. */
bool fetched_find(struct store *store, const char *place, int64_t *inbound, GError **error);

/* Within the transaction that keeps the mail. A place that is known already stays as it is. */
bool fetched_add(struct store *store, const char *place, int64_t inbound, GError **error);
