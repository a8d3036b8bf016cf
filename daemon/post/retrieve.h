/* Main's side of retrieval: mail from the fetching process into the store, committed before the
 * source may forget it.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "base/clock.h"
#include "base/config.h"
#include "base/scope.h"
#include "store/inbound.h"

struct retrieve;

/* Forks the fetching process (inbox Maildir). To be called before the store is opened. With
 * inbox.type = none there is none. The caller owns it. */
struct retrieve *retrieve_start(const struct config *config, GError **error);
void retrieve_stop(struct retrieve *retrieve);
SCOPE_DEFINE(retrieve, retrieve_stop)

/* Takes everything that is there now. `kept`: how many new mails were committed. A file that cannot
 * be read stays where it is and is named in the log once. */
bool retrieve_round(struct retrieve *retrieve, struct store *store, const struct clock *clock,
                    unsigned *kept, GError **error);

/* A descriptor that becomes readable when mail arrives (inotify in the fetching process), -1: none.
 */
int retrieve_wake_fd(const struct retrieve *retrieve);
