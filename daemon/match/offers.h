/* All open profiles and postings, and which of the other kind fit one of them, how well, why, and
 * what is missing. A cache in memory: the order in which they come does not matter.
 *
 * Who fits: no condition is unmet and S is 40 at least (match/score). Ranked by S, equal ones by
 * fewer showings and then by a hash of what both say. Who was shown often comes later
 * (match/exposure), but who suits the employer well stays.
 */
#pragma once

#include <glib.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/scope.h"
#include "match/index.h"
#include "match/offer.h"

struct offers;

/* The index must outlive it. The caller owns it. */
struct offers *offers_new(const struct match_index *index);
void offers_free(struct offers *offers);
SCOPE_DEFINE(offers, offers_free)

/* `listing`: as offer_read; takes the place of the one with its id. False: it is none. */
bool offers_put(struct offers *offers, const json_t *listing);
void offers_drop(struct offers *offers, int64_t id);
unsigned offers_count(const struct offers *offers);

/* Whom a listing is paired with, best first: `wishes` and the answer are those of act/market. The
 * listing need not be open. New reference. */
json_t *offers_best(const struct offers *offers, const struct offer *asking, const json_t *wishes);

/* The one with this id, or NULL. Borrowed. */
const struct offer *offers_get(const struct offers *offers, int64_t id);

/* Reads one that is not open. The caller owns it. */
struct offer *offers_read(struct offers *offers, const json_t *listing);
