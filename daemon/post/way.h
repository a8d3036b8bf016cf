/* One relay as main sees it: its sending process, whether it is left alone for a while, and what
 * becomes of a mail of which nobody knows whether it went.
 */
#pragma once

#include <stdbool.h>

#include "base/clock.h"
#include "base/config.h"
#include "post/sending.h"
#include "store/ledger.h"

struct way {
    struct sending *sending;
    bool repeats;        /* a mail in doubt; otherwise it is held for staff */
    int64_t rests_until; /* on the stopwatch; 0: does not rest */
    char *fault;         /* why it rests; NULL: it does not */
};

bool way_start(struct way *way, const char *name, const struct config *config, bool confidential,
               GError **error);
void way_clear(struct way *way);

/* After a fault of ours (wrong password, no TLS, nobody answers) it is left alone for a while. The
 * other relay is not touched by that. */
void way_rest(struct way *way, const char *fault);
/* Microseconds that it still rests; 0: it may be used. */
int64_t way_rest_left(struct way *way);

/* Asks the relay whether a mail has arrived: LEDGER_SENT or LEDGER_QUEUED; `state` stays as it is
 * when the relay cannot know (SMTP). */
bool way_ask(struct way *way, const struct ledger_mail *mail, enum ledger_state *state,
             GError **error);

/* Ends the doubt about a mail: what the relay knows (`known`), else `doubt =` of the
 * configuration. */
bool way_resolve(struct way *way, struct store *store, const struct clock *clock,
                 const struct ledger_mail *mail, bool *known, GError **error);
