/* Front matter: `key: value` lines between two lines of --- at the top of a letter or an issue.
 *
 * The keys are Danish because staff write them: emne, forhaandsvisning, modtagere, udsendes,
 * senest, retter.
 */
#pragma once

#include <glib.h>

#include "base/scope.h"
#include "compose/words.h"

enum front_key {
    FRONT_SUBJECT,  /* emne */
    FRONT_PREVIEW,  /* forhaandsvisning */
    FRONT_READERS,  /* modtagere */
    FRONT_SEND,     /* udsendes */
    FRONT_LATEST,   /* senest */
    FRONT_CORRECTS, /* retter */
    FRONT_KEYS
};

struct front {
    char *values[FRONT_KEYS];   /* NULL: not there */
    unsigned lines[FRONT_KEYS]; /* where it stands */
    const char *body;           /* behind it, in the text that was read */
    unsigned body_line;
};

/* Reads the front matter of `text`. FAILURE_INPUT with file:line; unknown keys with the nearest.
 * The caller owns it; `body` lives as long as `text`. */
struct front *front_read(const struct words *words, const char *file, const char *text,
                         GError **error);
void front_free(struct front *front);
SCOPE_DEFINE(front, front_free)

const char *front_key_name(enum front_key key);
