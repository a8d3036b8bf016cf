/* What every kind of archive brings. archive.c picks one by the configuration.
 */
#pragma once

#include "post/archive.h"

struct archive_kind {
    bool (*prepare)(const struct config *config, GError **error); /* NULL: nothing to do */
    void *(*open)(const struct config *config, GError **error);
    void (*close)(void *state);
    bool (*has)(void *state, const char *message_id, bool *has, GError **error);
    bool (*purge)(void *state, int64_t moment, unsigned *removed, GError **error);
};

extern const struct archive_kind archive_kind_maildir, archive_kind_imap;
