/* What the claims of letters and of copies share (ledger_claim).
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "store/ledger.h"

struct claim {
    int64_t now;
    enum ledger_class class;
    guint most;
    GPtrArray *mails; /* struct ledger_mail, claimed so far */
};

/* All rows of `mails` are claimed. */
bool ledger_claim_take(struct store *store, const GPtrArray *mails, int64_t now, GError **error);

/* A queued row that is not to go any more, with an event. `why`: its status; NULL: as it is. */
bool ledger_claim_drop(struct store *store, const struct ledger_mail *mail, int64_t now,
                       const char *why, GError **error);

/* Adds the letters that are due and may go. */
bool ledger_claim_letters(struct store *store, struct claim *claim, GError **error);
