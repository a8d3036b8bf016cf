/* A copy of the store as it is at one moment, and the way back.
 */
#pragma once

#include <stdbool.h>

#include "store/db.h"

/* Writes the store to `file` (mode 0600, on disk before this returns) while others go on writing;
 * a file that is there is never overwritten: FAILURE_INPUT. The copy is looked through. */
bool backup_write(struct store *store, const char *file, GError **error);

/* Puts `file` in the place of the store `path`, brought forward to the schema of today and marked
 * so that delivery is on hold. Nobody may hold the writer lock (FAILURE_LOCKED); a damaged file, or
 * one that is no store, is FAILURE_PERMANENT or FAILURE_CONFIGURATION, and nothing has changed. The
 * store that was there is kept under another name, `aside` (NULL: there was none; the caller owns
 * it). `who`, `since`: for the lock; `suffix`: ends the name of the store put aside. */
bool backup_restore(const char *file, const char *path, const char *who, const char *since,
                    const char *suffix, char **aside, GError **error);

/* Whether the store can be read, every page and every index. */
bool backup_is_sound(struct store *store, GError **error);
