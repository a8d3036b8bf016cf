#include "understand/saying.h"

#include "understand/clause.h"
#include "understand/phrases.h"

static bool is_in(const struct search *search, const char *name, unsigned at)
{
    return language_has_word(search->language, name, search->own->matched, at);
}

/* Whether the sentence of this word begins as questions do. Words of politeness count here. */
static bool opens(const struct search *search, unsigned at)
{
    const struct textwords *words = search->own->all;
    size_t start = search->own->matched->list[at].start;
    unsigned word = 0;
    while (word + 1 < words->count && words->list[word].start < start) {
        word++;
    }
    unsigned first = sentence_start(words, word);
    return language_longest(search->language, "spoergsmaal", words, first, true) > 0 &&
           !language_has_word(search->language, "foersteperson-subjekt", words, first);
}

bool saying_asks(const struct search *search, unsigned from, unsigned to)
{
    const struct textwords *words = search->own->matched;
    if (!words->list[from].asked) {
        return from > sentence_start(words, from) && opens(search, from);
    }
    if (opens(search, from)) {
        return true;
    }
    unsigned start = clause_start(search->language, words, from);
    return clause_end(search->language, words, to) == sentence_end(words, to) ||
           phrase_end(search, "spoergsmaal", start) > 0;
}

bool saying_of_others(const struct search *search, unsigned from, unsigned to)
{
    bool others = false;
    for (unsigned at = clause_start(search->language, search->own->matched, from); at < to; at++) {
        if (is_in(search, "foersteperson-subjekt", at)) {
            return false;
        }
        others |= is_in(search, "ledsager", at) || is_in(search, "tredjeperson", at);
    }
    return others;
}

bool saying_supposes(const struct search *search, unsigned from, unsigned to)
{
    const struct textwords *words = search->own->matched;
    unsigned end = sentence_end(words, to);
    for (unsigned at = sentence_start(words, from); at < end; at++) {
        if (is_in(search, "forudsat", at) && phrase_end(search, "forudsat-harmloest", at) == 0) {
            return true;
        }
    }
    return false;
}

bool saying_of_later(const struct search *search, unsigned from, unsigned to)
{
    const struct textwords *words = search->own->matched;
    return phrase_stands(search, "fremmoede-senere", clause_start(search->language, words, from),
                         clause_end(search->language, words, to));
}

bool saying_of_habit(const struct search *search, unsigned from, unsigned to)
{
    const struct textwords *words = search->own->matched;
    unsigned start = clause_start(search->language, words, from);
    unsigned end = clause_end(search->language, words, to);
    return phrase_stands(search, "fremmoede-ellers", start, end) &&
           !clause_has(search->language, "fremmoede-nu", words, start, end);
}
