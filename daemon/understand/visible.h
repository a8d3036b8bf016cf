/* What the sender wrote in this mail, without what he quotes, his signature block and what his
 * device and his employer add.
 */
#pragma once

#include <stdbool.h>

#include "understand/language.h"

/* `text`: plain text, or HTML text with marks (mail/html_text). UTF-8, LF. `mixed` becomes true
 * when parts of our own letters may be left in it, and stays as it is otherwise; may be NULL.
 * Owned. */
char *visible_text(const struct language *language, const char *text, bool *mixed);
