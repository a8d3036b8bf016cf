#include "understand/language.h"

#include <string.h>

#include "base/failure.h"
#include "base/file.h"
#include "base/text.h"
#include "understand/tables.h"

#define TABLE_LIMIT (1024u * 1024u)
#define FINDING_LIMIT 20

/* What the program asks for by name. */
static const char *const needed_words[] = {"naegtelse",       "tvivl",       "senere",
                                           "ordskel",         "stedord",     "nyhedsbrev-ord",
                                           "invitation-ord",  "ny-saetning", "foersteperson",
                                           "bisaetning",      "mene",        "fremmoede",
                                           "betingelse",      "alt-ord",     "anden-sag",
                                           "svarforstavelse", "fra-hoved",   "sendt-hoved",
                                           "til-hoved",       "emne-hoved",  "andet-hoved",
                                           "kontaktord",      "tiltale",     "mails-ord",
                                           "bindeord",        "ikke-navn",   "optakt",
                                           "ugedag",          NULL};
static const char *const needed_patterns[] = {
    "neutral",     "hilsen", "afslutning", "hoeflig",         "introlinje", "skillelinje",
    "videresendt", "enhed",  "bundtekst",  "autosvar",        "retur",      "spoergsmaal",
    "forbehold",   "grund",  "eget-brev",  "eget-brev-start", NULL};

enum section_kind { SECTION_NONE, SECTION_WORDS, SECTION_PATTERNS, SECTION_WISH, SECTION_COMMAND };

struct reader {
    struct language *language;
    const char *file; /* name without folder */
    unsigned line;
    enum section_kind kind;
    GPtrArray *rows; /* of the section: words or rules; borrowed */
    char *command;
    GString *findings;
    unsigned count;
};

static void rule_free(gpointer data)
{
    struct rule *rule = data;
    pattern_free(rule->pattern);
    g_free(rule->scope);
    g_free(rule->place);
    g_free(rule);
}

static void wish_free(gpointer data)
{
    struct wish *wish = data;
    g_free(wish->intent);
    json_decref(wish->slots);
    g_strfreev(wish->replies_to);
    g_ptr_array_unref(wish->rules);
    g_free(wish);
}

static void command_word_free(gpointer data)
{
    struct command_word *command = data;
    g_free(command->word);
    g_free(command->name);
    g_free(command->place);
    g_free(command);
}

static void find(struct reader *reader, const char *what)
{
    if (reader->count++ < FINDING_LIMIT) {
        g_string_append_printf(reader->findings, "%s%s:%u: %s",
                               reader->findings->len > 0 ? "\n" : "", reader->file, reader->line,
                               what);
    }
}

