/* Raw octets to a message (RFC 5322, 2045 to 2049, 2231, 3676) with GMime behind fences (mime.md
 * 4): precheck, repair of encoded words, parser, a walk of limited depth. On GMime's trees it only
 * reads: some of its encoders never return.
 */
#pragma once

#include <stddef.h>

#include "mail/message.h"

/* Once in the process, before mime_read. */
void mime_read_start(void);

/* Never fails: what cannot be read is `malformed`, with the raw text as its body, and with its
 * header when that is sound by itself. Owned. */
struct message *mime_read(const char *raw, size_t length);
