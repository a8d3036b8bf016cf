#include "understand/candidates.h"

#include <string.h>

/* What a loose key costs, in patterns that have a usual one. */
#define LOOSE 100u

struct candidates {
    const struct pattern **patterns;
    unsigned count;
    unsigned *starts;  /* by key, one more than there are: its place in `numbers` */
    unsigned *numbers; /* the patterns that ask for the key, key by key */
    GArray *always;    /* unsigned: patterns that ask for no word */
};

/* How many needs of all patterns have each key: words that stand in many patterns stand in many
 * texts, too. */
static void count_keys(const GPtrArray *patterns, unsigned *counts)
{
    const struct pattern_need *need;
    for (guint p = 0; p < patterns->len; p++) {
        for (unsigned i = 0; (need = pattern_need(g_ptr_array_index(patterns, p), i)); i++) {
            for (unsigned k = 0; k < need->count; k++) {
                counts[need->keys[k]]++;
            }
        }
    }
}

/* The need that the fewest texts are likely to meet; NULL: the pattern has none. */
static const struct pattern_need *rarest(const struct pattern *pattern, const unsigned *counts)
{
    const struct pattern_need *need, *best = NULL;
    unsigned least = G_MAXUINT;
    for (unsigned i = 0; (need = pattern_need(pattern, i)) != NULL; i++) {
        unsigned sum = need->loose * LOOSE;
        for (unsigned k = 0; k < need->count; k++) {
            sum += counts[need->keys[k]];
        }
        if (sum < least) {
            least = sum;
            best = need;
        }
    }
    return best;
}

/* Sorts the patterns by key: counts first, then puts each in its place. */
static void fill(struct candidates *candidates, const struct pattern_need **needs)
{
    for (unsigned p = 0; p < candidates->count; p++) {
        for (unsigned k = 0; needs[p] != NULL && k < needs[p]->count; k++) {
            candidates->starts[needs[p]->keys[k] + 1]++;
        }
    }
    for (unsigned key = 0; key < TEXTWORDS_KEYS; key++) {
        candidates->starts[key + 1] += candidates->starts[key];
    }
    candidates->numbers = g_new(unsigned, candidates->starts[TEXTWORDS_KEYS] + 1);
    g_autofree unsigned *ends =
        g_memdup2(candidates->starts, TEXTWORDS_KEYS * sizeof *candidates->starts);
    for (unsigned p = 0; p < candidates->count; p++) {
        for (unsigned k = 0; needs[p] != NULL && k < needs[p]->count; k++) {
            candidates->numbers[ends[needs[p]->keys[k]]++] = p;
        }
        if (needs[p] == NULL) {
            g_array_append_val(candidates->always, p);
        }
    }
}

struct candidates *candidates_new(const GPtrArray *patterns)
{
    struct candidates *candidates = g_new0(struct candidates, 1);
    candidates->count = patterns->len;
    candidates->patterns = g_new0(const struct pattern *, patterns->len + 1);
    candidates->starts = g_new0(unsigned, TEXTWORDS_KEYS + 1);
    candidates->always = g_array_new(FALSE, FALSE, sizeof(unsigned));
    g_autofree unsigned *counts = g_new0(unsigned, TEXTWORDS_KEYS);
    count_keys(patterns, counts);
    g_autofree const struct pattern_need **needs =
        g_new0(const struct pattern_need *, patterns->len + 1);
    for (guint p = 0; p < patterns->len; p++) {
        candidates->patterns[p] = g_ptr_array_index(patterns, p);
        needs[p] = rarest(candidates->patterns[p], counts);
    }
    fill(candidates, needs);
    return candidates;
}

void candidates_free(struct candidates *candidates)
{
    if (candidates == NULL) {
        return;
    }
    g_array_unref(candidates->always);
    g_free(candidates->patterns);
    g_free(candidates->starts);
    g_free(candidates->numbers);
    g_free(candidates);
}

static void consider(const struct candidates *candidates, unsigned number,
                     const struct textwords_marks *marks, guint64 *bits)
{
    guint64 bit = (guint64)1 << number % 64;
    if ((bits[number / 64] & bit) == 0 && pattern_possible(candidates->patterns[number], marks)) {
        bits[number / 64] |= bit;
    }
}

guint64 *candidates_of(const struct candidates *candidates, const struct textwords *words)
{
    guint64 *bits = g_new0(guint64, candidates->count / 64 + 1);
    struct textwords_marks marks;
    textwords_mark(words, &marks);
    for (unsigned i = 0; i < G_N_ELEMENTS(marks.keys); i++) {
        for (guint64 left = marks.keys[i]; left != 0; left &= left - 1) {
            unsigned key = i * 64 + (unsigned)__builtin_ctzll(left);
            for (unsigned at = candidates->starts[key]; at < candidates->starts[key + 1]; at++) {
                consider(candidates, candidates->numbers[at], &marks, bits);
            }
        }
    }
    for (guint i = 0; i < candidates->always->len; i++) {
        consider(candidates, g_array_index(candidates->always, unsigned, i), &marks, bits);
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
