#include "act/meaning.h"

#include <string.h>

#include "mail/address.h"
#include "understand/cpr.h"

enum { DEPTH = 3, LINE_LIMIT = 600, WORD_LIMIT = 40 };

/* A date of a slot as people write it, or NULL. */
static char *date_of(const struct office *office, const char *language, const char *value)
{
    int64_t moment = 0;
    bool shaped = strlen(value) == strlen("2013-08-01") && value[4] == '-' && value[7] == '-';
    return shaped && clock_parse(office->clock, value, &moment, NULL)
               ? templates_date(office->templates, language, office->clock, moment, false)
               : NULL;
}

static char *scalar(const struct office *office, const char *language, const json_t *value)
{
    if (json_is_string(value)) {
        const char *text = json_string_value(value);
        char *date = date_of(office, language, text);
        return date != NULL ? date
                            : g_strdup(templates_word(office->templates, language, "values", text));
    }
    if (json_is_boolean(value)) {
        return g_strdup(templates_word(office->templates, language, "values",
                                       json_is_true(value) ? "yes" : "no"));
    }
    return json_is_integer(value)
               ? g_strdup_printf("%" JSON_INTEGER_FORMAT, json_integer_value(value))
               : g_strdup_printf("%g", json_number_value(value));
}

static void add_value(const struct office *office, GString *line, const json_t *value, int depth);

/* "til: ..., svar: ja" */
static void add_slots(const struct office *office, GString *line, json_t *slots, int depth)
{
    const char *name;
    json_t *value;
    bool first = true;
    json_object_foreach(slots, name, value)
    {
        g_string_append_printf(line, "%s%s: ", first ? "" : ", ",
                               templates_word(office->templates, "da", "slots", name));
        add_value(office, line, value, depth + 1);
        first = false;
    }
}

static void add_value(const struct office *office, GString *line, const json_t *value, int depth)
{
    if (depth > DEPTH) {
        return;
    }
    if (json_is_object(value)) {
        add_slots(office, line, (json_t *)(uintptr_t)value, depth);
        return;
    }
    if (!json_is_array(value)) {
        g_autofree char *text = scalar(office, "da", value);
        g_string_append(line, text);
        return;
    }
    for (size_t at = 0; at < json_array_size(value); at++) {
        g_string_append(line, at > 0 ? ", " : "");
        add_value(office, line, json_array_get(value, at), depth + 1);
    }
}

char *meaning_for_staff(const struct office *office, const GPtrArray *intents)
{
    g_autoptr(GString) line = g_string_new(NULL);
    for (guint at = 0; at < intents->len; at++) {
        const struct verdict_intent *intent = intents->pdata[at];
        bool undo = g_strcmp0(verdict_slot(intent, "name"), "undo") == 0;
        g_string_append_printf(line, "%s%s", at > 0 ? "; " : "",
                               templates_word(office->templates, "da", "intents",
                                              undo ? "command-undo" : intent->name));
        if (!undo && json_object_size(intent->slots) > 0) {
            g_string_append(line, " (");
            add_slots(office, line, intent->slots, 0);
            g_string_append(line, ")");
        }
    }
    g_autofree char *masked = cpr_mask(line->str);
    if (g_utf8_strlen(masked, -1) <= LINE_LIMIT) {
        return g_steal_pointer(&masked);
    }
    g_autofree char *cut = g_utf8_substring(masked, 0, LINE_LIMIT);
    return g_strconcat(cut, " ...", NULL);
}

char *meaning_effects(const struct office *office, const char *language, const char *effect)
{
    g_auto(GStrv) keys = g_strsplit(effect, ",", -1);
    for (char **key = keys; *key != NULL; key++) {
        char *word = g_strdup(templates_word(office->templates, language, "effects", *key));
        g_free(*key);
        *key = word;
    }
    return g_strjoinv(", ", keys);
}

/* The key of [meant]: "attend-no", "unsubscribe-all", "pause-until", or the plain name. The caller
 * owns it. */
static char *key_of(const struct verdict_intent *intent)
{
    static const char *const telling[] = {"answer", "scope", "state", "stage", "name"};
    for (size_t at = 0; at < G_N_ELEMENTS(telling); at++) {
        const char *value = verdict_slot(intent, telling[at]);
        if (value != NULL) {
            return g_strdup_printf("%s-%s", intent->name, value);
        }
    }
    bool dated = verdict_slot(intent, "until") != NULL;
    return dated ? g_strdup_printf("%s-until", intent->name) : g_strdup(intent->name);
}

/* A value for a letter that may go to somebody else than who wrote it: a short word, a day, a
 * number or a true address, never a text of the writer's. The caller owns it. */
static char *harmless(const struct office *office, const char *language, const char *name,
                      const json_t *value)
{
    g_autofree char *text = scalar(office, language, value);
    if (strcmp(name, "address") == 0) {
        char *address = address_parse(text, NULL);
        return address != NULL ? address : g_strdup("?");
    }
    return g_utf8_strlen(text, -1) <= WORD_LIMIT ? g_steal_pointer(&text) : g_strdup("?");
}

static char *sentence_of(const struct office *office, const char *language,
                         const struct verdict_intent *intent)
{
    g_autofree char *key = key_of(intent);
    const char *found = templates_word(office->templates, language, "meant", key);
    if (found == key) {
        found = templates_word(office->templates, language, "meant", intent->name);
    }
    char *sentence = g_strdup(found);
    const char *name;
    json_t *value;
    json_object_foreach(intent->slots, name, value)
    {
        if (json_is_object(value) || json_is_array(value)) {
            continue;
        }
        g_autofree char *before = sentence;
        g_autofree char *hole = g_strdup_printf("{%s}", name);
        g_autofree char *word = harmless(office, language, name, value);
        g_auto(GStrv) pieces = g_strsplit(before, hole, -1);
        sentence = g_strjoinv(word, pieces);
    }
    return sentence;
}

char *meaning_sentences(const struct office *office, const char *language, const GPtrArray *intents)
{
    g_autoptr(GString) lines = g_string_new(NULL);
    for (guint at = 0; at < intents->len; at++) {
        g_autofree char *sentence = sentence_of(office, language, intents->pdata[at]);
        g_string_append_printf(lines, "%s%s", lines->len > 0 ? "\n" : "", sentence);
    }
    return cpr_mask(lines->str);
}
