#include "match/slips.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define FNV_START 2166136261u
#define FNV_PRIME 16777619u

struct form {
    uint32_t hash;
    unsigned word;
};

struct word {
    const char *letters;
    size_t length;
    unsigned what;
};

struct slips {
    GArray *words; /* struct word */
    GArray *forms; /* struct form, sorted when closed */
};

struct slips *slips_new(void)
{
    struct slips *slips = g_new0(struct slips, 1);
    slips->words = g_array_new(FALSE, FALSE, sizeof(struct word));
    slips->forms = g_array_new(FALSE, FALSE, sizeof(struct form));
    return slips;
}

void slips_free(struct slips *slips)
{
    if (slips != NULL) {
        g_array_unref(slips->words);
        g_array_unref(slips->forms);
        g_free(slips);
    }
}

/* Of the letters without the one at `without`. */
static uint32_t hash_of(const char *letters, size_t length, size_t without)
{
    uint32_t hash = FNV_START;
    for (size_t i = 0; i < length; i++) {
        if (i != without) {
            hash = (hash ^ (unsigned char)letters[i]) * FNV_PRIME;
        }
    }
    return hash;
}

void slips_add(struct slips *slips, const char *folded, unsigned what)
{
    struct word word = {.letters = folded, .length = strlen(folded), .what = what};
    if (word.length < SLIPS_LETTERS) {
        return;
    }
    for (size_t without = 0; without <= word.length; without++) {
        struct form form = {.hash = hash_of(folded, word.length, without),
                            .word = slips->words->len};
        g_array_append_val(slips->forms, form);
    }
    g_array_append_val(slips->words, word);
}

static int by_hash(gconstpointer a, gconstpointer b)
{
    const struct form *left = a, *right = b;
    if (left->hash != right->hash) {
        return left->hash < right->hash ? -1 : 1;
    }
    return left->word < right->word ? -1 : left->word > right->word;
}

void slips_close(struct slips *slips)
{
    g_array_sort(slips->forms, by_hash);
}

static guint first_form(const struct slips *slips, uint32_t hash)
{
    guint low = 0, high = slips->forms->len;
    while (low < high) {
        guint middle = low + (high - low) / 2;
        if (g_array_index(slips->forms, struct form, middle).hash < hash) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* Whether one letter is too many in `longer`. */
static bool is_one_more(const char *longer, const char *shorter, size_t length)
{
    size_t same = 0;
    while (same < length && longer[same] == shorter[same]) {
        same++;
    }
    return memcmp(longer + same + 1, shorter + same, length - same) == 0;
}

/* Whether one letter is another one, or two neighbours changed places. */
static bool is_changed(const char *a, const char *b, size_t length)
{
    size_t from = 0, to = length;
    while (from < length && a[from] == b[from]) {
        from++;
    }
    while (to > from && a[to - 1] == b[to - 1]) {
        to--;
    }
    return to - from == 1 || (to - from == 2 && a[from] == b[from + 1] && a[from + 1] == b[from]);
}

static bool is_one_slip(const struct word *word, const char *folded, size_t length)
{
    if (word->length == length) {
        return is_changed(word->letters, folded, length);
    }
    if (word->length == length + 1) {
        return is_one_more(word->letters, folded, length);
    }
    return word->length + 1 == length && is_one_more(folded, word->letters, word->length);
}

void slips_find(const struct slips *slips, const char *folded, size_t length,
                bool (*found)(void *data, unsigned what), void *data)
{
    if (length < SLIPS_LETTERS) {
        return;
    }
    for (size_t without = 0; without <= length; without++) {
        uint32_t hash = hash_of(folded, length, without);
        for (guint i = first_form(slips, hash); i < slips->forms->len; i++) {
            const struct form *form = &g_array_index(slips->forms, struct form, i);
            if (form->hash != hash) {
                break;
            }
            const struct word *word = &g_array_index(slips->words, struct word, form->word);
            if (is_one_slip(word, folded, length) && !found(data, word->what)) {
                return;
            }
        }
    }
}
