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

/* Gives the guest, whose answer and companions are new in `after`, the seat that belongs to it: a
 * yes takes a seat when there is one and nobody waits for it, else it waits; everything else gives
 * it back. `others`: the seats of all but this guest. */
void seats_give(const struct meeting *meeting, const struct guest_tally *others,
                const struct guest *before, struct guest *after, int64_t now);

/* The seats that the guest and those with them have, also when they are only offered. */
int seats_held(const struct guest *guest);

/* Offers what is free to those who wait, a letter each. Inside a transaction. */
bool seats_offer(const struct office *office, const struct cause *cause,
                 const struct meeting *meeting, GError **error);

/* The timer: offers that nobody took in time go to the next; when that is next due, INT64_MAX:
 * never. */
bool seats_timer(const struct office *office, GError **error);
bool seats_next(const struct office *office, int64_t *moment, GError **error);
