/* What kind of file an attachment is, by its octets: its name and its declared type say what the
 * sender believes.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum file_kind {
    FILE_OTHER,
    FILE_TEXT,
    FILE_PDF,
    FILE_WORD, /* .doc, Word 97 to 2003 and before */
    FILE_RTF,
    FILE_OFFICE,    /* a ZIP that may be DOCX or ODT */
    FILE_ENCRYPTED, /* an Office file with a password */
    FILE_TNEF,      /* winmail.dat */
    FILE_IMAGE
};

enum file_kind file_kind(const void *octets, size_t length);

/* Whether a program of the system reads it (process/converter), not we ourselves. */
bool file_kind_wants_program(enum file_kind kind);
