/* Whom a mail about a meeting still has to go to, decided by what has gone already: after any
 * interruption the same question has the same answer, less those who were mailed.
 *
 * Left out everywhere: people none of whose addresses can be mailed to. In order of their number,
 * at most `most` at a time: GArray of int64_t, owned by the caller.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "store/db.h"
#include "store/meeting.h"

struct invitee_search {
    const struct meeting *meeting;
    int64_t now;
    unsigned most;
    int64_t after; /* only invitee_uninvited: people with a higher number, 0: all */
};

/* Subscribers of invitations, of the roles that the meeting is for, who are no guests of it and do
 * not pause. `since`: only those who subscribed at that moment or later. */
GArray *invitee_uninvited(struct store *store, const struct invitee_search *search, int64_t since,
                          GError **error);

/* A mail that goes out once to a kind of guest. */
struct invitee_mail {
    const char *what; /* of meeting_mail */
    int64_t due;      /* whoever had any mail about the meeting since then does not need it */
    int64_t starts;   /* who is away until a moment up to this one is asked when they are back */
};

/* Guests who have a seat, or said maybe, to the time as it is, and do not pause. */
GArray *invitee_coming(struct store *store, const struct invitee_search *search,
                       const struct invitee_mail *mail, GError **error);

/* Guests who have not answered, or only to another time; subscribers who do not pause. */
GArray *invitee_silent(struct store *store, const struct invitee_search *search,
                       const struct invitee_mail *mail, GError **error);

/* Guests who know an older version of the meeting. Not those who declined the time as it is, and of
 * those who said nothing only subscribers who do not pause. */
GArray *invitee_untold(struct store *store, const struct invitee_search *search, GError **error);
