/* Mail that a human has to read: staff get it by mail, its sender a receipt.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "act/matter.h"

/* The receipt "we have your mail, a person reads it", as a part of the answer. */
void human_receipt(struct matter *matter);
/* The receipt of somebody who wants to talk to us: with the number that we call. */
void human_call_back(struct matter *matter);
/* The receipt of a wish under the GDPR: a person sees to it within a month. */
void human_gdpr(struct matter *matter);

/* The receipt of a mail that cannot be read (VERDICT_MALFORMED): send it again, smaller. */
void human_unreadable(struct matter *matter);

/* When a file of the mail could not be read: its sender learns which one and how to help, staff
 * look at it. Nothing when the mail has no such file. */
void human_unread_file(struct matter *matter);

/* Hands the mail `id` over to staff: its text with CPR numbers masked, what we take it to mean, and
 * why it waits (matter->why_human). Inside a transaction. */
bool human_hand_over(struct matter *matter, int64_t id, GError **error);

/* The same for a mail that came earlier; its reason becomes `why`, a word of [da.reasons]. */
bool human_tell(const struct office *office, const struct cause *cause, struct inbound *inbound,
                const char *why, GError **error);

/* Lays the mail `id` aside, as quarantined when it has no verdict (JSON), and tells staff in words
 * of our own alone, also whether its sender has an answer. `why`: a word of [da.reasons]. Inside a
 * transaction. */
bool human_set_aside(const struct office *office, const struct cause *cause, int64_t id,
                     const char *why, const char *verdict, bool answered, GError **error);
