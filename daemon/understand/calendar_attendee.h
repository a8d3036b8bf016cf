/* Who answers a calendar's invitation. Between calendar.c and this file only.
 */
#pragma once

#include <libical/ical.h>

#include "understand/verdict.h"

/* Fills attendee, partstat, delegated_to, and comment where there is none yet. Of several attendees
 * it is the `sender` of the mail (NULL: not known), else the first who has decided. */
void calendar_attendee(icalcomponent *event, const char *sender, struct verdict_calendar *calendar);
