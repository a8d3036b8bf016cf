/* The way from the first contact to a job: at each gate both sides are asked in one line, whoever
 * answers moves the pair on, twice reminded is enough, and then a human asks. A trial has its days
 * and a meeting at its end, a job is asked after when 1, 4 and 12 weeks have passed.
 */
#pragma once

#include "act/relay_reply.h"
#include "store/listing.h"

/* Both have said yes: from now on they are asked. Within a transaction. */
bool funnel_begin(const struct relay_talk *talk, GError **error);

/* Whether the mail answers a letter of the funnel; carries it out. */
bool funnel_concerns(const struct matter *matter);
bool funnel_act(struct matter *matter, GError **error);

/* The intent `outcome` in another mail: it has to be the only match that it can be about. */
bool funnel_outcome(struct matter *matter, const struct verdict_intent *intent, GError **error);

/* The same that nobody asked for, in a mail of somebody who says nothing else: when it can only be
 * about one match, the person is asked at the main address. `taken` false: nothing was done. */
bool funnel_unasked(struct matter *matter, bool *taken, GError **error);

/* Whether the writer of a mail to the other side says how the match ends; then he is asked whether
 * it is so, as the answer to his mail. */
bool funnel_hears(const struct relay_reply *reply);
bool funnel_overhear(struct relay_reply *reply, GError **error);

/* A listing was filled or closed, by its owner or by staff: its pairs that wait for the second yes
 * end, and who has said yes hears of it. Within a transaction. */
bool funnel_listing_over(const struct office *office, const struct cause *cause,
                         const struct listing *listing, enum listing_state state, GError **error);

/* It goes for good: also the talks end. */
bool funnel_listing_gone(const struct office *office, const struct cause *cause,
                         const struct listing *listing, GError **error);

/* The answer of a calendar to the meeting at the end of a trial. */
bool funnel_itip_concerns(const struct matter *matter);
bool funnel_itip(struct matter *matter, GError **error);

/* What is due, a transaction each; when the next question is. */
bool funnel_timer(const struct office *office, GError **error);
bool funnel_timer_next(const struct office *office, int64_t *moment, GError **error);
