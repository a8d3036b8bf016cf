#include "understand/attend_inner.h"

#include <string.h>

#include "understand/clause.h"
#include "understand/condition.h"

bool attend_invited(const struct search *search)
{
    return strcmp(search->replying_to, "invitation") == 0;
}

static bool stands(const struct phrase *phrase)
{
    return phrase->to > 0;
}

/* Whether the clause of this word begins with "men". */
static bool follows_but(const struct search *search, unsigned at)
{
    const struct textwords *words = search->own->matched;
    unsigned start = clause_start(search->language, words, at);
    return clause_has(search->language, "ny-saetning", words, start, start + 1);
}

/* Who answers from the mailbox of the one who is invited speaks of nobody else: "Hun kommer ikke".
 */
static bool speaks_for_one(const struct search *search)
{
    const struct textwords *words = search->own->matched;
    return attend_invited(search) &&
           clause_has(search->language, "den-inviterede", words, 0, words->count) &&
           !clause_has(search->language, "foersteperson-subjekt", words, 0, words->count);
}

/* "Ja, mødet er den første, men der er jeg desværre i Sverige": a yes of one word may be one of
 * politeness. */
static bool is_regretted(const struct search *search, const struct phrase *yes)
{
    const struct language *language = search->language;
    const struct textwords *words = search->own->all;
    size_t behind = search->own->matched->list[yes->to - 1].start;
    for (unsigned at = 1; yes->to - yes->from == 1 && at < words->count; at++) {
        unsigned from = clause_start(language, words, at), to = clause_end(language, words, at + 1);
        if (words->list[from].start > behind &&
            clause_has(language, "beklager", words, at, at + 1) &&
            clause_has(language, "ny-saetning", words, from, from + 1) &&
            clause_has(language, "foersteperson-subjekt", words, from, to)) {
            return true;
        }
    }
    return false;
}

/* "Jeg kan ikke komme uden min kone. Jeg kommer på hospitalet", "Ja tak, men jeg kan ikke komme
 * uden min kone, og hun er syg": only a yes that ends with its condition is certain. */
static bool is_shaken(const struct search *search, const struct tally *tally)
{
    return stands(&tally->condition) && (tally->condition.from < tally->yes.from ||
                                         condition_goes_on(search, tally->condition.to));
}

/* A yes that a no follows is politeness ("Ja tak til invitationen, men jeg kan ikke"). A no that a
 * yes follows needs a word for having changed one's mind, else a human reads it. */
struct decision attend_decide(const struct search *search, const struct tally *tally)
{
    if (stands(&tally->maybe) && !(stands(&tally->no) && tally->no.from > tally->maybe.from)) {
        return (struct decision){.answer = "maybe", .by = &tally->maybe};
    }
    if (stands(&tally->no)) {
        bool changed = stands(&tally->yes) && tally->yes.from > tally->no.from;
        if (changed && tally->after_all) {
            return (struct decision){.answer = "yes", .by = &tally->yes};
        }
        return (struct decision){
            .answer = "no", .by = &tally->no, .guess = changed || tally->unclear};
    }
    if (stands(&tally->yes)) {
        bool excused = (stands(&tally->excuse) && tally->excuse.from > tally->yes.from &&
                        follows_but(search, tally->excuse.from)) ||
                       is_regretted(search, &tally->yes) || is_shaken(search, tally);
        return (struct decision){.answer = "yes", .by = &tally->yes, .guess = excused};
    }
    if (stands(&tally->excuse)) {
        return (struct decision){.answer = "no", .by = &tally->excuse};
    }
    if (stands(&tally->condition)) {
        return (struct decision){.answer = "maybe", .by = &tally->condition};
    }
    if (stands(&tally->farewell)) {
        return (struct decision){.answer = "yes", .by = &tally->farewell, .farewell = true};
    }
    if (stands(&tally->absent) && speaks_for_one(search)) {
        return (struct decision){.answer = "no", .by = &tally->absent, .guess = true};
    }
    if (stands(&tally->usual) && !stands(&tally->almost)) {
        bool comes = (tally->usual.meaning == COMES) != tally->usual.negated;
        return (struct decision){
            .answer = comes ? "yes" : "no", .by = &tally->usual, .guess = true};
    }
    const char *likely = stands(&tally->almost) ? "yes" : NULL;
    return (struct decision){.answer = likely, .by = &tally->almost, .guess = true};
}
