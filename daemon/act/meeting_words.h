/* "Ja tak, vi er to": answers to an invitation in words.
 */
#pragma once

#include "act/matter.h"
#include "store/guest.h"
#include "store/meeting.h"

/* The letter to those who had a seat and did not come: an answer to it is about the next meeting.
 */
#define MEETING_ABSENT_LETTER "meeting-absent"

/* Carries out `attend`. */
bool meeting_attend(struct matter *matter, const struct verdict_intent *intent, GError **error);

/* The guest's row, made when there is none yet. The caller owns it. */
struct guest *meeting_guest(const struct office *office, const struct cause *cause,
                            const struct meeting *meeting, int64_t person, GError **error);

/* The next two after `meeting`, a line each: "tirsdag den 5. januar 2027 kl. 10.00"; "": none is
 * planned. The caller owns it. */
char *meeting_next_ones(const struct office *office, const char *language, enum person_role role,
                        const struct meeting *meeting, GError **error);

/* "Vil du skrives op?", to somebody who is not on the list: an invitation was handed on. When they
 * may not be asked, a human has to look. */
bool meeting_ask_stranger(struct matter *matter, const struct meeting *meeting, GError **error);
