#include "understand/candidates.h"

#include "understand/candidates_inner.h"

struct pair {
    unsigned of, number;
};

static struct lists lists_new(const GArray *pairs, unsigned count)
{
    struct lists lists = {.starts = g_new0(unsigned, count + 1),
                          .numbers = g_new0(unsigned, pairs->len + 1)};
    for (guint i = 0; i < pairs->len; i++) {
        lists.starts[g_array_index(pairs, struct pair, i).of + 1]++;
    }
    for (unsigned i = 0; i < count; i++) {
        lists.starts[i + 1] += lists.starts[i];
    }
    g_autofree unsigned *ends = g_memdup2(lists.starts, (count + 1) * sizeof *lists.starts);
    for (guint i = 0; i < pairs->len; i++) {
        const struct pair *pair = &g_array_index(pairs, struct pair, i);
        lists.numbers[ends[pair->of]++] = pair->number;
    }
    return lists;
}

static void lists_clear(struct lists *lists)
{
    g_free(lists->starts);
    g_free(lists->numbers);
}

static void add_pair(GArray *pairs, unsigned of, unsigned number)
{
    const struct pair pair = {.of = of, .number = number};
    g_array_append_val(pairs, pair);
}

static struct loose loose_new(const struct pattern_word *word, unsigned number)
{
    static const char ones[HEAD_OCTETS + 1] = "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF";
    size_t same = word->prefix ? word->length : 1; /* a slip is behind the first octet */
    return (struct loose){.head = candidates_head(word->folded, MIN(same, word->length)),
                          .mask = candidates_head(ones, MIN(same, word->length)),
                          .word = word,
                          .number = number};
}

/* The number of a word. */
static unsigned number_of(struct candidates *candidates, const struct pattern_word *word)
{
    g_autofree char *written =
        g_strconcat(word->typo ? "~" : "", word->folded, word->prefix ? "*" : "", NULL);
    unsigned known = GPOINTER_TO_UINT(g_hash_table_lookup(candidates->words, written));
    if (known > 0) {
        return known - 1;
    }
    unsigned number = g_hash_table_size(candidates->words);
    g_hash_table_insert(candidates->words, g_steal_pointer(&written), GUINT_TO_POINTER(number + 1));
    if (word->prefix || word->typo) {
        const struct loose loose = loose_new(word, number);
        g_array_append_val(candidates->loose, loose);
    }
    return number;
}

/* Each loose word stands with all beginnings that its word_mark allows. */
static void index_loose(struct candidates *candidates)
{
    g_autoptr(GArray) pairs = g_array_new(FALSE, FALSE, sizeof(struct pair));
    for (guint i = 0; i < candidates->loose->len; i++) {
        const struct loose *loose = &g_array_index(candidates->loose, struct loose, i);
        unsigned char first = (unsigned char)loose->word->first;
        guint64 marks = pattern_word_marks(loose->word);
        for (unsigned second = 0; second < SECONDS; second++) {
            const char folded[] = {(char)first, (char)(second == 0 ? SECONDS : second), '\0'};
            if ((marks & word_mark(folded)) != 0) {
                add_pair(pairs, first * SECONDS + second, i);
            }
        }
    }
    struct lists lists = lists_new(pairs, BEGINNINGS);
    candidates->loose_of = g_new(struct loose, pairs->len + 1);
    for (guint i = 0; i < pairs->len; i++) {
        candidates->loose_of[i] = g_array_index(candidates->loose, struct loose, lists.numbers[i]);
    }
    candidates->loose_starts = g_steal_pointer(&lists.starts);
    lists_clear(&lists);
}

static void index_words(struct candidates *candidates, const struct vocabulary *vocabulary)
{
    g_autoptr(GArray) pairs = g_array_new(FALSE, FALSE, sizeof(struct pair));
    for (unsigned set = 0; set < candidates->sets; set++) {
        const struct pattern_words *words = g_ptr_array_index(vocabulary->lists, set);
        for (unsigned i = 0; i < words->count; i++) {
            add_pair(pairs, number_of(candidates, &words->list[i]), set);
        }
    }
    candidates->sets_of = lists_new(pairs, g_hash_table_size(candidates->words));
    index_loose(candidates);
}

static GArray *read_needs(const GPtrArray *patterns)
{
    GArray *needs = g_array_new(FALSE, FALSE, sizeof(struct pair));
    for (guint p = 0; p < patterns->len; p++) {
        const struct pattern_words *need;
        unsigned at = 0;
        while ((need = pattern_need(g_ptr_array_index(patterns, p), &at)) != NULL) {
            add_pair(needs, p, need->number);
        }
    }
    return needs;
}

