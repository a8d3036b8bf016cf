/* From what a mail means to what is done: one transaction that holds the effect, the mark "done"
 * and the mails that answer it, so that the same mail has one effect. It may hold several mails.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "act/office.h"
#include "store/ledger.h"
#include "understand/verdict.h"

/* What our address on a mail proves: the envelope recipient (NULL: not known) before those in the
 * header. NULL without an error when there is none that we know. The caller owns it. */
struct ledger_proof *incoming_proof(const struct office *office, const char *recipient,
                                    const char *raw, size_t length, GError **error);

/* Carries out what the mail `id` means, within a transaction of the caller. */
bool incoming_carry_out(const struct office *office, int64_t id, const struct ledger_proof *proof,
                        const struct verdict *verdict, GError **error);
/* The same in a transaction of its own. */
bool incoming_act(const struct office *office, int64_t id, const struct ledger_proof *proof,
                  const struct verdict *verdict, GError **error);

/* What incoming_act would do. Words of words.conf, static; NULL: none. */
struct rehearsal {
    const char *effect; /* of [da.effects], with commas when there are several */
    const char *reason; /* of [da.reasons]: a human gets it */
    const char *letter; /* the answer */
    bool known, proved; /* the sender is somebody we know; a token of ours proves it */
    int64_t meeting;    /* the meeting that it speaks of, 0: none */
    int64_t guest;      /* the person who speaks of it, 0: nobody we know */
};

/* Does it all and takes it back: nothing is changed. */
bool incoming_rehearse(const struct office *office, const struct ledger_proof *proof,
                       const struct verdict *verdict, struct rehearsal *rehearsal, GError **error);

/* Keeps the mail for staff without acting on it, with what it says, within a transaction of the
 * caller. `why`: a word of [da.reasons]. */
bool incoming_lay_aside(const struct office *office, int64_t id, const char *why,
                        const struct verdict *verdict, GError **error);

/* The mail killed or stalled its parser: it is quarantined, staff are told, and its sender is asked
 * once to send it in another form. `head` is what its header alone says, NULL: nothing; then nobody
 * is asked. `proof` as in incoming_carry_out. Within a transaction of the caller. */
bool incoming_unread(const struct office *office, int64_t id, const char *why,
                     const struct ledger_proof *proof, const struct verdict *head, GError **error);
