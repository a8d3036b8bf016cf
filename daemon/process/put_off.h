/* Mail that a relay puts off: what the status says of it, and the alarm when a relay has taken
 * nothing for an hour. Each of two relays has its own: what one takes proves nothing of the other.
 */
#pragma once

#include <stdbool.h>

#include "base/scope.h"
#include "process/house.h"

struct put_off;

/* The caller owns it. */
struct put_off *put_off_new(void);
void put_off_free(struct put_off *put_off);
SCOPE_DEFINE(put_off, put_off_free)

/* Before a round, whose tally begins anew. */
void put_off_begin(struct put_off *put_off);

/* Ends the alarms of relays that have taken a mail since the last call. In transactions of their
 * own. */
bool put_off_note_taken(struct put_off *put_off, const struct office *office,
                        const struct deliver_tally *out, GError **error);

/* Looks at what is put off now, and raises the alarms of relays that are stuck. */
bool put_off_look(struct put_off *put_off, const struct house *house, GError **error);
bool put_off_alarm(const struct put_off *put_off, const struct office *office, GError **error);

/* What the last look has found, in one line without addresses; NULL: nothing is put off. `stuck`: a
 * relay has taken nothing for an hour. Borrowed. */
const char *put_off_words(const struct put_off *put_off, bool *stuck);
