/* The words of the mails that a profile or a job came from, and of ours that show it, in the middle
 * of its erasure: while the rows that point to them are still there. The mails stay in the books,
 * with their days and what they did; what they said is gone.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "store/db.h"

/* Not those that wait for a human, or have not left yet: somebody needs their words. `waiting`: how
 * many of the mails that came in wait so. Within a transaction. */
bool erase_mails(struct store *store, int64_t listing, int64_t *waiting, GError **error);
