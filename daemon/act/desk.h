/* Staff at work by mail: their reply to "mail 17 waits for a human" goes to the person who wrote
 * it, under our address, or settles the case by a word (KLARET): then all that follows stays with
 * us. What may be either goes nowhere, and staff are asked (desk_words).
 */
#pragma once

#include <stdint.h>

#include "act/matter.h"

/* Whether the mail is such a reply: from a member of staff, proved by the token that was mailed to
 * them. */
bool desk_concerns(const struct matter *matter);

/* Sends it on or settles the case, and tells staff which of the two was done, if any. */
bool desk_act(struct matter *matter, GError **error);

/* Marks a mail that waits as done. `closed` false: it did not wait (any more). Inside a
 * transaction. */
bool desk_close(const struct office *office, const struct cause *cause, int64_t id, bool *closed,
                GError **error);
