/* Another time or place for a meeting, or none: what is written down, and who is told.
 *
 * A change of an announced meeting makes a new version of its event (SEQUENCE + 1). Guests who know
 * an older one are told what changed since then; as each knows his version, that can be interrupted
 * and repeated. A meeting that has begun is never changed.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "act/office.h"
#include "store/meeting.h"

/* Writes `after` down; its state and versions are set here, and what follows for
 * its seats (meeting_room.h) is done. FAILURE_INPUT when the meeting has
 * begun or is cancelled, or would begin in the past. Inside a transaction, in which `before` was
 * read. */
bool meeting_change_apply(const struct office *office, const struct cause *cause,
                          const struct meeting *before, struct meeting *after, GError **error);

/* The meeting is off. `reason`: said to its guests; NULL: none. As above. */
bool meeting_change_cancel(const struct office *office, const struct cause *cause,
                           const struct meeting *meeting, const char *reason, GError **error);

/* A cancelled meeting takes place after all, as `after` says: a new version of its event. Its
 * guests are invited again (by meeting_change_tell), whatever they answered before; those who
 * declined this time are left alone. As above. */
bool meeting_change_reopen(const struct office *office, const struct cause *cause,
                           const struct meeting *before, struct meeting *after, GError **error);

/* Tells the next ones of a meeting's guests who do not know how it is now, in a transaction of its
 * own. What waits in the queue for them is taken back. `told`: how many more than before; `more`:
 * whether there may be others. */
bool meeting_change_tell(const struct office *office, const char *actor,
                         const struct meeting *meeting, int64_t *told, bool *more, GError **error);
