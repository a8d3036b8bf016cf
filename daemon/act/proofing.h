/* Staff answer a proof: OK approves the issue, when enough of them say so; corrections
 * ("kl. 10" -> "kl. 11") are made in its file and come back as a new proof.
 */
#pragma once

#include "act/matter.h"

/* Whether the mail is such an answer: from a member of staff, proved by the token that was mailed
 * to them. */
bool proofing_concerns(const struct matter *matter);

bool proofing_act(struct matter *matter, GError **error);
