/* Profiles and job postings by mail: what somebody writes becomes a draft that they see as a form;
 * their yes, a corrected line or another sentence completes it. Only what its owner said yes to is
 * shown to others, and no posting without the extra task that it solves (net expansion).
 */
#pragma once

#include "act/matter.h"
#include "store/listing.h"

/* The intents `profile` and `job`. */
bool listing_say(struct matter *matter, const struct verdict_intent *intent, GError **error);

/* The intent `job-state`: open, paused, filled, closed. */
bool listing_turn(struct matter *matter, const struct verdict_intent *intent, GError **error);

/* What is over or held opens again with what its owner confirmed, whatever words had it held since:
 * those are no more what a yes is to, or another change is built on. `facts`: the newest ones; they
 * become the others, in place. Inside a transaction. */
bool listing_leave_held(struct store *store, const struct cause *cause,
                        const struct listing *listing, json_t **facts, GError **error);

/* Its owner, asked whether it still stands, says that it does not: closed. */
bool listing_end(struct matter *matter, const struct listing *listing, const json_t *facts,
                 GError **error);

/* Whether the mail answers a letter about a listing of the person's, and which version that showed.
 */
bool listing_shown(struct matter *matter, bool *shown, GError **error);

/* The yes or no to what it showed. */
bool listing_answer(struct matter *matter, bool yes, GError **error);

/* Words in answer to it that say nothing else: which extra task it is, when we asked for that.
 * `taken` false: nothing was done. */
bool listing_words(struct matter *matter, bool *taken, GError **error);

/* Words beside another answer to it that no posting may have: it is held, with what that answer
 * says of it (`said`: facts). `taken` false: there are none. */
bool listing_forbidden(struct matter *matter, struct listing *listing, const json_t *said,
                       bool *taken, GError **error);

/* Pauses that are over; when the next one is. */
bool listing_timer(const struct office *office, GError **error);
bool listing_timer_next(const struct office *office, int64_t *moment, GError **error);
