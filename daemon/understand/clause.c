#include "understand/clause.h"

static bool begins(const struct language *language, const struct textwords *words, unsigned at)
{
    return words->list[at].before >= BREAK_COMMA ||
           language_has_word(language, "ny-saetning", words, at);
}

unsigned clause_start(const struct language *language, const struct textwords *words, unsigned at)
{
    while (at > 0 && !begins(language, words, at)) {
        at--;
    }
    return at;
}

unsigned clause_end(const struct language *language, const struct textwords *words, unsigned at)
{
    while (at < words->count && !begins(language, words, at)) {
        at++;
    }
    return at;
}

unsigned sentence_start(const struct textwords *words, unsigned at)
{
    while (at > 0 && words->list[at].before < BREAK_SENTENCE) {
        at--;
    }
    return at;
}

unsigned sentence_end(const struct textwords *words, unsigned at)
{
    while (at < words->count && words->list[at].before < BREAK_SENTENCE) {
        at++;
    }
    return at;
}

bool clause_has(const struct language *language, const char *name, const struct textwords *words,
                unsigned from, unsigned to)
{
    const struct pattern_words *list = language_words(language, name);
    for (unsigned at = from; at < to; at++) {
        if (textwords_in(words, at, list)) {
            return true;
        }
    }
    return false;
}
