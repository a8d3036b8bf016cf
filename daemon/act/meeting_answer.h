/* What a guest says about coming, from a calendar or in words: the newest answer counts, whatever
 * the order in which they arrive.
 */
#pragma once

#include "act/matter.h"
#include "store/guest.h"
#include "store/meeting.h"

struct meeting_word {
    enum guest_answer answer;
    int companions;
    int64_t said;     /* when it was said: a moment */
    const char *id;   /* the Message-ID of that mail; NULL: none */
    int sequence;     /* the version of the event that it answers */
    const char *text; /* their own words, for staff; NULL or "": none */
    bool by_staff;    /* taken down by staff */
};

/* Whether `word` is newer than what the guest has said: by its moment, then by its Message-ID. */
bool meeting_word_counts(const struct guest *guest, const struct meeting_word *word);

/* Writes the word into `after`, a copy of `before`, and what follows for the seat (`others`: as in
 * seats_give); does not touch the store. */
void meeting_word_take(const struct meeting *meeting, const struct guest_tally *others,
                       const struct guest *before, struct guest *after,
                       const struct meeting_word *word, const struct cause *cause);

enum meeting_heard {
    MEETING_HEARD,   /* something changed */
    MEETING_SAME,    /* nothing but that it was said again */
    MEETING_OLDER,   /* something newer is known; also the same mail once more */
    MEETING_TOO_LATE /* the meeting has begun */
};

/* Writes it down and offers what has become free. `guest` is the guest as it was before, and is
 * set to what it is now. Inside a transaction. */
bool meeting_hear(const struct office *office, const struct cause *cause,
                  const struct meeting *meeting, struct guest **guest,
                  const struct meeting_word *word, enum meeting_heard *heard, GError **error);

/* Answers the mail in hand, which said `word`, with what is known of the guest now. From an address
 * that is not theirs: at their own. */
bool meeting_confirm(struct matter *matter, const struct meeting *meeting,
                     const struct guest *guest, const struct meeting_word *word,
                     enum meeting_heard heard, GError **error);