static GPtrArray *section_rows(GHashTable *table, const char *name, GDestroyNotify release)
{
    g_autofree char *folded = text_fold(name);
    GPtrArray *rows = g_hash_table_lookup(table, folded);
    if (rows == NULL) {
        rows = g_ptr_array_new_with_free_func(release);
        g_hash_table_insert(table, g_steal_pointer(&folded), rows);
    }
    return rows;
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

/* [ønske INTENT forsigtig svar=yes kun=confirmation,proof] */
static void open_wish(struct reader *reader, char **words)
{
    struct wish *wish = g_new0(struct wish, 1);
    wish->intent = g_strdup(words[1]);
    wish->slots = json_object();
    wish->rules = g_ptr_array_new_with_free_func(rule_free);
    g_ptr_array_add(reader->language->wishes, wish);
    reader->rows = wish->rules;
    reader->kind = SECTION_WISH;
    for (size_t i = 2; words[i] != NULL; i++) {
        if (strcmp(words[i], "forsigtig") == 0) {
            wish->careful = true;
        } else if (g_str_has_prefix(words[i], "kun=") && wish->replies_to == NULL) {
            wish->replies_to = g_strsplit(words[i] + strlen("kun="), ",", -1);
        } else if (!read_slot(wish, words[i])) {
            find(reader, "a wish may have \"forsigtig\", \"kun=...\", \"svar=...\", \"trin=...\" "
                         "and \"tilstand=...\"");
        }
    }
}

static void open_section(struct reader *reader, const char *line)
{
    size_t length = strlen(line);
    reader->kind = SECTION_NONE;
    g_clear_pointer(&reader->command, g_free);
    if (line[length - 1] != ']') {
        find(reader, "a section ends in ]");
        return;
    }
    g_autofree char *inner = g_strndup(line + 1, length - 2);
    g_auto(GStrv) words = g_strsplit(inner, " ", -1);
    if (g_strv_length(words) < 2 || *words[1] == '\0') {
        find(reader, "a section has a kind and a name: [ord ...], [mønstre ...], [ønske ...], "
                     "[kommando ...]");
    } else if (strcmp(words[0], "ord") == 0) {
        reader->kind = SECTION_WORDS;
        reader->rows = section_rows(reader->language->words, words[1], pattern_word_free);
    } else if (strcmp(words[0], "mønstre") == 0) {
        reader->kind = SECTION_PATTERNS;
        reader->rows = section_rows(reader->language->patterns, words[1], rule_free);
    } else if (strcmp(words[0], "ønske") == 0) {
        open_wish(reader, words);
    } else if (strcmp(words[0], "kommando") == 0) {
        reader->kind = SECTION_COMMAND;
        reader->command = g_strdup(words[1]);
    } else {
        find(reader, "unknown section; there are [ord ...], [mønstre ...], [ønske ...] and "
                     "[kommando ...]");
    }
}

static void read_words(struct reader *reader, const char *line)
{
    g_auto(GStrv) written = g_strsplit_set(line, " \t,", -1);
    for (size_t i = 0; written[i] != NULL; i++) {
        if (*written[i] != '\0') {
            g_ptr_array_add(reader->rows, pattern_word_new(written[i]));
        }
    }
}

static void read_commands(struct reader *reader, const char *line)
{
    struct command_word *command = g_new0(struct command_word, 1);
    command->word = text_fold(line);
    command->name = g_strdup(reader->command);
    command->place = g_strdup_printf("%s:%u", reader->file, reader->line);
    g_ptr_array_add(reader->language->commands, command);
}

/* Cuts "alene:" and the like from the front of a row. */
static enum rule_mode take_mode(const char **row)
{
    static const char *const marks[] = {
        [RULE_ALONE] = "alene:", [RULE_FIRST] = "først:", [RULE_REQUEST] = "bøn:"};
    for (size_t i = RULE_ALONE; i < G_N_ELEMENTS(marks); i++) {
        if (g_str_has_prefix(*row, marks[i])) {
            *row += strlen(marks[i]);
            return (enum rule_mode)i;
        }
    }
    return RULE_ANYWHERE;
}

static void read_rule(struct reader *reader, const char *line)
{
    const char *row = line;
    enum rule_mode mode = take_mode(&row);
    g_auto(GStrv) halves = g_strsplit(row, "=>", 2);
    g_autoptr(GError) wrong = NULL;
    struct pattern *pattern =
        pattern_compile(halves[0] == NULL ? "" : halves[0], reader->language->words, &wrong);
    if (pattern == NULL) {
        find(reader, wrong->message);
        return;
    }
    struct rule *rule = g_new0(struct rule, 1);
    rule->pattern = pattern;
    rule->mode = mode;
    rule->place = g_strdup_printf("%s:%u", reader->file, reader->line);
    if (halves[1] != NULL) {
        static const char *const scopes[] = {"newsletter", "invitations", "all", NULL};
        rule->scope = g_strdup(g_strstrip(halves[1]));
        if (!g_strv_contains(scopes, rule->scope)) {
            find(reader, "behind => stands newsletter, invitations or all");
        }
    }
    g_ptr_array_add(reader->rows, rule);
}

static void read_row(struct reader *reader, const char *line)
{
    switch (reader->kind) {
    case SECTION_WORDS:
        read_words(reader, line);
        break;
    case SECTION_PATTERNS:
    case SECTION_WISH:
        read_rule(reader, line);
        break;
    case SECTION_COMMAND:
        read_commands(reader, line);
        break;
    case SECTION_NONE:
    default:
        find(reader, "this line stands in no section");
    }
}

/* Word classes are read in a first round, so that their place in the files does not matter. */
static void read_table(struct reader *reader, const char *text, bool words)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    reader->kind = SECTION_NONE;
    bool skipping = words; /* the second round complains of rows before the first section */
    for (size_t i = 0; lines[i] != NULL; i++) {
        reader->line = (unsigned)i + 1;
        char *line = g_strstrip(lines[i]);
        bool comment = *line == '#' && (line[1] == ' ' || line[1] == '\0');
        if (*line == '\0' || comment) {
            continue;
        }
        if (*line == '[') {
            skipping = g_str_has_prefix(line, "[ord ") != words;
            if (!skipping) {
                open_section(reader, line);
            }
        } else if (!skipping) {
            read_row(reader, line);
        }
    }
}

