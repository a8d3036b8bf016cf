/* The wishes and commands of the language tables among the sender's words.
 */
#pragma once

#include "understand/finding.h"

/* [ønske ...] and [kommando ...]. */
void wishes_find(struct search *search);
void commands_find(struct search *search);
