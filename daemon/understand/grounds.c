#include "understand/grounds.h"

static void add_hits(GArray *found, const struct language *language, const struct textwords *words,
                     const struct ground_section *section, unsigned from, unsigned to)
{
    struct pattern_scope scope = {.words = words, .dividers = language_words(language, "ordskel")};
    const GPtrArray *rules = language_patterns(language, section->name);
    for (guint i = language_next(rules, 0, words); i < rules->len;
         i = language_next(rules, i + 1, words)) {
        const struct rule *rule = g_ptr_array_index(rules, i);
        for (unsigned at = from; at < to; at++) {
            struct pattern_hit hit = {0};
            if (pattern_match(rule->pattern, &scope, at, &hit) && hit.to > hit.from) {
                struct ground ground = {
                    .reason = section->reason, .from = hit.from, .to = MIN(hit.to, to)};
                g_array_append_val(found, ground);
            }
        }
    }
}

static bool overlap(const struct ground *a, const struct ground *b)
{
    return a->from < b->to && b->from < a->to;
}

static bool is_beaten(const GArray *found, guint index, const GArray *allowed)
{
    const struct ground *one = &g_array_index(found, struct ground, index);
    for (guint i = 0; i < allowed->len; i++) {
        if (overlap(one, &g_array_index(allowed, struct ground, i))) {
            return true;
        }
    }
    for (guint i = 0; i < found->len; i++) {
        const struct ground *other = &g_array_index(found, struct ground, i);
        unsigned length = one->to - one->from, others = other->to - other->from;
        if (i != index && overlap(one, other) &&
            (others > length || (others == length && i < index))) {
            return true;
        }
    }
    return false;
}

static int by_place(gconstpointer a, gconstpointer b)
{
    const struct ground *left = a, *right = b;
    return left->from < right->from ? -1 : left->from > right->from;
}

GArray *grounds_find(const struct language *language, const struct textwords *words,
                     const struct ground_section *sections, const char *allowed, unsigned from,
                     unsigned to)
{
    g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(struct ground));
    g_autoptr(GArray) good = g_array_new(FALSE, FALSE, sizeof(struct ground));
    for (const struct ground_section *section = sections; section->name != NULL; section++) {
        add_hits(found, language, words, section, from, to);
    }
    if (found->len > 0) {
        add_hits(good, language, words, &(struct ground_section){allowed, NULL}, from, to);
    }
    GArray *stand = g_array_new(FALSE, FALSE, sizeof(struct ground));
    for (guint i = 0; i < found->len; i++) {
        if (!is_beaten(found, i, good)) {
            g_array_append_val(stand, g_array_index(found, struct ground, i));
        }
    }
    g_array_sort(stand, by_place);
    return stand;
}

void grounds_append(json_t *list, const char *reason, const struct textwords *words, unsigned from,
                    unsigned to)
{
    g_autofree char *said = textwords_between(words, from, to);
    json_array_append_new(list, json_pack("{s:s, s:s}", "reason", reason, "words", said));
}
