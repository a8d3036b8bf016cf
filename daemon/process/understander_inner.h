/* What the understander's files share: its nursery, and what that was asked.
 */
#pragma once

#include "base/worker.h"
#include "process/understander.h"

/* Mails that the nursery was sent in one batch. */
struct asked {
    struct understander_mail *mails; /* NULL: none */
    unsigned count;
    bool gone; /* the nursery died: what has no answer yet will have none */
};

struct understander {
    char *language_directory, *taxonomy, *site_domain;
    struct understander_limits limits;
    struct worker *worker;   /* NULL: it died and was not started again yet */
    bool awake;              /* it has read the tables */
    int answer_milliseconds; /* the longest that the nursery may be silent */
    struct asked ahead;      /* before they were wanted */
};

/* A nursery that has read the tables, another one when there is none. FAILURE_CONFIGURATION: what
 * is wrong with them, which is final; any other failure: it died. */
bool understander_wake(struct understander *understander, GError **error);
bool understander_is_final(const GError *error);

void understander_end_worker(struct understander *understander);
