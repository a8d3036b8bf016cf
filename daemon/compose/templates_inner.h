/* What templates.c and form.c share: documents and layouts by name, and how the two are put
 * together. Inside this room only.
 */
#pragma once

#include "compose/document.h"
#include "compose/mustache.h"
#include "compose/templates.h"

enum mail_part { PART_HTML, PART_TEXT };

const struct words *templates_words(const struct templates *templates);

/* letters/NAME.md or newsletter/NAME.md, read and compiled once; every field in it is known; its
 * pages are by enum mail_part. Borrowed. `letter`: whose fields it may use, NULL for an issue. */
const struct document *templates_document(struct templates *templates, const char *path,
                                          const char *letter, GError **error);

/* The layout for a language. Borrowed. */
const struct mustache *templates_layout(const struct templates *templates, enum mail_part part,
                                        const char *language);

/* Says that a name is unknown, with the nearest one. */
void templates_unknown(const struct templates *templates, const char *letter, const char *name,
                       const char *file, unsigned line, unsigned column, GError **error);
