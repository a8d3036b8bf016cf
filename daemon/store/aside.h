/* Listings that the matching process cannot read: it ended of them again and again. They are left
 * alone until another version is confirmed, or staff open them again.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "store/db.h"
#include "store/event.h"

/* Writes it down, once for each version. */
bool aside_put(struct store *store, const struct cause *cause, int64_t listing, int version,
               GError **error);
bool aside_lift(struct store *store, int64_t listing, GError **error);

/* All of them: int64_t → the version, as a pointer. The caller owns it. */
GHashTable *aside_all(struct store *store, GError **error);
