/* Learning from a yes: who was liked in earlier lists draws others like them up in the next ones
 * (match/offers, weight 0.75 beside their own score), for that listing alone. The list says so;
 * IKKE FLERE SOM DEM ends it. A no lowers nobody.
 */
#pragma once

#include <jansson.h>

#include "act/matter.h"

/* Adds "like" to the wishes of a list for the listing, when there is something to learn from and
 * nothing else was wished. */
bool liked_wish(const struct office *office, int64_t listing, json_t *wishes, GError **error);

/* The foot of a list or its explanation with what it learnt behind it. `wishes`: what was asked.
 * The caller owns it. */
char *liked_foot(const struct office *office, const char *language, bool seeker,
                 const json_t *wishes, const char *foot);

/* The same words in answer to a list. `taken` false: it is none. */
bool liked_words(struct matter *matter, bool *taken, GError **error);
