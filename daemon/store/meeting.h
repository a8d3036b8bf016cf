/* Meetings: the information meeting of each month, and one-off events. What people agreed on is
 * kept as they said it: wall time and zone, never a moment.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/scope.h"
#include "store/db.h"
#include "store/event.h"

enum meeting_state { MEETING_PLANNED = 1, MEETING_ANNOUNCED, MEETING_CANCELLED, MEETING_OVER };

struct meeting {
    int64_t id;
    char *name;  /* its month, "2026-12", or the own name of a one-off event */
    char *title; /* of a one-off event; "": the information meeting */
    enum meeting_state state;
    char *starts, *ends; /* wall times of `zone`, 2026-12-01T10:00 */
    char *zone;          /* IANA, Europe/Copenhagen */
    char *place, *access;
    int capacity;            /* seats, 0: no limit */
    bool seekers, employers; /* whom it is for */
    int sequence;            /* of its events (RFC 5545 3.8.7.4): + 1 with every change */
    int time_sequence; /* `sequence` when its time last changed: older answers were to another time
                        */
};

void meeting_free(struct meeting *meeting);
SCOPE_DEFINE(meeting, meeting_free)

/* Every field its own. The caller owns it. */
struct meeting *meeting_copy(const struct meeting *meeting);

const char *meeting_state_name(enum meeting_state state); /* "planned" ... */

/* Puts in a new one and sets meeting->id. */
bool meeting_add(struct store *store, const struct cause *cause, struct meeting *meeting,
                 GError **error);

/* Writes everything but name and id, with an event that tells what differs from `before`. */
bool meeting_update(struct store *store, const struct cause *cause, const struct meeting *before,
                    const struct meeting *after, GError **error);

/* By number (FAILURE_NOT_FOUND when there is none); by name (NULL without an error: none). The
 * caller owns it. */
struct meeting *meeting_get(struct store *store, int64_t id, GError **error);
struct meeting *meeting_by_name(struct store *store, const char *name, GError **error);

/* Those that start on the day `from` or later ("": all), in the order of their time: GPtrArray of
 * struct meeting. The caller owns it. */
GPtrArray *meeting_list(struct store *store, const char *from, GError **error);
