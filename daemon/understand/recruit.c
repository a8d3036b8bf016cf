#include "understand/recruit.h"

#include <string.h>

#include "understand/clause.h"
#include "understand/occupation.h"

#define REACH 5u /* words from the verb to the occupation */
#define SUBJECT_REACH 4u

static bool word_in(const struct search *search, const char *list, unsigned at)
{
    return at >= search->own->from && at < search->own->to &&
           language_has_word(search->language, list, search->own->all, at);
}

/* Whether the verb at `at` has "jeg-selv", or no subject at all, as in "Søger pedeljob". */
static bool is_of_a_seeker(const struct search *search, unsigned at)
{
    const struct textwords *words = search->own->all;
    if (words->list[at].before >= BREAK_LINE || at == search->own->from ||
        word_in(search, "jeg-selv", at + 1)) {
        return true;
    }
    for (unsigned back = 1; back <= SUBJECT_REACH && at >= search->own->from + back; back++) {
        if (word_in(search, "jeg-selv", at - back)) {
            return true;
        }
        if (words->list[at - back].before >= BREAK_LINE) {
            return false;
        }
    }
    return word_in(search, "og", at - 1);
}

/* "kontorarbejde" is work, not who does it. */
static bool is_work(const struct search *search, const char *folded)
{
    const struct pattern_words *words = language_words(search->language, "arbejde-ord");
    for (unsigned i = 0; i < words->count; i++) {
        const struct pattern_word *word = &words->list[i];
        if (g_str_has_suffix(folded, word->folded)) {
            return true;
        }
    }
    return false;
}

/* Behind the first word of the occupation that the verb at `at` wants, 0 for none. */
static unsigned wanted_occupation(const struct search *search, unsigned at, bool *article)
{
    const struct textwords *words = search->own->all;
    *article = false;
    for (unsigned i = at + 1; i < at + 1 + REACH && i < search->own->to; i++) {
        struct occupation found;
        if (words->list[i].before > BREAK_COMMA || word_in(search, "arbejde-ord", i) ||
            word_in(search, "stilling-efter", i)) {
            return 0;
        }
        if (occupation_at(search->language, words, i, search->own->to, &found)) {
            return is_work(search, words->list[found.to - 1].folded) ? 0 : found.from + 1;
        }
        *article = *article || word_in(search, "stilling-artikel", i) || words->list[i].number;
    }
    return 0;
}

/* "Omviser søges": the first word of the occupation in front of `at`, or `at`. */
static unsigned occupation_before(const struct search *search, unsigned at)
{
    unsigned sentence = MAX(sentence_start(search->own->all, at), search->own->from);
    if (clause_has(search->language, "arbejde-ord", search->own->all, sentence, at)) {
        return at; /* "Stilling som pedel søges" */
    }
    for (unsigned back = 1; back <= REACH && at >= search->own->from + back; back++) {
        struct occupation found;
        if (occupation_at(search->language, search->own->all, at - back, at, &found) &&
            found.to == at && !is_work(search, search->own->all->list[at - 1].folded)) {
            return at - back;
        }
        if (search->own->all->list[at - back].before > BREAK_COMMA) {
            return at;
        }
    }
    return at;
}

bool recruit_find(const struct search *search, unsigned *from, unsigned *to)
{
    for (unsigned at = search->own->from; at < search->own->to; at++) {
        bool article;
        if (word_in(search, "soeges", at)) {
            *from = occupation_before(search, at);
            *to = at + 1;
            if (*from < at) {
                return true;
            }
        }
        bool others = at > search->own->from && word_in(search, "soeger-andre", at - 1);
        bool plain = word_in(search, "soeger-verbum", at);
        unsigned verb = plain ? at + 1
                              : language_longest(search->language, "soeger-vending",
                                                 search->own->all, at, false);
        if (others || search->own->all->list[at].asked || verb <= at) {
            continue;
        }
        unsigned end = wanted_occupation(search, verb - 1, &article);
        bool wanted = (article && plain) || !is_of_a_seeker(search, at);
        if (end > 0 && wanted) {
            *from = at;
            *to = end;
            return true;
        }
    }
    return false;
}
