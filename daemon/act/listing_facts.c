#include "act/listing_facts.h"

#include <string.h>

#include "act/masked.h"
#include "base/text.h"
#include "understand/cpr.h"

#define TEXT_LIMIT 6000u /* octets of their own words that are kept */
#define QUESTIONS 2u

enum shape { LIST, WORD, HOURS, DAY, NUMBER };

struct field {
    const char *key;
    enum shape shape;
    unsigned ask; /* 1: before all others, then by how many speak of it; 0: never asked for */
};

static const struct field profile_fields[] = {
    {"titles", LIST, 1}, {"hours", HOURS, 2},   {"postcodes", LIST, 3},
    {"start", DAY, 5},   {"licences", LIST, 4}, {"languages", LIST, 6},
    {NULL, 0, 0}};

static const struct field posting_fields[] = {{"title", WORD, 1},
                                              {"extra", WORD, 1},
                                              {"workplace", WORD, 0},
                                              {"postcode", WORD, 3},
                                              {"hours", HOURS, 2},
                                              {"start", DAY, 4},
                                              {"deadline", DAY, 0},
                                              {"positions", NUMBER, 0},
                                              {"licences", LIST, 0},
                                              {"languages", LIST, 0},
                                              {NULL, 0, 0}};

static const struct field *fields_of(enum listing_kind kind)
{
    return kind == LISTING_PROFILE ? profile_fields : posting_fields;
}

static const char *label_of(const struct office *office, const char *language, const char *key)
{
    return templates_word(office->templates, language, "form", key);
}

/* ---- the form ---------------------------------------------------------------------------------
 */

static char *list_text(const json_t *list)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (size_t at = 0; at < json_array_size(list); at++) {
        const char *word = json_string_value(json_array_get(list, at));
        g_string_append_printf(text, "%s%s", at > 0 ? ", " : "", word != NULL ? word : "");
    }
    return g_string_free(g_steal_pointer(&text), FALSE);
}

static char *hours_text(const json_t *hours)
{
    json_int_t least = json_integer_value(json_object_get(hours, "min"));
    json_int_t most = json_integer_value(json_object_get(hours, "max"));
    return least == most || most == 0
               ? g_strdup_printf("%" JSON_INTEGER_FORMAT, least)
               : g_strdup_printf("%" JSON_INTEGER_FORMAT "-%" JSON_INTEGER_FORMAT, least, most);
}

static char *day_text(const struct office *office, const char *language, const json_t *day)
{
    int64_t moment = 0;
    const char *written = json_string_value(day);
    return written != NULL && clock_parse(office->clock, written, &moment, NULL)
               ? templates_date(office->templates, language, office->clock, moment, false)
               : g_strdup(written);
}

/* A value as its owner reads it, NULL: there is none. The caller owns it. */
static char *value_text(const struct office *office, const char *language,
                        const struct field *field, const json_t *facts)
{
    const json_t *value = json_object_get(facts, field->key);
    if (value == NULL) {
        return NULL;
    }
    switch (field->shape) {
    case LIST:
        return json_array_size(value) > 0 ? list_text(value) : NULL;
    case HOURS:
        return hours_text(value);
    case DAY:
        return day_text(office, language, value);
    case NUMBER:
        return g_strdup_printf("%" JSON_INTEGER_FORMAT, json_integer_value(value));
    case WORD:
        break;
    }
    return g_strdup(json_string_value(value));
}

char *facts_lines(const struct office *office, const char *language, enum listing_kind kind,
                  const json_t *facts)
{
    GString *lines = g_string_new(NULL);
    for (const struct field *field = fields_of(kind); field->key != NULL; field++) {
        g_autofree char *value = value_text(office, language, field, facts);
        if (value != NULL) {
            g_string_append_printf(lines, "%s%s: %s", lines->len > 0 ? "\n" : "",
                                   label_of(office, language, field->key), value);
        }
    }
    char *shown = masked_words(office->templates, language, lines->str);
    g_string_free(lines, TRUE);
    return shown;
}

char *facts_name(const struct office *office, const char *language, enum listing_kind kind,
                 const json_t *facts)
{
    g_autofree char *name = value_text(office, language, fields_of(kind), facts);
    return name != NULL ? masked_words(office->templates, language, name)
                        : g_strdup(templates_word(office->templates, language, "form",
                                                  kind == LISTING_PROFILE ? "profile" : "posting"));
}

/* ---- what a reply changes ---------------------------------------------------------------------
 */

/* What stands behind "Label:" at the beginning of a line, also behind marks of quotation and lists;
 * NULL: there is no such line. The caller owns it. */
static char *line_of(const char *text, const char *label)
{
    g_autofree char *wanted = g_utf8_casefold(label, -1);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (char **line = lines; *line != NULL; line++) {
        const char *start = *line + strspn(*line, " \t>*-");
        const char *colon = strchr(start, ':');
        if (colon == NULL) {
            continue;
        }
        g_autofree char *before = g_strndup(start, (size_t)(colon - start));
        g_autofree char *folded = g_utf8_casefold(g_strstrip(before), -1);
        if (strcmp(folded, wanted) == 0) {
            return g_strstrip(g_strdup(colon + 1));
        }
    }
    return NULL;
}

