/* An answer to a digest as a row of items and answers: "A ja, B nej". For choose.c only.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "understand/finding.h"
#include "understand/refs.h"

enum token_kind { TOKEN_REF, TOKEN_YES, TOKEN_NO, TOKEN_MAYBE, TOKEN_EXCEPT };

struct token {
    enum token_kind kind;
    unsigned from, to;         /* words of own->matched */
    unsigned clause, sentence; /* numbered from 0 */
    struct ref ref;            /* of a TOKEN_REF */
    bool more;                 /* "flere som" */
    bool reason;               /* says why: "for langt væk" */
    bool request;              /* "må vi møde E?" */
    const struct rule *rule;   /* of an answer; borrowed */
};

/* In the order of the text: struct token. Owned. */
GArray *tokens_read(const struct search *search);

/* Whether it says yes, no or perhaps. */
bool tokens_is_answer(const struct token *token);

/* The answer (index of a token) that an item (index of a token) gets; -1: none. */
int tokens_answer(const struct search *search, const GArray *tokens, guint ref);
