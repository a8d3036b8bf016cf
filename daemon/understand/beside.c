#include "understand/beside.h"

#include <string.h>

#include "understand/clause.h"

#define SENDER_WORDS 20u

static bool is_in(const struct language *language, const char *list, const struct word *word)
{
    return language_has(language, list, word->folded);
}

static bool is_inside(const struct word *word, const struct order_span *span)
{
    return word->start >= span->from && word->start + word->length <= span->to;
}

static bool is_wish(const struct word *word, const GArray *wishes)
{
    for (guint i = 0; i < wishes->len; i++) {
        if (is_inside(word, &g_array_index(wishes, struct order_span, i))) {
            return true;
        }
    }
    return false;
}

/* "I må gerne" before "afmelde mig": the rule begins behind it. */
static bool leads_to_wish(const struct language *language, const struct own *own, unsigned at,
                          const GArray *wishes)
{
    const struct word *list = own->all->list;
    while (is_in(language, "optakt", &list[at]) && at + 1 < own->to &&
           list[at + 1].before == BREAK_NONE) {
        at++;
    }
    return is_wish(&list[at], wishes);
}

/* "Karen Jensen / Nørregade 5 / 2100 København Ø": the sender below his text. */
static bool is_sender(const struct language *language, const struct own *own, unsigned from)
{
    static const char *const others[] = {"naegtelse", "tvivl",  "anden-sag",
                                         "fremmoede", "ugedag", "ikke-navn"};
    const struct word *first = &own->all->list[from];
    if (first->before < BREAK_LINE || !first->title || first->length < 2 ||
        own->to - from > SENDER_WORDS) {
        return false;
    }
    for (unsigned at = from; at < own->to; at++) {
        const struct word *word = &own->all->list[at];
        for (size_t i = 0; i < G_N_ELEMENTS(others); i++) {
            if (is_in(language, others[i], word)) {
                return false;
            }
        }
        bool address = word->number || word->address || is_in(language, "kontaktord", word);
        if (!word->title && !(address && at > from)) {
            return false;
        }
    }
    return true;
}

/* Whether the sender says nothing but his wish, a reason for it and pleasantries. */
static bool says_only(const struct language *language, const struct own *own, const GArray *wishes)
{
    static const char *const harmless[] = {"neutral", "hoeflig", "grund"};
    for (unsigned at = own->from; at < own->to;) {
        const struct word *word = &own->all->list[at];
        bool part = is_in(language, "bindeord", word) || leads_to_wish(language, own, at, wishes);
        unsigned end = part ? at + 1 : 0;
        for (size_t i = 0; i < G_N_ELEMENTS(harmless); i++) {
            end = MAX(end, language_longest(language, harmless[i], own->all, at, true));
        }
        if (end == 0) {
            return is_sender(language, own, at);
        }
        at = end;
    }
    return true;
}

static bool names(const struct language *language, const char *list, const struct own *own,
                  const struct order_span *span)
{
    for (unsigned at = own->from; at < own->to; at++) {
        const struct word *word = &own->all->list[at];
        if (is_inside(word, span) && is_in(language, list, word)) {
            return true;
        }
    }
    return false;
}

static bool has(const struct language *language, const char *name, const struct own *own,
                unsigned from, unsigned to)
{
    for (unsigned at = from; at < to; at++) {
        if (language_longest(language, name, own->all, at, true) > 0) {
            return true;
        }
    }
    return false;
}

/* "Min kone sagde: Afmeld mig." */
static bool follows_colon(const struct textwords *words, unsigned at)
{
    const struct word *left = &words->list[at - 1], *right = &words->list[at];
    size_t end = left->start + left->length;
    return memchr(words->text + end, ':', right->start - end) != NULL;
}

/* Whether something in the mail takes the wish back, or something in its sentence narrows it. */
bool beside_is_reserved(const struct language *language, const struct own *own,
                        const struct order_span *span, enum beside_scope scope)
{
    bool part = scope == BESIDE_PART;
    if (has(language, "forbehold", own, own->from, own->to) ||
        (!part && has(language, "forbehold-resten", own, own->from, own->to))) {
        return true;
    }
    unsigned at = own->from;
    while (at + 1 < own->to && !is_inside(&own->all->list[at], span)) {
        at++;
    }
    unsigned clause = clause_start(language, own->all, at);
    if (has(language, "forbehold-led", own, MAX(own->from, clause),
            MIN(own->to, clause_end(language, own->all, at + 1)))) {
        return true;
    }
    unsigned from = sentence_start(own->all, at);
    if (from > own->from && follows_colon(own->all, from)) {
        from = sentence_start(own->all, from - 1);
    }
    return has(language, "forbehold-naer", own, MAX(own->from, from),
               MIN(own->to, sentence_end(own->all, at + 1)));
}

bool beside_is_unclear(const struct language *language, const struct own *own,
                       const struct order_span *span, enum beside_scope scope, const GArray *wishes)
{
    if (names(language, "mails-ord", own, span)) {
        return false;
    }
    /* "Nej tak til invitationen": he declines the meeting. */
    if (names(language, "invitation-ord", own, span)) {
        return true;
    }
    if (has(language, "fremmoede-tegn", own, own->from, own->to)) {
        return true;
    }
    bool clear = scope != BESIDE_MEETING && names(language, "klart-ord", own, span);
    return !clear && !says_only(language, own, wishes);
}
