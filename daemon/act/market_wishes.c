#include "act/market_wishes.h"

#include <string.h>

#include "base/text.h"

#define TEXT_LIMIT 300u

static const char *const conditions[] = {"licence", "weekly", "start", "language", "certificate"};

/* Whether a demanded word stands among those of the wish: then that one alone is meant. */
static bool names_one(const json_t *facts, const char *key, char **words)
{
    const json_t *demanded = json_object_get(facts, key);
    for (size_t i = 0; i < json_array_size(demanded); i++) {
        const char *word = json_string_value(json_array_get(demanded, i));
        g_autofree char *folded = text_fold(word != NULL ? word : "");
        if (g_strv_contains((const char *const *)words, folded)) {
            return true;
        }
    }
    return false;
}

/* Whether the words of the wish say the condition: one of those in words.conf. */
static bool says(const struct office *office, const char *condition, const char *wish)
{
    const char *known = templates_word(office->templates, "da", "relax", condition);
    g_auto(GStrv) words = g_strsplit(known, ",", -1);
    for (char **word = words; *word != NULL; word++) {
        g_autofree char *folded = text_fold(g_strstrip(*word));
        if (*folded != '\0' && strstr(wish, folded) != NULL) {
            return true;
        }
    }
    return false;
}

json_t *market_wishes(const struct office *office, const json_t *facts, const json_t *wishes)
{
    json_t *read = wishes != NULL ? json_copy((json_t *)(uintptr_t)wishes) : json_object();
    const json_t *relax = json_object_get(wishes, "relax");
    json_t *dropped = json_array();
    for (size_t i = 0; i < json_array_size(relax); i++) {
        const char *written = json_string_value(json_array_get(relax, i));
        g_autofree char *wish = text_fold(written != NULL ? written : "");
        g_auto(GStrv) words = g_strsplit_set(wish, " ,.-/", -1);
        bool one = names_one(facts, "licences", words) || names_one(facts, "languages", words);
        for (size_t k = 0; k < G_N_ELEMENTS(conditions) && !one; k++) {
            if (says(office, conditions[k], wish)) {
                json_array_append_new(dropped, json_string(conditions[k]));
            }
        }
    }
    json_object_del(read, "facts");
    json_object_set_new(read, "conditions", dropped);
    return read;
}

static bool is_postcode(const char *word)
{
    return strlen(word) == 4 && strspn(word, "0123456789") == 4;
}

json_t *market_text_facts(enum listing_kind kind, const char *text)
{
    g_autofree char *line = text_one_line(text, TEXT_LIMIT);
    g_auto(GStrv) words = g_strsplit_set(line, " ,;", -1);
    g_autoptr(GString) rest = g_string_new(NULL);
    json_t *facts = json_object(), *postcodes = json_array();
    for (char **word = words; *word != NULL; word++) {
        if (is_postcode(*word)) {
            json_array_append_new(postcodes, json_string(*word));
        } else if (**word != '\0') {
            g_string_append_printf(rest, "%s%s", rest->len > 0 ? " " : "", *word);
        }
    }
    bool posting = kind == LISTING_POSTING;
    json_object_set_new(facts, "text", json_string(rest->str));
    if (rest->len > 0) {
        json_object_set_new(facts, posting ? "title" : "titles",
                            posting ? json_string(rest->str) : json_pack("[s]", rest->str));
    }
    if (json_array_size(postcodes) > 0) {
        json_object_set(facts, posting ? "postcode" : "postcodes",
                        posting ? json_array_get(postcodes, 0) : postcodes);
    }
    json_decref(postcodes);
    return facts;
}
