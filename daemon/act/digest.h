/* Digests: at most [digest] items candidates for an employer's posting, or jobs for a seeker, by
 * letters, and why each fits. What is ranked and why stands in act/market; here is who gets it,
 * when, and what of it was new. Nobody is named: a candidate is a number and the portrait that its
 * owner has approved.
 */
#pragma once

#include <jansson.h>

#include "act/office.h"
#include "store/digest.h"
#include "store/digest_due.h"
#include "store/listing.h"
#include "store/pair.h"

/* One before it goes out. */
struct digest_draft {
    const struct office *office;
    struct cause cause;
    enum digest_why why;
    struct listing *listing; /* whose owner reads it; NULL: portraits for an employer */
    json_t *facts;           /* of that listing, as it counts */
    struct person *reader;
    enum pair_side side; /* the reader's */
    bool first;          /* none went out since the listing's version was confirmed */
    json_t *wishes;      /* what act/market was asked */
    json_t *best;        /* what it answered */
    json_t *items;       /* of the answer, what will stand in it, A first */
    const char *sought;  /* what its reader searched for: it is the answer to that; NULL: nothing */
    bool shows;          /* the reader asked for this one item */
    bool again;          /* a question that was put before */
    bool asks;           /* in place of a list: whether the listing still stands */
};

/* A draft for an open listing; NULL without an error: the listing is not open (any more). The
 * caller owns it. */
struct digest_draft *digest_draft_new(const struct office *office, const struct cause *cause,
                                      int64_t listing, enum digest_why why, GError **error);
/* One with portraits alone for an employer. The caller owns it. */
struct digest_draft *digest_draft_portraits(const struct office *office, const struct cause *cause,
                                            int64_t person, GError **error);
void digest_draft_free(struct digest_draft *draft);
SCOPE_DEFINE(digest_draft, digest_draft_free)

/* Fills items with what is best and new to the reader. `more`: wishes of act/market beside those of
 * the pairs, NULL: none. */
bool digest_rank(struct digest_draft *draft, const json_t *more, GError **error);

/* The same for a round, which must go on. What the market cannot answer for this one costs only
 * this one: `ranked` (out) is false then, and items are empty. FAILURE_TEMPORARY: the market
 * answers nobody now. */
bool digest_try(struct digest_draft *draft, const json_t *more, bool *ranked, GError **error);

/* Whether somebody who did nothing may get one by itself: not off, not paused, not away, and there
 * is an address that works. */
bool digest_reaches(const struct office *office, const struct person *person, int64_t now,
                    bool *reaches, GError **error);

/* How it goes out. */
struct digest_way {
    const char *done;      /* lines: what was done with the mail that it answers; NULL: none */
    const char *recipient; /* NULL: the reader's main address */
    const char *answers;   /* Message-ID of the mail that it answers, NULL: none */
    bool sent;             /* out: false when the reader cannot be reached */
};

/* Queues it in the confidential class, and writes down what was shown, with its pairs. Within a
 * transaction of the caller. */
bool digest_send(struct digest_draft *draft, struct digest_way *way, GError **error);

/* The short letter to the side that has not said yes: the other one has. `asked` false: it cannot
 * be reached now, or its listing is not open; it is asked later (act/digest_timer). Within a
 * transaction. */
bool digest_ask(const struct office *office, const struct cause *cause, const struct pair *pair,
                enum pair_side side, bool *asked, GError **error);

/* Words of a listing without what only main knows of its owner (act/relay_mask): of a profile every
 * name, of a posting the full name and the number. The caller owns it. */
char *digest_masked(const struct office *office, const char *language, const char *text,
                    const struct person *owner, enum listing_kind kind);

/* What the other side calls a listing: "Seniorjob kandidat 142", the title of a job without the
 * name of its owner. The caller owns it. */
char *digest_name(const struct office *office, const char *language, const struct listing *listing,
                  GError **error);

/* The facts of a version. New reference; NULL: the store failed. */
json_t *digest_facts(struct store *store, int64_t listing, int version, GError **error);
