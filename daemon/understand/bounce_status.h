/* Status codes of delivery (RFC 3463, RFC 5321 4.2): stated, or read out of words.
 */
#pragma once

#include <stdbool.h>

#include "understand/language.h"

/* The enhanced status code that stands in the text, rather one behind a reply code ("550 5.1.1",
 * "#5.1.1"), or NULL. Owned. */
char *bounce_status_find(const char *text);

/* The enhanced status code that a reply code ("550") or the words of a report amount to, or NULL.
 * Owned. */
char *bounce_status_from_words(const struct language *language, const char *text);

/* Whether the report says that it tries again. */
bool bounce_status_retries(const struct language *language, const char *text);

/* Whether the code says no more than "failed", as 5.0.0 and 5.5.0 do. */
bool bounce_status_vague(const char *status);

/* Whether the address is dead for good. `action` of RFC 3464 and `status` may be NULL; `text` is
 * what the report says besides, may be NULL. It decides where the status is vague: then only words,
 * or a reply code, about the mailbox make it hard. */
bool bounce_status_hard(const struct language *language, const char *action, const char *status,
                        const char *text);
