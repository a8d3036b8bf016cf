/* The tree of GMime to the parts of a message. Between the mime_ files only.
 */
#pragma once

#include <gmime/gmime.h>

#include "mail/message.h"

/* Appends every leaf below `object`, and notes which of them are the text to read. `charset` is
 * what text without a label is likely to be in; NULL: nobody knows. */
void mime_part_walk(struct message *message, GMimeObject *object, const char *charset);

/* Turns CRLF and CR into LF and drops other control characters but the tab, in place: a terminal
 * obeys them, and html_text has marks of that kind. Gives `text` back. */
char *mime_part_lines(char *text);
