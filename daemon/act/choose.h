/* What somebody says of the items of a digest: yes, no, perhaps, yes without a demand, more like
 * one. The digest that is answered says which items the letters mean and for which side its reader
 * speaks, also an old one.
 */
#pragma once

#include "act/matter.h"

/* The intent `choose`: one item. The sender is proved. */
bool choose_take(struct matter *matter, const struct verdict_intent *intent, GError **error);

/* Whether the mail answers the question whether one wants to talk to somebody who does; the answer.
 */
bool choose_asked(struct matter *matter, bool *asked, GError **error);
bool choose_confirm(struct matter *matter, bool yes, GError **error);

/* Takes back what the mail `inbound` chose; `undone` false: nothing. */
bool choose_undo(struct matter *matter, int64_t inbound, bool *undone, GError **error);

/* Ranks again and sends that as the one answer, when the choice asked for it. */
bool choose_answer(struct matter *matter, GError **error);
