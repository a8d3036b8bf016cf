#include "match/side.h"

#include <math.h>
#include <string.h>

#include "match/query.h"
#include "match/ranking.h"
#include "match/skills.h"
#include "match/weights.h"
#include "match/words.h"

#define SAME_UNIT 70.0
#define SAME_MINOR 50.0
#define NEAR_LEAST 0.03 /* of all that is near (index.h), 1 */
#define SAME_WORK 100.0
#define SHARE_EDGE 4 /* how much more the better occupations count */

static void phrase_clear(gpointer data)
{
    struct side_phrase *phrase = data;
    g_array_unref(phrase->terms);
}

static struct query *query_of(const struct match_index *index, const char *text)
{
    return query_new(index->lexis, index->grams, text, false);
}

/* Unknown words are terms too, so that the same ones meet: numbers that no known term has. */
#define UNKNOWN_BIT 0x80000000u

/* Whether the text's word has no other term: of a compound its parts say enough. */
static bool stands_alone(const GArray *terms, guint at)
{
    for (guint i = 0; i < terms->len; i++) {
        if (i != at && g_array_index(terms, struct term, i).word ==
                           g_array_index(terms, struct term, at).word) {
            return false;
        }
    }
    return true;
}

/* Multiplies the terms by how rare they are in `rows`, once for all pairs. */
static void weigh(const struct postings *rows, const struct query *query,
                  struct side_phrase *phrase)
{
    double square = 0;
    for (guint i = 0; i < phrase->terms->len; i++) {
        struct term *term = &g_array_index(phrase->terms, struct term, i);
        bool alone = term->id != LEXIS_UNKNOWN || stands_alone(phrase->terms, i);
        term->weight *= alone ? (float)postings_idf(rows, term->id) : 0;
        square += (double)term->weight * (double)term->weight;
    }
    for (guint i = 0; i < phrase->terms->len; i++) {
        struct term *term = &g_array_index(phrase->terms, struct term, i);
        if (term->id == LEXIS_UNKNOWN && term->word < query->words->len) {
            const char *word = g_array_index(query->words, struct match_word, term->word).folded;
            term->id = (g_str_hash(word) | UNKNOWN_BIT) & ~1u;
        }
    }
    phrase->length = sqrt(square);
}

static struct side_phrase read_phrase(const struct postings *rows, const struct query *query,
                                      const char *text, unsigned skill)
{
    struct side_phrase phrase = {.text = text, .skill = skill};
    phrase.terms = g_array_ref(query->label_terms);
    weigh(rows, query, &phrase);
    return phrase;
}

void side_add(const struct side *side, GArray *phrases, const char *text, unsigned skill)
{
    SCOPED(query) struct query *query = query_of(side->index, text);
    struct side_phrase phrase = read_phrase(side->index->skills.words, query, text, skill);
    g_array_append_val(phrases, phrase);
}

GArray *side_phrases_new(void)
{
    GArray *phrases = g_array_new(FALSE, FALSE, sizeof(struct side_phrase));
    g_array_set_clear_func(phrases, phrase_clear);
    return phrases;
}

static GArray *phrases_of(const struct match_index *index, const char *const *texts)
{
    GArray *phrases = side_phrases_new();
    for (; texts != NULL && *texts != NULL; texts++) {
        SCOPED(query) struct query *query = query_of(index, *texts);
        g_autoptr(GArray) found = skills_find(index, query);
        unsigned skill =
            found->len > 0 ? g_array_index(found, struct skill_found, 0).skill : TAXONOMY_NONE;
        struct side_phrase phrase = read_phrase(index->skills.words, query, *texts, skill);
        g_array_append_val(phrases, phrase);
    }
    return phrases;
}

/* Titles as words: how rare those are in titles. */
static GArray *called(const struct match_index *index, const char *const *titles)
{
    GArray *phrases = side_phrases_new();
    for (; titles != NULL && *titles != NULL; titles++) {
        SCOPED(query) struct query *query = query_of(index, *titles);
        struct side_phrase phrase = read_phrase(index->labels.words, query, *titles, TAXONOMY_NONE);
        g_array_append_val(phrases, phrase);
    }
    return phrases;
}

struct side_work side_work_of(const struct match_index *index, const char *text, bool title)
{
    SCOPED(query) struct query *query = query_of(index, text);
    SCOPED(ranking)
    struct ranking *ranking =
        title ? ranking_title(index, query) : ranking_text(index, query, false);
    struct side_work work = {0};
    work.count = match_best(ranking->score, ranking->count, work.occupation, SIDE_WORK);
    work.best = work.count > 0 ? (double)ranking->score[work.occupation[0]] : 0;
    for (unsigned i = 0; i < work.count; i++) {
        double share =
            (double)ranking->score[work.occupation[i]] / (double)ranking->score[work.occupation[0]];
        work.share[i] = pow(share, SHARE_EDGE);
    }
    return work;
}

