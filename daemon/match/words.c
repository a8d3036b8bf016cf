#include "match/words.h"

#include <stdbool.h>
#include <string.h>

#include "base/text.h"

/* Longer ones are no words of ours. */
#define WORD_OCTETS 80u

static void word_clear(gpointer data)
{
    struct match_word *word = data;
    g_free(word->text);
    g_free(word->folded);
}

static bool is_letter(gunichar c)
{
    return g_unichar_isalnum(c);
}

/* Whether the phrase ends at the sign `c`, which `next` follows. */
static bool ends_phrase(gunichar c, gunichar next)
{
    return c == '\n' || c == ';' || c == '|' || c == '!' || c == '?' || c == 0x2022 ||
           ((c == '.' || c == ':') && !is_letter(next));
}

/* Past the word that begins at `from`. */
static const char *word_end(const char *from)
{
    while (*from != '\0' && is_letter(g_utf8_get_char(from))) {
        from = text_next(from);
    }
    return from;
}

GArray *match_words(const char *text, unsigned limit)
{
    GArray *words = g_array_new(FALSE, FALSE, sizeof(struct match_word));
    g_array_set_clear_func(words, word_clear);
    unsigned phrase = 0;
    bool filled = false;
    for (const char *at = text; *at != '\0' && words->len < limit;) {
        gunichar c = g_utf8_get_char(at);
        if (!is_letter(c)) {
            at = text_next(at);
            if (filled && ends_phrase(c, g_utf8_get_char(at))) {
                phrase++;
                filled = false;
            }
            continue;
        }
        const char *end = word_end(at);
        size_t length = (size_t)(end - at);
        if (length <= WORD_OCTETS) {
            struct match_word word = {.text = g_utf8_strdown(at, (gssize)length),
                                      .phrase = phrase,
                                      .from = (unsigned)(at - text),
                                      .to = (unsigned)(end - text)};
            word.folded = text_fold(word.text);
            g_array_append_val(words, word);
            filled = true;
        }
        at = end;
    }
    return words;
}
