/* What staff answer to a posting that is held: GODKEND gives it back to its owner, whose JA opens
 * it; AFVIS closes it, and its owner hears why. The same as `moedested jobs state`.
 */
#pragma once

#include "act/matter.h"
#include "store/inbound.h"
#include "store/listing.h"

/* Whether the answer is one of the two words, to a mail that made a posting wait. */
bool desk_held_concerns(const struct matter *matter, const struct inbound *source);

/* Carries it out, for the mail `source` that made it wait, and tells staff. */
bool desk_held_act(struct matter *matter, const struct inbound *source, GError **error);

/* What the owner hears when staff gave a posting back, or refused it; also for `moedested jobs`. */
bool desk_held_tell_owner(const struct office *office, const struct cause *cause,
                          const struct listing *listing, bool released, GError **error);
