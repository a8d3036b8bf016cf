/* Files out of a ZIP archive, read whole with a limit.
 */
#pragma once

#include <glib.h>
#include <stddef.h>

/* The member of this name, in whatever folder of the archive. NULL without an error: there is none;
 * FAILURE_INPUT when the archive cannot be read or the member is larger than `limit`. The caller
 * owns it; a NUL stands behind its last octet. */
char *zip_read(const char *path, const char *member, size_t limit, size_t *length, GError **error);
