/* What is wished of a list, and what asks without what the wishes relax. */
#include <string.h>

#include "base/text.h"
#include "match/offers_inner.h"

#define LIMIT_USUAL 5u
#define LIMIT_MOST 1000u
#define SAME 0.6 /* phrases that are so like say the same */

static GHashTable *numbers_new(void)
{
    return g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
}

static void add_number(GHashTable *numbers, int64_t id, unsigned count)
{
    g_hash_table_insert(numbers, g_memdup2(&id, sizeof id), GUINT_TO_POINTER(count));
}

static void read_words(struct wishes *wishes, const json_t *relax)
{
    for (size_t i = 0; i < json_array_size(relax); i++) {
        const json_t *one = json_array_get(relax, i);
        const char *word = json_string_value(one);
        if (word != NULL) {
            g_ptr_array_add(wishes->relax, (gpointer)(uintptr_t)word);
        }
    }
}

static void read_conditions(struct wishes *wishes, const json_t *conditions)
{
    for (size_t i = 0; i < json_array_size(conditions); i++) {
        const char *name = json_string_value(json_array_get(conditions, i));
        for (unsigned k = 0; k < SCORE_CONDITIONS; k++) {
            if (g_strcmp0(name, offers_condition(k)) == 0) {
                wishes->without |= 1u << k;
            }
        }
    }
}

struct wishes *wishes_read(const struct offers *offers, const json_t *json)
{
    struct wishes *wishes = g_new0(struct wishes, 1);
    json_int_t limit = json_integer_value(json_object_get(json, "limit"));
    wishes->limit = limit <= 0 ? LIMIT_USUAL : (unsigned)MIN(limit, (json_int_t)LIMIT_MOST);
    wishes->exclude = numbers_new();
    wishes->shown = numbers_new();
    wishes->relax = g_ptr_array_new();
    wishes->like = g_ptr_array_new();
    const json_t *exclude = json_object_get(json, "exclude");
    for (size_t i = 0; i < json_array_size(exclude); i++) {
        add_number(wishes->exclude, json_integer_value(json_array_get(exclude, i)), 1);
    }
    const char *key;
    json_t *value;
    json_object_foreach(json_object_get(json, "shown"), key, value)
    {
        json_int_t count = CLAMP(json_integer_value(value), 0, G_MAXINT);
        add_number(wishes->shown, g_ascii_strtoll(key, NULL, 10), (unsigned)count);
    }
    const json_t *like = json_object_get(json, "like");
    for (size_t i = 0; i < json_array_size(like); i++) {
        const struct offer *offer = offers_get(offers, json_integer_value(json_array_get(like, i)));
        if (offer != NULL) {
            g_ptr_array_add(wishes->like, (gpointer)(uintptr_t)offer);
        }
    }
    wishes->search = json_is_true(json_object_get(json, "search"));
    read_words(wishes, json_object_get(json, "relax"));
    read_conditions(wishes, json_object_get(json, "conditions"));
    return wishes;
}

void wishes_free(struct wishes *wishes)
{
    if (wishes != NULL) {
        g_hash_table_unref(wishes->exclude);
        g_hash_table_unref(wishes->shown);
        g_ptr_array_unref(wishes->relax);
        g_ptr_array_unref(wishes->like);
        g_free(wishes);
    }
}

unsigned wishes_shown(const struct wishes *wishes, int64_t id)
{
    return GPOINTER_TO_UINT(g_hash_table_lookup(wishes->shown, &id));
}

/* Whether one of the words is, or has as one of its own, the demanded one: "kørekort b". */
static bool is_relaxed(const struct wishes *wishes, const char *demanded)
{
    g_autofree char *wanted = text_fold(demanded);
    for (guint i = 0; i < wishes->relax->len; i++) {
        g_autofree char *folded = text_fold(g_ptr_array_index(wishes->relax, i));
        g_auto(GStrv) parts = g_strsplit_set(folded, " ,.-/", -1);
        if (strcmp(folded, wanted) == 0 || g_strv_contains((const char *const *)parts, wanted)) {
            return true;
        }
    }
    return false;
}

/* Those that are still demanded; NULL stays NULL. Owned. */
static GPtrArray *demanded(const struct wishes *wishes, const char *const *list)
{
    if (list == NULL) {
        return NULL;
    }
    GPtrArray *kept = g_ptr_array_new();
    for (; *list != NULL; list++) {
        if (!is_relaxed(wishes, *list)) {
            g_ptr_array_add(kept, (gpointer)(uintptr_t)*list);
        }
    }
    g_ptr_array_add(kept, NULL);
    return kept;
}

/* Those that are still asked for. Owned, what they hold is borrowed. */
static GArray *asked(const struct wishes *wishes, const struct side *side, const GArray *phrases)
{
    g_autoptr(GArray) words = side_phrases_new();
    for (guint i = 0; i < wishes->relax->len; i++) {
        side_add(side, words, g_ptr_array_index(wishes->relax, i), TAXONOMY_NONE);
    }
    GArray *kept = g_array_new(FALSE, FALSE, sizeof(struct side_phrase));
    for (guint i = 0; i < phrases->len; i++) {
        const struct side_phrase *phrase = &g_array_index(phrases, struct side_phrase, i);
        bool stays = true;
        for (guint k = 0; k < words->len && stays; k++) {
            stays = side_like(phrase, &g_array_index(words, struct side_phrase, k)) < SAME;
        }
        if (stays) {
            g_array_append_vals(kept, phrase, 1);
        }
    }
    return kept;
}

struct relaxed *relaxed_new(const struct offer *offer, const struct wishes *wishes)
{
    struct relaxed *relaxed = g_new0(struct relaxed, 1);
    relaxed->offer = offer;
    relaxed->without = wishes->without;
    relaxed->side = g_memdup2(offer->side, sizeof *offer->side);
    if (offer->posting && wishes->relax->len > 0) {
        struct side *side = relaxed->side;
        relaxed->licences = demanded(wishes, side->facts.licences);
        relaxed->languages = demanded(wishes, side->facts.languages);
        relaxed->skills = asked(wishes, side, side->skills);
        relaxed->nice = asked(wishes, side, side->nice);
        side->facts.licences =
            relaxed->licences == NULL ? NULL : (const char *const *)relaxed->licences->pdata;
        side->facts.languages =
            relaxed->languages == NULL ? NULL : (const char *const *)relaxed->languages->pdata;
        side->skills = relaxed->skills;
        side->nice = relaxed->nice;
    }
    return relaxed;
}

void relaxed_free(struct relaxed *relaxed)
{
    if (relaxed != NULL) {
        g_clear_pointer(&relaxed->licences, g_ptr_array_unref);
        g_clear_pointer(&relaxed->languages, g_ptr_array_unref);
        g_clear_pointer(&relaxed->skills, g_array_unref);
        g_clear_pointer(&relaxed->nice, g_array_unref);
        g_free(relaxed->side);
        g_free(relaxed);
    }
}
