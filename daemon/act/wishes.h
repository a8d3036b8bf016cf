/* Each wish of a mail and who carries it out.
 *
 * What changes something for a person needs a proof that they wrote it; without one they are asked
 * at their main address (act/asking). What later parts of the program carry out goes to a human.
 */
#pragma once

#include "act/matter.h"

/* In the order of the text; struct verdict_intent. */
bool wishes_carry_out(struct matter *matter, const GPtrArray *intents, GError **error);
