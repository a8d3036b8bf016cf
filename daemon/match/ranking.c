#include "match/ranking.h"

#include <string.h>

#include "match/ranking_inner.h"
#include "match/skills.h"
#include "match/words.h"

#define TITLE_WORDS 12u
#define GROUP_BEST 3u /* so many of a group speak for it */

struct ranking *ranking_new(unsigned count)
{
    struct ranking *ranking = g_new0(struct ranking, 1);
    ranking->count = count;
    ranking->score = g_new0(float, count + 1);
    return ranking;
}

void ranking_free(struct ranking *ranking)
{
    if (ranking != NULL) {
        for (unsigned part = 0; part < RANKING_PARTS; part++) {
            g_free(ranking->part[part]);
        }
        g_free(ranking->row);
        g_free(ranking->score);
        g_free(ranking);
    }
}

float *ranking_part(struct ranking *ranking, enum ranking_part part)
{
    if (ranking->part[part] == NULL) {
        ranking->part[part] = g_new0(float, ranking->count + 1);
    }
    return ranking->part[part];
}

void ranking_scale(struct ranking *ranking, enum ranking_part part, double times)
{
    float *points = ranking_part(ranking, part), best = 0;
    for (unsigned i = 0; i < ranking->count; i++) {
        best = MAX(best, points[i]);
    }
    for (unsigned i = 0; i < ranking->count && best > 0; i++) {
        points[i] *= (float)times / best;
    }
}

void ranking_sum(struct ranking *ranking)
{
    memset(ranking->score, 0, ranking->count * sizeof *ranking->score);
    for (unsigned part = 0; part < RANKING_PARTS; part++) {
        const float *points = ranking->part[part];
        for (unsigned i = 0; points != NULL && i < ranking->count; i++) {
            ranking->score[i] += points[i];
        }
    }
}

struct group_part {
    enum ranking_part part;
    double times;
};

/* How well the names of its groups fit each occupation, the better of the two. */
static void add_names(struct ranking *ranking, const struct match_index *index,
                      const struct query *query, double times)
{
    unsigned groups = index->taxonomy->group_count;
    g_autofree float *fits = g_new0(float, groups + 1);
    query_cosine(index->names.words, query->label_terms, times, fits);
    query_cosine(index->names.letters, query->grams, times, fits);
    float *points = ranking_part(ranking, RANKING_NAMES);
    for (unsigned i = 0; i < ranking->count; i++) {
        points[i] =
            MAX(fits[index->unit[i]], fits[index->minor[i]] * (float)match_weights.minor_name);
    }
}

/* The mean of the three best scores of its group, for each occupation. */
static void add_group(struct ranking *ranking, const unsigned *group, unsigned groups,
                      struct group_part to)
{
    g_autofree float *best = g_new0(float, GROUP_BEST *(groups + 1));
    for (unsigned i = 0; i < ranking->count; i++) {
        float *of = best + GROUP_BEST * group[i], value = ranking->score[i];
        for (unsigned k = 0; k < GROUP_BEST; k++) {
            float lower = MIN(of[k], value);
            of[k] = MAX(of[k], value);
            value = lower;
        }
    }
    float *points = ranking_part(ranking, to.part);
    for (unsigned i = 0; i < ranking->count; i++) {
        const float *of = best + GROUP_BEST * group[i];
        points[i] = (float)to.times * (of[0] + of[1] + of[2]) / GROUP_BEST;
    }
}

void ranking_add(struct ranking *ranking, const struct match_index *index,
                 const struct query *query, const struct text_weights *weights)
{
    const GArray *terms = ranking->row != NULL ? query->label_terms : query->terms;
    query_sum(index->text, terms, ranking_part(ranking, RANKING_TEXT));
    ranking_scale(ranking, RANKING_TEXT, weights->text);
    query_sum(index->skill_text, terms, ranking_part(ranking, RANKING_SKILLS));
    ranking_scale(ranking, RANKING_SKILLS, weights->skills);
    if (weights->near > 0) {
        skills_near(index, query, ranking_part(ranking, RANKING_NEAR));
        ranking_scale(ranking, RANKING_NEAR, weights->near);
    }
    if (weights->names > 0) {
        add_names(ranking, index, query, weights->names);
    }
    ranking_sum(ranking);
    unsigned groups = index->taxonomy->group_count;
    add_group(ranking, index->unit, groups, (struct group_part){RANKING_UNIT, weights->unit});
    add_group(ranking, index->minor, groups, (struct group_part){RANKING_MINOR, weights->minor});
    ranking_sum(ranking);
}

struct ranking *ranking_text(const struct match_index *index, const struct query *query,
                             bool indexed)
{
    struct ranking *ranking = ranking_new(index->taxonomy->occupation_count);
    ranking_add(ranking, index, query, indexed ? &match_weights.profile : &match_weights.question);
    return ranking;
}

struct ranking *ranking_occupations(const struct match_index *index, const struct query *query)
{
    const GArray *words = query->words;
    bool title =
        words->len <= TITLE_WORDS &&
        (words->len == 0 || g_array_index(words, struct match_word, words->len - 1).phrase == 0);
    return title ? ranking_title(index, query) : ranking_text(index, query, false);
}
