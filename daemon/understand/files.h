/* What attached files say: CVs above all. Text, DOCX and ODT are read here; PDF, DOC and RTF by
 * programs of the system, outside this process.
 */
#pragma once

#include <glib.h>

#include "mail/message.h"
#include "understand/file_kind.h"
#include "understand/verdict.h"

enum conversion {
    CONVERTED = 1,
    CONVERSION_MISSING, /* the program is not installed, or there is no cage for it */
    CONVERSION_FAILED,  /* it did not understand the file */
    CONVERSION_TIME     /* it was at it for too long, or wanted too much memory */
};

/* Has a file read by a program: UTF-8 text, HTML for RTF. */
struct file_converter {
    GByteArray *(*convert)(void *data, enum file_kind kind, const GByteArray *octets,
                           enum conversion *how); /* the caller owns what comes back */
    void *data;
};

/* Files of a mail that a program reads, at most. */
#define FILES_CONVERTED_LIMIT 3u

/* Fills `text` or `unread` of the verdict's attachments, which stand in the order of the attached
 * parts. `converter`: NULL leaves what it would read unread. */
void files_read(struct verdict *verdict, const struct message *message,
                const struct file_converter *converter);
