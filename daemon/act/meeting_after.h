/* Around the meeting itself: whom one meets and the list of guests before it; afterwards thanks to
 * those who came, the next date to those who did not, and a word to staff about somebody who stayed
 * away twice. Everything follows from the store and the clock, and goes out once. Staff are asked
 * for ten days who came; whom they mark within two weeks is thanked, and nobody after that.
 */
#pragma once

#include "act/office.h"

/* Sends what is due. */
bool meeting_after_timer(const struct office *office, GError **error);

/* When something is next due, INT64_MAX: never. */
bool meeting_after_next(const struct office *office, int64_t *moment, GError **error);
