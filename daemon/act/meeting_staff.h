/* What staff do with the list of guests themselves: people who rang up, people who walked in.
 */
#pragma once

#include "act/office.h"
#include "store/guest.h"
#include "store/meeting.h"
#include "store/person.h"

/* Takes down a yes (with companions) or a no that somebody gave to staff, gives the seat that
 * follows, and writes to them how things stand. FAILURE_INPUT: the meeting has begun or is
 * cancelled. The guest as it is then, which the caller owns. */
struct guest *meeting_staff_answer(const struct office *office, const struct cause *cause,
                                   const struct meeting *meeting, const struct person *person,
                                   enum guest_answer answer, int companions, GError **error);

/* Somebody is there, with or without an invitation. FAILURE_INPUT: the meeting has not begun or is
 * cancelled. */
struct guest *meeting_staff_walk_in(const struct office *office, const struct cause *cause,
                                    const struct meeting *meeting, const struct person *person,
                                    GError **error);
