/* What the daemon does by itself when its time has come; delivery is of process/round.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "act/office.h"

/* Does what is due now; of many people only the next group. `more`: there may be others. */
bool due_work(const struct office *office, bool *more, GError **error);

/* When something is due next; INT64_MAX: nothing is planned. */
bool due_next(const struct office *office, int64_t *moment, GError **error);
