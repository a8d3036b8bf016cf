/* The text of a DOCX or ODT file: a ZIP archive (libarchive) with a document of XML (libxml2).
 *
 * Only word/document.xml or content.xml is read, no more than 8 MiB of it once inflated, 200,000
 * elements, 256 deep; no DTD, no entities, no network. ECMA-376 part 1, 17.3; OpenDocument 1.3.
 */
#pragma once

#include <stddef.h>

enum office_problem {
    OFFICE_READ = 0,
    OFFICE_OTHER,   /* a ZIP, but no text document */
    OFFICE_BROKEN,  /* the archive or the document is damaged */
    OFFICE_TOO_BIG, /* more than the limits above */
    OFFICE_ENCRYPTED
};

/* UTF-8, a line a paragraph; NULL with why in `problem`. Owned. */
char *office_text(const void *octets, size_t length, enum office_problem *problem);
