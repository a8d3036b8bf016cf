/* Numbers that never come back, whatever is erased: "kandidat 12" is one person for good. Each is
 * counted on its own. Private to daemon/store/.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "store/db.h"

/* The next number of `name`, a row of the table `sequence`. In a transaction. */
bool sequence_next(struct store *store, const char *name, int64_t *id, GError **error);
