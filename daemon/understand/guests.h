/* How many a person brings to the meeting. For attend.c and additions.c only.
 */
#pragma once

#include "understand/finding.h"

/* Extra persons beside the sender, 0 when none are spoken of. */
int guests_count(struct search *search);

/* The same of somebody whom the words [from, to) of own->matched are about: "2 personer", "+1". -1:
 * a number stands there of which nobody can say what it counts. (Several are a telephone number.)
 */
int guests_between(const struct search *search, unsigned from, unsigned to);
