/* Which words of a text fall under one of several headings of the tables: what may not stand in a
 * portrait, what a posting may not ask for. Between portrait.c and posting_rules.c only.
 */
#pragma once

#include <glib.h>

#include "understand/tables.h"

struct ground_section {
    const char *name;   /* of [mønstre NAME], folded; NULL ends a list */
    const char *reason; /* what the verdict calls it */
};

struct ground {
    const char *reason; /* borrowed from the section */
    unsigned from, to;  /* words */
};

/* The longest hits in the words [from, to), in their order: struct ground. None where one of
 * [mønstre ALLOWED] stands on the same words. `words` are marked (language_mark). Owned. */
GArray *grounds_find(const struct language *language, const struct textwords *words,
                     const struct ground_section *sections, const char *allowed, unsigned from,
                     unsigned to);

/* Appends {reason, words} to a JSON array: the words [from, to) as they stand there. */
void grounds_append(json_t *list, const char *reason, const struct textwords *words, unsigned from,
                    unsigned to);
