/* The relay: two who have both said yes write to each other through us without giving themselves
 * away. What goes out is a new mail of the words alone (understand/redact, act/relay_mask), under a
 * role's name, with an address and a Message-ID of our own.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "act/matter.h"
#include "store/pair.h"

/* Mails that one side may have passed on in a day. */
#define RELAY_A_DAY 20

/* Marks that a side has said yes. When both have, each gets the letter that says how to write to
 * the other. Within a transaction of the caller. */
bool relay_agree(const struct office *office, const struct cause *cause, int64_t pair,
                 enum pair_side side, GError **error);

/* Whether the mail answers one of the talk's letters. */
bool relay_concerns(const struct matter *matter);

/* Passes it on, or does what it asks for, or says why not. */
bool relay_act(struct matter *matter, GError **error);
