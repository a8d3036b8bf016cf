/* One mail in hand: what it means, whom it concerns, what was decided. Made by incoming.c, worked
 * on by the files that carry out an intent.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "act/letter.h"
#include "act/office.h"
#include "store/inbound.h"
#include "store/ledger.h"
#include "store/person.h"
#include "understand/verdict.h"

struct matter {
    const struct office *office;
    struct cause cause;
    const struct verdict *verdict;
    const struct ledger_proof *proof; /* NULL: no token that counts came with it */
    struct person *person;            /* whom it concerns, NULL: a stranger or several */
    bool several;          /* several people have the sender's address, and no token says which */
    bool known_sender;     /* the sender's address is one of the person's */
    bool proved;           /* a token that we mailed to the sender's address came back from it */
    bool answerable;       /* the mail may be answered at all */
    bool answered;         /* an answer was queued: one mail gets one answer */
    const char *letter;    /* which one; static */
    const char *effect;    /* word for what was done; static */
    const char *why_human; /* a word of [da.reasons] when it waits for a person, else NULL */
};

/* Queues a letter in answer to the mail, when one may go and none went yet. A sender who is not
 * known to be the person gets it as a stranger would: without that person's name and tokens. */
bool matter_answer(struct matter *matter, const char *letter, const char *replies, json_t *more,
                   GError **error);

/* Puts a question to the person at the main address, whoever wrote. When it may not be put (too
 * often), a human has to look: `why_human` is set. */
bool matter_ask_person(struct matter *matter, const char *letter, GError **error);

/* Tells the person at the main address what was done in their name by somebody else. */
bool matter_tell_person(struct matter *matter, const char *letter, GError **error);
