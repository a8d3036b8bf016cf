/* Answers that a calendar sends (iTIP, RFC 5546): the button says what its reader means, whatever
 * the words around it. The secret token in the UID says who and which meeting; a From line and an
 * ATTENDEE prove nothing.
 */
#pragma once

#include "act/matter.h"

/* Carries out a mail whose kind is VERDICT_CALENDAR_REPLY. */
bool meeting_itip_act(struct matter *matter, GError **error);
