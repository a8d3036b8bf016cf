/* After the meeting, when staff have said who came.
 */
#pragma once

#include "act/office.h"
#include "store/guest.h"
#include "store/meeting.h"

/* The mail whose question is answered by a mark, in meeting_mail. */
#define MEETING_THANKS "thanks"

/* Writes once to everybody who came (three links, one question, and to a job seeker without a
 * profile "what can you do and what would you like") and to those who had a seat and did not (the
 * next dates); tells staff once of somebody who has now stayed away twice. Nothing to somebody who
 * pauses. `guests`: struct guest, all of the meeting. A transaction for each. */
bool meeting_thanks_send(const struct office *office, const struct meeting *meeting,
                         const GPtrArray *guests, GError **error);
