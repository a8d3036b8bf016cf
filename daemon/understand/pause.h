/* Until when somebody wants no mails, or a job waits.
 */
#pragma once

#include "base/days.h"
#include "understand/finding.h"

/* Makes the pauses among the findings one, with the slot "until" when the mail names the day: the
 * first on which we may write again. */
void pause_settle(struct search *search);

/* The same day for the intents of this name that were found; false: the mail names none. */
bool pause_over(const struct search *search, const char *name, char iso[DAYS_ISO_ROOM]);
