/* Answers to a digest: which items the reader wants and which not. For intents.c only.
 */
#pragma once

#include "understand/finding.h"

/* Adds a `choose` for every item that the answer to a digest names. How many items the digest had
 * is not known: "alle undtagen C" says no to C, "ingen af dem" nothing of any one. */
void choose_find(struct search *search);
