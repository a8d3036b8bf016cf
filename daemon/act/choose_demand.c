/* "B nej, mangler truck": what the no says was missing becomes a demand of the job, and its owner
 * reads so. */
#include "act/choose_one.h"
#include "act/digest_words.h"

static bool has(const json_t *list, const char *word)
{
    for (size_t at = 0; at < json_array_size(list); at++) {
        if (g_strcmp0(json_string_value(json_array_get(list, at)), word) == 0) {
            return true;
        }
    }
    return false;
}

/* What was once given up ("uden kørekort") counts again. */
static void take_up(json_t *facts, const struct digest_speech *speech, const json_t *demand)
{
    json_t *relaxed = json_object_get(facts, "relaxed");
    for (size_t at = json_array_size(relaxed); at > 0; at--) {
        const char *said = json_string_value(json_array_get(relaxed, at - 1));
        if (said != NULL && digest_words_means(speech, demand, said)) {
            json_array_remove(relaxed, at - 1);
        }
    }
}

/* Adds those that are not demanded yet; `words`: their names, "" when there are none. */
static void demand(json_t *facts, const json_t *lacks, const struct digest_speech *speech,
                   GString *words)
{
    json_t *licences = json_object_get(facts, "licences");
    if (licences == NULL) {
        licences = json_array();
        json_object_set_new(facts, "licences", licences);
    }
    for (size_t at = 0; at < json_array_size(lacks); at++) {
        const char *word = json_string_value(json_array_get(lacks, at));
        if (word == NULL || has(licences, word)) {
            continue;
        }
        json_auto_t *one = json_pack("{s:s, s:s}", "condition", "licence", "word", word);
        g_autofree char *name = digest_words_demand(speech, one);
        g_string_append_printf(words, "%s%s", words->len > 0 ? ", " : "", name);
        json_array_append_new(licences, json_string(word));
        take_up(facts, speech, one);
    }
}

bool choice_demand(struct choice *choice, int *before, GError **error)
{
    struct matter *matter = choice->matter;
    struct store *store = matter->office->store;
    const json_t *all = json_object_get(matter_words(matter)->open, "lacks");
    const json_t *lacks = json_object_get(all, choice->ref);
    const struct digest_speech speech = {matter->office, matter_language(matter), choice->side};
    *before = 0;
    if (lacks == NULL || choice->side != PAIR_EMPLOYER || choice->own == NULL ||
        choice->own->state != LISTING_OPEN) {
        return true;
    }
    json_auto_t *facts = digest_facts(store, choice->own->id, choice->own->confirmed, error);
    if (facts == NULL) {
        return false;
    }
    g_autoptr(GString) words = g_string_new(NULL);
    demand(facts, lacks, &speech, words);
    if (words->len == 0) {
        return true;
    }
    g_autofree char *text = json_dumps(facts, JSON_COMPACT | JSON_SORT_KEYS);
    int number = 0;
    *before = choice->own->confirmed;
    if (!listing_write(store, &matter->cause, choice->own, text, &number, error) ||
        !listing_confirm(store, &matter->cause, choice->own, number, error)) {
        return false;
    }
    choice->own->newest = choice->own->confirmed = number;
    choice_say(choice, "choice-demand", words->str, true);
    return true;
}
