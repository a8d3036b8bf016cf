/* Answers to the invitation to the information meeting: comes, does not, perhaps, with how many.
 * For intents.c only.
 */
#pragma once

#include "understand/finding.h"

/* Adds `attend` when the mail answers an invitation, or speaks of the meeting by name. */
void attend_find(struct search *search);
