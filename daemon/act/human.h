/* Mail that a human has to read: staff get it by mail, its sender a receipt.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "act/matter.h"

/* Hands the mail `id` over: the sender learns that it arrived (when an answer may go), staff get
 * its text with CPR numbers masked, and why it waits (matter->why_human). Inside a transaction. */
bool human_hand_over(struct matter *matter, int64_t id, GError **error);

/* Lays the mail `id` aside, as quarantined when it has no verdict (JSON), and tells staff in words
 * of our own alone. `why`: a word of [da.reasons]. Inside a transaction. */
bool human_set_aside(const struct office *office, const struct cause *cause, int64_t id,
                     const char *why, const char *verdict, GError **error);
