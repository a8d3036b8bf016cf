/* The mails of the folder that an IMAP connection has open, by their numbers (UID). Nothing here
 * marks a mail as read. Errors as in imap_client.h.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "post/imap_client.h"

/* Numbers, ascending: all from `first` on that are not marked as done. GArray of uint32_t. The
 * caller owns it. */
GArray *imap_uids(struct imap *imap, uint32_t first, GError **error);

/* Those whose Message-ID is exactly this (without angle brackets), at most 16. */
GArray *imap_find(struct imap *imap, const char *message_id, GError **error);

/* Those that were delivered on a day before that of `moment`. */
GArray *imap_older(struct imap *imap, int64_t moment, GError **error);

/* Octets of each of `uids`; 0: it is not there any more. The caller owns it. */
size_t *imap_sizes(struct imap *imap, const GArray *uids, GError **error);

struct imap_mail {
    uint32_t uid;
    char *octets;
    size_t length;
};

/* Those of `uids` that are still there: GPtrArray of struct imap_mail. `octets`: what they are said
 * to weigh together; with more than SOURCE_GROUP_OCTETS, and after `failures` to get it, there is
 * one of them. Of what weighs more than MAILDIR_IN_LIMIT the first MAILDIR_IN_PART come, as from a
 * Maildir. The caller owns it. */
GPtrArray *imap_fetch(struct imap *imap, const GArray *uids, size_t octets, unsigned failures,
                      GError **error);

/* Puts them into the folder for what is done, in the best way that the server knows. With none,
 * they stay where they are, unmarked. `copied`: whether they are in that folder; after an error
 * they are also where they were, and another try would copy them again. */
bool imap_settle(struct imap *imap, const GArray *uids, bool *copied, GError **error);

/* Removes these and nothing else: FAILURE_PERMANENT without UIDPLUS. */
bool imap_remove(struct imap *imap, const GArray *uids, GError **error);
