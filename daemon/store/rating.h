/* Marks from 1 to 5 that people give: one for each mail of ours that they answer, the newest
 * counts.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "store/db.h"
#include "store/event.h"

#define RATING_LEAST 1
#define RATING_MOST 5

struct rating {
    int64_t outgoing, at, inbound;
    int value;
};

/* Writes it down with an event. `before`: the mark that it takes the place of, 0: the first one. */
bool rating_give(struct store *store, const struct cause *cause, int64_t person, int64_t outgoing,
                 int value, int *before, GError **error);

/* A person's marks, oldest first: GArray of struct rating. The caller owns it. */
GArray *rating_list(struct store *store, int64_t person, GError **error);
