#include "match/score.h"

#include <math.h>
#include <string.h>

#include "base/text.h"
#include "match/score_conditions.h"

#define FULL_WEEK 37.0
#define MOST 100.0
#define DIRECT 0.6  /* phrases that are so like name the same skill */
#define PARTLY 0.35 /* and these a part of it */
#define PART 0.5    /* through a part, or through an occupation that has it */
#define NICE 0.5    /* what would be good, against what is asked for */
#define BESIDE 0.1  /* and all of that together */
#define WISHED 0.3  /* a wish that is so like the job is about it */

/* What each part weighs for the employer and for the seeker (matching.md 8). */
static const double weights[SCORE_PARTS][2] = {
    [SCORE_WORK] = {40, 35},  [SCORE_SKILLS] = {30, 10}, [SCORE_PLACE] = {10, 20},
    [SCORE_WISHES] = {0, 25}, [SCORE_HOURS] = {10, 5},   [SCORE_TRAVEL] = {10, 5},
};

/* What is scored: all, or all but one thing that the job asks for. */
struct pair {
    const struct side *seeker, *job;
    int minutes;
    unsigned without;       /* bits of conditions that are left out */
    unsigned without_skill; /* G_MAXUINT: none */
    bool explained;         /* else nobody reads the evidence */
};

static void add_evidence(const struct pair *pair, struct score_value *part, const char *words)
{
    if (!pair->explained) {
        return;
    }
    if (part->evidence == NULL) {
        part->evidence = g_ptr_array_new_with_free_func(g_free);
    }
    for (guint i = 0; i < part->evidence->len; i++) {
        if (strcmp(g_ptr_array_index(part->evidence, i), words) == 0) {
            return;
        }
    }
    g_ptr_array_add(part->evidence, g_strdup(words));
}

/* The best of the seeker's titles: another one never takes from it. */
static void score_work(const struct pair *pair, struct score_value *part)
{
    const struct side *seeker = pair->seeker, *job = pair->job;
    const char *best = NULL;
    part->known = seeker->titles->len > 0 && job->work.count > 0;
    for (guint i = 0; i < seeker->titles->len; i++) {
        double like = side_work_like(
            job->index, &g_array_index(seeker->titles, struct side_work, i), &job->work);
        for (guint k = 0; k < job->called->len; k++) { /* what no taxonomy knows by that name */
            double words = side_like(&g_array_index(seeker->called, struct side_phrase, i),
                                     &g_array_index(job->called, struct side_phrase, k));
            like = MAX(like, MOST * words);
        }
        if (like > part->value) {
            part->value = like;
            best = seeker->facts.titles[i];
        }
    }
    if (best != NULL) {
        add_evidence(pair, part, best);
    }
}

/* Whether an occupation that one of the seeker's titles means has the skill. */
static bool has_through_work(const struct side *seeker, unsigned skill)
{
    const struct postings *asks = seeker->index->asks;
    for (guint i = 0; skill != TAXONOMY_NONE && i < seeker->titles->len; i++) {
        const struct side_work *work = &g_array_index(seeker->titles, struct side_work, i);
        if (work->count > 0 && postings_of(asks, skill, work->occupation[0]) > 0) {
            return true;
        }
    }
    return false;
}

double score_coverage(const struct side *seeker, const struct side_phrase *asked,
                      const struct side_phrase **by)
{
    double best = 0;
    *by = NULL;
    for (guint i = 0; i < seeker->skills->len; i++) {
        const struct side_phrase *phrase = &g_array_index(seeker->skills, struct side_phrase, i);
        double like = side_like(asked, phrase);
        double covers = like >= DIRECT ? 1 : like >= PARTLY ? PART : 0;
        if (covers > best) {
            best = covers;
            *by = phrase;
        }
    }
    if (*by == NULL && has_through_work(seeker, asked->skill)) {
        best = PART;
    }
    return best;
}

static double coverage(const struct pair *pair, const struct side_phrase *asked,
                       struct score_value *part)
{
    const struct side_phrase *by = NULL;
    double covers = score_coverage(pair->seeker, asked, &by);
    if (by != NULL) {
        add_evidence(pair, part, by->text);
    }
    return covers;
}

