/* Whom lists reach that nobody answers: how many since the owner of a listing last wrote, whether
 * they were asked if it still stands, and whether staff know.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "store/db.h"
#include "store/event.h"
#include "store/listing.h"

/* Since their last mail of whatever kind, or since the listing became what it is; lists that went
 * before a moment, as who got one yesterday has not failed to answer. */
struct digest_silence {
    int lists; /* with somebody or something in them, that nobody had asked for */
    bool asked, told;
};

bool digest_silence_of(struct store *store, const struct listing *listing, int64_t before,
                       struct digest_silence *silence, GError **error);

/* Writes down that its owner was asked, by that mail; that staff were told. */
bool digest_silence_asked(struct store *store, const struct cause *cause,
                          const struct listing *listing, int64_t outgoing, GError **error);
bool digest_silence_told(struct store *store, const struct cause *cause,
                         const struct listing *listing, GError **error);

/* The same of a question to the other side of a yes: whether staff were told of this pair. */
bool digest_silence_pair(struct store *store, int64_t person, int64_t pair, bool *told,
                         GError **error);
bool digest_silence_pair_told(struct store *store, const struct cause *cause, int64_t person,
                              int64_t pair, GError **error);

/* Open listings whose owner was asked between two moments (the later one is out): GArray of
 * int64_t. Some of them may have answered since. The caller owns it. */
GArray *digest_silent(struct store *store, int64_t from, int64_t before, GError **error);
