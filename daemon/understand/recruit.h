/* Whether somebody looks for a person, not for work: "søger en pedel", "Biblioteket søger
 * bogopsætter"; but not "jeg søger arbejde som pedel". Between profile.c and recruit.c only.
 */
#pragma once

#include "understand/finding.h"

/* The words [from, to) that say so. */
bool recruit_find(const struct search *search, unsigned *from, unsigned *to);
