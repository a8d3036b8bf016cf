/* Whom we may answer, and how often (RFC 3834, and what other systems learned): two machines that
 * answer each other must come to rest, and nobody can use us to mail a third party.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "act/office.h"
#include "understand/verdict.h"

#define LIMIT_STRANGER_A_WEEK 2 /* and in a week: whoever writes in their name */
#define LIMIT_STRANGER_A_DAY 1  /* letters to an address without a valid token */
#define LIMIT_DIALOGUE_A_DAY 20 /* letters to an address with one */
#define LIMIT_OPT_IN_A_WEEK 2   /* confirm-subscribe to one address, whoever asked */
#define LIMIT_STAFF_AN_HOUR 60  /* mails about waiting mail to one member of staff */

/* Whether an answer to this mail may go to `recipient`. `proved`: a valid token came with it. False
 * in `may` for automatic mail, robots, our own mail, the same text twice within an hour, and beyond
 * the limits. */
bool limits_may_answer(const struct office *office, const struct verdict *verdict, int64_t inbound,
                       const char *recipient, bool proved, bool *may, GError **error);

/* Whether another double opt-in question may go to this address. */
bool limits_may_ask(const struct office *office, const char *recipient, bool *may, GError **error);

/* Whether another mail of this kind may go to a member of staff. */
bool limits_may_tell_staff(const struct office *office, const char *recipient, const char *kind,
                           bool *may, GError **error);
