/* What follows from mail that did not reach its reader: from reports that come back, from the
 * relay's refusals, and from complaints.
 *
 * A mailbox that does not exist is suppressed at once; one that only fails, after three mails in a
 * row and two weeks; what a receiver's policy refuses says nothing of the person, and staff are
 * told (RFC 3463, RFC 3464). 5.0.0 and 5.5.0 name no mailbox: they are what the report says in
 * words (verdict_bounce.hard), and only a failure without them. A complaint ends everything and is
 * never answered (RFC 5965, 6650).
 */
#pragma once

#include <stdbool.h>

#include "act/matter.h"
#include "store/bounce.h"

#define BOUNCE_SOFT_MAILS 3 /* in a row ... */
#define BOUNCE_SOFT_DAYS 14 /* ... and so long since the first of them */

/* Whether the mail in hand tells that a mail of ours did not arrive: whatever it looks like, when
 * it came from no person to the address that is only an envelope sender. */
bool bounce_concerns(const struct matter *matter);

/* Acts on it: matched by the token of our address, else by our Message-ID in what it returns; a
 * report that is matched by neither waits for a human. */
bool bounce_act(struct matter *matter, GError **error);

/* Acts on a complaint (ARF), matched in the same way. */
bool bounce_complain(struct matter *matter, GError **error);

/* Looks at what the relay has refused for good since the last time. In transactions of its own. */
bool bounce_take_refusals(const struct office *office, GError **error);

/* What a status code says (RFC 3463): the kind, or false for a success. `action` of RFC 3464, NULL:
 * not said. Nothing but `failed` counts, and nothing but it counts hard. */
bool bounce_judge(const char *action, const char *status, enum bounce_kind *kind);
