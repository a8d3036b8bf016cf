/* The sender's own words, made ready for the tables: without greeting, sign-off and name, without
 * words of politeness. Between own.c, intents.c, doubt.c and question.c only.
 */
#pragma once

#include <stdbool.h>

#include "base/scope.h"
#include "understand/tables.h"
#include "understand/textwords.h"

struct own {
    struct textwords *all;     /* every word of the text */
    unsigned from, to;         /* of `all`: without greeting and sign-off */
    struct textwords *matched; /* those of [from, to) that are not mere politeness, or NULL */
};

#define OWN_WORD_LIMIT 2000u

/* `name` is the sender's display name and address, to know his name under the text; may be NULL.
 * `text` must outlive it. The caller owns it. */
struct own *own_read(const struct language *language, const char *text, const char *name);

/* The same of at most `limit` words of the text, without `matched`. The caller owns it. */
struct own *own_read_bounds(const struct language *language, const char *text, const char *name,
                            unsigned limit);

void own_free(struct own *own);
SCOPE_DEFINE(own, own_free)

/* Whether the text says nothing but thanks and pleasantries; an empty one does not. */
bool own_is_polite(const struct language *language, const struct own *own);

/* Where the clause of thanks that begins at word `at` ends ("tak for snakken i telefonen"), at most
 * at `to`. 0: there is none, or it says something else too. */
unsigned own_thanks_end(const struct language *language, const struct own *own, unsigned at,
                        unsigned to);

/* Whether the words [from, to) of `all` are pleasantries. */
bool own_polite_between(const struct language *language, const struct own *own, unsigned from,
                        unsigned to);
