/* Who fits whom now: the open listings of the store, as an index (match/desk) that follows them.
 * The index is a cache, in a process of its own or in this one; whoever asks here need not know.
 *
 * Only what may count is indexed: the confirmed facts and the text without what is private
 * (understand/portrait). No name, age, sex, health or address gets there.
 */
#pragma once

#include <glib.h>
#include <jansson.h>
#include <stdint.h>

#include "act/office.h"
#include "base/scope.h"
#include "store/listing.h"

/* What has the index. */
struct market_desk {
    void *desk;
    /* The answer of match/desk, new reference; FAILURE_TEMPORARY when it is to be had later. */
    json_t *(*ask)(void *desk, const json_t *question, GError **error);
    void (*free)(void *desk);
    /* Whether the last question was the end of the process that has it; NULL: it has none. */
    bool (*died)(void *desk);
};

/* Takes over the desk; borrows the office, whose store and templates it uses. The caller owns it
 * and puts it into office->market. */
struct market *market_new(const struct office *office, const struct market_desk *desk);
void market_free(struct market *market);
SCOPE_DEFINE(market, market_free)

/* Whether it is the market that failed and not the store: whoever asked can go on without an
 * answer. */
bool market_failed(const GError *failure);

/* Tells staff of listings that end the process which has the index, and are set aside for that
 * (act/market_aside): once each. In a transaction of its own. */
bool market_tell_aside(struct market *market, GError **error);

/* A desk in this process: taxonomy, words and fillers of the configuration, read when the first
 * question comes. */
struct market_desk market_desk_here(const struct config *config);

/* The best open listings of the other kind for this listing, by its confirmed facts, those of its
 * draft when none are confirmed yet, or `facts` of the wishes.
 *
 * wishes (NULL: none): {"limit": 5, "exclude": [listing ids], "shown": {"ID": times in 30 days},
 *   "relax": ["kørekort b", ...], "like": [listing ids], "facts": {...}}
 *
 * FAILURE_PERMANENT: it is set aside.
 *
 * Answer (new reference): {"count": how many fit at all (of the 400 nearest, when there are more),
 * "items": [...], "without": [...]}. items: at most `limit` and, behind them, one from outside;
 * those that fit come first, then those that would if a condition were dropped ("unmet" true). Each
 * {"listing": id, "person": id, "score": 80 (multiple of 5), "level": "well|partly|perhaps|no",
 * "outside": false (true: the one "bud udefra", level "no"), "unmet": false, "fits": ["lager",
 * "truck"], "quotes": ["15 år på centrallager"] (words of that listing's own text), "met":
 * [{"condition", "word"}] (demanded and there), "missing": [{"condition":
 * "licence|weekly|start|language|certificate|skill", "word": "B" ("" for weekly and start), "gain":
 * 12}] (most first, recomputed without it), "unknown":
 *   ["weekly"] (one side has not said)}
 * without: [{"condition", "word", "count": how many more would fit}], largest first. */
json_t *market_best(struct market *market, int64_t listing, const json_t *wishes, GError **error);

/* Open listings of a kind that fit a free text, best first: {"count", "items": [{"listing",
 * "person", "score", "fits", "quotes"}]}. Four digits in a row are a postcode. Of the wishes limit
 * and exclude count. New reference. */
json_t *market_search(struct market *market, enum listing_kind kind, const char *text,
                      const json_t *wishes, GError **error);