/* The share of the asked skills that is covered. A seeker who names none has those of his
 * occupation by half: never more than one who names some. */
static void score_skills(const struct pair *pair, struct score_value *part)
{
    const struct side *job = pair->job;
    double asked = 0, found = 0;
    for (guint i = 0; i < job->skills->len; i++) {
        if (i != pair->without_skill) {
            asked += 1;
            found += coverage(pair, &g_array_index(job->skills, struct side_phrase, i), part);
        }
    }
    double nice = asked > 0 ? MIN(NICE, BESIDE * asked / MAX(job->nice->len, 1)) : NICE;
    for (guint i = 0; i < job->nice->len; i++) {
        asked += nice;
        found += nice * coverage(pair, &g_array_index(job->nice, struct side_phrase, i), part);
    }
    part->known = asked > 0;
    part->vague = job->skills->len == 0;
    part->value = asked > 0 ? MOST * found / asked : 0;
}

static void score_place(const struct pair *pair, struct score_value *part)
{
    const char *const *wanted = pair->seeker->facts.places, *const *has = pair->job->facts.places;
    part->known = wanted != NULL && *wanted != NULL && has != NULL && *has != NULL;
    for (; part->known && *wanted != NULL; wanted++) {
        g_autofree char *folded = text_fold(*wanted);
        for (const char *const *place = has; *place != NULL; place++) {
            g_autofree char *there = text_fold(*place);
            if (strcmp(there, folded) == 0) {
                part->value = MOST;
                add_evidence(pair, part, *wanted);
            }
        }
    }
}

static double best_like(const struct side_phrase *wish, const GArray *phrases)
{
    double best = 0;
    for (guint i = 0; i < phrases->len; i++) {
        best = MAX(best, side_like(wish, &g_array_index(phrases, struct side_phrase, i)));
    }
    return best;
}

/* How much a wish is about the job: its titles, or something it consists of. */
static double wish_like(const struct pair *pair, const struct side_phrase *wish)
{
    const struct side *job = pair->job;
    double title = best_like(wish, job->called);
    return MAX(title, best_like(wish, job->skills));
}

static void score_wishes(const struct pair *pair, struct score *score)
{
    struct score_value *part = &score->parts[SCORE_WISHES];
    const struct side *seeker = pair->seeker;
    part->known = seeker->wants->len > 0;
    for (guint i = 0; i < seeker->wants->len; i++) {
        const struct side_phrase *wish = &g_array_index(seeker->wants, struct side_phrase, i);
        double like = wish_like(pair, wish);
        if (like >= WISHED) {
            add_evidence(pair, part, wish->text);
            part->value = MAX(part->value, MOST * like);
        }
    }
    for (guint i = 0; i < seeker->unwanted->len; i++) {
        const struct side_phrase *no = &g_array_index(seeker->unwanted, struct side_phrase, i);
        score->refused = score->refused || wish_like(pair, no) >= DIRECT;
    }
}

static void score_ways(const struct pair *pair, struct score *score)
{
    struct score_value *hours = &score->parts[SCORE_HOURS], *travel = &score->parts[SCORE_TRAVEL];
    double gap = (pair->without & 1u << SCORE_WEEKLY) != 0
                     ? -1
                     : score_hours_gap(&pair->seeker->facts, &pair->job->facts);
    hours->known = gap >= 0;
    hours->value = MAX(0, MOST * (1 - gap / FULL_WEEK));
    int limit = pair->seeker->facts.travel_limit;
    travel->known = pair->minutes >= 0 && limit > 0;
    travel->value =
        !travel->known ? 0 : MAX(0, MOST * (1 - MAX(0, pair->minutes - limit) / (double)limit));
}

/* The mean of the known parts, weighed by one side, but for one of them. */
static double mean_of(const struct score *score, unsigned side, enum score_part but)
{
    double sum = 0, weight = 0;
    for (unsigned part = 0; part < SCORE_PARTS; part++) {
        if (score->parts[part].known && part != but) {
            double counts = weights[part][side] * (score->parts[part].vague ? PART : 1);
            sum += counts * score->parts[part].value;
            weight += counts;
        }
    }
    return weight > 0 ? sum / weight : 0;
}

