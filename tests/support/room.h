/* The seats of one meeting as the rules give them, in the plainest words: to compare with.
 */
#pragma once

#include <glib.h>
#include <stdint.h>

#include "store/guest.h"

enum { ROOM_OFFER = 48 * 3600 };

struct room_guest {
    enum guest_seat seat;
    int party; /* with themselves; 0: they do not come */
    int place; /* in the queue; 0: none */
    int64_t since, until;
    int offered, passed; /* so often */
};

struct room {
    int capacity; /* 0: no limit */
    int64_t starts;
    struct room_guest *guests;
    int count, last_place;
};

static inline bool room_holds(const struct room_guest *guest)
{
    return guest->seat == GUEST_SEATED || guest->seat == GUEST_OFFERED;
}

/* Without what `but` has (NULL: nobody). */
static inline int room_left(const struct room *room, const struct room_guest *but)
{
    int left = room->capacity == 0 ? G_MAXINT : room->capacity;
    for (int at = 0; at < room->count; at++) {
        const struct room_guest *guest = &room->guests[at];
        left -= guest != but && room_holds(guest) ? guest->party : 0;
    }
    return left;
}

/* NULL: nobody waits. */
static inline struct room_guest *room_first(const struct room *room, const struct room_guest *but)
{
    struct room_guest *first = NULL;
    for (int at = 0; at < room->count; at++) {
        struct room_guest *guest = &room->guests[at];
        bool waits = guest != but && guest->seat == GUEST_WAITING;
        first = waits && (first == NULL || guest->place < first->place) ? guest : first;
    }
    return first;
}

static inline void room_offer(struct room *room, int64_t now)
{
    struct room_guest *next = now < room->starts ? room_first(room, NULL) : NULL;
    while (next != NULL && next->party <= room_left(room, NULL)) {
        next->seat = GUEST_OFFERED;
        next->since = now;
        next->until = MIN(now + ROOM_OFFER, room->starts);
        next->offered++;
        next = room_first(room, NULL);
    }
}

/* Somebody says that they come, so many of them; 0: they do not, or perhaps. */
static inline void room_hear(struct room *room, int who, int party, int64_t now)
{
    struct room_guest *guest = &room->guests[who];
    int held = room_holds(guest) ? guest->party : 0;
    int open = room_first(room, guest) != NULL ? 0 : room_left(room, guest);
    if (party == 0) {
        guest->seat = GUEST_NO_SEAT;
        guest->party = guest->place = 0;
    } else if (held > 0 || party <= open) {
        guest->seat = GUEST_SEATED;
        guest->party = held > 0 ? MIN(party, MAX(held, open)) : party;
        guest->place = guest->place != 0 ? guest->place : ++room->last_place;
    } else {
        guest->seat = GUEST_WAITING;
        guest->party = party;
        guest->place = guest->place != 0 ? guest->place : ++room->last_place;
    }
    room_offer(room, now);
}

static inline void room_time(struct room *room, int64_t now)
{
    for (int at = 0; at < room->count; at++) {
        struct room_guest *guest = &room->guests[at];
        if (guest->seat == GUEST_OFFERED && guest->until <= now) {
            guest->seat = GUEST_NO_SEAT;
            guest->place = 0;
            guest->passed++;
        }
    }
    room_offer(room, now);
}
