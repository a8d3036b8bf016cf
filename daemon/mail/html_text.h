/* HTML mail to plain text by the tree of libxml2, keeping what only the markup says: which lines
 * are quoted, where a forwarded or answered mail begins, what is a signature.
 */
#pragma once

#include <glib.h>

/* The first octet of a line may be one of these marks; they occur nowhere else. */
#define HTML_QUOTED '\x01'    /* inside a quotation */
#define HTML_SIGNATURE '\x03' /* inside what the client marks as signature */
#define HTML_OURS '\x04'      /* the text of a link to an address of our own mails */
#define HTML_INDENT '\x05'    /* inside a bare blockquote: quoted, or the sender's own */
#define HTML_CUT '\x02'       /* a line of its own: an earlier mail begins here */

/* `html` is valid UTF-8. The text has LF line ends, with marks. Owned. */
char *html_text(const char *html);

/* The same without marks, quoted lines with "> ". Owned. */
char *html_text_plain(const char *marked);
