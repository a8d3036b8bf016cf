/* A new mail address.
 */
#pragma once

#include "understand/finding.h"

/* Sets the slot "address" from the words of the hit, those behind it, or the sender's own address
 * when he says that it is the new one. False when no new address is named. */
bool moved_fill(struct search *search, const struct pattern_hit *hit,
                struct verdict_intent *intent);

/* The same when no rule says which words mean it: only from the one address in the whole mail that
 * is not said to be the old one. */
bool moved_only(const struct search *search, struct verdict_intent *intent);
