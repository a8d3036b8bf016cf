/* A posting whose last day has passed: it is offered to nobody new (a pause with the reason
 * OVERDUE_REASON), and its owner is asked whether it stands, is filled or closed. Two reminders,
 * then a human.
 */
#pragma once

#include "act/matter.h"
#include "store/listing.h"

/* Whether the mail answers that question, in words that say how it stands. */
bool overdue_concerns(const struct matter *matter);
bool overdue_act(struct matter *matter, GError **error);

/* Whether the posting waits for its owner because its last day has passed. */
bool overdue_waits(const struct listing *listing);

/* It stands, until `day` (2013-05-01; NULL: without one): another version with that day, confirmed
 * by the same word, and open. Answers the mail. */
bool overdue_renew(struct matter *matter, const struct listing *listing, const char *day,
                   GError **error);

/* What the clock does, and when next. */
bool overdue_timer(const struct office *office, GError **error);
bool overdue_timer_next(const struct office *office, int64_t *moment, GError **error);
