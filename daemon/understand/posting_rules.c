#include "understand/posting_rules.h"

#include "understand/grounds.h"

#define WORD_LIMIT 5000u

static const struct ground_section sections[] = {
    {"opslag-alder", "age"},
    {"opslag-koen", "sex"},
    {"opslag-helbred", "health"},
    {"opslag-oprindelse", "origin"},
    {"opslag-religion", "religion"},
    {"opslag-erstatter", "replaces"},
    {NULL, NULL},
};

json_t *posting_rules_broken(const struct language *language, const char *text)
{
    SCOPED(textwords) struct textwords *words = textwords_read(text, WORD_LIMIT);
    language_mark(language, words);
    g_autoptr(GArray) found =
        grounds_find(language, words, sections, "opslag-maa", 0, words->count);
    json_t *list = found->len > 0 ? json_array() : NULL;
    for (guint i = 0; i < found->len; i++) {
        const struct ground *ground = &g_array_index(found, struct ground, i);
        grounds_append(list, ground->reason, words, ground->from, ground->to);
    }
    return list;
}
