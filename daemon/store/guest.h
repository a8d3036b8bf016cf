/* Guests: who is invited to a meeting, what they answered, whether they have a seat, and whether
 * they came.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/scope.h"
#include "store/db.h"
#include "store/event.h"

enum guest_answer { GUEST_SILENT, GUEST_YES, GUEST_MAYBE, GUEST_NO };
enum guest_seat { GUEST_NO_SEAT, GUEST_SEATED, GUEST_WAITING, GUEST_OFFERED };
enum guest_presence { GUEST_UNKNOWN, GUEST_CAME, GUEST_ABSENT };

struct guest {
    int64_t meeting, person;
    int64_t invited; /* moment, 0: not by mail (staff put them on the list, or they walked in) */
    int sequence;    /* of the event as it was last mailed to them */
    enum guest_answer answer;
    int64_t said;      /* when they said so: DTSTAMP, else Date; 0: never */
    char *said_id;     /* the Message-ID of it: decides between two of one moment */
    int said_sequence; /* the version of the event that they answered */
    int64_t inbound;   /* that mail, 0: none */
    int companions;    /* whom they bring */
    char *words;       /* what they wrote with it, for staff; NULL: nothing */
    enum guest_seat seat;
    int64_t queue; /* since when they want the seat: first come, first served; 0: they do not */
    int64_t offer; /* GUEST_OFFERED: until when the seat is kept for them; else 0 */
    bool by_staff; /* the answer was given to staff by telephone */
    int number;    /* on the list that staff get, 0: not on it yet */
    enum guest_presence presence;
};

void guest_free(struct guest *guest);
SCOPE_DEFINE(guest, guest_free)

/* Every field its own. The caller owns it. */
struct guest *guest_copy(const struct guest *guest);

const char *guest_answer_name(enum guest_answer answer); /* "none", "yes", "maybe", "no" */
const char *guest_seat_name(enum guest_seat seat);       /* "none", "seated", ... */
const char *guest_presence_name(enum guest_presence presence);

/* Puts in a new one. `token` is the secret part of the UID of their event; its hash is kept. */
bool guest_add(struct store *store, const struct cause *cause, const struct guest *guest,
               const char *token, GError **error);

/* Writes everything that can change; an event for answer, seat and presence when they differ. */
bool guest_update(struct store *store, const struct cause *cause, const struct guest *before,
                  const struct guest *after, GError **error);

/* One person's; by the token of the UID. NULL without an error: there is none. The caller owns it.
 */
struct guest *guest_of(struct store *store, int64_t meeting, int64_t person, GError **error);
struct guest *guest_by_token(struct store *store, const char *token, GError **error);

/* All of a meeting, those who want a seat first, in the order in which they asked for it; all of a
 * person, oldest meeting first: GPtrArray of struct guest. The caller owns it. */
GPtrArray *guest_list(struct store *store, int64_t meeting, GError **error);
GPtrArray *guest_story(struct store *store, int64_t person, GError **error);

/* How the seats of a meeting stand, without one person (0: with all). */
struct guest_tally {
    int64_t taken;   /* seats that are sat on or kept for somebody, with all whom they bring */
    int64_t waiting; /* people on the waiting list */
};
bool guest_count_seats(struct store *store, int64_t meeting, int64_t without,
                       struct guest_tally *tally, GError **error);

/* When the first offer of a seat ends, INT64_MAX: there is none. */
bool guest_next_offer(struct store *store, int64_t *moment, GError **error);
