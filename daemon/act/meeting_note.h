/* What staff are told about a meeting: one letter to each of them, confidential, and noted so that
 * a reply finds the meeting.
 */
#pragma once

#include "act/matter.h"
#include "store/meeting.h"
#include "store/person.h"

#define MEETING_LIST_REPLIES "guest-list" /* what a reply to the list of guests answers */

struct meeting_note {
    const char *name;    /* of the template */
    const char *what;    /* of meeting_mail */
    const char *replies; /* what a reply to it answers */
    int64_t about;       /* the person whom it is noted for; 0: the member of staff who gets it */
    int64_t only;        /* the one member of staff who gets it; 0: all */
    bool once;           /* not to those who have had one */
    const struct verdict *answers; /* the mail of `by` that it answers, NULL: none */
    int64_t by;
    json_t *fields; /* borrowed */
};

/* Whether a mail about the meeting would still go to the person: none of this kind has, and some
 * address of theirs works. Otherwise whoever cannot be reached would be tried in every round. */
bool meeting_note_open(const struct office *office, const struct meeting *meeting,
                       const struct person *person, const char *what, bool *open, GError **error);

/* The same of anybody of staff. */
bool meeting_note_wanted(const struct office *office, const struct meeting *meeting,
                         const char *what, bool *wanted, GError **error);

/* The meeting whose list of guests, or what came of an answer to it, is answered by a member of
 * staff. NULL: none, or one that is cancelled; then a human has to look (`why_human`). The caller
 * owns it. */
bool meeting_note_answered(struct matter *matter, struct meeting **meeting, GError **error);

/* Queues it, due now. Inside a transaction. */
bool meeting_note_send(const struct office *office, const struct cause *cause,
                       const struct meeting *meeting, const struct meeting_note *note,
                       GError **error);
