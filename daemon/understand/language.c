#include "understand/language.h"

#include <stdint.h>
#include <string.h>

#include "base/failure.h"
#include "base/file.h"
#include "understand/candidates.h"
#include "understand/lexicon.h"
#include "understand/needed.h"
#include "understand/occupation.h"
#include "understand/sections.h"
#include "understand/tables.h"

#define TABLE_LIMIT (1024u * 1024u)

/* Places to remember names by; a power of two, some times as many as there are names. */
#define FOUND_ROOM 1024u

struct language_found {
    const char *name;
    void *what;
};

static int by_name(gconstpointer a, gconstpointer b)
{
    const char *const *left = a, *const *right = b;
    return strcmp(*left, *right);
}

static GPtrArray *table_files(const char *directory, GError **error)
{
    g_autoptr(GDir) folder = g_dir_open(directory, 0, NULL);
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    const char *name;
    while (folder != NULL && (name = g_dir_read_name(folder)) != NULL) {
        if (g_str_has_suffix(name, ".tabel") && *name != '.') {
            g_ptr_array_add(names, g_strdup(name));
        }
    }
    if (names->len == 0) {
        g_set_error(error, UNDERSTAND_ERROR, FAILURE_CONFIGURATION,
                    "%s: no language tables (*.tabel) there; install the program's data or run it "
                    "from its build folder",
                    directory);
        return NULL;
    }
    g_ptr_array_sort(names, by_name);
    return g_steal_pointer(&names);
}

static bool read_all(struct section_reader *reader, const char *directory, GPtrArray *names,
                     bool words, GError **error)
{
    for (guint i = 0; i < names->len; i++) {
        reader->file = g_ptr_array_index(names, i);
        g_autofree char *path = g_build_filename(directory, reader->file, NULL);
        g_autoptr(GError) failure = NULL;
        g_autofree char *text = file_read_text(path, TABLE_LIMIT, &failure);
        if (text == NULL) {
            g_set_error_literal(error, UNDERSTAND_ERROR, FAILURE_CONFIGURATION, failure->message);
            return false;
        }
        sections_read(reader, text, words);
    }
    return true;
}

static struct language *language_new(void)
{
    struct language *language = g_new0(struct language, 1);
    language->vocabulary = vocabulary_new();
    language->patterns =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
    language->names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, lexicon_free);
    for (size_t i = 0; i < G_N_ELEMENTS(language->found); i++) {
        language->found[i] = g_new0(struct language_found, FOUND_ROOM);
    }
    language->wishes = g_ptr_array_new_with_free_func(section_wish_free);
    language->commands = g_ptr_array_new_with_free_func(section_command_free);
    return language;
}

static void number_rules(const GPtrArray *rules, GPtrArray *patterns)
{
    for (guint i = 0; i < rules->len; i++) {
        struct rule *rule = g_ptr_array_index(rules, i);
        rule->number = patterns->len;
        g_ptr_array_add(patterns, rule->pattern);
    }
}

static void index_rules(struct language *language)
{
    g_autoptr(GPtrArray) patterns = g_ptr_array_new();
    GHashTableIter iter;
    gpointer rules;
    g_hash_table_iter_init(&iter, language->patterns);
    while (g_hash_table_iter_next(&iter, NULL, &rules)) {
        number_rules(rules, patterns);
    }
    for (guint i = 0; i < language->wishes->len; i++) {
        const struct wish *wish = g_ptr_array_index(language->wishes, i);
        number_rules(wish->rules, patterns);
    }
    language->candidates = candidates_new(patterns, language->vocabulary);
}

struct language *language_load(const char *directory, GError **error)
{
    return language_load_with(directory, NULL, error);
}

struct language *language_load_with(const char *directory, const char *taxonomy, GError **error)
{
    g_autoptr(GPtrArray) names = table_files(directory, error);
    if (names == NULL) {
        return NULL;
    }
    SCOPED(language) struct language *language = language_new();
    g_autoptr(GString) findings = g_string_new(NULL);
    g_autoptr(GHashTable) parts =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
    g_autoptr(GHashTable) opened = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    struct section_reader reader = {
        .language = language, .parts = parts, .opened = opened, .findings = findings};
    if (!read_all(&reader, directory, names, true, error) ||
        !read_all(&reader, directory, names, false, error)) {
        return NULL;
    }
    needed_check(&reader);
    g_autofree char *beside = g_build_filename(directory, "..", "taxonomy", NULL);
    language->occupations = occupations_load(taxonomy != NULL ? taxonomy : beside);
    g_autofree char *weights = g_build_filename(directory, "skoen.tsv", NULL);
    g_autoptr(GError) wrong = NULL;
    language->hunch = hunch_load(weights, &wrong);
    if (wrong != NULL) {
        g_propagate_error(error, g_steal_pointer(&wrong));
        return NULL;
    }
    if (reader.count > 0) {
        g_set_error_literal(error, UNDERSTAND_ERROR, FAILURE_CONFIGURATION, findings->str);
        return NULL;
    }
    index_rules(language);
    return g_steal_pointer(&language);
}

