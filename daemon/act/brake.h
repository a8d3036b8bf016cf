/* What staff do with an issue that is on its way: stop it, let it go on, give up its rest, send
 * again what failed. All of it works beside a running daemon: it asks the ledger before each body.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "act/office.h"
#include "store/issue.h"

/* Nothing of the issue leaves any more but the bodies that are on the line already.
 * FAILURE_PERMANENT when it is sent. */
bool brake_stop(const struct office *office, const char *issue, GError **error);

/* Lets a stopped or late issue go on; it has as long again as `send-before` allows.
 * FAILURE_PERMANENT when it is not held, when it was given up, or when a correction of it has been
 * queued: its rest would spread what was corrected. */
bool brake_resume(const struct office *office, const char *issue, GError **error);

/* Gives a held issue up: drops what has not gone, and what is not queued yet never is. Only a new
 * approval begins anew, which takes one of which no copy was queued. FAILURE_PERMANENT when it is
 * not held. */
bool brake_drop(const struct office *office, const char *issue, int64_t *dropped, GError **error);

/* Queues anew every copy of the issue that failed, as it was. `queued`: how many. FAILURE_PERMANENT
 * when the issue may not go (brake_allows_again). */
bool brake_again(const struct office *office, const char *issue, int64_t *queued, GError **error);

/* Why a copy of the issue may not go out now: it is stopped or given up, it was corrected, or the
 * issue that it corrects is on its way. FAILURE_PERMANENT with a sentence that names the command.
 */
bool brake_allows(const struct office *office, const struct issue *issue, GError **error);

/* The same for the copies that failed, and also: it is held and has others that wait. They would go
 * with them. */
bool brake_allows_again(const struct office *office, const struct issue *issue, GError **error);
