/* Meetings as staff ask for them: those of the store, and those that are only planned yet (their id
 * is 0). Nothing is written.
 */
#pragma once

#include <glib.h>

#include "act/office.h"
#include "store/meeting.h"
#include "store/person.h"

/* Those on the day `from` or later ("": all that the store has), and the planned ones of the coming
 * months, in the order of their time: GPtrArray of struct meeting. The caller owns it. */
GPtrArray *meeting_find_all(const struct office *office, const char *from, GError **error);

/* The one that a word means: its name, its month, or its day; NULL without an error: none. The
 * caller owns it. */
struct meeting *meeting_find(const struct office *office, const char *word, GError **error);

/* Which meeting is the next one. Cancelled ones never are. */
struct meeting_wish {
    enum person_role role; /* an ordinary one for these people; 0: any, extra ones too */
    int64_t after;         /* it begins after this moment ... */
    bool running;          /* ... or ends after it */
    bool stored;           /* not one that is only planned yet */
};

/* The first such; NULL without an error: none. The caller owns it. */
struct meeting *meeting_find_next(const struct office *office, const struct meeting_wish *wish,
                                  GError **error);
