/* What happens to meetings by itself: rows for the coming months, invitations, reminders, word of
 * changes, and the end. Called in every round.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "act/office.h"

/* Does what is due, at most one group of people per meeting and kind of mail. `more`: there may be
 * others who wait. */
bool meeting_timer(const struct office *office, bool *more, GError **error);

/* When there may be something to do again. */
bool meeting_next(const struct office *office, int64_t *moment, GError **error);
