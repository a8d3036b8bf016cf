/* How well a seeker and a job fit each other: hard conditions that are met, not met or unknown;
 * soft parts of 0 to 100, weighed as the employer (E) and as the seeker (K) see them; S, the
 * harmonic mean of both. What is explained comes from the same numbers.
 *
 * Nothing protected is an input: no age, name, sex, health, origin, exact address (matching.md 9).
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "base/scope.h"
#include "match/side.h"

enum score_verdict { SCORE_UNKNOWN, SCORE_MET, SCORE_UNMET };

/* What must be so, or somebody has to give way. */
enum score_condition {
    SCORE_WEEKLY,      /* the hours overlap */
    SCORE_START,       /* at most a month late, and not before the benefit ends */
    SCORE_LICENCE,     /* every driving licence that the job demands */
    SCORE_LANGUAGE,    /* every language */
    SCORE_CERTIFICATE, /* every certificate */
    SCORE_CONDITIONS
};

enum score_part {
    SCORE_WORK,   /* the same kind of work */
    SCORE_SKILLS, /* what is asked for and found */
    SCORE_PLACE,  /* the kind of workplace */
    SCORE_WISHES, /* what the seeker wants */
    SCORE_HOURS,  /* how near the hours are */
    SCORE_TRAVEL, /* how far it is */
    SCORE_PARTS
};

struct score_value {
    bool known;   /* else it is left out and the others weigh more */
    bool vague;   /* it weighs half: nobody can tell what is asked for from what is said besides */
    double value; /* 0 to 100 */
    GPtrArray *evidence; /* char *: words of the seeker's that say so; owned */
};

/* Something that the job asks for and that is not there. */
struct score_missing {
    enum score_condition condition; /* SCORE_CONDITIONS: a skill */
    unsigned skill;                 /* the how manieth of the posting's */
    double gain;                    /* so much S would rise without it, recomputed */
};

struct score {
    enum score_verdict conditions[SCORE_CONDITIONS];
    struct score_value parts[SCORE_PARTS];
    bool fits;    /* no condition is known to be unmet */
    bool refused; /* the seeker does not want such work: K is 0 */
    double e, k, s;
    GArray *missing; /* struct score_missing, the most worth first; NULL from score_quick */
};

/* On what terms: both 0 for a pair as it stands, but for the way. */
struct score_terms {
    int minutes;      /* how long the way between both takes, -1: not known */
    unsigned without; /* bits of conditions that do not count (1 << SCORE_LICENCE) */
};

/* Borrows both sides, which the same index has read. The caller owns it. */
struct score *score_of(const struct side *seeker, const struct side *job, struct score_terms terms);
/* The same without `missing` and evidence: for ranking. */
struct score *score_quick(const struct side *seeker, const struct side *job,
                          struct score_terms terms);
void score_free(struct score *score);
SCOPE_DEFINE(score, score_free)

/* How far the seeker has what is asked for: 1, a half, or 0. `by`: out, the phrase that says so;
 * NULL when it is not said but goes with a title, or when it is not there. */
double score_coverage(const struct side *seeker, const struct side_phrase *asked,
                      const struct side_phrase **by);

/* What S counts for when pairs are ordered: 0 when a condition is unmet. */
double score_counts(const struct score *score);

/* Never a finer figure than this for a person to read: a multiple of 5. */
int score_rounded(double s);

enum score_level { SCORE_NO, SCORE_PERHAPS, SCORE_PARTLY, SCORE_WELL };
/* From 75 on well, from 55 on partly, from 40 on perhaps. */
enum score_level score_level(double s);
