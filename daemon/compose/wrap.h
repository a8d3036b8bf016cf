/* Lines of plain text that became too long when values were filled in.
 */
#pragma once

#include <stdbool.h>

/* RFC 3676 4.2 and the habit of mail: lines of plain text stay below 78. */
#define TEXT_COLUMNS 72u

/* The text with every longer line broken at a blank; the rest gets the marks that the line begins
 * with (quotation, or blanks below a list's mark). Lines of code (four blanks, no list's mark)
 * stay. The first line is left alone unless `from_start`, the last unless `to_end`: they go on in
 * other pieces. The caller owns it. */
char *wrap_lines(const char *text, bool from_start, bool to_end);
