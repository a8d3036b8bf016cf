/* One mail as its reader sees it, for the overview.
 */
#pragma once

#include <jansson.h>
#include <stdint.h>

#include "act/office.h"
#include "store/inbound.h"
#include "store/ledger.h"
#include "understand/verdict.h"

/* {"overskrift", "html", "tekst", "raa"} of a mail that we sent, read back from its octets; NULL
 * when there are none. New reference. */
json_t *timeline_mail_out(const struct office *office, int64_t id, const char *head);

/* The same of a mail that came in; its text is what its sender wrote, CPR numbers masked. New
 * reference. */
json_t *timeline_mail_in(const struct office *office, const struct inbound *inbound,
                         const struct verdict *verdict, const char *head);

/* "afmelding, spørgsmål" as how a mail was understood. The caller owns it. */
char *timeline_understood(const struct office *office, const struct verdict *verdict);

/* The day of the meeting that a mail invites to, in words; NULL: it is no invitation. The caller
 * owns it. */
char *timeline_invitation(const struct office *office, const struct ledger_mail *mail);
