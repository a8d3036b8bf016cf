/* "A ok uden kørekort": the posting is changed so that it demands less. */
#include <string.h>

#include "act/choose_one.h"
#include "act/digest_words.h"

/* Where the facts say what a condition demands; NULL: only in their words. */
static const char *key_of(const char *condition)
{
    static const char *const keys[][2] = {{"licence", "licences"},
                                          {"language", "languages"},
                                          {"weekly", "hours"},
                                          {"start", "start"}};
    for (size_t at = 0; at < G_N_ELEMENTS(keys); at++) {
        if (g_strcmp0(condition, keys[at][0]) == 0) {
            return keys[at][1];
        }
    }
    return NULL;
}

/* What stands in the list and is one of "B, truck". */
static void drop_words(json_t *list, const char *words)
{
    g_auto(GStrv) dropped = g_strsplit(words, ", ", -1);
    for (size_t at = json_array_size(list); at > 0; at--) {
        const char *word = json_string_value(json_array_get(list, at - 1));
        for (char **one = dropped; word != NULL && *one != NULL; one++) {
            if (g_ascii_strcasecmp(word, *one) == 0) {
                json_array_remove(list, at - 1);
                break;
            }
        }
    }
}

/* Takes the demand out of the facts, and notes it for the words that still say it. */
static void drop(json_t *facts, const json_t *missing, const char *said)
{
    const char *key = key_of(json_string_value(json_object_get(missing, "condition")));
    const char *words = json_string_value(json_object_get(missing, "word"));
    json_t *value = key != NULL ? json_object_get(facts, key) : NULL;
    if (json_is_array(value)) {
        drop_words(value, words != NULL ? words : "");
    }
    if (key != NULL && (!json_is_array(value) || json_array_size(value) == 0)) {
        json_object_del(facts, key);
    }
    json_t *relaxed = json_object_get(facts, "relaxed");
    if (relaxed == NULL) {
        relaxed = json_array();
        json_object_set_new(facts, "relaxed", relaxed);
    }
    json_array_append_new(relaxed, json_string(said));
}

/* The demand that the words mean: one that the item lacked, or one that keeps others out. New
 * reference; NULL: none. */
static json_t *demand_of(const struct choice *choice, const struct digest_speech *speech,
                         const char *said)
{
    json_auto_t *evidence = json_loads(choice->item->evidence, 0, NULL);
    json_auto_t *inputs = json_loads(choice->digest->inputs, 0, NULL);
    const json_t *const lists[] = {json_object_get(evidence, "missing"),
                                   json_object_get(inputs, "without")};
    for (size_t list = 0; list < G_N_ELEMENTS(lists); list++) {
        for (size_t at = 0; at < json_array_size(lists[list]); at++) {
            json_t *missing = json_array_get(lists[list], at);
            if (digest_words_means(speech, missing, said)) {
                return json_incref(missing);
            }
        }
    }
    return NULL;
}

/* From now on that version counts; the one before is kept for FORTRYD. */
static bool write_down(struct choice *choice, const json_t *facts, GError **error)
{
    struct store *store = choice->matter->office->store;
    const struct cause *cause = &choice->matter->cause;
    g_autofree char *text = json_dumps(facts, JSON_COMPACT | JSON_SORT_KEYS);
    int number = 0, before = choice->own->confirmed;
    if (!listing_write(store, cause, choice->own, text, &number, error) ||
        !listing_confirm(store, cause, choice->own, number, error)) {
        return false;
    }
    choice->own->newest = choice->own->confirmed = number;
    return choice_note(choice, DIGEST_MAYBE, before, error);
}

static bool is_dropped(const json_t *facts, const char *said)
{
    const json_t *relaxed = json_object_get(facts, "relaxed");
    for (size_t at = 0; at < json_array_size(relaxed); at++) {
        if (g_strcmp0(json_string_value(json_array_get(relaxed, at)), said) == 0) {
            return true;
        }
    }
    return false;
}

bool choice_relax(struct choice *choice, const char *said, GError **error)
{
    struct matter *matter = choice->matter;
    const struct digest_speech speech = {matter->office, matter_language(matter), choice->side};
    if (choice->side != PAIR_EMPLOYER || choice->own == NULL || choice->item == NULL ||
        choice->own->state != LISTING_OPEN) {
        return true; /* nothing of the sender's to relax: the answer itself says why */
    }
    json_auto_t *missing = demand_of(choice, &speech, said);
    if (missing == NULL) {
        matter->why_human = matter->why_human != NULL ? matter->why_human : "which-demand";
        choice_say(choice, "choice-strict", said, false);
        return true;
    }
    json_auto_t *facts =
        digest_facts(matter->office->store, choice->own->id, choice->own->confirmed, error);
    if (facts == NULL) {
        return false;
    }
    if (is_dropped(facts, said)) {
        return true; /* for another letter of the same mail */
    }
    drop(facts, missing, said);
    g_autofree char *thing = digest_words_demand(&speech, missing);
    matter_effect(matter, "relaxed");
    choice_say(choice, "choice-relaxed", thing, true);
    matter->fresh = choice->own->id;
    return write_down(choice, facts, error);
}
