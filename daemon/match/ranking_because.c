/* What the points of a ranking come from, in words. */
#include <string.h>

#include "match/ranking_inner.h"
#include "match/skills.h"

#define WORDS_MOST 5u

static char *joined(const GPtrArray *words)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < words->len; i++) {
        g_string_append_printf(text, "%s%s", i > 0 ? ", " : "",
                               (const char *)g_ptr_array_index(words, i));
    }
    return g_strdup(text->str);
}

static char *words_in(const struct query *query, const struct postings *postings, unsigned document)
{
    g_autoptr(GPtrArray) words = query_evidence(query, postings, document, WORDS_MOST);
    return joined(words);
}

/* The label in a row: the first one of its owner stands in the owner's first row. */
static const char *label_of(const struct match_index *index, unsigned row)
{
    unsigned first = row;
    while (first > 0 && index->labels.owner[first - 1] == index->labels.owner[row]) {
        first--;
    }
    return index->taxonomy->occupations[index->labels.owner[row]].labels[row - first];
}

static const char *group_name(const struct match_index *index, unsigned group)
{
    return group < index->taxonomy->group_count ? index->taxonomy->groups[group].name : "";
}

/* Of the skills that the text names, those that the occupations near this one ask for. */
static char *skills_in(const struct match_index *index, const struct query *query,
                       unsigned occupation)
{
    g_autoptr(GArray) found = skills_find(index, query);
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    for (guint i = 0; i < found->len && names->len < WORDS_MOST; i++) {
        unsigned skill = g_array_index(found, struct skill_found, i).skill;
        bool asked = false;
        for (unsigned k = index->asks->from[skill]; k < index->asks->from[skill + 1]; k++) {
            asked = asked || postings_of(index->near, index->asks->document[k], occupation) > 0;
        }
        if (asked) {
            g_ptr_array_add(names, index->taxonomy->skills[skill].labels[0]);
        }
    }
    return joined(names);
}

char *ranking_because(const struct match_index *index, const struct query *query,
                      const struct ranking *ranking, enum ranking_part part, unsigned occupation)
{
    const float *points = ranking->part[part];
    if (points == NULL || points[occupation] <= 0) {
        return g_strdup("");
    }
    switch (part) {
    case RANKING_WORDS:
        return words_in(query, index->labels.words, ranking->row[occupation]);
    case RANKING_TEXT:
        return words_in(query, index->text, occupation);
    case RANKING_SKILLS:
        return words_in(query, index->skill_text, occupation);
    case RANKING_NEAR:
        return skills_in(index, query, occupation);
    case RANKING_LETTERS:
    case RANKING_KIN:
    case RANKING_EXACT:
        return g_strdup(label_of(index, ranking->row[occupation]));
    case RANKING_NAMES:
    case RANKING_UNIT:
        return g_strdup(group_name(index, index->unit[occupation]));
    case RANKING_MINOR:
        return g_strdup(group_name(index, index->minor[occupation]));
    case RANKING_WORK:
    case RANKING_PARTS:
    default:
        return g_strdup("");
    }
}
