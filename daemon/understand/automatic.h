/* Signs that a machine wrote a mail: automatic answers (RFC 3834 and what came before it), lists
 * and bulk mail (RFC 2369, 2919). Headers first; the subject second; the text never alone.
 */
#pragma once

#include <stdbool.h>

#include "mail/message.h"
#include "understand/language.h"

/* The keyword of Auto-Submitted (RFC 3834 5), or NULL for none and "no". Owned. */
char *automatic_keyword(const struct message *message);

/* Each of these names the header that says so, in small letters, or NULL. Borrowed. */

/* Marks of automatic answers that are older than RFC 3834 or ignore it. */
const char *automatic_marks(const struct message *message);

/* Mail of a list or a bulk sender. */
const char *automatic_bulk(const struct message *message);

/* The empty envelope sender is known to have been used. */
const char *automatic_null_sender(const struct message *message);

/* The rule, file:line, by which the subject is that of an automatic answer: "Automatisk svar: ...",
 * and not "Ikke på kontoret i morgen"; or NULL. Borrowed from the language. */
const char *automatic_subject(const struct language *language, const struct message *message);