/* How many texts are likely to have a set: words that many patterns need stand in many texts.
 * Owned. */
static unsigned *costs_of(const struct candidates *candidates, const GArray *needs)
{
    g_autofree unsigned *needed = g_new0(unsigned, candidates->sets + 1);
    unsigned *costs = g_new0(unsigned, candidates->sets + 1);
    for (guint i = 0; i < needs->len; i++) {
        needed[g_array_index(needs, struct pair, i).number]++;
    }
    const struct lists *sets_of = &candidates->sets_of;
    for (unsigned word = 0; word < g_hash_table_size(candidates->words); word++) {
        unsigned uses = 0;
        for (unsigned i = sets_of->starts[word]; i < sets_of->starts[word + 1]; i++) {
            uses += needed[sets_of->numbers[i]];
        }
        for (unsigned i = sets_of->starts[word]; i < sets_of->starts[word + 1]; i++) {
            costs[sets_of->numbers[i]] += uses;
        }
    }
    return costs;
}

static void index_asked(struct candidates *candidates, const GArray *rarest)
{
    struct lists lists = lists_new(rarest, candidates->sets);
    const struct lists *needs = &candidates->needs_of;
    candidates->asked_of = g_new(struct asked, rarest->len + 1);
    candidates->asking = g_new0(guint64, candidates->sets / 64 + 1);
    for (unsigned set = 0; set < candidates->sets; set++) {
        for (unsigned i = lists.starts[set]; i < lists.starts[set + 1]; i++) {
            unsigned pattern = lists.numbers[i];
            bool more = needs->starts[pattern] < needs->starts[pattern + 1];
            candidates_set(candidates->asking, set);
            candidates->asked_of[i] =
                (struct asked){.begins = candidates->begins[pattern],
                               .pattern = pattern,
                               .need = more ? needs->numbers[needs->starts[pattern]] : set};
        }
    }
    candidates->asked_starts = g_steal_pointer(&lists.starts);
    lists_clear(&lists);
}

/* Each pattern is asked when a text has the rarest of the sets that it needs. */
static void index_sets(struct candidates *candidates, const GArray *needs)
{
    g_autofree unsigned *costs = costs_of(candidates, needs);
    struct lists all = lists_new(needs, candidates->patterns);
    g_autoptr(GArray) rarest = g_array_new(FALSE, FALSE, sizeof(struct pair));
    g_autoptr(GArray) others = g_array_new(FALSE, FALSE, sizeof(struct pair));
    for (unsigned p = 0; p < candidates->patterns; p++) {
        unsigned best = all.starts[p], end = all.starts[p + 1];
        for (unsigned i = best; i < end; i++) {
            best = costs[all.numbers[i]] < costs[all.numbers[best]] ? i : best;
        }
        for (unsigned i = all.starts[p]; i < end; i++) {
            if (i == best) {
                add_pair(rarest, all.numbers[i], p);
            } else {
                add_pair(others, p, all.numbers[i]);
            }
        }
        if (best == end) {
            g_array_append_val(candidates->always, p);
        }
    }
    candidates->needs_of = lists_new(others, candidates->patterns);
    index_asked(candidates, rarest);
    lists_clear(&all);
}

struct candidates *candidates_new(const GPtrArray *patterns, const struct vocabulary *vocabulary)
{
    struct candidates *candidates = g_new0(struct candidates, 1);
    candidates->patterns = patterns->len;
    candidates->sets = vocabulary->lists->len;
    candidates->words = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    candidates->loose = g_array_new(FALSE, FALSE, sizeof(struct loose));
    candidates->always = g_array_new(FALSE, FALSE, sizeof(unsigned));
    candidates->begins = g_new0(guint64, patterns->len + 1);
    for (guint p = 0; p < patterns->len; p++) {
        candidates->begins[p] = pattern_begins(g_ptr_array_index(patterns, p));
    }
    g_autoptr(GArray) needs = read_needs(patterns);
    index_words(candidates, vocabulary);
    index_sets(candidates, needs);
    return candidates;
}

void candidates_free(struct candidates *candidates)
{
    if (candidates == NULL) {
        return;
    }
    lists_clear(&candidates->sets_of);
    lists_clear(&candidates->needs_of);
    g_free(candidates->loose_of);
    g_free(candidates->loose_starts);
    g_free(candidates->asked_of);
    g_free(candidates->asked_starts);
    g_free(candidates->asking);
    g_hash_table_unref(candidates->words);
    g_array_unref(candidates->loose);
    g_array_unref(candidates->always);
    g_free(candidates->begins);
    g_free(candidates);
}
