/* The words of a text, as matching sees them: in lower case, in phrases. A phrase ends where a
 * sentence, a line or a list item does.
 */
#pragma once

#include <glib.h>

struct match_word {
    char *text;        /* lower case, with æ, ø, å */
    char *folded;      /* a to z and digits: base/text_fold */
    unsigned phrase;   /* the how manieth phrase it stands in, from 0 */
    unsigned from, to; /* octets of the text */
};

/* struct match_word, owned by the array, which the caller owns. At most `limit` of them. */
GArray *match_words(const char *text, unsigned limit);
