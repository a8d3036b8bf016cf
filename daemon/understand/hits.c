#include "understand/hits.h"

#include "understand/doubt.h"

static bool may_start(const struct search *search, const struct rule *rule, unsigned at)
{
    if (rule->mode == RULE_ALONE || rule->mode == RULE_FIRST) {
        return at == 0;
    }
    return !search->subject || rule->mode == RULE_ANYWHERE || at == 0;
}

static void try_rule(struct search *search, const struct rule *rule, bool careful, hits_found found,
                     gconstpointer data)
{
    const struct textwords *words = search->own->matched;
    bool alone = rule->mode == RULE_ALONE;
    struct pattern_scope scope = {.words = words,
                                  .dividers = language_words(search->language, "ordskel"),
                                  .whole_lines = alone};
    g_autoptr(GByteArray) named = g_byte_array_new();
    for (unsigned at = 0; at < words->count; at++) {
        struct pattern_hit hit = {.named = named};
        if (!may_start(search, rule, at) || !pattern_match(rule->pattern, &scope, at, &hit) ||
            (alone && hit.to != words->count) || hit.to == hit.from) {
            continue;
        }
        if (!doubt_about(search->language, words, &hit, rule, careful)) {
            found(search, rule, &hit, data);
        }
        at = MAX(at, hit.to - 1);
    }
}

void hits_each(struct search *search, const GPtrArray *rules, bool careful, hits_found found,
               gconstpointer data)
{
    for (guint i = 0; i < rules->len; i++) {
        try_rule(search, g_ptr_array_index(rules, i), careful, found, data);
    }
}

int hits_address(const struct textwords *words, const struct pattern_hit *hit)
{
    for (unsigned at = hit->from; at < hit->to; at++) {
        if (words->list[at].address) {
            return (int)at;
        }
    }
    return -1;
}

int hits_number(const struct textwords *words, const struct pattern_hit *hit)
{
    for (unsigned at = hit->from; at < hit->to; at++) {
        if (words->list[at].number) {
            return (int)at;
        }
    }
    return -1;
}
