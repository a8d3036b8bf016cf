/* The letters about a profile or a job posting: how we understood it, that it is open, what state
 * it is in. A reply to one speaks of the version that it shows.
 */
#pragma once

#include "act/matter.h"
#include "store/listing.h"

/* "We understood it like this", with at most two questions. */
bool listing_letter_form(struct matter *matter, const struct listing *listing, int number,
                         const json_t *facts, GError **error);

/* Another letter that shows the facts: "listing-wrong", "listing-open", "posting-extra". `said` is
 * the sentence among others. */
void listing_letter_show(struct matter *matter, const struct listing *listing, int number,
                         const json_t *facts, const char *letter);

/* "listing-state" for a state that was asked for, none of LISTING_DRAFT and LISTING_HELD; `day`
 * NULL: a pause without an end. */
void listing_letter_state(struct matter *matter, const struct listing *listing, const json_t *facts,
                          enum listing_state state, const char *day);

/* The same without a mail to answer: a pause is over. */
bool listing_letter_woken(const struct office *office, const struct cause *cause,
                          const struct listing *listing, const json_t *facts, GError **error);

/* "posting-overdue": its last day has passed, how does it stand? In answer to a mail; by itself,
 * `again`: a reminder. */
bool listing_letter_overdue(struct matter *matter, const struct listing *listing,
                            const json_t *facts, GError **error);
bool listing_letter_ask_overdue(const struct office *office, const struct cause *cause,
                                const struct listing *listing, const json_t *facts, bool again,
                                GError **error);

/* "posting-released", "posting-refused": what staff made of one that was held. */
bool listing_letter_judged(const struct office *office, const struct cause *cause,
                           const struct listing *listing, const json_t *facts, const char *name,
                           GError **error);
