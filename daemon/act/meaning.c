#include "act/meaning.h"

#include <string.h>

#include "compose/words.h"
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

/* "gæster: 0" and "flere: nej" say nothing. */
static bool says(const json_t *value)
{
    return !json_is_false(value) && !json_is_null(value) &&
           !(json_is_integer(value) && json_integer_value(value) == 0) &&
           !((json_is_array(value) || json_is_object(value)) && json_array_size(value) == 0 &&
             json_object_size(value) == 0);
}

static void add_slots(const struct office *office, GString *line, json_t *slots, int depth);

/* "kok og tjener" */
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
    size_t count = json_array_size(value);
    for (size_t at = 0; at < count; at++) {
        g_string_append(line, at == 0 ? "" : at + 1 == count ? " og " : ", ");
        add_value(office, line, json_array_get(value, at), depth + 1);
    }
}

/* "25 timer om ugen", "mindst 20 timer om ugen" */
static char *hours_of(const struct office *office, const json_t *hours)
{
    json_int_t min = json_integer_value(json_object_get(hours, "min"));
    json_int_t max = json_integer_value(json_object_get(hours, "max"));
    const char *key = min == max ? "hours-exact"
                      : min == 0 ? "hours-most"
                      : max == 0 ? "hours-least"
                                 : "hours-between";
    g_autofree char *least = g_strdup_printf("%" JSON_INTEGER_FORMAT, min);
    g_autofree char *most = g_strdup_printf("%" JSON_INTEGER_FORMAT, max);
    return words_fill(templates_word(office->templates, "da", "slots", key), "min", least, "max",
                      most, NULL);
}

/* "stilling legeonkel": the label says where the value stands, else before it. The caller owns it.
 */
static char *slot_of(const struct office *office, const char *name, const json_t *value, int depth)
{
    if (strcmp(name, "hours") == 0 && json_is_object(value)) {
        return hours_of(office, value);
    }
    const char *label = templates_word(office->templates, "da", "slots", name);
    g_autoptr(GString) text = g_string_new(NULL);
    if (json_is_true(value)) {
        return g_strdup(label);
    }
    add_value(office, text, value, depth + 1);
    bool placed = strstr(label, "{value}") != NULL;
    return placed ? words_fill(label, "value", text->str, NULL)
                  : g_strdup_printf("%s %s", label, text->str);
}

/* "stilling legeonkel, 25 timer om ugen" */
static void add_slots(const struct office *office, GString *line, json_t *slots, int depth)
{
    const char *name;
    json_t *value;
    bool first = true;
    json_object_foreach(slots, name, value)
    {
        if (says(value)) {
            g_autofree char *text = slot_of(office, name, value, depth);
            g_string_append_printf(line, "%s%s", first ? "" : ", ", text);
            first = false;
        }
    }
}

/* The slots of which one is a part of the key. */
static const char *const telling[] = {"answer", "scope", "state", "stage", "name"};

/* The key of [meant] and [taken]: "attend-no", "unsubscribe-all", "pause-until", or the plain name.
 * The caller owns it. */
static char *key_of(const struct verdict_intent *intent)
{
    for (size_t at = 0; at < G_N_ELEMENTS(telling); at++) {
        const char *value = verdict_slot(intent, telling[at]);
        if (value != NULL) {
            return g_strdup_printf("%s-%s", intent->name, value);
        }
    }
    bool dated = verdict_slot(intent, "until") != NULL;
    return dated ? g_strdup_printf("%s-until", intent->name) : g_strdup(intent->name);
}

/* The words of [taken] for it, and out of `slots` what they have said; NULL: there are none. The
 * caller owns it. */
static char *taken_as(const struct office *office, const struct verdict_intent *intent,
                      json_t *slots)
{
    g_autofree char *key = key_of(intent);
    const char *found = templates_word(office->templates, "da", "taken", key);
    if (found == key) {
        return NULL;
    }
    for (size_t at = 0; at < G_N_ELEMENTS(telling); at++) {
        if (verdict_slot(intent, telling[at]) != NULL) {
            json_object_del(slots, telling[at]);
            break;
        }
    }
    char *sentence = g_strdup(found);
    const char *name;
    json_t *value;
    json_object_foreach(intent->slots, name, value)
    {
        g_autofree char *hole = g_strdup_printf("{%s}", name);
        if (strstr(found, hole) != NULL) {
            g_autofree char *before = sentence;
            g_autofree char *word = scalar(office, "da", value);
            sentence = words_fill(before, name, word, NULL);
            json_object_del(slots, name);
        }
    }
    return sentence;
}

static void add_intent(const struct office *office, GString *line,
                       const struct verdict_intent *intent)
{
    json_auto_t *slots = json_copy(intent->slots);
    g_autofree char *taken = taken_as(office, intent, slots);
    g_string_append_printf(
        line, "%s%s", line->len > 0 ? "; " : "",
        taken != NULL ? taken : templates_word(office->templates, "da", "intents", intent->name));
    g_autoptr(GString) rest = g_string_new(NULL);
    json_t *whole = json_object_get(slots, intent->name); /* of a job or a profile */
    add_slots(office, rest, whole != NULL ? whole : slots, 0);
    g_string_append_printf(line, "%s%s", rest->len > 0 ? ": " : "", rest->str);
}

char *meaning_for_staff(const struct office *office, const GPtrArray *intents)
{
    g_autoptr(GString) line = g_string_new(NULL);
    for (guint at = 0; at < intents->len; at++) {
        add_intent(office, line, intents->pdata[at]);
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
