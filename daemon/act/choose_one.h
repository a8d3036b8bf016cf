/* One item that somebody speaks of. Between the files of choose only.
 */
#pragma once

#include "act/choose.h"
#include "act/digest.h"

struct choice {
    struct matter *matter;
    const struct digest *digest;
    const struct digest_item *item; /* NULL: there is no such letter */
    const char *ref;                /* "A" */
    const char *reason;             /* of a no, NULL: none */
    const char *ground;             /* that nobody may be chosen by, NULL: none */
    enum pair_side side;            /* the sender's */
    struct listing *own, *other;    /* NULL: portraits; not there */
    char *name;                     /* of the other one, as the sender knows it */
    struct pair *pair;              /* NULL: none */
};

/* Reads all that belongs to the letter. */
bool choice_open(struct choice *choice, const struct digest *digest, const char *ref,
                 GError **error);
void choice_clear(struct choice *choice);

/* Adds "choice-asked" ... of [did] to what was done. `thing`: {ting}, NULL: none. */
void choice_say(struct choice *choice, const char *said, const char *thing, bool undo);

/* Keeps an answer; `relaxed`: the version of the posting before it was relaxed, 0: it was not. */
bool choice_note(struct choice *choice, enum digest_answer answer, int relaxed, GError **error);

/* Whether the other side has said no to the pair and not taken it back. */
bool choice_others_no(const struct choice *choice, bool *said, GError **error);

/* Carries out an answer. */
bool choice_yes(struct choice *choice, GError **error);
bool choice_no(struct choice *choice, GError **error);
bool choice_maybe(struct choice *choice, GError **error);

/* Drops a demand ("kørekort") of the sender's posting: another version that counts at once. */
bool choice_relax(struct choice *choice, const char *said, GError **error);

/* Adds to the sender's posting what its no to the letter said was missing: another version that
 * counts at once. `before`: the version before it, 0: nothing was added. */
bool choice_demand(struct choice *choice, int *before, GError **error);
