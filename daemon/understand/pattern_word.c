#include "understand/pattern_word.h"

#include <string.h>

#include "base/text.h"
#include "understand/textwords.h"

#define TYPO_LENGTH 5u /* shorter words have too many neighbours */

struct pattern_word *pattern_word_new(const char *written)
{
    struct pattern_word *word = g_new0(struct pattern_word, 1);
    word->typo = *written == '~';
    g_autofree char *bare = g_strdup(written + (word->typo ? 1 : 0));
    size_t length = strlen(bare);
    if (length > 1 && bare[length - 1] == '*') {
        word->prefix = true;
        bare[length - 1] = '\0';
    }
    word->folded = text_fold(bare);
    g_autofree char *joined = g_strdup(word->folded);
    char *to = word->folded;
    for (const char *from = joined; *from != '\0'; from++) {
        if (*from != '-') {
            *to++ = *from; /* e-mail is one word, see words.c */
        }
    }
    *to = '\0';
    word->length = strlen(word->folded);
    word->first = word->folded[0];
    return word;
}

void pattern_word_free(gpointer word)
{
    struct pattern_word *owned = word;
    g_free(owned->folded);
    g_free(owned);
}

void pattern_word_copy_all(GPtrArray *to, const GPtrArray *from)
{
    for (guint i = 0; i < from->len; i++) {
        const struct pattern_word *word = g_ptr_array_index(from, i);
        struct pattern_word *copy = g_memdup2(word, sizeof *word);
        copy->folded = g_strdup(word->folded);
        g_ptr_array_add(to, copy);
    }
}

static bool word_is(const struct pattern_word *word, const char *folded, size_t length)
{
    if (word->first != folded[0] || (word->length > length && !word->typo)) {
        return false;
    }
    if (word->prefix || word->length == length) {
        if (memcmp(word->folded, folded, MIN(word->length, length)) == 0) {
            return word->length <= length;
        }
    }
    /* One character is up to four octets. */
    return word->typo && !word->prefix && length >= TYPO_LENGTH && length < 30 &&
           word->length <= length + 4 && length <= word->length + 4 &&
           text_distance(word->folded, folded) == 1;
}

bool pattern_word_in(const GPtrArray *list, const char *folded)
{
    size_t length = strlen(folded);
    for (guint i = 0; list != NULL && i < list->len; i++) {
        if (word_is(g_ptr_array_index(list, i), folded, length)) {
            return true;
        }
    }
    return false;
}

guint64 pattern_word_marks(const GPtrArray *words)
{
    guint64 marks = 0;
    for (guint i = 0; i < words->len; i++) {
        const struct pattern_word *word = g_ptr_array_index(words, i);
        marks |= word_mark(word->folded);
        if (word->typo || (word->prefix && word->length < 2)) {
            /* All that begin with its first octet. */
            marks |= (guint64)0xFF << (((unsigned char)word->folded[0] & 7u) << 3);
        }
    }
    return marks;
}

unsigned short pattern_word_key(const struct pattern_word *word)
{
    if (word->typo) {
        return (unsigned short)word_key(word->folded, 1, false);
    }
    return (unsigned short)word_key(word->folded, word->length, !word->prefix);
}
