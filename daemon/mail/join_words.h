/* A repair before parsing: GMime 3.2.13 cuts a subject, name or file name after the first of
 * several base64 encoded words (RFC 2047) when that word ends in `=`. A run of such words of one
 * charset becomes one word. Only header blocks are touched; the raw mail stays as it came.
 */
#pragma once

#include <glib.h>
#include <stddef.h>

/* The mail as the parser is to see it. The caller owns it. */
GString *join_words(const char *raw, size_t length);
