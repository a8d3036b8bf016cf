/* Which profile or job posting a mail is about, and what it says. */
#pragma once

#include <jansson.h>

#include "act/matter.h"
#include "store/listing.h"

/* The facts of a version. New reference; NULL: the store failed. */
json_t *listing_find_facts(struct store *store, int64_t id, int number, GError **error);

/* The listing whose letter is answered, and the version that it showed; it has to be the person's.
 * NULL without an error: none. The caller owns it. */
struct listing *listing_find_answered(struct matter *matter, int *number, GError **error);

/* Which listing the words are about, NULL: a new one. `failed`: the store did. The caller owns it.
 */
struct listing *listing_find(struct matter *matter, enum listing_kind kind, const json_t *said,
                             bool *failed, GError **error);

/* What a word on its state is about: of a seeker the newest profile, also one that is over, when
 * they say so; of an employer the posting whose letter or list is answered, else the only one there
 * is. NULL without an error: it is not to be told which. The caller owns it. */
struct listing *listing_find_turned(struct matter *matter, GError **error);
