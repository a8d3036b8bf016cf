/* "Vi forstod det sådan. Er det rigtigt?": what we only guess, and what somebody else may have
 * written in a person's name. Their JA carries it out as if it had been written.
 *
 * A thread is asked about once. What we guess stays in the inbox of staff; a NEJ, or silence for
 * [answers] silence, tells them.
 */
#pragma once

#include "act/matter.h"

#define ASKING_DAYS 30 /* a yes after so many days no longer counts */

/* Asks about the guesses of the verdict. `asked` false: it may not be done, nothing has happened.
 */
bool asking_doubt(struct matter *matter, bool *asked, GError **error);

/* In answer to a letter of a match: whether it seems to ask for the writer's data to go, or to be
 * seen, and nothing else. Then it is asked about, and waits for staff; `taken` false: it does not.
 */
bool asking_data(struct matter *matter, bool *taken, GError **error);

/* Notes an intent that the person has to confirm, and asks about all of them at the main address
 * when everything else is done. */
void asking_later(struct matter *matter, const struct verdict_intent *intent);
bool asking_whether(struct matter *matter, GError **error);

/* Whether the mail answers such a question; the answer; and when it says something else instead. */
bool asking_concerns(const struct matter *matter);
bool asking_answer(struct matter *matter, bool yes, GError **error);
bool asking_overtaken(struct matter *matter, GError **error);

/* Tells staff of doubts that nobody has answered; when that is next due, INT64_MAX: never. */
bool asking_silence(const struct office *office, GError **error);
bool asking_next(const struct office *office, int64_t *moment, GError **error);
