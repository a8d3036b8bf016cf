#include "understand/hits.h"

#include <string.h>

#include "understand/clause.h"
#include "understand/doubt.h"

/* What is done with the hits of a list of rules. */
struct hits {
    const GByteArray *excepted; /* one octet a word: 1 = in its sentence nothing is found */
    bool careful;
    hits_found found;
    gconstpointer data;
};

static bool may_start(const struct search *search, const struct rule *rule, unsigned at)
{
    if (rule->mode == RULE_ALONE || rule->mode == RULE_FIRST) {
        return at == 0;
    }
    return !search->subject || rule->mode == RULE_ANYWHERE || at == 0;
}

static struct pattern_scope scope_of(const struct search *search, bool whole_lines)
{
    return (struct pattern_scope){.words = search->own->matched,
                                  .dividers = language_words(search->language, "ordskel"),
                                  .whole_lines = whole_lines};
}

/* One octet a word: 1 = an exception stands in its sentence. */
static GByteArray *excepted_words(const struct search *search, const GPtrArray *rules)
{
    const struct textwords *words = search->own->matched;
    GByteArray *excepted = g_byte_array_new();
    g_byte_array_set_size(excepted, words->count + 1);
    memset(excepted->data, 0, excepted->len);
    struct pattern_scope scope = scope_of(search, false);
    for (guint i = language_next(rules, 0, words); i < rules->len;
         i = language_next(rules, i + 1, words)) {
        const struct rule *rule = g_ptr_array_index(rules, i);
        bool tried = rule->mode == RULE_EXCEPTION;
        for (unsigned at = 0; tried && at < words->count; at++) {
            if (pattern_match(rule->pattern, &scope, at, NULL)) {
                unsigned from = sentence_start(words, at), to = sentence_end(words, at + 1);
                memset(excepted->data + from, 1, to - from);
            }
        }
    }
    return excepted;
}

static void try_rule(struct search *search, const struct rule *rule, const struct hits *hits)
{
    const struct textwords *words = search->own->matched;
    bool alone = rule->mode == RULE_ALONE;
    struct pattern_scope scope = scope_of(search, alone);
    g_autoptr(GByteArray) named = g_byte_array_new();
    for (unsigned at = 0; at < words->count; at++) {
        struct pattern_hit hit = {.named = named};
        if (!may_start(search, rule, at) || !pattern_match(rule->pattern, &scope, at, &hit) ||
            (alone && hit.to != words->count) || hit.to == hit.from) {
            continue;
        }
        if (hits->excepted->data[at] == 0 &&
            !doubt_about(search->language, words, &hit, rule, hits->careful)) {
            hits->found(search, rule, &hit, hits->data);
        }
        at = MAX(at, hit.to - 1);
    }
}

void hits_each(struct search *search, const GPtrArray *rules, bool careful, hits_found found,
               gconstpointer data)
{
    const struct textwords *words = search->own->matched;
    guint first = language_next(rules, 0, words);
    if (first == rules->len) { /* nearly always */
        return;
    }
    g_autoptr(GByteArray) excepted = excepted_words(search, rules);
    struct hits hits = {.excepted = excepted, .careful = careful, .found = found, .data = data};
    for (guint i = first; i < rules->len; i = language_next(rules, i + 1, words)) {
        const struct rule *rule = g_ptr_array_index(rules, i);
        if (rule->mode != RULE_EXCEPTION) {
            try_rule(search, rule, &hits);
        }
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
