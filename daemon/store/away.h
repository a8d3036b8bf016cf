/* Until when somebody is not there, as their automatic reply said: reminders and questions of ours
 * wait until then. The newsletter goes on.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "store/db.h"
#include "store/event.h"

/* Writes it down (`day`: the civil day of `until`); the newest word counts. An event says so when
 * it is another day than before. */
bool away_note(struct store *store, const struct cause *cause, int64_t person, int64_t until,
               const char *day, GError **error);

/* Until when the person is away, as far as we know at `now`; 0: there, or not known. */
bool away_until(struct store *store, int64_t person, int64_t now, int64_t *until, GError **error);
