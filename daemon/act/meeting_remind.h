/* Reminders of a meeting, and the one question to those who have not answered.
 *
 * Decided from the store and the clock alone: of the reminders that are due only the newest goes
 * out, so that after an outage nobody gets two, and none once the meeting has begun. Whoever had a
 * mail about the meeting since it was due needs no other; who was invited after the question was
 * due is asked with a later reminder.
 */
#pragma once

#include <stdbool.h>

#include "act/office.h"
#include "store/meeting.h"

/* Sends the next ones, in a transaction of its own. `more`: whether there may be others. */
bool meeting_remind(const struct office *office, const struct meeting *meeting, bool *more,
                    GError **error);
