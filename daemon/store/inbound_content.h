/* When two mails are the same mail: the hash of a message without what its way here has put on it.
 * Private to daemon/store/.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#define INBOUND_HASH_SIZE 32

/* SHA-256 of the message without its trace headers (RFC 5322 3.6.7 and what delivery agents add), a
 * leading mbox "From " line, the difference of LF and CRLF, and line ends behind its last line. The
 * Message-ID is part of it: mails with different ones are never the same. */
void inbound_content_hash(const char *raw, size_t length, uint8_t hash[INBOUND_HASH_SIZE]);
