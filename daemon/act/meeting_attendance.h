/* Who came to a meeting: staff answer the list of guests with its numbers, or say so on the command
 * line. The newest word of staff counts.
 */
#pragma once

#include "act/matter.h"
#include "store/meeting.h"

struct attendance {
    const json_t *came, *absent; /* arrays of numbers of the list; NULL: nothing is said of them */
};

/* Writes it down. Where only those who came are named (or only the absent), all others who had a
 * seat were absent (came). `wrong`: the numbers that nobody has, "9, 12" (the caller owns it); then
 * nothing is changed. NULL: all is well. Inside a transaction. */
bool attendance_mark(const struct office *office, const struct cause *cause,
                     const struct meeting *meeting, const struct attendance *said, char **wrong,
                     GError **error);

/* Carries out `attendance` from a proved person: a member of staff who answers a list. Everybody of
 * staff learns who was marked. */
bool attendance_take(struct matter *matter, const struct verdict_intent *intent, GError **error);
