/* What a guest of the meeting needs to be able to come: a ramp, an interpreter. Staff hear of it;
 * it is no job and no word about the guest's own work. For attend.c, intents.c and profile.c only.
 */
#pragma once

#include "understand/finding.h"

/* Whether in the words [from, to) of own->all begins such a need that looks like a job: "Jeg har
 * brug for en tolk" in an answer to the invitation. Of a posting ("Vi mangler en hjælper", "i
 * køkkenet") it is false. */
bool access_is_needed(const struct search *search, unsigned from, unsigned to);

/* Whether the sender names any such need at all. */
bool access_is_named(const struct search *search);

/* Adds a `question`, so that staff hear of the need in time, when none stands there yet: "Ja. Kan
 * jeg komme ind med rollator?", "Jeg sidder i kørestol". After the findings have settled. */
void access_find(const struct search *search, struct verdict *verdict);
