/* How often relays gave which answer to mails that wait or failed: what to read before a thousand
 * lines that say the same.
 */
#pragma once

#include <glib.h>
#include <stdio.h>

#include "store/ledger.h"

/* From the state and answer to how often. The caller owns it. */
GHashTable *answers_new(void);

/* Counts a mail that waits or failed and was answered; passes over others. */
void answers_add(GHashTable *answers, const struct ledger_mail *mail);

/* A line each, most frequent first; of many only the first ones. */
void answers_print(FILE *out, GHashTable *answers);
