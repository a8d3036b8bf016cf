#include "act/digest_words.h"

#include <string.h>

#include "act/masked.h"
#include "compose/words.h"
#include "store/digest.h"

enum {
    FEW = 3,       /* fewer than these fit: it is said */
    WORDS_MOST = 4 /* of what fits or is missing, in one line */
};

static const char *word_of(const struct digest_speech *speech, const char *group, const char *key)
{
    return templates_word(speech->office->templates, speech->language, group, key);
}

/* A group of words that differs by side: "missing-employer". */
static const char *sided(const struct digest_speech *speech, const char *group, const char *key)
{
    g_autofree char *name = g_strdup_printf("%s-%s", group, pair_side_name(speech->side));
    return word_of(speech, name, key);
}

static const char *text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text != NULL ? text : "";
}

/* "lager, truck": the first words of a list. The caller owns it. */
static char *join(const json_t *list, const char *mark)
{
    GString *text = g_string_new(NULL);
    for (size_t at = 0; at < MIN(json_array_size(list), WORDS_MOST); at++) {
        const char *word = json_string_value(json_array_get(list, at));
        g_string_append_printf(text, "%s%s%s%s", at > 0 ? ", " : "", mark, word != NULL ? word : "",
                               mark);
    }
    return g_string_free(text, FALSE);
}

/* A licence that has a name of its own stands under it: licence-truck. */
static char *phrase_of(const struct digest_speech *speech, const char *group, const json_t *missing)
{
    const char *condition = text_of(missing, "condition"), *what = text_of(missing, "word");
    g_autofree char *own = g_strdup_printf("%s-%s", condition, what);
    const char *phrase = sided(speech, group, own);
    if (strcmp(phrase, own) == 0) {
        phrase = sided(speech, group, condition);
    }
    return words_fill(phrase, "ord", what, NULL);
}

char *digest_words_demand(const struct digest_speech *speech, const json_t *missing)
{
    return phrase_of(speech, "demand", missing);
}

bool digest_words_means(const struct digest_speech *speech, const json_t *missing, const char *said)
{
    g_autofree char *demand = digest_words_demand(speech, missing);
    g_autofree char *ours = g_utf8_casefold(demand, -1);
    g_autofree char *theirs = g_utf8_casefold(said, -1);
    g_autofree char *first = g_strndup(ours, strcspn(ours, " "));
    g_autofree char *word = g_utf8_casefold(text_of(missing, "word"), -1);
    return g_str_has_prefix(ours, theirs) || g_str_has_prefix(theirs, first) ||
           (*word != '\0' && strcmp(word, theirs) == 0);
}

/* ---- one item ---------------------------------------------------------------------------------
 */

/* "passer godt, ca. 80" */
static char *level_text(const struct digest_speech *speech, const json_t *item)
{
    g_autofree char *score = g_strdup_printf("%" JSON_INTEGER_FORMAT,
                                             json_integer_value(json_object_get(item, "score")));
    bool outside = json_is_true(json_object_get(item, "outside"));
    bool unmet = json_is_true(json_object_get(item, "unmet"));
    const char *key = outside ? "outside" : unmet ? "unmet" : text_of(item, "level");
    const char *level = word_of(speech, "fit", key);
    return words_fill(word_of(speech, "fit", "figure"), "niveau", level, "tal", score, NULL);
}

static char *missing_text(const struct digest_speech *speech, const json_t *missing)
{
    GString *text = g_string_new(NULL);
    for (size_t at = 0; at < MIN(json_array_size(missing), WORDS_MOST); at++) {
        g_autofree char *phrase = phrase_of(speech, "missing", json_array_get(missing, at));
        g_string_append_printf(text, "%s%s", at > 0 ? ", " : "", phrase);
    }
    return g_string_free(text, FALSE);
}

/* What would help most: the first of what is missing. */
static char *solve_text(const struct digest_speech *speech, int letter, const json_t *missing)
{
    const json_t *first = json_array_get(missing, 0);
    if (first == NULL) {
        return g_strdup("");
    }
    const char name[] = {(char)('A' + letter - 1), '\0'};
    g_autofree char *demand = phrase_of(speech, "demand", first);
    g_autofree char *phrase = phrase_of(speech, "solve", first);
    return words_fill(phrase, "bogstav", name, "ting", demand, NULL);
}

static char *unknown_text(const struct digest_speech *speech, const json_t *unknown)
{
    GString *text = g_string_new(NULL);
    for (size_t at = 0; at < MIN(json_array_size(unknown), WORDS_MOST); at++) {
        const char *condition = json_string_value(json_array_get(unknown, at));
        g_string_append_printf(text, "%s%s", at > 0 ? ", " : "",
                               word_of(speech, "unknown", condition != NULL ? condition : ""));
    }
    return g_string_free(text, FALSE);
}

json_t *digest_words_item(const struct digest_speech *speech, int letter, const json_t *item)
{
    g_assert(letter >= 1 && letter <= DIGEST_LETTERS);
    const char name[] = {(char)('A' + letter - 1), '\0'};
    const json_t *missing = json_object_get(item, "missing");
    g_autofree char *level = level_text(speech, item);
    g_autofree char *fits = join(json_object_get(item, "fits"), "");
    g_autofree char *quoted = join(json_object_get(item, "quotes"), "\"");
    g_autofree char *quotes = masked_words(speech->office->templates, speech->language, quoted);
    g_autofree char *lacks = missing_text(speech, missing);
    g_autofree char *solve = solve_text(speech, letter, missing);
    /* Three lines at most: what we do not know only where nothing is to be solved. */
    g_autofree char *unknown =
        *solve == '\0' ? unknown_text(speech, json_object_get(item, "unknown")) : g_strdup("");
    json_t *fields = json_pack(
        "{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s}", "bogstav", name, "niveau", level, "udefra",
        json_is_true(json_object_get(item, "outside")) ? "ja" : "", "passer", fits, "citat",
        *fits != '\0' ? quotes : "", "mangler", lacks, "loeses", solve, "vedikke", unknown);
    g_assert(fields != NULL);
    return fields;
}

/* ---- how many ---------------------------------------------------------------------------------
 */

static char *number_text(const struct digest_speech *speech, json_int_t number)
{
    return number == 0 ? g_strdup(word_of(speech, "fit", "none"))
                       : g_strdup_printf("%" JSON_INTEGER_FORMAT, number);
}

char *digest_words_foot(const struct digest_speech *speech, const json_t *best)
{
    json_int_t count = json_integer_value(json_object_get(best, "count"));
    const json_t *without = json_array_get(json_object_get(best, "without"), 0);
    json_int_t more = json_integer_value(json_object_get(without, "count"));
    g_autofree char *now = number_text(speech, count);
    if (more == 0) {
        return count < FEW ? words_fill(sided(speech, "foot", "alone"), "antal", now, NULL)
                           : g_strdup("");
    }
    g_autofree char *demand = phrase_of(speech, "demand", without);
    g_autofree char *then =
        g_strdup_printf("%" JSON_INTEGER_FORMAT, count < FEW ? count + more : more);
    return words_fill(sided(speech, "foot", count < FEW ? "few" : "more"), "antal", now, "ting",
                      demand, "flere", then, NULL);
}