/* Whether the words have the field's line; `value` is what stands there. */
static bool has_line(const struct office *office, const struct field *field, const char *text,
                     char **value)
{
    const char *const languages[] = {"da", "en"};
    for (size_t at = 0; at < G_N_ELEMENTS(languages); at++) {
        *value = line_of(text, label_of(office, languages[at], field->key));
        if (*value != NULL) {
            return true;
        }
    }
    return false;
}

static bool holds(const json_t *list, const char *word)
{
    for (size_t at = 0; at < json_array_size(list); at++) {
        if (g_strcmp0(json_string_value(json_array_get(list, at)), word) == 0) {
            return true;
        }
    }
    return false;
}

/* `more` behind what `list` has already. */
static void append_new(json_t *list, const json_t *more)
{
    for (size_t at = 0; at < json_array_size(more); at++) {
        const char *word = json_string_value(json_array_get(more, at));
        if (word != NULL && !holds(list, word)) {
            json_array_append_new(list, json_string(word));
        }
    }
}

static void merge_field(const struct office *office, const struct field *field, json_t *facts,
                        const json_t *said, const char *text)
{
    json_t *value = json_object_get(said, field->key);
    json_t *known = json_object_get(facts, field->key);
    g_autofree char *written = NULL;
    bool replaces = has_line(office, field, text, &written);
    bool nothing = replaces && (*written == '\0' || strcmp(written, "-") == 0);
    if (nothing) {
        json_object_del(facts, field->key);
    } else if (strcmp(field->key, "extra") == 0) {
        if (replaces) {
            facts_set_extra(office, facts, written);
        }
    } else if (value != NULL && field->shape == LIST && known != NULL && !replaces) {
        append_new(known, value);
    } else if (value != NULL) {
        json_object_set(facts, field->key, value);
    }
}

/* Their own words, for the matcher: behind what they wrote before. */
static void keep_text(json_t *facts, const char *text)
{
    const char *before = json_string_value(json_object_get(facts, "text"));
    if (*text == '\0') {
        return;
    }
    g_autofree char *masked = cpr_mask(text);
    g_autofree char *both =
        before != NULL ? g_strconcat(before, "\n", masked, NULL) : g_strdup(masked);
    if (before != NULL && strstr(before, masked) != NULL) {
        return;
    }
    if (strlen(both) > TEXT_LIMIT) {
        const char *end = g_utf8_find_prev_char(both, both + TEXT_LIMIT);
        both[end - both] = '\0';
    }
    json_object_set_new(facts, "text", json_string(both));
}

json_t *facts_merge(const struct office *office, enum listing_kind kind, const json_t *before,
                    const json_t *said, const char *text, const char *kept)
{
    json_t *facts = before != NULL ? json_deep_copy(before) : json_object();
    for (const struct field *field = fields_of(kind); field->key != NULL; field++) {
        merge_field(office, field, facts, said, text);
    }
    keep_text(facts, kept);
    return facts;
}

void facts_set_extra(const struct office *office, json_t *facts, const char *text)
{
    static const struct field extra = {"extra", WORD, 1};
    g_autofree char *written = NULL;
    g_autofree char *masked = cpr_mask(has_line(office, &extra, text, &written) ? written : text);
    g_autofree char *line = text_one_line(masked, 300);
    json_object_set_new(facts, "extra", json_string(line));
}

/* ---- what is not known ------------------------------------------------------------------------
 */

/* The field of the other side that asks for this one: "title" for "titles". */
static const char *asked_by(const char *key)
{
    static const char *const pairs[][2] = {{"titles", "title"},
                                           {"postcodes", "postcode"},
                                           {"postcode", "postcodes"},
                                           {"title", "titles"}};
    for (size_t at = 0; at < G_N_ELEMENTS(pairs); at++) {
        if (strcmp(key, pairs[at][0]) == 0) {
            return pairs[at][1];
        }
    }
    return key;
}

static unsigned demand(const char *key, const GPtrArray *others)
{
    unsigned count = 0;
    for (guint at = 0; at < others->len; at++) {
        count += json_object_get(others->pdata[at], asked_by(key)) != NULL ? 1 : 0;
    }
    return count;
}

struct candidate {
    const struct field *field;
    unsigned demand;
};

static int compare(gconstpointer a, gconstpointer b)
{
    const struct candidate *one = a, *two = b;
    if ((one->field->ask == 1) != (two->field->ask == 1)) {
        return one->field->ask == 1 ? -1 : 1;
    }
    if (one->demand != two->demand) {
        return one->demand > two->demand ? -1 : 1;
    }
    return one->field->ask < two->field->ask ? -1 : 1;
}

GPtrArray *facts_questions(enum listing_kind kind, const json_t *facts, const GPtrArray *others)
{
    g_autoptr(GArray) missing = g_array_new(FALSE, FALSE, sizeof(struct candidate));
    for (const struct field *field = fields_of(kind); field->key != NULL; field++) {
        if (field->ask > 0 && json_object_get(facts, field->key) == NULL) {
            const struct candidate candidate = {field, demand(field->key, others)};
            g_array_append_val(missing, candidate);
        }
    }
    g_array_sort(missing, compare);
    GPtrArray *questions = g_ptr_array_new();
    for (guint at = 0; at < MIN(missing->len, QUESTIONS); at++) {
        const char *key = g_array_index(missing, struct candidate, at).field->key;
        g_ptr_array_add(questions, (gpointer)(uintptr_t)key);
    }
    return questions;
}
