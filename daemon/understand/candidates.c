#include "understand/candidates.h"

#include <string.h>

/* What a loose key costs, in patterns that have a usual one. */
#define LOOSE 100u

/* For each of some numbers a list of others: that of `i` is numbers[starts[i]] up to, but not
 * including, numbers[starts[i + 1]]. */
struct lists {
    unsigned *starts, *numbers;
};

/* Patterns need few different sets of keys, so each set is looked up once for a text and not once
 * for each pattern. */
struct candidates {
    unsigned patterns, sets;
    guint64 *begins;          /* by pattern: pattern_begins */
    struct lists sets_of;     /* by key: the sets that have it */
    struct lists patterns_of; /* by set: the patterns to be asked when a text has it */
    struct lists needs_of;    /* by pattern: the other sets that it needs */
    GArray *always;           /* unsigned: the patterns that need none */
};

struct pair {
    unsigned of, number;
};

/* What is known while the index is made. */
struct maker {
    GHashTable *known; /* GBytes of the keys of a set: its number + 1 */
    GPtrArray *sets;   /* by set: the same GBytes, borrowed */
    GArray *costs;     /* by set: unsigned, how many texts are likely to have it */
    GArray *needs;     /* struct pair: pattern, set */
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

/* The number of the set of these keys. */
static unsigned set_of(struct maker *maker, const struct pattern_need *need)
{
    GBytes *keys = g_bytes_new(need->keys, need->count * sizeof *need->keys);
    unsigned known = GPOINTER_TO_UINT(g_hash_table_lookup(maker->known, keys));
    if (known > 0) {
        g_bytes_unref(keys);
        return known - 1;
    }
    unsigned cost = need->loose * LOOSE;
    g_array_append_val(maker->costs, cost);
    g_ptr_array_add(maker->sets, keys);
    g_hash_table_insert(maker->known, keys, GUINT_TO_POINTER(maker->sets->len));
    return maker->sets->len - 1;
}

static const unsigned short *keys_of(const struct maker *maker, unsigned set, size_t *count)
{
    size_t octets = 0;
    const unsigned short *keys = g_bytes_get_data(g_ptr_array_index(maker->sets, set), &octets);
    *count = octets / sizeof *keys;
    return keys;
}

static void read_needs(struct maker *maker, const GPtrArray *patterns)
{
    for (guint p = 0; p < patterns->len; p++) {
        g_autoptr(GArray) needs = pattern_needs(g_ptr_array_index(patterns, p));
        for (guint i = 0; i < needs->len; i++) {
            add_pair(maker->needs, p, set_of(maker, &g_array_index(needs, struct pattern_need, i)));
        }
    }
}

/* Words that many patterns need stand in many texts, too. */
static void count_costs(struct maker *maker)
{
    g_autofree unsigned *counts = g_new0(unsigned, TEXTWORDS_KEYS);
    size_t count = 0;
    for (guint i = 0; i < maker->needs->len; i++) {
        unsigned set = g_array_index(maker->needs, struct pair, i).number;
        const unsigned short *keys = keys_of(maker, set, &count);
        for (size_t k = 0; k < count; k++) {
            counts[keys[k]]++;
        }
    }
    for (unsigned set = 0; set < maker->sets->len; set++) {
        const unsigned short *keys = keys_of(maker, set, &count);
        for (size_t k = 0; k < count; k++) {
            g_array_index(maker->costs, unsigned, set) += counts[keys[k]];
        }
    }
}

static void index_keys(struct candidates *candidates, const struct maker *maker)
{
    g_autoptr(GArray) pairs = g_array_new(FALSE, FALSE, sizeof(struct pair));
    for (unsigned set = 0; set < candidates->sets; set++) {
        size_t count = 0;
        const unsigned short *keys = keys_of(maker, set, &count);
        for (size_t k = 0; k < count; k++) {
            add_pair(pairs, keys[k], set);
        }
    }
    candidates->sets_of = lists_new(pairs, TEXTWORDS_KEYS);
}

/* Each pattern is asked when a text has the rarest of the sets that it needs. */
static void index_sets(struct candidates *candidates, const struct maker *maker)
{
    struct lists all = lists_new(maker->needs, candidates->patterns);
    g_autoptr(GArray) rarest = g_array_new(FALSE, FALSE, sizeof(struct pair));
    g_autoptr(GArray) others = g_array_new(FALSE, FALSE, sizeof(struct pair));
    const unsigned *costs = (const unsigned *)(gconstpointer)maker->costs->data;
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

struct candidates *candidates_new(const GPtrArray *patterns)
{
    g_autoptr(GHashTable) known =
        g_hash_table_new_full(g_bytes_hash, g_bytes_equal, (GDestroyNotify)g_bytes_unref, NULL);
    g_autoptr(GPtrArray) sets = g_ptr_array_new();
    g_autoptr(GArray) costs = g_array_new(FALSE, FALSE, sizeof(unsigned));
    g_autoptr(GArray) needs = g_array_new(FALSE, FALSE, sizeof(struct pair));
    struct maker maker = {.known = known, .sets = sets, .costs = costs, .needs = needs};
    read_needs(&maker, patterns);
    count_costs(&maker);
    struct candidates *candidates = g_new0(struct candidates, 1);
    candidates->patterns = patterns->len;
    candidates->sets = sets->len;
    candidates->always = g_array_new(FALSE, FALSE, sizeof(unsigned));
    candidates->begins = g_new0(guint64, patterns->len + 1);
    for (guint p = 0; p < patterns->len; p++) {
        candidates->begins[p] = pattern_begins(g_ptr_array_index(patterns, p));
    }
    index_keys(candidates, &maker);
    index_sets(candidates, &maker);
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

/* One bit a set of keys: the words have one of them. Owned. */
static guint64 *sets_in(const struct candidates *candidates, const struct textwords_marks *marks)
{
    guint64 *sets = g_new0(guint64, candidates->sets / 64 + 1);
    for (unsigned i = 0; i < G_N_ELEMENTS(marks->keys); i++) {
        for (guint64 left = marks->keys[i]; left != 0; left &= left - 1) {
            unsigned key = i * 64 + (unsigned)__builtin_ctzll(left);
            const struct lists *lists = &candidates->sets_of;
            for (unsigned at = lists->starts[key]; at < lists->starts[key + 1]; at++) {
                set_bit(sets, lists->numbers[at]);
            }
        }
    }
    return sets;
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

guint64 *candidates_of(const struct candidates *candidates, const struct textwords *words)
{
    struct textwords_marks marks;
    textwords_mark(words, &marks);
    g_autofree guint64 *sets = sets_in(candidates, &marks);
    guint64 *bits = g_new0(guint64, candidates->patterns / 64 + 1);
    for (unsigned set = candidates_next(sets, 0, candidates->sets); set < candidates->sets;
         set = candidates_next(sets, set + 1, candidates->sets)) {
        const struct lists *lists = &candidates->patterns_of;
        for (unsigned at = lists->starts[set]; at < lists->starts[set + 1]; at++) {
            if (is_possible(candidates, lists->numbers[at], marks.starts, sets)) {
                set_bit(bits, lists->numbers[at]);
            }
        }
    }
    for (guint i = 0; i < candidates->always->len; i++) {
        unsigned pattern = g_array_index(candidates->always, unsigned, i);
        if (is_possible(candidates, pattern, marks.starts, sets)) {
            set_bit(bits, pattern);
        }
    }
    return bits;
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
