/* The occupations that a title may mean: the label that fits best, and what is around it. */
#include "match/kin.h"
#include "match/ranking_inner.h"

#define EXACT 0.995f /* so much of the most that is possible */

/* The points of all labels, by part. */
struct label_points {
    float *words, *letters, *kin;
};

static bool is_preferred(const struct match_rows *rows, unsigned row)
{
    return row == 0 || rows->owner[row] != rows->owner[row - 1];
}

/* Takes over what the best label of each occupation has. */
static void take_best(struct ranking *ranking, const struct match_rows *rows,
                      const struct label_points *points)
{
    float *words = ranking_part(ranking, RANKING_WORDS);
    float *letters = ranking_part(ranking, RANKING_LETTERS);
    float *kin = ranking_part(ranking, RANKING_KIN), *exact = ranking_part(ranking, RANKING_EXACT);
    float most = (float)(match_weights.words + match_weights.letters);
    for (unsigned row = 0; row < rows->count; row++) {
        unsigned owner = rows->owner[row];
        float times = is_preferred(rows, row) ? 1 : (float)match_weights.other;
        bool is = points->words[row] + points->letters[row] >= EXACT * most;
        float bonus = is ? (float)match_weights.exact : 0;
        float sum = times * (points->words[row] + points->letters[row] + points->kin[row]) + bonus;
        if (sum > words[owner] + letters[owner] + kin[owner] + exact[owner]) {
            words[owner] = times * points->words[row];
            letters[owner] = times * points->letters[row];
            kin[owner] = times * points->kin[row];
            exact[owner] = bonus;
            ranking->row[owner] = row;
        }
    }
}

struct ranking *ranking_title(const struct match_index *index, const struct query *query)
{
    struct ranking *ranking = ranking_new(index->taxonomy->occupation_count);
    ranking->row = g_new0(unsigned, ranking->count + 1);
    const struct match_rows *rows = &index->labels;
    g_autofree float *points = g_new0(float, 3 * (size_t)rows->count + 1);
    struct label_points of = {
        .words = points, .letters = points + rows->count, .kin = points + 2 * (size_t)rows->count};
    query_cosine(rows->words, query->label_terms, match_weights.words, of.words);
    query_cosine(rows->letters, query->grams, match_weights.letters, of.letters);
    kin_cosine(index->kin, rows->words, query->label_terms, match_weights.kin, of.kin);
    take_best(ranking, rows, &of);
    ranking_add(ranking, index, query, &match_weights.title);
    return ranking;
}
