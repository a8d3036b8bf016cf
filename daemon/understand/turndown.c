#include "understand/turndown.h"

#include <string.h>

#include "understand/grounds.h"
#include "understand/licence.h"

#define WORD_LIMIT 500u

static const struct ground_section sections[] = {
    {"nej-alder", "age"},
    {"nej-koen", "sex"},
    {"nej-helbred", "health"},
    {"nej-oprindelse", "origin"},
    {"nej-religion", "religion"},
    {"nej-familie", "civil"},
    {"nej-fagforening", "union"},
    {"opslag-alder", "age"},
    {"opslag-koen", "sex"},
    {"opslag-helbred", "health"},
    {"opslag-oprindelse", "origin"},
    {"opslag-religion", "religion"},
    {NULL, NULL},
};

/* The first ground in the text, static; NULL: none. */
static const char *ground_of(const struct language *language, const char *text)
{
    SCOPED(textwords) struct textwords *words = textwords_read(text, WORD_LIMIT);
    language_mark(language, words);
    g_autoptr(GArray) found = grounds_find(language, words, sections, "nej-maa", 0, words->count);
    return found->len > 0 ? g_array_index(found, struct ground, 0).reason : NULL;
}

/* What a no to a candidate says was missing. New reference; NULL: nothing that could be demanded.
 */
static json_t *lacked_of(const struct language *language, const char *text)
{
    g_autoptr(GPtrArray) licences = g_ptr_array_new_with_free_func(g_free);
    SCOPED(textwords) struct textwords *words = textwords_read(text, WORD_LIMIT);
    language_mark(language, words);
    licences_lacked(language, words, 0, words->count, licences);
    json_t *list = licences->len > 0 ? json_array() : NULL;
    for (guint at = 0; at < licences->len; at++) {
        json_array_append_new(list, json_string(licences->pdata[at]));
    }
    return list;
}

static bool is_no(const struct verdict_intent *intent, const char *name)
{
    return strcmp(intent->name, name) == 0 && g_strcmp0(verdict_slot(intent, "answer"), "no") == 0;
}

void turndown_read(struct verdict *verdict, const struct language *language)
{
    json_auto_t *grounds = json_object(), *lacks = json_object();
    for (guint i = 0; i < verdict->intents->len; i++) {
        const struct verdict_intent *intent = verdict->intents->pdata[i];
        bool item = is_no(intent, "choose"), question = is_no(intent, "confirm");
        const char *said = item ? verdict_slot(intent, "reason") : question ? verdict->text : NULL;
        const char *ground = said != NULL ? ground_of(language, said) : NULL;
        const char *ref = item ? verdict_slot(intent, "ref") : "";
        if (ground != NULL && ref != NULL) {
            json_object_set_new(grounds, ref, json_string(ground));
        }
        json_t *lacked = item && said != NULL && ref != NULL ? lacked_of(language, said) : NULL;
        if (lacked != NULL) {
            json_object_set_new(lacks, ref, lacked);
        }
    }
    if (json_object_size(grounds) > 0) {
        json_object_set(verdict->open, "turndown", grounds);
    }
    if (json_object_size(lacks) > 0) {
        json_object_set(verdict->open, "lacks", lacks);
    }
}
