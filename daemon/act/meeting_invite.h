/* Inviting to a meeting: its guest row, the mail and the note of it are one transaction, so that
 * after any interruption nobody is invited twice and nobody is left out.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "act/office.h"
#include "store/guest.h"
#include "store/meeting.h"

/* A planned meeting becomes an announced one, in a transaction of its own. */
bool meeting_invite_announce(const struct office *office, const char *actor, int64_t meeting,
                             GError **error);

/* Invites the next ones who are still to be invited to an announced meeting, in a transaction of
 * its own. `since`: only those who subscribed at that moment or later. `invited`: how many more
 * than before; `more`: whether there may be others. */
bool meeting_invite_next(const struct office *office, const char *actor,
                         const struct meeting *meeting, int64_t since, int64_t *invited, bool *more,
                         GError **error);

/* Sends the invitation to one who is a guest already, perhaps once more: their calendar keeps what
 * they answered to this time. Inside a transaction. */
bool meeting_invite_guest(const struct office *office, const struct cause *cause,
                          const struct meeting *meeting, struct guest *guest, GError **error);

/* The same to one who was told that it is cancelled, with a word of that. */
bool meeting_invite_again(const struct office *office, const struct cause *cause,
                          const struct meeting *meeting, struct guest *guest, GError **error);