static void check_needed(struct reader *reader)
{
    reader->file = "config/language";
    reader->line = 1;
    for (size_t i = 0; needed_words[i] != NULL; i++) {
        const GPtrArray *list = g_hash_table_lookup(reader->language->words, needed_words[i]);
        if (list == NULL || list->len == 0) {
            g_autofree char *what =
                g_strdup_printf("the section [ord %s] is missing or empty", needed_words[i]);
            find(reader, what);
        }
    }
    for (size_t i = 0; needed_patterns[i] != NULL; i++) {
        const GPtrArray *list = g_hash_table_lookup(reader->language->patterns, needed_patterns[i]);
        if (list == NULL || list->len == 0) {
            g_autofree char *what =
                g_strdup_printf("the section [mønstre %s] is missing or empty", needed_patterns[i]);
            find(reader, what);
        }
    }
}

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

static bool read_all(struct reader *reader, const char *directory, GPtrArray *names, bool words,
                     GError **error)
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
        read_table(reader, text, words);
        g_clear_pointer(&reader->command, g_free);
    }
    return true;
}

static struct language *language_new(void)
{
    struct language *language = g_new0(struct language, 1);
    language->words =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
    language->patterns =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
    language->wishes = g_ptr_array_new_with_free_func(wish_free);
    language->commands = g_ptr_array_new_with_free_func(command_word_free);
    return language;
}

struct language *language_load(const char *directory, GError **error)
{
    g_autoptr(GPtrArray) names = table_files(directory, error);
    if (names == NULL) {
        return NULL;
    }
    SCOPED(language) struct language *language = language_new();
    g_autoptr(GString) findings = g_string_new(NULL);
    struct reader reader = {.language = language, .findings = findings};
    if (!read_all(&reader, directory, names, true, error) ||
        !read_all(&reader, directory, names, false, error)) {
        return NULL;
    }
    check_needed(&reader);
    if (reader.count > 0) {
        g_set_error_literal(error, UNDERSTAND_ERROR, FAILURE_CONFIGURATION, findings->str);
        return NULL;
    }
    return g_steal_pointer(&language);
}

void language_free(struct language *language)
{
    if (language == NULL) {
        return;
    }
    g_hash_table_unref(language->words);
    g_hash_table_unref(language->patterns);
    g_ptr_array_unref(language->wishes);
    g_ptr_array_unref(language->commands);
    g_free(language);
}

const GPtrArray *language_words(const struct language *language, const char *name)
{
    const GPtrArray *words = g_hash_table_lookup(language->words, name);
    g_assert(words != NULL);
    return words;
}

const GPtrArray *language_patterns(const struct language *language, const char *name)
{
    const GPtrArray *patterns = g_hash_table_lookup(language->patterns, name);
    g_assert(patterns != NULL);
    return patterns;
}

const struct rule *language_line_match(const struct language *language, const char *name,
                                       const struct textwords *words)
{
    const GPtrArray *rules = language_patterns(language, name);
    struct pattern_scope scope = {.words = words, .whole_lines = true};
    for (guint i = 0; words->count > 0 && i < rules->len; i++) {
        const struct rule *rule = g_ptr_array_index(rules, i);
        if (pattern_match(rule->pattern, &scope, 0, NULL)) {
            return rule;
        }
    }
    return NULL;
}
