/* What the two sides of a pair are asked on their way from the first contact to a job, and the days
 * that are known of it. A side is asked each question once, with reminders.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/days.h"
#include "base/scope.h"
#include "store/db.h"
#include "store/event.h"
#include "store/pair.h"

enum gate_what {
    GATE_NONE,
    GATE_TALKED, /* have you talked? */
    GATE_MET,    /* how did it go? */
    GATE_DAYS,   /* when does the trial begin and end? */
    GATE_TRIED,  /* how was the trial? */
    GATE_WEEK_1, /* how is the job? after so many weeks */
    GATE_WEEK_4,
    GATE_WEEK_12,
    GATE_OWN,  /* is it so, as we read in your mail? */
    GATE_OTHER /* is it so, as the other side says? */
};

enum gate_state {
    GATE_OPEN = 1,
    GATE_SETTLED, /* answered, or no longer of interest */
    GATE_SILENT   /* nobody answered: staff have it */
};

struct gate {
    int64_t pair;
    enum pair_side side;
    enum gate_what what;
    enum pair_stage stage; /* what is to be confirmed, 0: nothing */
    enum gate_state state;
    int asked;   /* mails that went out */
    int64_t due; /* when the next one goes out */
    int64_t changed;
};

void gate_free(struct gate *gate);
SCOPE_DEFINE(gate, gate_free)

/* Writes it down, in place of what was known of that question to that side. */
bool gate_put(struct store *store, const struct cause *cause, const struct gate *gate,
              GError **error);

/* All open ones of a pair become settled; `side` PAIR_NOBODY: of both. */
bool gate_settle(struct store *store, const struct cause *cause, int64_t pair, enum pair_side side,
                 GError **error);

/* All of a pair, the newest change first; those that are open and due, the oldest first:
 * GPtrArray of struct gate. The caller owns it. */
GPtrArray *gate_of(struct store *store, int64_t pair, GError **error);
GPtrArray *gate_due(struct store *store, int64_t now, GError **error);

/* When the next one is due, INT64_MAX: none. */
bool gate_next(struct store *store, int64_t *moment, GError **error);

#define PAIR_WALL_ROOM sizeof "2013-04-12T14:00"

/* Empty texts: not known. */
struct pair_days {
    char interview[DAYS_ISO_ROOM];
    char first[DAYS_ISO_ROOM], last[DAYS_ISO_ROOM]; /* of the trial */
    char hired[DAYS_ISO_ROOM];                      /* the first day of the job */
    char closing[PAIR_WALL_ROOM];                   /* the meeting at the end of the trial */
    int sequence;                                   /* of its event */
};

bool pair_days_get(struct store *store, int64_t pair, struct pair_days *days, GError **error);
bool pair_days_put(struct store *store, int64_t pair, const struct pair_days *days, GError **error);
