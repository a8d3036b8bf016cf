/* Somebody wants to be erased: what of the meeting place goes. Staff see to it (GDPR: they have to
 * know who asks), by a command; here is what it does, and what they are told before.
 */
#pragma once

#include "act/office.h"
#include "store/event.h"
#include "store/listing.h"

/* The profile or job and all that came of it go; who talks with its owner, or has said yes to it,
 * hears in one letter that it is no longer there, not who it was. Mails to the addresses of the
 * talk reach nobody from then on. The mails that it came from, and ours that show it, keep their
 * days, not their words; `waiting`: how many wait for a human and keep them, NULL: all are to keep
 * them. Within a transaction. */
bool erase_place(const struct office *office, const struct cause *cause,
                 const struct listing *listing, int64_t *waiting, GError **error);

/* What a person has here, for staff: a line each ("12: 2 åbne match"), "" for nothing. The caller
 * owns it; NULL: the store failed. */
char *erase_standing(const struct office *office, int64_t person, GError **error);