static struct score *score_pair(const struct pair *pair)
{
    struct score *score = g_new0(struct score, 1);
    score->fits = true;
    for (unsigned i = 0; i < SCORE_CONDITIONS; i++) {
        enum score_condition condition = i;
        score->conditions[i] =
            (pair->without & 1u << i) != 0
                ? SCORE_MET
                : score_condition_of(condition, &pair->seeker->facts, &pair->job->facts);
        score->fits = score->fits && score->conditions[i] != SCORE_UNMET;
    }
    score_work(pair, &score->parts[SCORE_WORK]);
    score_skills(pair, &score->parts[SCORE_SKILLS]);
    score_place(pair, &score->parts[SCORE_PLACE]);
    score_wishes(pair, score);
    score_ways(pair, score);
    struct score_value *skills = &score->parts[SCORE_SKILLS];
    if (skills->known && pair->seeker->skills->len == 0) { /* never better than the mean */
        skills->value = MIN(skills->value, mean_of(score, 0, SCORE_SKILLS));
    }
    score->e = mean_of(score, 0, SCORE_PARTS);
    score->k = score->refused ? 0 : mean_of(score, 1, SCORE_PARTS);
    double sum = score->e + score->k;
    score->s = sum > 0 ? 2 * score->e * score->k / sum : 0;
    return score;
}

static int by_gain(gconstpointer a, gconstpointer b)
{
    const struct score_missing *left = a, *right = b;
    if (left->gain > right->gain || left->gain < right->gain) {
        return left->gain > right->gain ? -1 : 1;
    }
    if (left->condition != right->condition) {
        return left->condition < right->condition ? -1 : 1;
    }
    return left->skill < right->skill ? -1 : left->skill > right->skill;
}

static void add_missing(struct score *score, const struct pair *without,
                        enum score_condition condition)
{
    SCOPED(score) struct score *other = score_pair(without);
    struct score_missing missing = {.condition = condition,
                                    .skill = without->without_skill,
                                    .gain = score_counts(other) - score_counts(score)};
    g_array_append_val(score->missing, missing);
}

struct score *score_quick(const struct side *seeker, const struct side *job,
                          struct score_terms terms)
{
    g_assert(seeker->index == job->index);
    struct pair pair = {.seeker = seeker,
                        .job = job,
                        .minutes = terms.minutes,
                        .without = terms.without,
                        .without_skill = G_MAXUINT};
    return score_pair(&pair);
}

struct score *score_of(const struct side *seeker, const struct side *job, struct score_terms terms)
{
    g_assert(seeker->index == job->index);
    struct pair pair = {.seeker = seeker,
                        .job = job,
                        .minutes = terms.minutes,
                        .without = terms.without,
                        .without_skill = G_MAXUINT,
                        .explained = true};
    struct score *score = score_pair(&pair);
    score->missing = g_array_new(FALSE, FALSE, sizeof(struct score_missing));
    pair.explained = false;
    for (unsigned i = 0; i < SCORE_CONDITIONS; i++) {
        pair.without = terms.without | 1u << i;
        if (score->conditions[i] == SCORE_UNMET) {
            add_missing(score, &pair, i);
        }
    }
    pair.without = terms.without;
    for (guint i = 0; i < job->skills->len; i++) {
        const struct side_phrase *by = NULL;
        pair.without_skill = i;
        if (score_coverage(seeker, &g_array_index(job->skills, struct side_phrase, i), &by) < 1) {
            add_missing(score, &pair, SCORE_CONDITIONS);
        }
    }
    g_array_sort(score->missing, by_gain);
    return score;
}

void score_free(struct score *score)
{
    if (score != NULL) {
        for (unsigned part = 0; part < SCORE_PARTS; part++) {
            g_clear_pointer(&score->parts[part].evidence, g_ptr_array_unref);
        }
        g_clear_pointer(&score->missing, g_array_unref);
        g_free(score);
    }
}

double score_counts(const struct score *score)
{
    return score->fits ? score->s : 0;
}

int score_rounded(double s)
{
    return 5 * (int)lround(s / 5);
}

enum score_level score_level(double s)
{
    return s >= 75 ? SCORE_WELL : s >= 55 ? SCORE_PARTLY : s >= 40 ? SCORE_PERHAPS : SCORE_NO;
}
