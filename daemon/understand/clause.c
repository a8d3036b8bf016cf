#include "understand/clause.h"

static bool begins(const struct language *language, const struct textwords *words, unsigned at)
{
    return words->list[at].before >= BREAK_COMMA ||
           language_has(language, "ny-saetning", words->list[at].folded);
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
        if (pattern_word_in(list, words->list[at].folded)) {
            return true;
        }
    }
    return false;
}
