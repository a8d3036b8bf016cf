/* What a person wrote, as the other side of a relay may see it: mail addresses, telephone numbers,
 * personal numbers, links and profile names are replaced by marks, sign-off and name at the end go
 * away. Whom the words are about (names, workplace) is not known here: main masks those.
 * Errs on the side of masking: what is lost can be asked again, what is out cannot be called back.
 */
#pragma once

#include <glib.h>

#include "base/scope.h"
#include "understand/language.h"

/* Of pieces that overlap the first one counts. */
enum redact_kind { REDACT_CPR, REDACT_ADDRESS, REDACT_PHONE, REDACT_LINK };
#define REDACT_KINDS 4u

struct redacted {
    char *text;                    /* UTF-8, LF, trimmed; marks stand where something was */
    unsigned counts[REDACT_KINDS]; /* what was masked */
};

/* "cpr", "address", "phone", "link". Static. */
const char *redact_kind_name(enum redact_kind kind);

/* What stands in the text instead: "[address]" ... Main puts words of the reader's language there.
 * Static. */
const char *redact_mark(enum redact_kind kind);

/* `text`: valid UTF-8, the visible text of a mail or of a file. `name`: the sender's display name
 * and address, to know his name under the text; NULL: not known, and then what stands under the
 * text stays. The caller owns it. */
struct redacted *redact(const struct language *language, const char *text, const char *name);
void redacted_free(struct redacted *redacted);
SCOPE_DEFINE(redacted, redacted_free)
