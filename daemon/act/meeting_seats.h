/* Who sits where: the seats of a meeting are given in the order in which people asked for them.
 *
 * Whoever brings somebody needs a seat for each. A seat that is free again is offered to the first
 * who waits, and kept for them for [meeting] offer: nobody is moved without a word.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "act/office.h"
#include "store/guest.h"
#include "store/meeting.h"

/* Seats that nobody sits on and that are offered to nobody, G_MAXINT when there is no limit; below
 * zero when the room has become too small. `guests`: struct guest, all of the meeting. */
int seats_free(const struct meeting *meeting, const GPtrArray *guests);

/* Gives `guest`, whose answer and companions are new, the seat that belongs to it: a yes takes a
 * seat when there is one and nobody waits for it, else it waits; everything else gives it back.
 * `guests`: all of the meeting, the guest's own row as it was before. */
void seats_give(const struct meeting *meeting, const GPtrArray *guests, struct guest *guest,
                int64_t now);

/* Offers what is free to those who wait, a letter each. Inside a transaction. */
bool seats_offer(const struct office *office, const struct cause *cause,
                 const struct meeting *meeting, GError **error);

/* The timer: offers that nobody took in time go to the next; when that is next due, INT64_MAX:
 * never. */
bool seats_timer(const struct office *office, GError **error);
bool seats_next(const struct office *office, int64_t *moment, GError **error);