static void append_all(GString *text, const char *const *texts)
{
    for (; texts != NULL && *texts != NULL; texts++) {
        g_string_append_printf(text, "%s%s", text->len > 0 ? ". " : "", *texts);
    }
}

static struct side_work work_of_all(const struct match_index *index, const struct side_facts *facts)
{
    g_autoptr(GString) text = g_string_new(NULL);
    append_all(text, facts->titles);
    append_all(text, facts->skills);
    return side_work_of(index, text->str, false);
}

struct side *side_read(const struct match_index *index, const struct side_facts *facts)
{
    struct side *side = g_new0(struct side, 1);
    side->index = index;
    side->facts = *facts;
    side->titles = g_array_new(FALSE, FALSE, sizeof(struct side_work));
    unsigned titles = 0;
    for (; facts->titles != NULL && facts->titles[titles] != NULL; titles++) {
        struct side_work work = facts->works != NULL
                                    ? facts->works[titles]
                                    : side_work_of(index, facts->titles[titles], true);
        g_array_append_val(side->titles, work);
    }
    side->called = called(index, facts->titles);
    side->skills = phrases_of(index, facts->skills);
    side->nice = phrases_of(index, facts->nice);
    side->wants = phrases_of(index, facts->wants);
    side->unwanted = phrases_of(index, facts->unwanted);
    side->work = titles == 1 || (titles > 1 && facts->works != NULL)
                     ? g_array_index(side->titles, struct side_work, 0) /* a title says it best */
                     : work_of_all(index, facts);
    return side;
}

void side_free(struct side *side)
{
    if (side != NULL) {
        g_array_unref(side->titles);
        g_array_unref(side->called);
        g_array_unref(side->skills);
        g_array_unref(side->nice);
        g_array_unref(side->wants);
        g_array_unref(side->unwanted);
        g_free(side);
    }
}

double side_like(const struct side_phrase *a, const struct side_phrase *b)
{
    if ((a->skill != TAXONOMY_NONE && a->skill == b->skill) || strcmp(a->text, b->text) == 0) {
        return 1;
    }
    double common = 0;
    for (guint i = 0; i < a->terms->len; i++) {
        const struct term *term = &g_array_index(a->terms, struct term, i);
        for (guint k = 0; k < b->terms->len; k++) {
            const struct term *other = &g_array_index(b->terms, struct term, k);
            if (term->id == other->id && term->id != LEXIS_UNKNOWN) {
                common += (double)term->weight * (double)other->weight;
            }
        }
    }
    double length = a->length * b->length;
    return length > 0 ? MIN(common / length, 1) : 0;
}

static double shared_work(const struct side_work *a, const struct side_work *b)
{
    double common = 0, left = 0, right = 0;
    for (unsigned i = 0; i < a->count; i++) {
        left += a->share[i] * a->share[i];
        for (unsigned k = 0; k < b->count; k++) {
            common += a->occupation[i] == b->occupation[k] ? a->share[i] * b->share[k] : 0;
        }
    }
    for (unsigned k = 0; k < b->count; k++) {
        right += b->share[k] * b->share[k];
    }
    return left > 0 && right > 0 ? common / sqrt(left * right) : 0;
}

/* The occupation that both mean most: titles that mean several share what is likely for both. */
static double likeliest(const struct side_work *a, const struct side_work *b)
{
    double best = 0;
    for (unsigned i = 0; i < a->count; i++) {
        for (unsigned k = 0; k < b->count; k++) {
            if (a->occupation[i] == b->occupation[k]) {
                best = MAX(best, a->share[i] * b->share[k]);
            }
        }
    }
    return sqrt(best);
}

/* Whether one of them is among those that ask for most of the same skills as the other. */
static bool is_near(const struct match_index *index, unsigned one, unsigned other)
{
    return postings_of(index->near, one, other) >= NEAR_LEAST ||
           postings_of(index->near, other, one) >= NEAR_LEAST;
}

double side_work_like(const struct match_index *index, const struct side_work *a,
                      const struct side_work *b)
{
    if (a->count == 0 || b->count == 0) {
        return 0;
    }
    unsigned one = a->occupation[0], other = b->occupation[0];
    double least = one == other                             ? SAME_WORK
                   : index->unit[one] == index->unit[other] ? SAME_UNIT
                   : index->minor[one] == index->minor[other] || is_near(index, one, other)
                       ? SAME_MINOR
                       : 0;
    double common = MAX(shared_work(a, b), likeliest(a, b));
    return MAX(least, SAME_WORK * common);
}
