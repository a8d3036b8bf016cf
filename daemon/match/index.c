#include "match/index.h"

#include <string.h>

#include "match/index_rows.h"
#include "match/kin.h"
#include "match/travel.h"
#include "match/weights.h"
#include "match/words.h"

/* So many like occupations say what an occupation may ask for besides. */
#define NEAR_MOST 40u

static void learn_labels(struct lexis *lexis, char **labels)
{
    for (; *labels != NULL; labels++) {
        lexis_learn(lexis, *labels);
    }
}

static void learn(struct lexis *lexis, const struct taxonomy *taxonomy, const char *word_list)
{
    for (unsigned i = 0; i < taxonomy->occupation_count; i++) {
        learn_labels(lexis, taxonomy->occupations[i].labels);
        lexis_learn(lexis, taxonomy->occupations[i].text);
    }
    for (unsigned i = 0; i < taxonomy->skill_count; i++) {
        learn_labels(lexis, taxonomy->skills[i].labels);
    }
    for (unsigned i = 0; i < taxonomy->group_count; i++) {
        lexis_learn(lexis, taxonomy->groups[i].name);
    }
    if (word_list != NULL) {
        lexis_learn_list(lexis, word_list);
    }
    lexis_close(lexis);
}

static void build_rows(struct match_index *index)
{
    const struct taxonomy *taxonomy = index->taxonomy;
    struct index_rows *labels = index_rows_new(index->lexis, index->grams);
    for (unsigned i = 0; i < taxonomy->occupation_count; i++) {
        for (char **label = taxonomy->occupations[i].labels; *label != NULL; label++) {
            index_rows_add(labels, *label, i);
        }
    }
    index->labels = index_rows_end(labels);
    struct index_rows *names = index_rows_new(index->lexis, index->grams);
    for (unsigned i = 0; i < taxonomy->group_count; i++) {
        index_rows_add(names, taxonomy->groups[i].name, i);
    }
    index->names = index_rows_end(names);
    struct index_rows *skills = index_rows_new(index->lexis, NULL);
    for (unsigned i = 0; i < taxonomy->skill_count; i++) {
        for (char **label = taxonomy->skills[i].labels; *label != NULL; label++) {
            index_rows_add(skills, *label, i);
        }
    }
    index->skills = index_rows_end(skills);
}

char *match_index_phrase(const GArray *words, guint from, guint to)
{
    g_autoptr(GString) key = g_string_new(NULL);
    for (guint i = from; i < to; i++) {
        g_string_append(key, g_array_index(words, struct match_word, i).folded);
        g_string_append_c(key, ' ');
    }
    return g_strdup(key->str);
}

/* Where two skills are called the same, the first one by its id has the name. */
static void build_phrases(struct match_index *index)
{
    const struct taxonomy *taxonomy = index->taxonomy;
    index->phrases = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (unsigned i = 0; i < taxonomy->skill_count; i++) {
        for (char **label = taxonomy->skills[i].labels; *label != NULL; label++) {
            g_autoptr(GArray) words = match_words(*label, G_MAXUINT);
            g_autofree char *key = match_index_phrase(words, 0, words->len);
            if (!g_hash_table_contains(index->phrases, key)) {
                g_hash_table_insert(index->phrases, g_steal_pointer(&key), GUINT_TO_POINTER(i + 1));
            }
        }
    }
}

static void build_texts(struct match_index *index)
{
    const struct taxonomy *taxonomy = index->taxonomy;
    struct index_text *text = index_text_new(index->lexis);
    struct index_text *skills = index_text_new(index->lexis);
    for (unsigned i = 0; i < taxonomy->occupation_count; i++) {
        const struct taxonomy_occupation *occupation = &taxonomy->occupations[i];
        for (char **label = occupation->labels; *label != NULL; label++) {
            index_text_add(text, *label, i);
        }
        index_text_add(text, occupation->text, i);
        for (unsigned k = 0; k < occupation->skill_count; k++) {
            const struct taxonomy_skill *skill = &taxonomy->skills[occupation->skills[k].skill];
            index_text_add(skills, skill->labels[0], i);
        }
    }
    index->text = index_text_end(text, taxonomy->occupation_count);
    index->skill_text = index_text_end(skills, taxonomy->occupation_count);
}

