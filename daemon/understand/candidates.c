#include "understand/candidates.h"

#include <string.h>

/* For each of some numbers a list of others: that of `i` is numbers[starts[i]] up to, but not
 * including, numbers[starts[i + 1]]. */
struct lists {
    unsigned *starts, *numbers;
};

struct candidates {
    unsigned patterns, sets; /* a set: a list of the vocabulary, by its number */
    guint64 *begins;         /* by pattern: pattern_begins */
    GHashTable *words;       /* a word, with its ~ and *: its number + 1 */
    GArray *loose;           /* struct loose, each once */
    struct loose *loose_of;  /* those that a word may be, by its beginning_of: the one `i` has */
    unsigned *loose_starts;  /* those from loose_starts[i] up to loose_starts[i + 1] */
    struct lists sets_of;    /* by number of a word: the sets that have it */
    struct asked *asked_of;  /* the patterns to be asked when a text has a set, by set: as above */
    unsigned *asked_starts;
    guint64 *asking;       /* one bit a set: some patterns are asked when a text has it */
    struct lists needs_of; /* by pattern: the other sets that it needs */
    GArray *always;        /* unsigned: the patterns that need none */
};

/* A way to write words: afmeld*, ~afmeld. */
struct loose {
    guint64 head, mask; /* head_of its words has these bits */
    const struct pattern_word *word;
    unsigned number;
};

/* A pattern, and what rules most of them out: they stand together, and are many. */
struct asked {
    guint64 begins;
    unsigned pattern;
    unsigned need; /* another set that it needs, or its own */
};

struct pair {
    unsigned of, number;
};

static void set_bit(guint64 *bits, unsigned number)
{
    bits[number / 64] |= (guint64)1 << number % 64;
}

static bool has_bit(const guint64 *bits, unsigned number)
{
    return (bits[number / 64] >> number % 64 & 1) != 0;
}

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

#define HEAD_OCTETS sizeof(guint64)
/* The first octets of a word; behind its end stand zeros. */
static guint64 head_of(const char *folded, size_t length)
{
    guint64 head = 0;
    memcpy(&head, folded, MIN(length, HEAD_OCTETS));
    return head;
}

static struct loose loose_new(const struct pattern_word *word, unsigned number)
{
    static const char ones[HEAD_OCTETS + 1] = "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF";
    size_t same = word->prefix ? word->length : 1; /* a slip is behind the first octet */
    return (struct loose){.head = head_of(word->folded, MIN(same, word->length)),
                          .mask = head_of(ones, MIN(same, word->length)),
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
            set_bit(candidates->asking, set);
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

static void set_bits(const struct lists *lists, unsigned of, guint64 *bits)
{
    for (unsigned at = lists->starts[of]; at < lists->starts[of + 1]; at++) {
        set_bit(bits, lists->numbers[at]);
    }
}

/* Sets one bit for each set that has the word. */
static void mark_word(const struct candidates *candidates, const char *folded, guint64 *sets)
{
    unsigned known = GPOINTER_TO_UINT(g_hash_table_lookup(candidates->words, folded));
    if (known > 0) {
        set_bits(&candidates->sets_of, known - 1, sets);
    }
    size_t length = strlen(folded);
    guint64 head = head_of(folded, length);
    const unsigned *from = &candidates->loose_starts[beginning_of(folded)];
    for (unsigned i = from[0]; i < from[1]; i++) {
        const struct loose *loose = &candidates->loose_of[i];
        if (((loose->head ^ head) & loose->mask) == 0 &&
            pattern_word_is(loose->word, folded, length)) {
            set_bits(&candidates->sets_of, loose->number, sets);
        }
    }
}

static void mark_words(const struct candidates *candidates, struct textwords *words)
{
    size_t width = candidates->sets / 64 + 1;
    words->lists = g_new0(guint64, width * words->count + 1);
    for (unsigned i = 0; i < words->count; i++) {
        guint64 *sets = words->lists + width * i;
        mark_word(candidates, words->list[i].folded, sets);
        words->list[i].lists = sets;
    }
}

/* The sets of all words together. Owned. */
static guint64 *sets_of_all(const struct candidates *candidates, const struct textwords *words)
{
    unsigned width = candidates->sets / 64 + 1;
    guint64 *all = g_new0(guint64, width);
    for (unsigned i = 0; i < words->count; i++) {
        const guint64 *sets = words->list[i].lists;
        for (unsigned w = 0; w < width; w++) {
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

/* Asks the patterns that have this set. */
static void ask(const struct candidates *candidates, unsigned set, guint64 starts,
                const guint64 *sets, guint64 *possible)
{
    for (unsigned i = candidates->asked_starts[set]; i < candidates->asked_starts[set + 1]; i++) {
        const struct asked *asked = &candidates->asked_of[i];
        if ((asked->begins & starts) != 0 && has_bit(sets, asked->need) &&
            is_possible(candidates, asked->pattern, starts, sets)) {
            set_bit(possible, asked->pattern);
        }
    }
}

void candidates_mark(const struct candidates *candidates, struct textwords *words)
{
    g_assert(words->possible == NULL && words->lists == NULL);
    guint64 starts = starts_of(words);
    mark_words(candidates, words);
    g_autofree guint64 *sets = sets_of_all(candidates, words);
    words->possible = g_new0(guint64, candidates->patterns / 64 + 1);
    for (unsigned at = 0; at <= candidates->sets / 64; at++) {
        for (guint64 left = sets[at] & candidates->asking[at]; left != 0; left &= left - 1) {
            unsigned set = at * 64 + (unsigned)__builtin_ctzll(left);
            ask(candidates, set, starts, sets, words->possible);
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
    g_assert(part->possible == NULL && whole->possible != NULL);
    guint64 starts = starts_of(part);
    g_autofree guint64 *sets = sets_of_all(candidates, part);
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

unsigned candidates_next_begun(const struct candidates *candidates, unsigned from, unsigned to,
                               guint64 start_mark)
{
    while (from < to && (candidates->begins[from] & start_mark) == 0) {
        from++;
    }
    return from;
}
