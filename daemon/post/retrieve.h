/* Main's side of retrieval: mail from the fetching process into the store, committed before the
 * source may forget it, up to 64 in one transaction.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "base/clock.h"
#include "base/config.h"
#include "base/scope.h"
#include "store/inbound.h"

struct retrieve;

/* Forks the fetching process (inbox Maildir or IMAP). To be called before the store is opened. With
 * inbox.type = none there is none. The caller owns it. */
struct retrieve *retrieve_start(const struct config *config, GError **error);
void retrieve_stop(struct retrieve *retrieve);
SCOPE_DEFINE(retrieve, retrieve_stop)

/* For who has more to do than to wait for a server: retrieve_round takes what the process has ready
 * and goes on. A Maildir is read to its end all the same. */
void retrieve_do_not_wait(struct retrieve *retrieve);

/* Takes everything that is there now. `kept`: how many new mails were committed. A mail that cannot
 * be read stays where it is and is named in the log once. That a server cannot be reached is no
 * error: see retrieve_problem. */
bool retrieve_round(struct retrieve *retrieve, struct store *store, const struct clock *clock,
                    unsigned *kept, GError **error);

/* A descriptor that becomes readable when mail arrives, or when a server can be reached or not any
 * more; -1: none. */
int retrieve_wake_fd(const struct retrieve *retrieve);

/* Why no mail can be read now, in words for staff, or NULL. Borrowed until the next round. */
const char *retrieve_problem(const struct retrieve *retrieve);

/* How many mails stay where they are because they cannot be taken (refused, not ours to read). */
unsigned retrieve_left(const struct retrieve *retrieve);
