/* What every decision needs at hand: the store, the configuration, the clock, the texts, the key of
 * our addresses and the calendar of meetings.
 *
 * Nothing here is owned by act/: main opens it and closes it (process/house).
 */
#pragma once

#include "base/clock.h"
#include "base/config.h"
#include "base/token.h"
#include "calendar/meeting_dates.h"
#include "compose/templates.h"
#include "store/db.h"

struct market;
struct newsletter_looks;

struct office {
    struct store *store;
    const struct config *config;
    const struct clock *clock;
    struct templates *templates;
    struct token_key *key;
    struct meeting_dates *dates;
    struct market *market; /* act/market; NULL: nothing is matched here (commands that only read) */
    struct newsletter_looks *looks; /* act/newsletter; NULL: none is remembered */
};
