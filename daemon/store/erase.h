/* A profile or a job leaves the store with all that came of it: its versions, its pairs with their
 * steps, days and questions, what was shown of it and answered, the book of the talks. What stays
 * is the log of events, which has numbers alone, and the mails (erase_mails).
 */
#pragma once

#include <stdbool.h>

#include "store/db.h"
#include "store/event.h"
#include "store/listing.h"

bool erase_listing(struct store *store, const struct cause *cause, const struct listing *listing,
                   GError **error);
