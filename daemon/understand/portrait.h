/* Which sentences of what a seeker wrote may stand in an anonymous portrait, and which may not.
 * Nobody may be chosen by age, sex, name, civil status, children, health, origin, religion, union,
 * a-kasse or address (the law against discrimination), so such sentences are left out before
 * anybody sees or indexes them. The words are the person's own, never rewritten; only a clause that
 * can be cut off cleanly is. The tables: config/language/portraet.tabel.
 */
#pragma once

#include <glib.h>
#include <jansson.h>

#include "base/scope.h"
#include "understand/language.h"

#define PORTRAIT_MOST 5u /* sentences */

struct portrait {
    char *clean; /* all of the text but what may not be said: what is matched by, a piece a line */
    GPtrArray *sentences; /* char *, those that say what the person can and wants first */
    json_t *left_out;     /* array of {reason, words}; reason: age, birth, cpr, sex, name, civil,
                             children, health, origin, religion, union, fund, address, contact,
                             private */
};

/* `text`: the visible text of a mail, or what a CV says, as redact() leaves it. `name`: the
 * sender's display name and address, NULL: not known. Either part may be empty. The caller owns it.
 */
struct portrait *portrait_make(const struct language *language, const char *text, const char *name);
void portrait_free(struct portrait *portrait);
SCOPE_DEFINE(portrait, portrait_free)
