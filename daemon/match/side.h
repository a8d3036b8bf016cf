/* A profile or a posting, read once so that many pairs can be scored: which occupations its titles
 * mean, which skills its phrases name.
 */
#pragma once

#include <glib.h>

#include "base/scope.h"
#include "match/index.h"

#define SIDE_WORK 20u /* so many occupations may a title mean */

/* What one side says. A list that is NULL was not spoken of; an empty one says: none. All texts are
 * borrowed; lists end with NULL. */
struct side_facts {
    const char *const *titles;     /* occupations, as written */
    const struct side_work *works; /* what they mean, as many; NULL: it is not known yet */
    const char *const *skills;     /* what one can; what the job asks for or consists of: phrases */
    const char *const *nice;       /* a job's: would be good */
    const char *const *wants;      /* a seeker's: phrases */
    const char *const *unwanted;
    const char *const *places; /* kinds of workplace */
    const char *const *licences, *const *languages, *const *certificates;
    double hours_least, hours_most; /* a week; both 0: not said */
    int start;                      /* a day as a number; 0: not said */
    int benefit_end;                /* a seeker's, likewise */
    int travel_limit;               /* a seeker's, minutes; 0: not said */
};

/* Shares of occupations, the best one 1. */
struct side_work {
    double best; /* the points of the best one (match/ranking) */
    unsigned count, occupation[SIDE_WORK];
    double share[SIDE_WORK];
};

struct side_phrase {
    const char *text; /* borrowed */
    GArray *terms;    /* struct term, weighed by how rare they are */
    double length;    /* of all of them */
    unsigned skill;   /* of the taxonomy, or TAXONOMY_NONE */
};

struct side {
    const struct match_index *index;
    struct side_facts facts;
    GArray *titles;                           /* struct side_work, one for each title */
    GArray *called;                           /* struct side_phrase: the titles as words */
    GArray *skills, *nice, *wants, *unwanted; /* struct side_phrase */
    struct side_work work;                    /* of all titles and skills together */
};

/* What a title means, or a text (not `title`). */
struct side_work side_work_of(const struct match_index *index, const char *text, bool title);

/* No phrases yet: struct side_phrase. The caller owns it. */
GArray *side_phrases_new(void);

/* Appends a phrase to skills, nice, or an array of one's own. `text` must outlive the side;
 * `skill`: of the taxonomy, or TAXONOMY_NONE. */
void side_add(const struct side *side, GArray *phrases, const char *text, unsigned skill);

/* The index and the texts must outlive it. The caller owns it. */
struct side *side_read(const struct match_index *index, const struct side_facts *facts);
void side_free(struct side *side);
SCOPE_DEFINE(side, side_free)

/* How like two phrases are, 0 to 1: 1 for the same skill or the same words. */
double side_like(const struct side_phrase *a, const struct side_phrase *b);

/* How like two kinds of work are, 0 to 100: 100 for the same occupation, 70 at least in the same
 * ISCO unit group, 50 in the same minor group or when they ask for like skills. */
double side_work_like(const struct match_index *index, const struct side_work *a,
                      const struct side_work *b);
