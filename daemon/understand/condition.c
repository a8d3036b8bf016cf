#include "understand/condition.h"

#include "understand/clause.h"
#include "understand/phrases.h"

/* Where the clause ends, with the one behind its comma when that is what it depends on: "jeg kan
 * ikke komme, hvis der ikke er en tolk". */
static unsigned reach(const struct search *search, unsigned to)
{
    const struct textwords *words = search->own->matched;
    unsigned end = clause_end(search->language, words, to);
    bool goes_on = end < words->count && words->list[end].before == BREAK_COMMA &&
                   clause_has(search->language, "det-kommer-an", words, end, end + 1);
    return goes_on ? clause_end(search->language, words, end + 1) : end;
}

/* Where it begins, with the clause before its comma when that is what it depends on: "hvis der ikke
 * er en tolk, kan jeg ikke komme". */
static unsigned origin(const struct search *search, unsigned from)
{
    const struct textwords *words = search->own->matched;
    unsigned start = clause_start(search->language, words, from);
    if (start == 0 || words->list[start].before != BREAK_COMMA) {
        return start;
    }
    unsigned before = clause_start(search->language, words, start - 1);
    return clause_has(search->language, "det-kommer-an", words, before, before + 1) ? before
                                                                                    : start;
}

bool condition_goes_on(const struct search *search, unsigned to)
{
    const struct textwords *words = search->own->matched;
    unsigned end = reach(search, to);
    return end < words->count || clause_has(search->language, "betingelse-videre", words, to, end);
}

enum condition condition_of(const struct search *search, unsigned from, unsigned to)
{
    const struct textwords *words = search->own->matched;
    unsigned start = origin(search, from), end = reach(search, to);
    bool refused = clause_has(search->language, "nej", words, sentence_start(words, from), to);
    if (phrase_stands(search, "fremmoede-betingelse", start, end)) {
        return refused ? CONDITION_REFUSED : CONDITION_NAMED;
    }
    if (phrase_stands(search, "fremmoede-mangler", start, sentence_end(words, to))) {
        return CONDITION_REFUSED;
    }
    for (unsigned at = start; at < end && !refused; at++) {
        if (clause_has(search->language, "uden", words, at, at + 1) &&
            phrase_end(search, "fremmoede-uden-harmloest", at) == 0) {
            return CONDITION_UNCLEAR;
        }
    }
    return CONDITION_NONE;
}
