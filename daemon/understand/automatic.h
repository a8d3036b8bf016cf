/* Signs that a machine wrote a mail: automatic answers (RFC 3834 and what came before it), lists
 * and bulk mail (RFC 2369, 2919). Headers first; the subject second; the text never alone.
 */
#pragma once

#include <stdbool.h>

#include "mail/message.h"
#include "understand/language.h"

/* The keyword of Auto-Submitted (RFC 3834 5), or NULL for none and "no". Owned. */
char *automatic_keyword(const struct message *message);

/* Marks of automatic answers that are older than RFC 3834 or ignore it. */
bool automatic_marks(const struct message *message);

/* Whether the subject is that of an automatic answer: "Automatisk svar: ...", and not "Ikke på
 * kontoret i morgen". */
bool automatic_subject(const struct language *language, const struct message *message);

/* Mail of a list or a bulk sender. */
bool automatic_bulk(const struct message *message);

/* Whether the empty envelope sender is known to have been used. */
bool automatic_null_sender(const struct message *message);
