/* What an element of an HTML mail is by its tag, class, id and style: a quotation, a signature, the
 * beginning of an earlier mail. The marks are those that mail programs make. Between html_text.c
 * and html_marks.c only.
 */
#pragma once

#include <libxml/tree.h>
#include <stdbool.h>

enum html_mark {
    HTML_MARK_QUOTE = 1,
    HTML_MARK_SIGNATURE = 2,
    HTML_MARK_OURS = 4,    /* a link to an address of our own mails */
    HTML_MARK_CUT = 8,     /* an earlier mail begins with it and goes on to the end */
    HTML_MARK_HIDDEN = 16, /* nobody sees it */
    HTML_MARK_LINE = 32,   /* a paragraph without a gap around it: Outlook makes every line one */
    HTML_MARK_INDENT = 64  /* a bare blockquote: a quotation, or a paragraph of the sender's */
};

/* The marks of an element, or-ed. */
unsigned html_marks(const xmlNode *element);

/* Whether the element's tag is one of these (NULL-terminated). */
bool html_tag_in(const xmlNode *element, const char *const *tags);
bool html_tag_is(const xmlNode *element, const char *tag);
