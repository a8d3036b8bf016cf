/* Corrections that staff write in their reply to a proof, one a line:
 *
 *   "kl. 10" -> "kl. 11"        Ret "kl. 10" til "kl. 11"        kl. 10 -> kl. 11
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

struct edit {
    char *from, *to;
};

/* Lines with two quoted texts, or with an arrow; others are left alone. GPtrArray of struct edit.
 * The caller owns it. */
GPtrArray *edits_read(const char *text);

enum edit_result {
    EDIT_DONE = 1,
    EDIT_MISSING, /* neither text stands there */
    EDIT_SEVERAL, /* it stands there more than once: which one? */
    EDIT_TAG      /* it would write or break a tag ({{) */
};

/* Puts `to` in the place of the one `from` of the document; NULL with why in `result`. A document
 * that has `to` already, and no `from`, is done: a killed process may have written it. The caller
 * owns the new document. */
char *edit_apply(const struct edit *edit, const char *document, enum edit_result *result);
