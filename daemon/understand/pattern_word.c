#include "understand/pattern_word.h"

#include <string.h>

#include "base/text.h"
#include "understand/textwords.h"

#define TYPO_LENGTH 5u /* shorter words have too many neighbours */

/* e-mail is one word, see textwords.c. */
static void drop_hyphens(char *folded)
{
    char *to = folded;
    for (const char *from = folded; *from != '\0'; from++) {
        if (*from != '-') {
            *to++ = *from;
        }
    }
    *to = '\0';
}

guint64 pattern_word_marks(const struct pattern_word *word)
{
    guint64 marks = word_mark(word->folded);
    if (word->typo || (word->prefix && word->length < 2)) {
        /* All that begin with its first octet. */
        marks |= (guint64)0xFF << (((unsigned char)word->folded[0] & 7u) << 3);
    }
    return marks;
}

/* Takes `word`. */
static void append(struct pattern_words *words, struct pattern_word word)
{
    if (words->count == words->room) {
        words->room = words->room == 0 ? 1 : 2 * words->room;
        words->list = g_renew(struct pattern_word, words->list, words->room);
    }
    words->list[words->count++] = word;
    words->marks |= pattern_word_marks(&word);
}

void pattern_words_add(struct pattern_words *words, const char *written)
{
    struct pattern_word word = {.typo = *written == '~'};
    word.folded = text_fold(written + (word.typo ? 1 : 0));
    size_t length = strlen(word.folded);
    if (length > 1 && word.folded[length - 1] == '*') {
        word.prefix = true;
        word.folded[length - 1] = '\0';
    }
    drop_hyphens(word.folded);
    word.length = strlen(word.folded);
    word.first = word.folded[0];
    append(words, word);
}

void pattern_words_copy(struct pattern_words *to, const struct pattern_words *from)
{
    for (unsigned i = 0; i < from->count; i++) {
        struct pattern_word copy = from->list[i];
        copy.folded = g_strdup(copy.folded);
        append(to, copy);
    }
}

void pattern_words_clear(struct pattern_words *words)
{
    for (unsigned i = 0; i < words->count; i++) {
        g_free(words->list[i].folded);
    }
    g_free(words->list);
}

bool pattern_word_is(const struct pattern_word *word, const char *folded, size_t length)
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
           text_is_slip(word->folded, folded);
}

bool pattern_word_in(const struct pattern_words *words, const char *folded)
{
    if (words == NULL || (words->marks & word_mark(folded)) == 0) {
        return false;
    }
    size_t length = strlen(folded);
    for (unsigned i = 0; i < words->count; i++) {
        if (pattern_word_is(&words->list[i], folded, length)) {
            return true;
        }
    }
    return false;
}