void language_free(struct language *language)
{
    if (language == NULL) {
        return;
    }
    g_hash_table_unref(language->patterns);
    g_hash_table_unref(language->names);
    for (size_t i = 0; i < G_N_ELEMENTS(language->found); i++) {
        g_free(language->found[i]);
    }
    candidates_free(language->candidates);
    lexicon_free(language->occupations);
    hunch_free(language->hunch);
    vocabulary_free(language->vocabulary);
    g_ptr_array_unref(language->wishes);
    g_ptr_array_unref(language->commands);
    g_free(language);
}

enum { FOUND_WORDS, FOUND_PATTERNS, FOUND_NAMES };

/* What `table` has under `name`. Names are literals and asked for at nearly every word: the address
 * of one says what it is. */
static void *find(struct language_found *found, GHashTable *table, const char *name)
{
    uintptr_t address = (uintptr_t)name;
    struct language_found *known = &found[(address >> 3 ^ address >> 12) % FOUND_ROOM];
    if (known->name != name) {
        void *what = g_hash_table_lookup(table, name);
        g_assert(what != NULL);
        *known = (struct language_found){.name = name, .what = what};
    }
    return known->what;
}

const struct pattern_words *language_words(const struct language *language, const char *name)
{
    return find(language->found[FOUND_WORDS], language->vocabulary->named, name);
}

bool language_has(const struct language *language, const char *name, const char *folded)
{
    return pattern_word_in(language_words(language, name), folded);
}

bool language_has_word(const struct language *language, const char *name,
                       const struct textwords *words, unsigned at)
{
    return textwords_in(words, at, language_words(language, name));
}

const GPtrArray *language_patterns(const struct language *language, const char *name)
{
    return find(language->found[FOUND_PATTERNS], language->patterns, name);
}

const struct lexicon *language_names(const struct language *language, const char *name)
{
    return find(language->found[FOUND_NAMES], language->names, name);
}

void language_mark(const struct language *language, struct textwords *words)
{
    candidates_mark(language->candidates, words);
}

void language_mark_part(const struct language *language, struct textwords *part,
                        const struct textwords *whole)
{
    candidates_mark_part(language->candidates, part, whole);
}

guint language_next(const GPtrArray *rules, guint from, const struct textwords *words)
{
    if (from >= rules->len || words->possible == NULL) {
        return from;
    }
    const struct rule *first = g_ptr_array_index(rules, 0);
    return candidates_next(words->possible, first->number + from, first->number + rules->len) -
           first->number;
}

unsigned language_longest(const struct language *language, const char *name,
                          const struct textwords *words, unsigned at, bool divided)
{
    const GPtrArray *rules = language_patterns(language, name);
    struct pattern_scope scope = {.words = words,
                                  .dividers = divided ? language_words(language, "ordskel") : NULL};
    unsigned end = 0;
    for (guint i = language_next(rules, 0, words); i < rules->len;
         i = language_next(rules, i + 1, words)) {
        const struct rule *rule = g_ptr_array_index(rules, i);
        struct pattern_hit hit = {0};
        if (pattern_match(rule->pattern, &scope, at, &hit)) {
            end = MAX(end, hit.to);
        }
    }
    return end;
}

/* The next rule from `from` on that may match at the first of the words. */
static guint next_to_begin(const struct language *language, const GPtrArray *rules, guint from,
                           const struct textwords *words)
{
    if (from >= rules->len || words->count == 0) {
        return rules->len;
    }
    const struct rule *first = g_ptr_array_index(rules, 0);
    return candidates_next_begun(language->candidates, first->number + from,
                                 first->number + rules->len, words->list[0].start_mark) -
           first->number;
}

const struct rule *language_line_match(const struct language *language, const char *name,
                                       const struct textwords *words)
{
    const GPtrArray *rules = language_patterns(language, name);
    struct pattern_scope scope = {.words = words, .whole_lines = true};
    for (guint i = next_to_begin(language, rules, 0, words); i < rules->len;
         i = next_to_begin(language, rules, i + 1, words)) {
        const struct rule *rule = g_ptr_array_index(rules, i);
        if (pattern_match(rule->pattern, &scope, 0, NULL)) {
            return rule;
        }
    }
    return NULL;
}

bool language_says(const struct language *language, const char *name, const struct textwords *words)
{
    const GPtrArray *rules = language_patterns(language, name);
    struct pattern_scope scope = {.words = words};
    for (guint i = language_next(rules, 0, words); i < rules->len;
         i = language_next(rules, i + 1, words)) {
        const struct rule *rule = g_ptr_array_index(rules, i);
        for (unsigned at = 0; at < words->count; at++) {
            if (pattern_match(rule->pattern, &scope, at, NULL)) {
                return true;
            }
        }
    }
    return false;
}
