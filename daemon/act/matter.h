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
    const struct ledger_proof *proof; /* NULL: no valid token came with it */
    struct person *person;            /* whom it concerns, NULL: a stranger or several */
    bool several;          /* several people have the sender's address, and no token says which */
    bool known_sender;     /* the sender's address is one of the person's */
    const char *answer_to; /* where an answer goes, NULL: nowhere */
    bool may_answer;
    bool answered;         /* an answer was queued: one mail gets one answer */
    const char *effect;    /* word for what was done; static */
    const char *why_human; /* a word of [da.reasons]: why it waits for a person; NULL: it does not */
};

/* Queues a letter in answer to the mail, when one may go and none went yet. */
bool matter_answer(struct matter *matter, const char *letter, const char *replies, json_t *more,
                   GError **error);

/* As matter_answer, but to the person's own main address: for questions that must not go to whoever
 * wrote. */
bool matter_ask_person(struct matter *matter, const char *letter, GError **error);
