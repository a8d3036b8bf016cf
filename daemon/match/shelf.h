/* Where offers of a kind stand: by the occupations that their titles mean, by their groups, by the
 * skills and words of what they say. Of many offers it finds those that are worth a score.
 */
#pragma once

#include <glib.h>

#include "base/scope.h"
#include "match/offer.h"

struct shelf;

struct shelf *shelf_new(void);
void shelf_free(struct shelf *shelf);
SCOPE_DEFINE(shelf, shelf_free)

/* The shelf borrows it until it is dropped. */
void shelf_put(struct shelf *shelf, struct offer *offer);
void shelf_drop(struct shelf *shelf, struct offer *offer);
unsigned shelf_count(const struct shelf *shelf);

/* All of them when there are at most `limit`, else the `limit` that have most in common with the
 * asking one: struct offer *. The caller owns the array. */
GPtrArray *shelf_find(const struct shelf *shelf, const struct offer *asking, unsigned limit);
