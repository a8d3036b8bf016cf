/* One message to what it means. Pure: no store, no files once the language tables are read, no
 * clock but the date handed in. Meant to run in a confined child (process/understander).
 */
#pragma once

#include <glib.h>

#include "understand/files.h"
#include "understand/language.h"
#include "understand/verdict.h"

/* Kinds of mail that can be answered, as in the contract of `parse`; NULL-terminated. */
extern const char *const understand_kinds[];

/* What the reply address proves about a mail. */
struct understand_context {
    const char *replying_to; /* newsletter, confirmation, ... or none (contract of `parse`); a
                                digest may say how many items it had: candidate-digest:3 */
    const char *today;       /* YYYY-MM-DD */
    const char *site_domain; /* to know our own mails, NULL: not known */
    bool full;               /* keep the whole body */
    bool terse; /* no more than the contract of `parse` names: nothing is made `open` */
    const struct file_converter *converter; /* reads PDF, DOC and RTF; NULL: nobody does */
};

/* Never fails: a hopeless message is VERDICT_MALFORMED with its raw text as body. The caller owns
 * it. */
struct verdict *understand(const struct language *language,
                           const struct understand_context *context, const char *raw,
                           size_t length);
