#include "match/topics.h"

#include <string.h>

#include "match/fillers.h"
#include "match/weights.h"
#include "match/words.h"

#define TEXT_WORDS 1200u
#define LABEL_LEAST 0.75f /* so much of a label has to be there */
#define MASS_LEAST 16.0f  /* and so rare have its words to be */
#define PHRASE_MOST 4u    /* skills in one phrase */
#define AROUND 4u         /* words before and behind that are quoted with it */
#define REACH_TIMES 2u    /* so far apart may its words stand */
#define REACH_PLUS 2u
#define CONTENT_LETTERS 2u
#define TOPIC_WORDS 3u
#define TOPICS_MOST 60u

struct row {
    float like, mass;
    unsigned first, last, words; /* words of the text that it has in common, and how many */
};

struct finder {
    const struct match_index *index;
    const char *text;
    GArray *words; /* struct match_word */
    GArray *terms; /* struct term, in the order of the words */
    struct row *rows;
    GArray *touched;   /* unsigned: rows */
    GHashTable *taken; /* skills */
    GArray *found;
};

/* Adds what a term brings to the labels that have it; nothing when `idle`. */
static void touch(struct finder *finder, const struct term *term, bool idle)
{
    const struct postings *labels = finder->index->skills.words;
    if (term->id >= labels->terms || idle) {
        return;
    }
    float idf = labels->idf[term->id];
    for (unsigned at = labels->from[term->id]; at < labels->from[term->id + 1]; at++) {
        unsigned number = labels->document[at];
        struct row *row = &finder->rows[number];
        if (row->words == 0) {
            *row = (struct row){.first = term->word, .last = term->word, .words = 1};
            g_array_append_val(finder->touched, number);
        }
        row->words += term->word != row->last ? 1 : 0;
        row->last = term->word;
        float share = labels->weight[at] * labels->weight[at] * MIN(term->weight, 1);
        row->like += share;
        row->mass += idf * idf * MIN(term->weight, 1);
    }
}

static bool is_named(const struct row *row)
{
    return row->like >= LABEL_LEAST && row->mass >= MASS_LEAST &&
           row->last - row->first < REACH_TIMES * row->words + REACH_PLUS;
}

/* The row that says most in words that are still free, or TAXONOMY_NONE. */
static unsigned best_row(const struct finder *finder, const bool *used, unsigned begin)
{
    const struct match_rows *skills = &finder->index->skills;
    unsigned best = TAXONOMY_NONE;
    for (guint i = 0; i < finder->touched->len; i++) {
        unsigned number = g_array_index(finder->touched, unsigned, i);
        const struct row *row = &finder->rows[number];
        bool is = is_named(row) &&
                  !g_hash_table_contains(finder->taken, GUINT_TO_POINTER(skills->owner[number]));
        for (unsigned word = row->first; is && word <= row->last; word++) {
            is = !used[word - begin];
        }
        float lead =
            !is || best == TAXONOMY_NONE
                ? 1
                : row->like * row->mass - finder->rows[best].like * finder->rows[best].mass;
        if (is && (lead > 0 || (lead >= 0 && number < best))) {
            best = number;
        }
    }
    return best;
}

static const struct match_word *word_at(const struct finder *finder, unsigned at)
{
    return &g_array_index(finder->words, struct match_word, at);
}

/* A topic in the words from `first` to `last`. */
static void add(struct finder *finder, unsigned skill, unsigned first, unsigned last)
{
    unsigned phrase = word_at(finder, first)->phrase;
    struct topic topic = {.skill = skill,
                          .from = word_at(finder, first)->from,
                          .to = word_at(finder, last)->to,
                          .known = skill != TAXONOMY_NONE};
    for (unsigned more = 0; more < AROUND; more++) {
        first -= first > 0 && word_at(finder, first - 1)->phrase == phrase ? 1 : 0;
        bool next = last + 1 < finder->words->len && word_at(finder, last + 1)->phrase == phrase;
        last += next ? 1 : 0;
    }
    topic.around_from = word_at(finder, first)->from;
    topic.around_to = word_at(finder, last)->to;
    g_array_append_val(finder->found, topic);
}

/* The skills in the words of the phrase that begins at `begin`. */
static void take_rows(struct finder *finder, unsigned begin, bool *used)
{
    for (unsigned count = 0; count < PHRASE_MOST; count++) {
        unsigned best = best_row(finder, used, begin);
        if (best == TAXONOMY_NONE) {
            return;
        }
        const struct row *row = &finder->rows[best];
        add(finder, finder->index->skills.owner[best], row->first, row->last);
        g_hash_table_add(finder->taken, GUINT_TO_POINTER(finder->index->skills.owner[best]));
        for (unsigned word = row->first; word <= row->last; word++) {
            used[word - begin] = true;
        }
    }
}

