/* Whom one meets: before the meeting, those who come learn what the others stand for. Of employers
 * their workplaces and open jobs are told, of job seekers their open profiles. Those without one
 * are only counted, and not even that when they are few.
 */
#pragma once

#include "act/office.h"
#include "store/meeting.h"

/* Writes to everybody who has a seat and has not been told; nothing to a side that would meet
 * nobody, or to somebody who pauses. A transaction for each. */
bool meeting_who_tell(const struct office *office, const struct meeting *meeting, GError **error);
