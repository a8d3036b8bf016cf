#include "understand/sections.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "understand/frame.h"
#include "understand/lexicon.h"

/* A row becomes at most so many patterns. */
#define EXPANSION_LIMIT 1000u

enum section_kind {
    SECTION_NONE,
    SECTION_WORDS,
    SECTION_PARTS,
    SECTION_PATTERNS,
    SECTION_WISH,
    SECTION_COMMAND,
    SECTION_NAMES
};

/* The section that is being read. */
struct section {
    struct section_reader *reader;
    enum section_kind kind;
    GPtrArray *rows;             /* parts or rules; borrowed */
    struct pattern_words *words; /* borrowed */
    char *command;
    struct lexicon *names; /* borrowed */
    char *name;            /* of the lexicon */
};

void section_rule_free(gpointer data)
{
    struct rule *rule = data;
    pattern_free(rule->pattern);
    g_ref_string_release(rule->place);
    g_free(rule);
}

void section_command_free(gpointer data)
{
    struct command_word *command = data;
    g_strfreev(command->words);
    g_free(command->name);
    g_free(command->place);
    g_free(command);
}

void section_complain(struct section_reader *reader, const char *what)
{
    if (reader->count++ < SECTION_FINDING_LIMIT) {
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

static void open_names(struct section *section, const char *name)
{
    GHashTable *table = section->reader->language->names;
    g_autofree char *folded = text_fold(name);
    section->kind = SECTION_NAMES;
    section->names = g_hash_table_lookup(table, folded);
    if (section->names == NULL) {
        section->names = lexicon_new();
        g_hash_table_insert(table, g_steal_pointer(&folded), section->names);
    }
    g_free(section->name);
    section->name = g_strdup(name);
}

static void read_names(struct section *section, const char *line)
{
    g_autoptr(GError) wrong = NULL;
    if (!lexicon_add_row(section->names, section->name, line, &wrong)) {
        section_complain(section->reader, wrong->message);
    }
}

static char *place_of(const struct section_reader *reader)
{
    return g_strdup_printf("%s:%u", reader->file, reader->line);
}

/* Who looks for what a name stands for looks in one place. A wish may have several. */
static void note_place(struct section *section, const char *kind, const char *name)
{
    struct section_reader *reader = section->reader;
    g_autofree char *folded = text_fold(name);
    g_autofree char *title = g_strdup_printf("%s %s", kind, folded);
    const char *place = g_hash_table_lookup(reader->opened, title);
    if (place == NULL) {
        g_hash_table_insert(reader->opened, g_steal_pointer(&title), place_of(reader));
    } else if (section->kind != SECTION_WISH && section->kind != SECTION_COMMAND) {
        g_autofree char *what = g_strdup_printf("[%s %s] stands in %s already", kind, name, place);
        section_complain(reader, what);
    }
}

static void open_section(struct section *section, const char *line)
{
    size_t length = strlen(line);
    section->kind = SECTION_NONE;
    g_clear_pointer(&section->command, g_free);
    if (line[length - 1] != ']') {
        section_complain(section->reader, "a section ends in ]");
        return;
    }
    struct language *language = section->reader->language;
    g_autofree char *inner = g_strndup(line + 1, length - 2);
    g_auto(GStrv) words = g_strsplit(inner, " ", -1);
    if (g_strv_length(words) < 2 || *words[1] == '\0') {
        section_complain(section->reader, "a section has a kind and a name: [ord ...], "
                                          "[del ...], [mønstre ...], [ønske ...], [kommando ...]");
    } else if (strcmp(words[0], "ord") == 0) {
        section->kind = SECTION_WORDS;
        g_autofree char *folded = text_fold(words[1]);
        section->words = vocabulary_open(language->vocabulary, folded);
    } else if (strcmp(words[0], "del") == 0) {
        section->kind = SECTION_PARTS;
        section->rows = section_rows(section->reader->parts, words[1], g_free);
    } else if (strcmp(words[0], "mønstre") == 0) {
        section->kind = SECTION_PATTERNS;
        section->rows = section_rows(language->patterns, words[1], section_rule_free);
    } else if (strcmp(words[0], "navne") == 0) {
        open_names(section, words[1]);
    } else if (strcmp(words[0], "ønske") == 0) {
        section->rows = section_wish(section->reader, words);
        section->kind = SECTION_WISH;
    } else if (strcmp(words[0], "kommando") == 0) {
        section->kind = SECTION_COMMAND;
        section->command = g_strdup(words[1]);
    } else {
        section_complain(section->reader,
                         "unknown section; there are [ord ...], [del ...], "
                         "[mønstre ...], [navne ...], [ønske ...] and [kommando ...]");
    }
    if (section->kind != SECTION_NONE) {
        note_place(section, words[0], words[1]);
    }
}

static void read_words(struct section *section, const char *line)
{
    g_auto(GStrv) written = g_strsplit_set(line, " \t,", -1);
    for (size_t i = 0; written[i] != NULL; i++) {
        if (*written[i] != '\0') {
            pattern_words_add(section->words, written[i]);
        }
    }
}

static void read_command(struct section *section, const char *line)
{
    struct command_word *command = g_new0(struct command_word, 1);
    g_autofree char *folded = text_fold(line);
    command->words = g_strsplit(folded, " ", -1);
    command->name = g_strdup(section->command);
    command->place = place_of(section->reader);
    g_ptr_array_add(section->reader->language->commands, command);
}

static bool take_mark(const char **row, const char *mark)
{
    if (!g_str_has_prefix(*row, mark)) {
        return false;
    }
    *row += strlen(mark);
    while (**row == ' ') {
        (*row)++;
    }
    return true;
}

/* Cuts "gæt:", "alene:" and the like from the front of a row. */
static void take_marks(struct rule *rule, const char **row)
{
    static const char *const modes[] = {[RULE_ALONE] = "alene:",
                                        [RULE_FIRST] = "først:",
                                        [RULE_REQUEST] = "bøn:",
                                        [RULE_EXCEPTION] = "undtagen:"};
    rule->guess = take_mark(row, "gæt:");
    for (size_t i = RULE_ALONE; i < G_N_ELEMENTS(modes); i++) {
        if (take_mark(row, modes[i])) {
            rule->mode = (enum rule_mode)i;
            return;
        }
    }
}

/* Adds a rule like `marks` for one pattern. */
static void add_rule(struct section *section, const char *row, const struct rule *marks)
{
    g_autoptr(GError) wrong = NULL;
    struct pattern *pattern = pattern_compile(row, section->reader->language->vocabulary, &wrong);
    if (pattern == NULL) {
        section_complain(section->reader, wrong->message);
        return;
    }
    struct rule *rule = g_memdup2(marks, sizeof *marks);
    rule->pattern = pattern;
    g_ref_string_acquire(rule->place);
    g_ptr_array_add(section->rows, rule);
}

/* Puts each row of [del NAME] in the place of the first {NAME}; adds to `rows` the row as often as
 * that takes, with the braces that are left. False when there is no such section. */
static bool expand_part(struct section *section, const char *row, const char *open, GPtrArray *rows)
{
    const char *close = strchr(open, '}');
    g_autofree char *name =
        close == NULL ? g_strdup("") : g_strndup(open + 1, (size_t)(close - open - 1));
    g_autofree char *folded = text_fold(name);
    const GPtrArray *parts = g_hash_table_lookup(section->reader->parts, folded);
    if (parts == NULL) {
        g_autofree char *what = g_strdup_printf("there is no section [del %s]", name);
        section_complain(section->reader, what);
        return false;
    }
    g_autofree char *before = g_strndup(row, (size_t)(open - row));
    for (guint i = 0; i < parts->len; i++) {
        const char *part = g_ptr_array_index(parts, i);
        g_ptr_array_add(rows, g_strconcat(before, part, close + 1, NULL));
    }
    return true;
}

static void add_expanded(struct section *section, const char *row, const struct rule *marks)
{
    g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func(g_free);
    if (!frame_orders(row, rows)) {
        section_complain(section->reader, "between & stand one to four pieces");
    }
    for (guint i = 0; i < rows->len; i++) {
        const char *one = g_ptr_array_index(rows, i);
        const char *open = strchr(one, '{');
        if (open == NULL) {
            add_rule(section, one, marks);
        } else if (rows->len > EXPANSION_LIMIT) {
            section_complain(section->reader, "the row becomes too many patterns");
            return;
        } else if (!expand_part(section, one, open, rows)) {
            return;
        }
    }
}

static const char *scope_named(const char *written)
{
    static const char *const scopes[] = {"newsletter", "invitations", "all"};
    for (size_t i = 0; i < G_N_ELEMENTS(scopes); i++) {
        if (strcmp(scopes[i], written) == 0) {
            return scopes[i];
        }
    }
    return NULL;
}

static void read_rule(struct section *section, const char *line)
{
    g_autofree char *place = place_of(section->reader);
    struct rule marks = {.mode = RULE_ANYWHERE, .place = g_ref_string_new(place)};
    const char *row = line;
    take_marks(&marks, &row);
    g_auto(GStrv) halves = g_strsplit(row, "=>", 2);
    if (halves[0] != NULL && halves[1] != NULL) {
        marks.scope = scope_named(g_strstrip(halves[1]));
        if (marks.scope == NULL) {
            section_complain(section->reader, "behind => stands newsletter, invitations or all");
        }
    }
    add_expanded(section, halves[0] == NULL ? "" : halves[0], &marks);
    g_ref_string_release(marks.place);
}

static void read_row(struct section *section, const char *line)
{
    switch (section->kind) {
    case SECTION_WORDS:
        read_words(section, line);
        break;
    case SECTION_PARTS:
        g_ptr_array_add(section->rows, g_strdup(line));
        break;
    case SECTION_PATTERNS:
    case SECTION_WISH:
        read_rule(section, line);
        break;
    case SECTION_COMMAND:
        read_command(section, line);
        break;
    case SECTION_NAMES:
        read_names(section, line);
        break;
    case SECTION_NONE:
    default:
        section_complain(section->reader, "this line stands in no section");
    }
}

void sections_read(struct section_reader *reader, const char *text, bool words)
{
    struct section section = {.reader = reader};
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    bool skipping = words; /* the second round complains of rows before the first section */
    for (size_t i = 0; lines[i] != NULL; i++) {
        reader->line = (unsigned)i + 1;
        char *line = g_strstrip(lines[i]);
        bool comment = *line == '#' && (line[1] == ' ' || line[1] == '\0');
        if (*line == '\0' || comment) {
            continue;
        }
        if (*line == '[') {
            bool first = g_str_has_prefix(line, "[ord ") || g_str_has_prefix(line, "[del ");
            skipping = first != words;
            if (!skipping) {
                open_section(&section, line);
            }
        } else if (!skipping) {
            read_row(&section, line);
        }
    }
    g_free(section.command);
    g_free(section.name);
}
