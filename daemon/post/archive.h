/* Our own copies of what went out: a Maildir, or a folder on an IMAP server. After a crash it knows
 * which of the mails in doubt have gone.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/config.h"
#include "base/scope.h"

struct archive;

/* Makes the folders that a new site lacks; they are on the disk when it returns. To be called only
 * for a store that has had no archive: later a folder that is missing has been taken away, and an
 * empty one in its place would say that nothing has arrived. */
bool archive_prepare(const struct config *config, GError **error);

/* As [archive] says. FAILURE_CONFIGURATION when it cannot work, FAILURE_TEMPORARY when the server
 * does not answer now. The caller owns it. */
struct archive *archive_open(const struct config *config, GError **error);
void archive_close(struct archive *archive);
SCOPE_DEFINE(archive, archive_close)

/* Whether a copy with this Message-ID (without angle brackets) is there. False: it could not be
 * read (FAILURE_TEMPORARY), and nothing is known. */
bool archive_has(struct archive *archive, const char *message_id, bool *has, GError **error);

/* Removes copies that were delivered before `moment`. */
bool archive_purge(struct archive *archive, int64_t moment, unsigned *removed, GError **error);
