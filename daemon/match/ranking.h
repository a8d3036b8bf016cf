/* How well each occupation, person or job fits a text: a score that is the sum of its parts, each
 * of which can name what it comes from.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "base/scope.h"

struct match_index;
struct query;

enum ranking_part {
    RANKING_WORDS,   /* words of a label */
    RANKING_LETTERS, /* letters in a row */
    RANKING_KIN,     /* words that stand for those of a label */
    RANKING_EXACT,   /* it is the label */
    RANKING_TEXT,    /* words of label and description, or of the profile */
    RANKING_SKILLS,  /* words of the skills it asks for */
    RANKING_NEAR,    /* skills that occupations like it ask for */
    RANKING_NAMES,   /* the name of an ISCO group */
    RANKING_UNIT,    /* how well its unit group fits */
    RANKING_MINOR,   /* and its minor group */
    RANKING_WORK,    /* occupations that both are about */
    RANKING_PARTS
};

struct ranking {
    unsigned count;
    float *score;               /* by number of occupation or document; 0: nothing fits */
    float *part[RANKING_PARTS]; /* NULL: that part has nothing to say */
    unsigned *row;              /* of a title: the label that fits best */
};

/* The occupations that a title may mean. The caller owns it. */
struct ranking *ranking_title(const struct match_index *index, const struct query *query);

/* The occupations that a text is about. `indexed`: it is a profile (weights.h). The caller owns it.
 */
struct ranking *ranking_text(const struct match_index *index, const struct query *query,
                             bool indexed);

/* A title or a text, as it looks: a title has at most twelve words and one phrase. */
struct ranking *ranking_occupations(const struct match_index *index, const struct query *query);

void ranking_free(struct ranking *ranking);
SCOPE_DEFINE(ranking, ranking_free)

/* What the part of a score comes from: words of the text, or the name of the group. "" when there
 * is nothing to name. The caller owns it. */
char *ranking_because(const struct match_index *index, const struct query *query,
                      const struct ranking *ranking, enum ranking_part part, unsigned occupation);
