#include "understand/candidates.h"

#include <string.h>

/* For each of some numbers a list of others: that of `i` is numbers[starts[i]] up to, but not
 * including, numbers[starts[i + 1]]. */
struct lists {
    unsigned *starts, *numbers;
};

struct candidates {
    unsigned patterns, sets;  /* a set: a list of the vocabulary, by its number */
    guint64 *begins;          /* by pattern: pattern_begins */
    GHashTable *words;        /* a word, with its ~ and *: its number + 1 */
    GArray *loose;            /* struct loose */
    struct lists loose_of;    /* by beginning_of a word: those that it may be */
    struct lists sets_of;     /* by number of a word: the sets that have it */
    struct lists patterns_of; /* by set: the patterns to be asked when a text has it */
    struct lists needs_of;    /* by pattern: the other sets that it needs */
    GArray *always;           /* unsigned: the patterns that need none */
};

/* A way to write words: afmeld*, ~afmeld. */
struct loose {
    const struct pattern_word *word;
    unsigned number;
};

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

/* How a word begins: its first octet and a part of its second. */
#define SECONDS 8u
#define BEGINNINGS (256u * SECONDS)
static unsigned beginning_of(const char *folded)
{
    unsigned char second = folded[0] == '\0' ? 0 : (unsigned char)folded[1];
    return (unsigned char)folded[0] * SECONDS + second % SECONDS;
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
        const struct loose loose = {.word = word, .number = number};
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
    candidates->loose_of = lists_new(pairs, BEGINNINGS);
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
    candidates->patterns_of = lists_new(rarest, candidates->sets);
    candidates->needs_of = lists_new(others, candidates->patterns);
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
    lists_clear(&candidates->patterns_of);
    lists_clear(&candidates->needs_of);
    lists_clear(&candidates->loose_of);
    g_hash_table_unref(candidates->words);
    g_array_unref(candidates->loose);
    g_array_unref(candidates->always);
    g_free(candidates->begins);
    g_free(candidates);
}

static void set_bit(guint64 *bits, unsigned number)
{
    bits[number / 64] |= (guint64)1 << number % 64;
}

static bool has_bit(const guint64 *bits, unsigned number)
{
    return (bits[number / 64] >> number % 64 & 1) != 0;
}

static void set_bits(const struct lists *lists, unsigned of, guint64 *bits)
{
    for (unsigned at = lists->starts[of]; at < lists->starts[of + 1]; at++) {
        set_bit(bits, lists->numbers[at]);
    }
}

/* Sets one bit for each set that has the word. */
static void mark_word(const struct candidates *candidates, const struct word *word, guint64 *sets)
{
    const char *folded = word->folded;
    unsigned known = GPOINTER_TO_UINT(g_hash_table_lookup(candidates->words, folded));
    if (known > 0) {
        set_bits(&candidates->sets_of, known - 1, sets);
    }
    size_t length = strlen(folded);
    const struct lists *loose_of = &candidates->loose_of;
    const unsigned *from = &loose_of->starts[beginning_of(folded)];
    for (unsigned i = from[0]; i < from[1]; i++) {
        const struct loose *loose =
            &g_array_index(candidates->loose, struct loose, loose_of->numbers[i]);
        if (pattern_word_is(loose->word, folded, length)) {
            set_bits(&candidates->sets_of, loose->number, sets);
        }
    }
}

static void mark_words(const struct candidates *candidates, struct textwords *words)
{
    words->width = candidates->sets / 64 + 1;
    words->lists = g_new0(guint64, (size_t)words->width * words->count + 1);
    for (unsigned i = 0; i < words->count; i++) {
        mark_word(candidates, &words->list[i], words->lists + (size_t)words->width * i);
    }
}

/* The sets of all words together. Owned. */
static guint64 *sets_of_all(const struct textwords *words)
{
    guint64 *all = g_new0(guint64, words->width);
    for (unsigned i = 0; i < words->count; i++) {
        const guint64 *sets = words->lists + (size_t)words->width * i;
        for (unsigned w = 0; w < words->width; w++) {
            all[w] |= sets[w];
        }
    }
    return all;
}

static bool is_possible(const struct candidates *candidates, unsigned pattern, guint64 starts,
                        const guint64 *sets)
{
    const struct lists *needs = &candidates->needs_of;
    bool possible = (candidates->begins[pattern] & starts) != 0;
    for (unsigned at = needs->starts[pattern]; possible && at < needs->starts[pattern + 1]; at++) {
        possible = has_bit(sets, needs->numbers[at]);
    }
    return possible;
}

static guint64 starts_of(const struct textwords *words)
{
    guint64 starts = 0;
    for (unsigned i = 0; i < words->count; i++) {
        starts |= words->list[i].start_mark;
    }
    return starts;
}

void candidates_mark(const struct candidates *candidates, struct textwords *words)
{
    g_assert(words->possible == NULL);
    guint64 starts = starts_of(words);
    if (words->lists == NULL) {
        mark_words(candidates, words);
    }
    g_autofree guint64 *sets = sets_of_all(words);
    words->possible = g_new0(guint64, candidates->patterns / 64 + 1);
    for (unsigned set = candidates_next(sets, 0, candidates->sets); set < candidates->sets;
         set = candidates_next(sets, set + 1, candidates->sets)) {
        const struct lists *lists = &candidates->patterns_of;
        for (unsigned at = lists->starts[set]; at < lists->starts[set + 1]; at++) {
            if (is_possible(candidates, lists->numbers[at], starts, sets)) {
                set_bit(words->possible, lists->numbers[at]);
            }
        }
    }
    for (guint i = 0; i < candidates->always->len; i++) {
        unsigned pattern = g_array_index(candidates->always, unsigned, i);
        if (is_possible(candidates, pattern, starts, sets)) {
            set_bit(words->possible, pattern);
        }
    }
}

void candidates_mark_part(const struct candidates *candidates, struct textwords *part,
                          const struct textwords *whole)
{
    g_assert(part->possible == NULL && part->lists != NULL && whole->possible != NULL);
    guint64 starts = starts_of(part);
    g_autofree guint64 *sets = sets_of_all(part);
    part->possible = g_new0(guint64, candidates->patterns / 64 + 1);
    for (unsigned at = candidates_next(whole->possible, 0, candidates->patterns);
         at < candidates->patterns;
         at = candidates_next(whole->possible, at + 1, candidates->patterns)) {
        if (is_possible(candidates, at, starts, sets)) {
            set_bit(part->possible, at);
        }
    }
}

unsigned candidates_next(const guint64 *bits, unsigned from, unsigned to)
{
    for (unsigned at = from; at < to; at = (at / 64 + 1) * 64) {
        guint64 left = bits[at / 64] >> at % 64;
        if (left != 0) {
            return MIN(at + (unsigned)__builtin_ctzll(left), to);
        }
    }
    return to;
}
