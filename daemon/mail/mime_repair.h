/* What is set right in a whole mail before precheck and parser see it.
 */
#pragma once

#include <glib.h>
#include <stddef.h>

/* Without byte order mark, blank lines and mbox line at the start; LF where only CR was; a line of
 * blanks that ends the header is empty. The caller owns it. */
GString *mime_repair(const char *raw, size_t length);