static void build_links(struct match_index *index)
{
    const struct taxonomy *taxonomy = index->taxonomy;
    g_autoptr(GArray) entries = g_array_new(FALSE, FALSE, sizeof(struct posting));
    for (unsigned i = 0; i < taxonomy->occupation_count; i++) {
        const struct taxonomy_occupation *occupation = &taxonomy->occupations[i];
        for (unsigned k = 0; k < occupation->skill_count; k++) {
            const struct taxonomy_link *link = &occupation->skills[k];
            double weight = link->essential ? 1 : match_weights.optional;
            struct posting entry = {.term = link->skill, .document = i, .weight = (float)weight};
            g_array_append_val(entries, entry);
        }
    }
    index->asks = postings_new(entries, taxonomy->skill_count, taxonomy->occupation_count);
    postings_cosine(index->asks);
}

/* How like two occupations are: the cosine of what they ask for. The weights of the occupations
 * near one sum to 1. */
static void build_near(struct match_index *index)
{
    const struct taxonomy *taxonomy = index->taxonomy;
    unsigned count = taxonomy->occupation_count;
    g_autofree float *like = g_new0(float, count + 1);
    g_autoptr(GArray) entries = g_array_new(FALSE, FALSE, sizeof(struct posting));
    for (unsigned i = 0; i < count; i++) {
        memset(like, 0, count * sizeof *like);
        for (unsigned k = 0; k < taxonomy->occupations[i].skill_count; k++) {
            unsigned skill = taxonomy->occupations[i].skills[k].skill;
            postings_add(index->asks, skill, postings_of(index->asks, skill, i), like);
        }
        like[i] = 0; /* itself */
        unsigned best[NEAR_MOST];
        unsigned found = match_best(like, count, best, NEAR_MOST);
        float sum = 0;
        for (unsigned k = 0; k < found; k++) {
            sum += like[best[k]];
        }
        for (unsigned k = 0; k < found; k++) {
            struct posting entry = {.term = best[k], .document = i, .weight = like[best[k]] / sum};
            g_array_append_val(entries, entry);
        }
    }
    index->near = postings_new(entries, count, count);
}

/* The place of an ISCO group, or that behind the last one. */
static unsigned group_of(const struct taxonomy *taxonomy, const char *isco, size_t digits)
{
    g_autofree char *code = g_strndup(isco, digits);
    unsigned group = taxonomy_group(taxonomy, code);
    return MIN(group, taxonomy->group_count);
}

static void build_groups(struct match_index *index)
{
    const struct taxonomy *taxonomy = index->taxonomy;
    index->unit = g_new0(unsigned, taxonomy->occupation_count + 1);
    index->minor = g_new0(unsigned, taxonomy->occupation_count + 1);
    for (unsigned i = 0; i < taxonomy->occupation_count; i++) {
        index->unit[i] = group_of(taxonomy, taxonomy->occupations[i].isco, 4);
        index->minor[i] = group_of(taxonomy, taxonomy->occupations[i].isco, 3);
    }
}

struct match_index *match_index_new(const struct taxonomy *taxonomy, const char *word_list)
{
    struct match_index *index = g_new0(struct match_index, 1);
    index->taxonomy = taxonomy;
    index->lexis = lexis_new();
    index->grams = grams_new();
    learn(index->lexis, taxonomy, word_list);
    build_rows(index);
    build_phrases(index);
    build_texts(index);
    build_links(index);
    build_near(index);
    build_groups(index);
    index->kin = kin_learn(index->lexis, taxonomy);
    return index;
}

static void rows_free(struct match_rows *rows)
{
    g_free(rows->owner);
    postings_free(rows->words);
    postings_free(rows->letters);
}

void match_index_free(struct match_index *index)
{
    if (index == NULL) {
        return;
    }
    rows_free(&index->labels);
    rows_free(&index->skills);
    rows_free(&index->names);
    postings_free(index->kin);
    postings_free(index->text);
    postings_free(index->skill_text);
    postings_free(index->asks);
    postings_free(index->near);
    g_hash_table_unref(index->phrases);
    g_clear_pointer(&index->fillers, g_hash_table_unref);
    g_clear_pointer(&index->travel, travel_free);
    g_free(index->unit);
    g_free(index->minor);
    grams_free(index->grams);
    lexis_free(index->lexis);
    g_free(index);
}

unsigned match_best(const float *scores, unsigned count, unsigned *best, unsigned limit)
{
    unsigned found = 0;
    float bar = 0;
    for (unsigned i = 0; i < count; i++) {
        if (scores[i] <= bar || limit == 0) {
            continue;
        }
        unsigned place = found < limit ? found++ : limit - 1;
        for (; place > 0 && scores[best[place - 1]] < scores[i]; place--) {
            best[place] = best[place - 1];
        }
        best[place] = i;
        bar = found == limit ? scores[best[limit - 1]] : 0;
    }
    return found;
}
