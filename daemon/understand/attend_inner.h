/* What an answer to the invitation says, phrase by phrase, and what follows from it. Between
 * attend.c and attend_decide.c only.
 */
#pragma once

#include "understand/phrases.h"

enum attend_meaning { COMES_NOT, PERHAPS, COMES, EXCUSE, ALMOST, FAREWELL, OTHER };

struct tally {
    struct phrase no, maybe, yes, excuse, almost, farewell; /* the last of each; to = 0: none */
    struct phrase absent;                                   /* "hun kommer ikke" */
    struct phrase usual;                                    /* "jeg plejer ikke at komme" */
    struct phrase condition;                                /* "jeg kan ikke komme uden tolk" */
    bool unclear;                                           /* "... uden bil": a no, perhaps */
    bool conditional; /* one of the two, or "nej, ikke uden" */
    bool other_time;  /* "næste gang kommer jeg gerne" */
    bool after_all;   /* "jeg kommer alligevel" */
};

struct decision {
    const char *answer; /* NULL: none */
    const struct phrase *by;
    bool guess;
    bool farewell; /* by nothing but "vi ses" */
};

/* Whether the mail answers the invitation itself. */
bool attend_invited(const struct search *search);

/* What all of it comes to. */
struct decision attend_decide(const struct search *search, const struct tally *tally);
