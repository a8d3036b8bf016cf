/* A store that was restored from an older copy delivers nothing: what it plans may have happened
 * already (store/epoch.h).
 */
#pragma once

#include "process/house.h"

/* Whether mail may go out at all (house->hold); what keeps it is told once in the log, and with
 * each round in `our_fault`. */
bool hold_look(struct house *house, struct deliver_tally *out, GError **error);

/* Before mail goes out, and once a second while it does: the store is told apart from older copies
 * of itself. */
bool hold_advance(struct house *house, GError **error);
