#include "understand/doubt.h"

#include <string.h>

#define AHEAD_NEGATION 3u
#define AHEAD_CONDITION 4u

struct doubt {
    const struct language *language;
    const struct textwords *words;
    const struct pattern_hit *hit;
    bool careful;
};

static bool is_in(const struct doubt *doubt, const char *list, unsigned at)
{
    return language_has_word(doubt->language, list, doubt->words, at);
}

/* "Hvis det ikke er til besvær": politeness, no condition. */
static bool is_polite(const struct doubt *doubt, unsigned at)
{
    return language_longest(doubt->language, "hoeflig-betingelse", doubt->words, at, true) > 0;
}

static bool is_doubtful(const struct doubt *doubt, unsigned at)
{
    return is_in(doubt, "naegtelse", at) ||
           (doubt->careful && is_in(doubt, "tvivl", at) && !is_polite(doubt, at));
}

/* "Jeg er ikke ledig og vil gerne af listen": but not "en af dem, der brokker sig og vil ...". */
static bool is_next_wish(const struct doubt *doubt, unsigned at)
{
    const struct textwords *words = doubt->words;
    if (at < 2 || strcmp(words->list[at - 1].folded, "og") != 0 || !is_in(doubt, "efter-og", at)) {
        return false;
    }
    for (unsigned i = at - 1; i > 0; i--) {
        if (is_in(doubt, "mene", i - 1) || is_in(doubt, "bisaetning", i - 1)) {
            return false;
        }
        if (words->list[i - 1].before >= BREAK_SENTENCE) {
            break;
        }
    }
    return true;
}

/* Whether at word `at` something new begins, so that a negation before it does not reach it: "Jeg
 * har ikke tid, så afmeld mig". Not before "at" and "hvis", and not before a pronoun when somebody
 * says or thinks something: "I må ikke tro, jeg vil afmeldes". */
static bool is_new_clause(const struct doubt *doubt, unsigned at)
{
    const struct word *word = &doubt->words->list[at];
    if (word->before >= BREAK_SENTENCE || is_in(doubt, "ny-saetning", at)) {
        return true;
    }
    if (is_next_wish(doubt, at)) {
        return true;
    }
    bool pause = word->before == BREAK_COMMA || (word->before == BREAK_LINE && word->title);
    if (!pause || is_in(doubt, "bisaetning", at)) {
        return false;
    }
    for (unsigned i = at; i > 0 && doubt->words->list[i].before < BREAK_SENTENCE; i--) {
        if (is_in(doubt, "mene", i - 1)) {
            return false;
        }
    }
    return true;
}

/* "Hvis det fortsætter, vil jeg gerne afmeldes": the condition rules the whole sentence. */
static bool is_conditional(const struct doubt *doubt)
{
    const struct textwords *words = doubt->words;
    for (unsigned at = doubt->hit->from; at > 0; at--) {
        if (words->list[at].before >= BREAK_SENTENCE) {
            return false;
        }
        if (words->list[at - 1].before >= BREAK_COMMA && is_in(doubt, "betingelse", at - 1) &&
            !is_polite(doubt, at - 1)) {
            return true;
        }
    }
    return false;
}

static bool doubt_before(const struct doubt *doubt)
{
    if (doubt->careful && is_conditional(doubt)) {
        return true;
    }
    for (unsigned at = doubt->hit->from; at > 0 && !is_new_clause(doubt, at); at--) {
        if (is_doubtful(doubt, at - 1)) {
            return true;
        }
    }
    return false;
}

static bool doubt_inside(const struct doubt *doubt)
{
    for (unsigned at = doubt->hit->from; at < doubt->hit->to; at++) {
        bool gap = doubt->hit->named->data[at - doubt->hit->from] == 0;
        if (gap && (is_doubtful(doubt, at) || (doubt->careful && is_in(doubt, "anden-sag", at)))) {
            return true;
        }
        if (doubt->careful && doubt->words->list[at].quoted) {
            return true;
        }
    }
    return false;
}

static bool doubt_behind(const struct doubt *doubt)
{
    const struct textwords *words = doubt->words;
    for (unsigned at = doubt->hit->to; at < words->count; at++) {
        const struct word *word = &words->list[at];
        unsigned distance = at - doubt->hit->to;
        if (word->before >= BREAK_COMMA || distance >= AHEAD_NEGATION ||
            is_in(doubt, "stedord", at) || is_in(doubt, "ny-saetning", at)) {
            break;
        }
        if (is_in(doubt, "naegtelse", at)) {
            return true;
        }
    }
    for (unsigned at = doubt->hit->to; doubt->careful && at < words->count; at++) {
        const struct word *word = &words->list[at];
        bool line = word->before == BREAK_LINE && word->title;
        if (word->before >= BREAK_SENTENCE || line) {
            break;
        }
        if (at - doubt->hit->to < AHEAD_CONDITION && is_in(doubt, "senere", at)) {
            return true;
        }
    }
    return false;
}

/* "Ja, hvis det er gratis": what begins a mail is qualified by the rest of its sentence. */
static bool is_qualified(const struct doubt *doubt)
{
    const struct textwords *words = doubt->words;
    for (unsigned at = doubt->hit->to; at < words->count; at++) {
        if (words->list[at].before >= BREAK_SENTENCE) {
            return false;
        }
        if (is_doubtful(doubt, at)) {
            return true;
        }
    }
    return false;
}

/* "afmeld mig fra mødet": another matter in the same clause. */
static bool another_matter(const struct doubt *doubt)
{
    const struct textwords *words = doubt->words;
    for (unsigned at = doubt->hit->to; at < words->count; at++) {
        if (words->list[at].before >= BREAK_COMMA || is_in(doubt, "ny-saetning", at)) {
            return false;
        }
        if (is_in(doubt, "anden-sag", at)) {
            return true;
        }
    }
    return false;
}

bool doubt_about(const struct language *language, const struct textwords *words,
                 const struct pattern_hit *hit, const struct rule *rule, bool careful)
{
    struct doubt doubt = {.language = language, .words = words, .hit = hit, .careful = careful};
    bool asked = hit->from < words->count && words->list[hit->from].asked;
    if (careful && asked && rule->mode != RULE_REQUEST) {
        return true;
    }
    if (rule->mode == RULE_ALONE) {
        return false;
    }
    if (rule->mode == RULE_FIRST && careful && is_qualified(&doubt)) {
        return true;
    }
    return doubt_before(&doubt) || doubt_inside(&doubt) || doubt_behind(&doubt) ||
           (careful && another_matter(&doubt));
}

bool doubt_negated(const struct language *language, const struct textwords *words,
                   const struct pattern_hit *hit)
{
    struct doubt doubt = {.language = language, .words = words, .hit = hit};
    return doubt_before(&doubt) || doubt_inside(&doubt) || doubt_behind(&doubt);
}
