/* What came in is understood and acted on: a batch is read ahead by a child of the nursery while
 * the parts of it that have been read are acted on.
 */
#pragma once

#include "process/round.h"

/* Every mail that waits in the store, in the order in which they came; counted in `round`. What is
 * not begun when the round is stopped waits for the next one. */
bool intake_waiting(struct house *house, struct round *round, GError **error);
