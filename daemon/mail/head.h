/* The header of a mail by itself: what is left to ask when the whole mail cannot be read.
 */
#pragma once

#include <stddef.h>

#define HEAD_LIMIT (64u * 1024u)

/* The lines of the header without those that describe a body (Content-*, MIME-Version), and the
 * empty line; at most HEAD_LIMIT octets of it, whole lines. The caller owns it; `size` without the
 * NUL that stands behind it. */
char *head_alone(const char *raw, size_t length, size_t *size);
