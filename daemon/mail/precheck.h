/* A look at raw octets before any parser sees them (mime.md 4, traps.md 2.2): sizes and counts that
 * a parser would choke on. It only counts; it understands nothing.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#define PRECHECK_MESSAGE_LIMIT (25u * 1024u * 1024u)

/* What the error says of a mail above it. */
#define PRECHECK_TOO_LARGE "it is larger than 25 MB"

/* Whether GMime may have it. Otherwise FAILURE_INPUT with the limit that was broken. */
bool precheck(const char *raw, size_t length, GError **error);
