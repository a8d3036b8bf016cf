/* A room that has become too small: more seats were given than there are. Nobody loses one by
 * itself; staff are asked, and answer with a word, with numbers of the list, or on the command
 * line.
 */
#pragma once

#include <glib.h>

#include "act/matter.h"
#include "store/meeting.h"

/* Those who asked last and do not fit any more, the last one first: GPtrArray of struct listed,
 * which the caller owns. Empty: everybody fits. */
GPtrArray *meeting_room_last(const struct office *office, const struct meeting *meeting,
                             GError **error);

/* `after` is in the store: when it has more seats than `before` they are offered to those who wait;
 * when it has fewer, and than were given, all staff are asked. Inside a transaction. */
bool meeting_room_changed(const struct office *office, const struct cause *cause,
                          const struct meeting *before, const struct meeting *after,
                          GError **error);

/* What came of sending people to the waiting list. */
struct room_result {
    GPtrArray *moved; /* struct listed, who are told: empty: everybody fits, nothing was changed */
    char *wrong;      /* the numbers that nobody with a seat has, "9, 12": nothing was changed */
};

void room_result_clear(struct room_result *result);

/* Sends the guests with these numbers (none or NULL: those of meeting_room_last) to the waiting
 * list, with a letter each; there they stand where they stood when they asked. Only while there are
 * too few seats. Inside a transaction. */
bool meeting_room_wait(const struct office *office, const struct cause *cause,
                       const struct meeting *meeting, const json_t *numbers,
                       struct room_result *result, GError **error);

/* Carries out `seats` from a proved person: a member of staff who answers a list. */
bool meeting_room_take(struct matter *matter, const struct verdict_intent *intent, GError **error);
