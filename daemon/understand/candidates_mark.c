/* Which patterns and lists the words of a text have. */
#include <string.h>

#include "understand/candidates_inner.h"

static void set_bits(const struct lists *lists, unsigned of, guint64 *bits)
{
    for (unsigned at = lists->starts[of]; at < lists->starts[of + 1]; at++) {
        candidates_set(bits, lists->numbers[at]);
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
    guint64 head = candidates_head(folded, length);
    const unsigned *from = &candidates->loose_starts[candidates_beginning(folded)];
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
        possible = candidates_has(sets, needs->numbers[at]);
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
        if ((asked->begins & starts) != 0 && candidates_has(sets, asked->need) &&
            is_possible(candidates, asked->pattern, starts, sets)) {
            candidates_set(possible, asked->pattern);
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
            candidates_set(words->possible, pattern);
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
            candidates_set(part->possible, at);
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
