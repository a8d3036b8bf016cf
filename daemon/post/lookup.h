/* The process that looks into our archive, and main's end of it. An IMAP server may be slow or far
 * away, and strangers' octets are in what it says: main does not talk to it.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/config.h"
#include "base/scope.h"

struct lookup;

/* Forks the process. To be called before the store is opened. The caller owns it. */
struct lookup *lookup_start(const struct config *config, GError **error);
void lookup_stop(struct lookup *lookup);
SCOPE_DEFINE(lookup, lookup_stop)

/* Whether a copy with this Message-ID is in the archive. False (FAILURE_TEMPORARY): it cannot be
 * read now, and nothing is known. */
bool lookup_has(struct lookup *lookup, const char *message_id, bool *has, GError **error);

/* Removes copies that were delivered before `moment`. */
bool lookup_purge(struct lookup *lookup, int64_t moment, unsigned *removed, GError **error);
