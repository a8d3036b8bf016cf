/* A pair that talks, with both people, and the letters that it gets. Between the files of relay
 * and funnel only.
 */
#pragma once

#include <jansson.h>

#include "act/matter.h"
#include "store/pair.h"

struct relay_talk {
    const struct office *office;
    struct cause cause;
    struct pair *pair;
    struct person *people[3]; /* PAIR_EMPLOYER, PAIR_SEEKER */
};

/* NULL: with an error (FAILURE_NOT_FOUND: pair, listing or person is gone). The caller owns it. */
struct relay_talk *relay_talk_open(const struct office *office, const struct cause *cause,
                                   int64_t pair, GError **error);
void relay_talk_free(struct relay_talk *talk);
SCOPE_DEFINE(relay_talk, relay_talk_free)

/* "Seniorjob kandidat 142": a side as the other one knows it. The caller owns it. */
char *relay_role(const struct relay_talk *talk, enum pair_side side, const char *language);

/* The title of the posting, in the reader's words where there is none. The caller owns it; NULL:
 * the store failed. */
char *relay_title(const struct office *office, int64_t posting, const char *language,
                  GError **error);

/* What one letter of a talk is. */
struct relay_letter {
    const char *name;
    enum pair_side reader;
    const char *replies;   /* what a reply to it answers */
    const char *recipient; /* NULL: the reader's main address */
    const char *answers;   /* Message-ID in the reader's mailbox, NULL: none */
    const char *written;   /* Message-ID of the mail whose words it brings, NULL: words of ours */
    bool in_role;          /* comes from the other side's role, not from the office */
    const char *calendar;  /* an iCalendar object that goes with it, NULL: none ... */
    const char *method;    /* ... and its METHOD */
    json_t *more;          /* fields; borrowed */
    bool sent;             /* out: false when the reader cannot be reached */
};

/* Queues it in the confidential class and notes it as a part of the talk. */
bool relay_letter_send(struct relay_talk *talk, struct relay_letter *letter, GError **error);

/* Writes the pair as it is in `after`, and keeps it in the talk. */
bool relay_talk_change(struct relay_talk *talk, const struct pair *after, const char *reason,
                       GError **error);
