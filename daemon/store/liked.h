/* What a yes in a list teaches: the people or jobs that the owner of a listing said yes to, until
 * they say IKKE FLERE SOM DEM.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "store/db.h"

/* The listings whose newest answer in lists for `listing` is a yes, newest first: GArray of
 * int64_t, at most `most`. The caller owns it. */
GArray *liked_of(struct store *store, int64_t listing, unsigned most, GError **error);

/* From now on none of them counts any more. */
bool liked_forget(struct store *store, int64_t listing, GError **error);
