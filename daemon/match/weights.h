/* What each kind of evidence counts in a ranking. Found by coordinate search on half of the
 * questions of one collection and checked on the other half (tests/unit/match/test_shared.c);
 * matching.md 5 is where they began.
 */
#pragma once

#include <stddef.h>

/* Of an occupation for a text, or for a profile that is indexed. */
struct text_weights {
    double text;   /* the words of its labels and description (BM25) */
    double skills; /* the words of the skills it asks for (BM25) */
    double near;   /* occupations like it ask for the skills that the text names */
    double names;  /* the names of its ISCO groups */
    double unit;   /* the best of its unit group */
    double minor;  /* the best of its minor group */
};

struct match_weights {
    double text_part;  /* a part of a compound in a text; the whole word is 1 */
    double label_part; /* and in a label */
    double k1, b;      /* BM25 */

    /* a title: the best of an occupation's labels */
    double words;   /* words in common (cosine) */
    double letters; /* character n-grams in common (cosine) */
    double kin;     /* words that stand for each other in labels */
    double other;   /* all three, for a label that is not the preferred one */
    double exact;   /* it is the label */
    struct text_weights title;

    struct text_weights question; /* a text whose occupations are looked for */
    struct text_weights profile;  /* a text that is indexed by its occupations */
    double minor_name;            /* the name of a minor group, against 1 for the unit group's */
    double optional;              /* an optional skill, against 1 for an essential one */
    double skill_least;           /* so like must a phrase be to a skill's label */

    /* a text, and the people or jobs that fit */
    double same_work;    /* occupations that both are about */
    double same_words;   /* words in common (BM25) */
    double same_letters; /* n-grams in common */
    double profile_edge; /* how much more a profile's better occupations count */
    double text_edge;    /* and those of the text */
};

extern const struct match_weights match_weights;
