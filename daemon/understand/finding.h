/* What was found of a theme of intents, and how findings settle among each other. Each theme is a
 * file with a function NAME_find(struct search *); intents.c calls them in turn. Between those
 * files only.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "understand/own.h"
#include "understand/question.h"
#include "understand/tables.h"
#include "understand/verdict.h"

struct finding {
    struct verdict_intent *intent; /* owned */
    size_t from, to;               /* octets of the text */
    bool scope_said;               /* the words name the scope, it is not ours */
    bool doubtful;                 /* what stands beside it may mean another thing */
    bool guess;                    /* likely, but not to be acted on: its sender is asked */
    bool leads_up;                 /* a question that a sure wish about the mails answers */
};

struct search {
    const struct language *language;
    const struct own *own;
    const struct verdict *verdict; /* sender, subject ... */
    const char *replying_to;       /* as in the contract, never NULL */
    const char *today;             /* YYYY-MM-DD */
    const char *confirms;          /* "job", "profile": what our letter asked about, or NULL */
    const char *labelled;          /* answers below quoted items (inline.h), or NULL */
    unsigned items;                /* of the quoted digest, bit 0 is A (inline.h); 0: not known */
    bool subject;                  /* the words are the subject: only what stands alone counts */
    bool own_subject;              /* the sender wrote the subject of the mail himself */
    bool conditional;              /* whether he comes depends on what staff have to hear of */
    bool needs;                    /* what looked like a job is what a guest needs */
    GArray *findings;              /* struct finding */
    GArray *orders;       /* struct order_span: sentences that are orders though they ask */
    GArray *unsubscribes; /* struct order_span */
};

/* A finding in the words [from, to) of `words`, which are of the text that is searched. Takes
 * `intent`; what comes back is borrowed until the next one is added. */
struct finding *finding_add(struct search *search, struct verdict_intent *intent,
                            const struct textwords *words, unsigned from, unsigned to);

/* Says that these words are an order: a question mark behind them does not make them a question. */
void finding_is_order(struct search *search, const struct textwords *words, unsigned from,
                      unsigned to);

/* For g_array_set_clear_func. */
void finding_clear(gpointer finding);

/* Moves what stands into verdict->intents and what is likely into verdict->guesses, in the order of
 * the text: without what is part of something longer, said twice, or contradicts itself. */
void findings_settle(struct search *search, struct verdict *verdict);
