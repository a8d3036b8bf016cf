/* Until when somebody wants no mails.
 */
#pragma once

#include "understand/finding.h"

/* Makes the pauses among the findings one, with the slot "until" when the mail names the day: the
 * first on which we may write again. */
void pause_settle(struct search *search);
