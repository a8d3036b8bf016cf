#include "understand/phrases.h"

#include "understand/doubt.h"

struct collector {
    const struct search *search;
    const struct phrase_section *section;
    GArray *found;     /* struct phrase */
    GByteArray *named; /* of the hit that is looked at */
};

static void collect(const struct collector *collector, const struct rule *rule, unsigned at)
{
    const struct search *search = collector->search;
    const struct textwords *words = search->own->matched;
    bool alone = rule->mode == RULE_ALONE;
    if ((alone || rule->mode == RULE_FIRST) && at > 0) {
        return;
    }
    struct pattern_scope scope = {.words = words,
                                  .dividers = language_words(search->language, "ordskel"),
                                  .whole_lines = alone};
    struct pattern_hit hit = {.named = collector->named};
    if (!pattern_match(rule->pattern, &scope, at, &hit) || hit.to == hit.from ||
        (alone && hit.to != words->count)) {
        return;
    }
    struct phrase phrase = {
        .meaning = collector->section->meaning, .rule = rule, .from = hit.from, .to = hit.to};
    phrase.negated = rule->mode != RULE_ALONE && doubt_negated(search->language, words, &hit);
    g_array_append_val(collector->found, phrase);
}

static bool overlaps(const struct phrase *a, const struct phrase *b)
{
    return a->from < b->to && b->from < a->to;
}

/* `found` is in the order of the sections. */
static bool is_beaten(const GArray *found, guint index)
{
    const struct phrase *one = &g_array_index(found, struct phrase, index);
    for (guint i = 0; i < found->len; i++) {
        const struct phrase *other = &g_array_index(found, struct phrase, i);
        unsigned length = one->to - one->from, others = other->to - other->from;
        if (i != index && overlaps(one, other) &&
            (others > length || (others == length && i < index))) {
            return true;
        }
    }
    return false;
}

static int by_place(gconstpointer a, gconstpointer b)
{
    const struct phrase *left = a, *right = b;
    return left->from < right->from ? -1 : left->from > right->from;
}

GArray *phrases_between(const struct search *search, const struct phrase_section *sections,
                        unsigned from, unsigned to)
{
    const struct textwords *words = search->own->matched;
    g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(struct phrase));
    g_autoptr(GByteArray) named = g_byte_array_new();
    struct collector collector = {.search = search, .found = found, .named = named};
    for (const struct phrase_section *section = sections; section->name != NULL; section++) {
        collector.section = section;
        const GPtrArray *rules = language_patterns(search->language, section->name);
        for (guint r = language_next(rules, 0, words); r < rules->len;
             r = language_next(rules, r + 1, words)) {
            const struct rule *rule = g_ptr_array_index(rules, r);
            for (unsigned at = from; at < to; at++) {
                collect(&collector, rule, at);
            }
        }
    }
    GArray *stand = g_array_new(FALSE, FALSE, sizeof(struct phrase));
    for (guint i = 0; i < found->len; i++) {
        if (!is_beaten(found, i)) {
            g_array_append_val(stand, g_array_index(found, struct phrase, i));
        }
    }
    g_array_sort(stand, by_place);
    return stand;
}

GArray *phrases_find(const struct search *search, const struct phrase_section *sections)
{
    return phrases_between(search, sections, 0, search->own->matched->count);
}

unsigned phrase_end(const struct search *search, const char *name, unsigned at)
{
    return language_longest(search->language, name, search->own->matched, at, true);
}

bool phrase_stands(const struct search *search, const char *name, unsigned from, unsigned to)
{
    for (unsigned at = from; at < to; at++) {
        if (phrase_end(search, name, at) > 0) {
            return true;
        }
    }
    return false;
}
