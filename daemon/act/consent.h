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
/* FORTRYD of a letter about the lists alone, and of all that the mail `inbound` changed with them
 * (`undone`: something). The sender is proved. */
bool consent_undo(struct matter *matter, GError **error);
bool consent_undo_mail(struct matter *matter, int64_t inbound, bool *undone, GError **error);

/* An unsubscribe that needs no words: the address of List-Unsubscribe. */
bool consent_end(struct matter *matter, const char *reason, GError **error);

/* A complaint: unsubscribed at once, and never answered (RFC 6650). */
bool consent_complain(struct matter *matter, GError **error);

/* Asks a person who is not subscribed whether they want to be (double opt-in): sets the
 * subscription to pending and queues the question, unless too many went to that address. `asked`:
 * whether it went. */
bool consent_ask(const struct office *office, const struct cause *cause,
                 const struct person *person, const char *recipient, const char *answers,
                 const char *source, bool *asked, GError **error);
