/* Files read whole with a limit, and written so that a reader sees the old or the new one, never
 * half.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

/* Reads at most `limit` octets of a regular file (or standard input for "-"). A larger, missing or
 * unreadable one is an error that names it and what to do. The caller owns the result, which has a
 * NUL behind its last octet. */
char *file_read(const char *path, size_t limit, size_t *length, GError **error);

/* As file_read, and the octets must be UTF-8; a byte order mark is cut off, and CRLF becomes LF.
 * Latin-1 and UTF-16 are recognised: the error names the line and says how to save the file as
 * UTF-8. */
char *file_read_text(const char *path, size_t limit, GError **error);

/* Writes it all to an open descriptor, however often that takes. False with errno. */
bool file_write_all(int fd, const char *data, size_t length);

/* Writes to a temporary name beside `path`, flushes it to disk, renames. `mode` as for open(2).
 * What a process that was killed has left there is used up by the next write of the same path. */
bool file_write(const char *path, const void *data, size_t length, int mode, GError **error);
