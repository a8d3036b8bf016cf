/* The mails of a batch that wait for a connection of the plain lane. Those that came back from a
 * lost line go first, but for those at whose envelope it was lost (losses.h): they go last, one at
 * a time.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "post/lane.h"

struct plain_queue {
    GPtrArray *mails; /* struct lane_mail */
    unsigned next;    /* those from it on have not begun */
    GPtrArray *back;  /* struct lane_mail: to be given to another connection */
};

unsigned plain_queue_waiting(const struct plain_queue *queue);

/* Whether another than this one waits at which no line was lost. */
bool plain_queue_has_fresh(const struct plain_queue *queue, const struct lane_mail *mail);

/* The next one; NULL: none, or (unless `alone`: none is on its way) none that may go now. */
struct lane_mail *plain_queue_take(struct plain_queue *queue, bool alone);
