/* The heading of a section [ønske ...]. */
#include <string.h>

#include "understand/sections.h"
#include "understand/understand.h"

void section_wish_free(gpointer data)
{
    struct wish *wish = data;
    g_free(wish->intent);
    json_decref(wish->slots);
    g_strfreev(wish->replies_to);
    g_strfreev(wish->never_to);
    g_ptr_array_unref(wish->rules);
    g_free(wish);
}

/* "svar=yes": a slot of the intent that the heading of a wish says. */
static bool read_slot(struct wish *wish, const char *word)
{
    static const struct {
        const char *danish, *slot;
    } slots[] = {{"svar=", "answer"}, {"trin=", "stage"}, {"tilstand=", "state"}};
    for (size_t i = 0; i < G_N_ELEMENTS(slots); i++) {
        const char *value = word + strlen(slots[i].danish);
        if (g_str_has_prefix(word, slots[i].danish) && *value != '\0' &&
            json_object_get(wish->slots, slots[i].slot) == NULL) {
            json_object_set_new(wish->slots, slots[i].slot, json_string(value));
            return true;
        }
    }
    return false;
}

/* "kun=survey,proof": kinds of mail that are answered, as in the contract of `parse`. */
static bool read_kinds(struct section_reader *reader, const char *word, const char *label,
                       char ***kinds)
{
    if (!g_str_has_prefix(word, label) || *kinds != NULL) {
        return false;
    }
    *kinds = g_strsplit(word + strlen(label), ",", -1);
    for (size_t i = 0; (*kinds)[i] != NULL; i++) {
        if (!g_strv_contains(understand_kinds, (*kinds)[i])) {
            g_autofree char *what =
                g_strdup_printf("\"%s\" is no kind of mail that is answered", (*kinds)[i]);
            section_complain(reader, what);
        }
    }
    return true;
}

/* [ønske INTENT forsigtig svar=yes kun=confirmation,proof] */
GPtrArray *section_wish(struct section_reader *reader, char **words)
{
    struct wish *wish = g_new0(struct wish, 1);
    wish->intent = g_strdup(words[1]);
    wish->slots = json_object();
    wish->rules = g_ptr_array_new_with_free_func(section_rule_free);
    g_ptr_array_add(reader->language->wishes, wish);
    for (size_t i = 2; words[i] != NULL; i++) {
        if (strcmp(words[i], "forsigtig") == 0) {
            wish->careful = true;
        } else if (strcmp(words[i], "omtalt") == 0) {
            wish->mentioned = true;
        } else if (strcmp(words[i], "gæt") == 0) {
            wish->guess = true;
        } else if (!read_kinds(reader, words[i], "kun=", &wish->replies_to) &&
                   !read_kinds(reader, words[i], "ikke=", &wish->never_to) &&
                   !read_slot(wish, words[i])) {
            section_complain(reader, "a wish may have \"forsigtig\", \"gæt\", \"omtalt\", "
                                     "\"kun=...\", \"ikke=...\", \"svar=...\", \"trin=...\" "
                                     "and \"tilstand=...\"");
        }
    }
    return wish->rules;
}
