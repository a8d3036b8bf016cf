/* A new mail address: the new one is asked and has to say yes, the old one is told and can stop it.
 * Only a yes from the new address moves our mail there.
 */
#pragma once

#include "act/matter.h"

/* Asks the new address, and tells the old one. The sender is proved to be the person. */
bool moving_ask(struct matter *matter, const struct verdict_intent *intent, GError **error);

/* Whether the mail answers the question at a new address. */
bool moving_concerns(const struct matter *matter);
bool moving_answer(struct matter *matter, bool yes, GError **error);

/* FORTRYD of a change, open or carried out: the one that the mail `inbound` asked for, 0: the last
 * one of the person. `undone`: there was one, not older than MOVING_DAYS. */
#define MOVING_DAYS 30
bool moving_undo(struct matter *matter, int64_t inbound, bool *undone, GError **error);
