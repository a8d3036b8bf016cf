/* Marks from 1 to 5 for one of our mails: thanked for once, told to staff when they are low.
 */
#pragma once

#include "act/matter.h"

bool mark_give(struct matter *matter, const struct verdict_intent *intent, GError **error);
