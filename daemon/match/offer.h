/* An open profile or posting, read once so that it can be paired with many: what it says of itself
 * (the facts that its owner has confirmed) and what its own text is about.
 */
#pragma once

#include <glib.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/scope.h"
#include "match/side.h"
#include "match/topics.h"

struct offer {
    int64_t id, person;
    bool posting;
    char *text;        /* their own words, "" when there are none: what can be quoted */
    struct side *side; /* its phrases are words of the text, its titles those of the facts */
    char **titles;     /* and what the side borrows */
    char **licences, **languages;
    char **postcodes;
    GPtrArray *phrases; /* char *: what the phrases of the side borrow */
    GArray *topics;     /* struct topic, as many as there are phrases */
    unsigned slot;      /* its shelf's (match/shelf) */
    guint64 print;      /* of what it says: breaks ties */
};

/* `listing`: {id, person, kind: "profile" or "posting", facts}. `works`: what titles mean, kept
 * between offers; char * → struct side_work, folded. NULL when it is none. The caller owns it. */
struct offer *offer_read(const struct match_index *index, GHashTable *works, const json_t *listing);
void offer_free(struct offer *offer);
SCOPE_DEFINE(offer, offer_free)

/* A table for `works`. The caller owns it. */
GHashTable *offer_works_new(void);

/* The way between a profile and a posting, in the terms of a score: minutes, or -1. */
int offer_minutes(const struct offer *seeker, const struct offer *job);
