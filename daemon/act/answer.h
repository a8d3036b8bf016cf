/* What was done with a mail, and the one answer that says it: the letter of the deed when there is
 * one, a letter that lists them all when there are several.
 */
#pragma once

#include "act/matter.h"

struct deed {
    const char *effect;  /* a word of [effects], NULL: none */
    const char *letter;  /* that tells of this deed alone; NULL: it needs no answer */
    const char *replies; /* what a reply to that letter answers; NULL: "none" */
    const char *said;    /* key of [did]: the deed in one sentence, among others */
    bool undo;           /* FORTRYD takes it back */
    bool carries;        /* its letter has room for what else was done */
    json_t *more;        /* fields of the letter and of the sentence; NULL: none */
};

/* Adds one to what was done; takes `more`. */
void answer_add(struct matter *matter, const struct deed *deed);

/* Whether one of them has a letter. */
bool answer_has_letter(const struct matter *matter);

/* The sentences of all that have one, a line each. The caller owns it. */
char *answer_lines(const struct matter *matter, const char *language);

/* Sends the one answer; nothing when no deed has a letter. */
bool answer_send(struct matter *matter, GError **error);
