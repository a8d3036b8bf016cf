/* The last look at a message before it leaves: what SMTP and libESMTP would garble is refused here
 * (traps.md 1.2: repeated headers vanish, bare LF is smuggling material, CR LF in an address
 * becomes a command).
 */
#pragma once

#include <stdbool.h>

#include "post/lane.h"

#define SENDABLE_LINE_LIMIT 998u /* octets without CRLF, RFC 5322 2.1.1 */

/* Whether it may go: CRLF alone as line end, 7-bit, no NUL, lines within the limit, every header
 * once, with Date, From and Message-ID, a body or an empty one, envelope addresses that are one
 * address. Otherwise `reason` is a sentence (static). */
bool sendable(const struct lane_mail *mail, const char **reason);

/* Octets of the header with the empty line that ends it. The mail must be sendable. */
size_t sendable_header_length(const struct lane_mail *mail);
