#include "understand/question.h"

static unsigned sentence_end(const struct own *own, unsigned from)
{
    unsigned at = from + 1;
    while (at < own->to && own->all->list[at].before < BREAK_SENTENCE) {
        at++;
    }
    return at;
}

static bool has_order(const struct own *own, const GArray *orders, unsigned from, unsigned to)
{
    size_t start = own->all->list[from].start;
    size_t end = own->all->list[to - 1].start + own->all->list[to - 1].length;
    for (guint i = 0; i < orders->len; i++) {
        const struct order_span *span = &g_array_index(orders, struct order_span, i);
        if (span->from < end && span->to > start) {
            return true;
        }
    }
    return false;
}

static bool has(const struct language *language, const char *name, const struct own *own,
                unsigned from, unsigned to)
{
    for (unsigned at = from; at < to; at++) {
        if (language_longest(language, name, own->all, at, false) > 0) {
            return true;
        }
    }
    return false;
}

/* "Vi kommer på tirsdag, ok?": the mark asks for no more than a nod. */
static bool only_nods(const struct language *language, const struct own *own, unsigned from,
                      unsigned to)
{
    return has(language, "intet-spoergsmaal", own, from, to);
}

static const char *rule_of(const struct language *language, const struct own *own, unsigned from,
                           unsigned to)
{
    const GPtrArray *rules = language_patterns(language, "spoergsmaal");
    struct pattern_scope scope = {.words = own->all};
    if (only_nods(language, own, from, to)) {
        return NULL;
    }
    if (own->all->list[from].asked) {
        return "?";
    }
    for (unsigned at = from; at < to; at++) {
        bool starts = at == from || own->all->list[at].before >= BREAK_LINE;
        for (guint i = starts ? language_next(rules, 0, own->all) : rules->len; i < rules->len;
             i = language_next(rules, i + 1, own->all)) {
            const struct rule *rule = g_ptr_array_index(rules, i);
            if (pattern_match(rule->pattern, &scope, at, NULL)) {
                return rule->place;
            }
        }
    }
    return NULL;
}

GPtrArray *question_find(const struct language *language, const struct own *own,
                         const GArray *orders)
{
    GPtrArray *found = g_ptr_array_new_with_free_func(g_free);
    for (unsigned from = own->from; from < own->to;) {
        unsigned to = sentence_end(own, from);
        const char *rule = rule_of(language, own, from, to);
        if (rule != NULL && !has_order(own, orders, from, to) &&
            !own_polite_between(language, own, from, to)) {
            struct question *question = g_new0(struct question, 1);
            *question = (struct question){.from = from, .to = to, .rule = rule};
            question->leads_up = has(language, "spoergsmaal-om-mails", own, from, to);
            g_ptr_array_add(found, question);
        }
        from = to;
    }
    return found;
}
