#include "match/grams.h"

#include <stdint.h>
#include <string.h>

#include "match/words.h"

#define GRAM_LEAST 2u
#define GRAM_MOST 4u
#define EDGE '_'

struct grams {
    GHashTable *numbers; /* the letters as a number → number, plus one */
};

struct grams *grams_new(void)
{
    struct grams *grams = g_new0(struct grams, 1);
    grams->numbers = g_hash_table_new(g_direct_hash, g_direct_equal);
    return grams;
}

void grams_free(struct grams *grams)
{
    if (grams != NULL) {
        g_hash_table_unref(grams->numbers);
        g_free(grams);
    }
}

unsigned grams_count(const struct grams *grams)
{
    return g_hash_table_size(grams->numbers);
}

static bool add_gram(struct grams *grams, uint32_t letters, bool make, GArray *numbers)
{
    gpointer key = GUINT_TO_POINTER(letters);
    unsigned number = GPOINTER_TO_UINT(g_hash_table_lookup(grams->numbers, key));
    if (number == 0 && make) {
        number = g_hash_table_size(grams->numbers) + 1;
        g_hash_table_insert(grams->numbers, key, GUINT_TO_POINTER(number));
    }
    if (number == 0) {
        return false;
    }
    number--;
    g_array_append_val(numbers, number);
    return true;
}

/* Those of a word with its edges. How many have no number. */
static unsigned grams_of_word(struct grams *grams, const GString *padded, bool make,
                              GArray *numbers)
{
    unsigned unknown = 0;
    for (size_t from = 0; from < padded->len; from++) {
        uint32_t letters = 0;
        for (size_t size = 1; size <= GRAM_MOST && from + size <= padded->len; size++) {
            letters = letters << 8 | (unsigned char)padded->str[from + size - 1];
            if (size >= GRAM_LEAST && !add_gram(grams, letters, make, numbers)) {
                unknown++;
            }
        }
    }
    return unknown;
}

unsigned grams_of(struct grams *grams, const GArray *words, bool make, GArray *numbers)
{
    unsigned unknown = 0;
    g_autoptr(GString) padded = g_string_new(NULL);
    for (guint i = 0; i < words->len; i++) {
        const struct match_word *word = &g_array_index(words, struct match_word, i);
        g_string_printf(padded, "%c%s%c", EDGE, word->folded, EDGE);
        unknown += grams_of_word(grams, padded, make, numbers);
    }
    return unknown;
}
