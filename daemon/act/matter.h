/* One mail in hand: what it means, whom it concerns, what was decided. Made by incoming.c, worked
 * on by the files that carry out an intent.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "act/letter.h"
#include "act/limits.h"
#include "act/office.h"
#include "store/inbound.h"
#include "store/ledger.h"
#include "store/meeting_mail.h"
#include "store/person.h"
#include "understand/verdict.h"

struct matter {
    const struct office *office;
    struct cause cause;
    int64_t received; /* when the mail came, long before cause.at if we were closed; 0: see there */
    const struct verdict *verdict;
    const struct ledger_proof *proof; /* NULL: no token that counts came with it */
    struct person *person;            /* whom it concerns, NULL: a stranger or several */
    bool several;          /* several people have the sender's address, and no token says which */
    bool known_sender;     /* the sender's address is one of the person's */
    bool proved;           /* a token that we mailed to the sender's address came back from it */
    bool answerable;       /* the mail may be answered at all */
    bool answered;         /* an answer was queued: one mail gets one answer */
    const char *letter;    /* which one; static */
    const char *effect;    /* words of [effects] for what was done, with commas; static */
    const char *why_human; /* a word of [da.reasons] when it waits for a person, else NULL */
    bool confidential;     /* the answer tells of people: it takes the way of such letters */
    bool untold;           /* it waits, but staff need not be told yet: its sender was asked */

    /* The meeting that the answer is about: a reply to it answers that meeting. `meeting` 0: none.
     */
    struct meeting_mail meeting;

    /* Which meeting and guest the mail speaks of, as far as it was found out: for `explain`. */
    struct meeting_mail spoken;

    /* The profile or posting, and its version, that the answer shows. 0: none. */
    int64_t listing;
    int listing_number;

    /* The listing that is ranked again for the answer (act/choose), 0: none; and those that the new
     * ones should be like, NULL: none. */
    int64_t fresh;
    json_t *fresh_like;

    int64_t about;       /* the mail of ours that is answered, 0: not known */
    GPtrArray *deeds;    /* struct deed (act/answer): what was done; NULL: nothing yet */
    GPtrArray *unproved; /* struct verdict_intent, borrowed: the person has to confirm; or NULL */

    /* The mail whose words a yes confirms: it, and not the mail in hand, is what staff have to
     * read. 0 and NULL: the mail in hand. */
    int64_t source;
    struct verdict *confirmed;
};

/* Frees what a matter has gathered, and its person. */
void matter_clear(struct matter *matter);

/* The mail whose words count. Borrowed. */
const struct verdict *matter_words(const struct matter *matter);

/* When they were written: by the sender's clock, unless that is ahead of ours or says nothing. */
int64_t matter_written(const struct matter *matter);

/* When it came to us: what letters say, and what a deadline counts from. */
int64_t matter_received(const struct matter *matter);

/* Adds a word to the effect, once. */
void matter_effect(struct matter *matter, const char *word);

/* What is known of its sender, for the limits. */
enum limits_sender matter_sender(const struct matter *matter);

/* The language of the answer. Borrowed. */
const char *matter_language(const struct matter *matter);

/* A moment as the answer writes it. The caller owns it. */
char *matter_date(const struct matter *matter, int64_t moment, bool with_time);

/* Queues a letter in answer to the mail, when one may go and none went yet. A sender who is not
 * known to be the person gets it as a stranger would: without that person's name and tokens. */
bool matter_answer(struct matter *matter, const char *letter, const char *replies, json_t *more,
                   GError **error);

/* Puts a question to the person at the main address, whoever wrote. When it may not be put (too
 * often), a human has to look: `why_human` is set. */
bool matter_ask_person(struct matter *matter, const char *letter, GError **error);

/* Tells the person at the main address what was done in their name by somebody else. */
bool matter_tell_person(struct matter *matter, const char *letter, GError **error);

/* The same with fields of its own, and with what a reply to it answers; not too often, and not when
 * the mail may not be answered: two machines would talk. */
bool matter_write_person(struct matter *matter, const char *letter, const char *replies,
                         json_t *more, GError **error);
