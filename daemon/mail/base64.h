/* base64 as mail has it (RFC 2045 6.8), broken pieces included: GMime 3.2.13 stops at the first
 * `=`, though some senders glue padded pieces together, and it drops a cut last quantum.
 */
#pragma once

#include <glib.h>
#include <stddef.h>

/* The octets; characters outside the alphabet are passed over. The caller owns it. */
GByteArray *base64_read(const char *text, size_t length);
