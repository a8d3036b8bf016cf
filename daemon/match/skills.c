#include "match/skills.h"

#include <math.h>
#include <string.h>

#include "match/weights.h"
#include "match/words.h"

#define LIKE_MOST 5u /* so many skills may a phrase name */
#define VOTERS 20u
#define GROUP_LETTERS 8u

static void append(GArray *found, unsigned skill, unsigned phrase, float like)
{
    struct skill_found one = {.skill = skill, .phrase = phrase, .like = like};
    g_array_append_val(found, one);
}

/* The terms of the words from `from` to `to`, with weights for labels. */
static GArray *terms_between(const struct query *query, guint from, guint to)
{
    GArray *terms = g_array_new(FALSE, FALSE, sizeof(struct term));
    for (guint i = 0; i < query->label_terms->len; i++) {
        struct term term = g_array_index(query->label_terms, struct term, i);
        if (term.word >= from && term.word < to) {
            g_array_append_val(terms, term);
        }
    }
    return terms;
}

static void find_like(const struct match_index *index, const GArray *terms, unsigned phrase,
                      GArray *found)
{
    g_autofree float *like = g_new0(float, index->skills.count + 1);
    query_cosine(index->skills.words, terms, 1, like);
    unsigned best[LIKE_MOST];
    unsigned count = match_best(like, index->skills.count, best, LIKE_MOST);
    for (unsigned i = 0; i < count && like[best[i]] >= (float)match_weights.skill_least; i++) {
        append(found, index->skills.owner[best[i]], phrase, like[best[i]]);
    }
}

GArray *skills_find(const struct match_index *index, const struct query *query)
{
    const GArray *words = query->words;
    GArray *found = g_array_new(FALSE, FALSE, sizeof(struct skill_found));
    for (guint from = 0, to; from < words->len; from = to) {
        unsigned phrase = g_array_index(words, struct match_word, from).phrase;
        for (to = from; to < words->len; to++) {
            if (g_array_index(words, struct match_word, to).phrase != phrase) {
                break;
            }
        }
        g_autofree char *key = match_index_phrase(words, from, to);
        unsigned exact = GPOINTER_TO_UINT(g_hash_table_lookup(index->phrases, key));
        if (exact > 0) {
            append(found, exact - 1, phrase, 1);
            continue;
        }
        g_autoptr(GArray) terms = terms_between(query, from, to);
        find_like(index, terms, phrase, found);
    }
    return found;
}

void skills_near(const struct match_index *index, const struct query *query, float *scores)
{
    unsigned count = index->taxonomy->occupation_count;
    g_autoptr(GArray) found = skills_find(index, query);
    g_autofree float *asked = g_new0(float, count + 1);
    for (guint i = 0; i < found->len; i++) {
        const struct skill_found *one = &g_array_index(found, struct skill_found, i);
        double rare = postings_idf(index->asks, one->skill);
        postings_add(index->asks, one->skill, rare * (double)one->like, asked);
    }
    for (unsigned i = 0; i < count; i++) {
        if (asked[i] > 0) {
            postings_add(index->near, i, (double)asked[i], scores);
        }
    }
}

struct vote {
    char group[GROUP_LETTERS];
    float weight;
};

/* The weightier first, equal ones by their code. */
static int by_weight(gconstpointer a, gconstpointer b)
{
    const struct vote *left = a, *right = b;
    if (left->weight > right->weight || left->weight < right->weight) {
        return left->weight > right->weight ? -1 : 1;
    }
    return strcmp(left->group, right->group);
}

static void add_votes(GArray *votes, const char *groups, float weight)
{
    g_auto(GStrv) codes = g_strsplit(groups, ",", -1);
    unsigned count = g_strv_length(codes);
    for (unsigned i = 0; i < count; i++) {
        guint k = 0;
        while (k < votes->len &&
               strcmp(g_array_index(votes, struct vote, k).group, codes[i]) != 0) {
            k++;
        }
        if (k == votes->len) {
            struct vote fresh = {.weight = 0};
            g_strlcpy(fresh.group, codes[i], sizeof fresh.group);
            g_array_append_val(votes, fresh);
        }
        g_array_index(votes, struct vote, k).weight += weight / (float)count;
    }
}

GPtrArray *skills_groups(const struct match_index *index, const struct query *query)
{
    g_autofree float *like = g_new0(float, index->skills.count + 1);
    g_autoptr(GArray) votes = g_array_new(FALSE, FALSE, sizeof(struct vote));
    query_cosine(index->skills.words, query->label_terms, 1, like);
    unsigned best[VOTERS];
    unsigned count = match_best(like, index->skills.count, best, VOTERS);
    for (unsigned i = 0; i < count; i++) {
        const struct taxonomy_skill *skill = &index->taxonomy->skills[index->skills.owner[best[i]]];
        add_votes(votes, skill->groups, like[best[i]] * like[best[i]]);
    }
    g_array_sort(votes, by_weight);
    GPtrArray *groups = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < votes->len; i++) {
        g_ptr_array_add(groups, g_strdup(g_array_index(votes, struct vote, i).group));
    }
    return groups;
}