/* Whether the word is no number and says something by itself. */
static bool has_content(const struct finder *finder, unsigned at)
{
    const struct match_word *word = word_at(finder, at);
    return !g_ascii_isdigit(*word->folded) && strlen(word->folded) >= CONTENT_LETTERS &&
           !fillers_have(finder->index->fillers, word->folded);
}

/* Whether nothing but blanks stands between a word and the next one. */
static bool goes_on(const struct finder *finder, unsigned at)
{
    const char *gap = finder->text + word_at(finder, at)->to;
    return strspn(gap, " -") == word_at(finder, at + 1)->from - word_at(finder, at)->to;
}

static bool is_known(const struct finder *finder, unsigned first, unsigned last)
{
    const struct match_index *index = finder->index;
    for (guint i = 0; i < finder->terms->len; i++) {
        const struct term *term = &g_array_index(finder->terms, struct term, i);
        if (term->word >= first && term->word <= last && term->id < index->text->terms &&
            (index->text->from[term->id] < index->text->from[term->id + 1] ||
             index->skills.words->from[term->id] < index->skills.words->from[term->id + 1])) {
            return true;
        }
    }
    return false;
}

/* What is left between the fillers. */
static void take_rest(struct finder *finder, unsigned begin, unsigned end, const bool *used)
{
    for (unsigned first = begin, last; first < end; first = last + 1) {
        last = first;
        if (used[first - begin] || !has_content(finder, first)) {
            continue;
        }
        while (last + 1 < end && last + 1 < first + TOPIC_WORDS && goes_on(finder, last) &&
               !used[last + 1 - begin] && has_content(finder, last + 1)) {
            last++;
        }
        if (finder->found->len < TOPICS_MOST) {
            add(finder, TAXONOMY_NONE, first, last);
            g_array_index(finder->found, struct topic, finder->found->len - 1).known =
                is_known(finder, first, last);
        }
    }
}

static bool has_before(const struct finder *finder, guint from, guint at)
{
    unsigned id = g_array_index(finder->terms, struct term, at).id;
    for (guint i = from; i < at; i++) {
        if (g_array_index(finder->terms, struct term, i).id == id) {
            return true;
        }
    }
    return false;
}

/* The words [begin, end) of one phrase, whose terms begin at `term`; where those of the next do. */
static guint read_phrase(struct finder *finder, unsigned begin, unsigned end, guint term)
{
    guint at = term;
    for (; at < finder->terms->len; at++) {
        const struct term *one = &g_array_index(finder->terms, struct term, at);
        if (one->word >= end) {
            break;
        }
        touch(finder, one, !has_content(finder, one->word) || has_before(finder, term, at));
    }
    g_autofree bool *used = g_new0(bool, end - begin + 1);
    take_rows(finder, begin, used);
    take_rest(finder, begin, end, used);
    for (guint i = 0; i < finder->touched->len; i++) {
        finder->rows[g_array_index(finder->touched, unsigned, i)] = (struct row){0};
    }
    g_array_set_size(finder->touched, 0);
    return at;
}

static int by_place(gconstpointer a, gconstpointer b)
{
    const struct topic *left = a, *right = b;
    return left->from < right->from ? -1 : left->from > right->from;
}

GArray *topics_find(const struct match_index *index, const char *text)
{
    g_autoptr(GArray) words = match_words(text, TEXT_WORDS);
    g_autoptr(GArray) terms = g_array_new(FALSE, FALSE, sizeof(struct term));
    g_autoptr(GArray) touched = g_array_new(FALSE, FALSE, sizeof(unsigned));
    g_autoptr(GHashTable) taken = g_hash_table_new(NULL, NULL);
    g_autofree struct row *rows = g_new0(struct row, index->skills.count + 1);
    lexis_terms(index->lexis, words, (struct lexis_reading){.part = match_weights.label_part},
                terms);
    struct finder finder = {.index = index,
                            .text = text,
                            .words = words,
                            .terms = terms,
                            .rows = rows,
                            .touched = touched,
                            .taken = taken,
                            .found = g_array_new(FALSE, FALSE, sizeof(struct topic))};
    guint term = 0;
    for (guint begin = 0, end; begin < words->len; begin = end) {
        for (end = begin + 1; end < words->len; end++) {
            if (word_at(&finder, end)->phrase != word_at(&finder, begin)->phrase) {
                break;
            }
        }
        term = read_phrase(&finder, begin, end, term);
    }
    g_array_sort(finder.found, by_place);
    return finder.found;
}
