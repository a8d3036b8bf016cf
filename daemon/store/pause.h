/* Pauses: until a day nothing goes out to a person by itself (newsletter, invitations, digests).
 * Answers to their own mails do. At its end mails go on by themselves.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "store/db.h"
#include "store/event.h"

#define PAUSE_DAY_SIZE 11

struct pause {
    int64_t since, until; /* moments: nothing is sent from `since` on until just before `until` */
    int64_t inbound;      /* the mail that asked for it, 0: none */
    char day[PAUSE_DAY_SIZE]; /* the civil day of `until`, 2013-08-01 */
};

/* Begins one, or gives the one in force another end; copies of newsletters that are not on their
 * way yet are dropped with the reason LEDGER_PAUSE. */
bool pause_begin(struct store *store, const struct cause *cause, int64_t person, int64_t until,
                 const char *day, GError **error);

/* `ended` false: none was in force. */
bool pause_end(struct store *store, const struct cause *cause, int64_t person, bool *ended,
               GError **error);

/* The one in force at `now`; `until` 0: none. */
bool pause_of(struct store *store, int64_t person, int64_t now, struct pause *pause,
              GError **error);
