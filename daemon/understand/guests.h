/* How many a person brings to the meeting. Between attend.c and guests.c only.
 */
#pragma once

#include "understand/finding.h"

/* Extra persons beside the sender, 0 when none are spoken of. */
int guests_count(struct search *search);
