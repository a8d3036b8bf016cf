#include "understand/phrases.h"

#include "understand/doubt.h"

static void collect(const struct search *search, const struct phrase_section *section,
                    const struct rule *rule, unsigned at, GArray *found)
{
    bool alone = rule->mode == RULE_ALONE;
    if ((alone || rule->mode == RULE_FIRST) && at > 0) {
        return;
    }
    struct pattern_scope scope = {.words = search->own->matched,
                                  .dividers = language_words(search->language, "ordskel"),
                                  .whole_lines = alone};
    g_autoptr(GByteArray) named = g_byte_array_new();
    struct pattern_hit hit = {.named = named};
    if (!pattern_match(rule->pattern, &scope, at, &hit) || hit.to == hit.from ||
        (alone && hit.to != search->own->matched->count)) {
        return;
    }
    struct phrase phrase = {
        .meaning = section->meaning, .rule = rule, .from = hit.from, .to = hit.to};
    phrase.negated =
        rule->mode != RULE_ALONE && doubt_negated(search->language, search->own->matched, &hit);
    g_array_append_val(found, phrase);
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
    g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(struct phrase));
    for (const struct phrase_section *section = sections; section->name != NULL; section++) {
        const GPtrArray *rules = language_patterns(search->language, section->name);
        for (guint r = 0; r < rules->len; r++) {
            const struct rule *rule = g_ptr_array_index(rules, r);
            /* At a few words it is quicker to try. */
            bool possible = to - from < 4 || pattern_possible(rule->pattern, search->own->matched);
            for (unsigned at = from; possible && at < to; at++) {
                collect(search, section, rule, at, found);
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
