/* Yes and no to our mails: subscribe, unsubscribe, undo, and the answers to the questions behind
 * them.
 *
 * What ends something takes effect at once; what could be somebody else's doing is asked back first
 * (design: a token proves that the sender got our mail, a From line proves nothing).
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "act/matter.h"

bool consent_unsubscribe(struct matter *matter, const struct verdict_intent *intent,
                         GError **error);
bool consent_subscribe(struct matter *matter, const struct verdict_intent *intent, GError **error);
bool consent_confirm(struct matter *matter, const struct verdict_intent *intent, GError **error);
/* A stranger who wrote to us becomes a person: known from now on, and on no list. */
bool consent_add_stranger(struct matter *matter, GError **error);

/* FORTRYD of a letter about the lists alone, and of all that the mail `inbound` changed with them
 * (`undone`: something). The sender is proved. */
bool consent_undo(struct matter *matter, GError **error);
bool consent_undo_mail(struct matter *matter, int64_t inbound, bool *undone, GError **error);

/* An unsubscribe that needs no words: the address of List-Unsubscribe. */
bool consent_end(struct matter *matter, const char *reason, GError **error);

/* A complaint: unsubscribed at once, and never answered (RFC 6650). */
bool consent_complain(struct matter *matter, GError **error);

/* What a person is asked: whether they want the lists of `scope` (a slot of the contract; NULL:
 * all). */
struct consent_question {
    const char *scope;
    const char *answers; /* Message-ID of the mail that it answers, NULL: none */
    const char *source;  /* where the wish came from: "import", "mail" */
};

/* Asks a person who is not subscribed, at the main address (double opt-in): sets the subscriptions
 * to pending and queues the question, unless too many went to that address. `asked`: whether it
 * went. */
bool consent_ask(const struct office *office, const struct cause *cause,
                 const struct person *person, const struct consent_question *question, bool *asked,
                 GError **error);
