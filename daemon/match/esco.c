#include "match/esco.h"

#include <string.h>

#include "base/csv.h"
#include "base/failure.h"
#include "base/file.h"
#include "base/text.h"

#define LABEL_CHARACTERS 300u
#define SENTENCE_CHARACTERS 600u

struct conversion {
    const struct esco_source *source;
    const char *language, *folder;
    struct esco_tally *tally;
    GHashTable *occupations, *skills; /* ids that are there */
};

/* A file of the download with all of these columns (NULL at their end). The caller owns it. */
static struct csv *open_file(const struct conversion *conversion, const char *name,
                             const char *const *columns, GError **error)
{
    size_t length = 0;
    g_autofree char *octets =
        conversion->source->read(conversion->source->data, name, &length, error);
    struct csv *csv = octets != NULL ? csv_read(name, octets, length, error) : NULL;
    for (; csv != NULL && *columns != NULL; columns++) {
        if (!csv_has(csv, *columns)) {
            g_set_error(error, MATCH_ERROR, FAILURE_INPUT,
                        "%s:1: there is no column %s; is this a file of the ESCO download?", name,
                        *columns);
            g_clear_pointer(&csv, csv_free);
        }
    }
    return csv;
}

static char *file_name(const struct conversion *conversion, const char *stem)
{
    return g_strdup_printf("%s_%s.csv", stem, conversion->language);
}

static bool complain(GError **error, const char *name, const struct csv_row *row, const char *what)
{
    g_set_error(error, MATCH_ERROR, FAILURE_INPUT, "%s:%u: %s", name, row->line, what);
    return false;
}

/* What stands behind the last slash of a URI, or NULL. Borrowed. */
static const char *last_part(const char *uri)
{
    const char *slash = strrchr(uri, '/');
    return slash != NULL && slash[1] != '\0' && strpbrk(slash, " \t\n|") == NULL ? slash + 1 : NULL;
}

/* Appends a value that has no tab, line break or bar. */
static void append_value(GString *out, const char *text, size_t characters)
{
    g_autofree char *line = text_one_line(text, characters);
    g_strdelimit(line, "|", '/');
    g_string_append(out, line);
}

/* The other labels, which line breaks separate, without the preferred one. */
static void append_others(GString *out, const char *labels, const char *preferred)
{
    g_auto(GStrv) all = g_strsplit_set(labels, "\n|", -1);
    bool first = true;
    for (char **label = all; *label != NULL; label++) {
        g_strstrip(*label);
        if (**label != '\0' && strcmp(*label, preferred) != 0) {
            g_string_append(out, first ? "" : "|");
            append_value(out, *label, LABEL_CHARACTERS);
            first = false;
        }
    }
}

static void append_sentence(GString *out, const char *text)
{
    const char *end = strstr(text, ". ");
    g_autofree char *sentence =
        end != NULL ? g_strndup(text, (size_t)(end - text) + 1) : g_strdup(text);
    append_value(out, sentence, SENTENCE_CHARACTERS);
}

static bool is_obsolete(const struct csv *csv, const struct csv_row *row)
{
    return g_ascii_strcasecmp(csv_field(csv, row, "status"), "obsolete") == 0;
}

static bool write_out(const struct conversion *conversion, const char *name, const GString *text,
                      GError **error)
{
    g_autofree char *path = g_build_filename(conversion->folder, name, NULL);
    return file_write(path, text->str, text->len, 0644, error);
}

static bool is_code(const char *code)
{
    size_t length = strlen(code);
    return length >= 1 && length <= 4 && strspn(code, "0123456789") == length;
}

/* One kind of file: its columns, and what a row of it becomes. */
struct table {
    const char *stem, *to;
    const char *columns[4];
    bool (*add)(struct conversion *conversion, GString *out, const struct csv *csv,
                const struct csv_row *row, const char **wrong);
};

static bool add_occupation(struct conversion *conversion, GString *out, const struct csv *csv,
                           const struct csv_row *row, const char **wrong)
{
    const char *id = last_part(csv_field(csv, row, "concepturi"));
    const char *code = csv_field(csv, row, "iscogroup");
    const char *label = csv_field(csv, row, "preferredlabel");
    code += *code == 'C' ? 1 : 0;
    *wrong = id == NULL       ? "conceptUri is no address of a concept"
             : !is_code(code) ? "iscoGroup has to be one to four digits"
             : *label == '\0' ? "there is no preferredLabel"
                              : NULL;
    if (*wrong != NULL) {
        return false;
    }
    g_string_append_printf(out, "o_%s\t%s\t", id, code);
    append_value(out, label, LABEL_CHARACTERS);
    g_string_append_c(out, '\t');
    append_others(out, csv_field(csv, row, "altlabels"), label);
    g_string_append_c(out, '\t');
    append_sentence(out, csv_field(csv, row, "description"));
    g_string_append_printf(out, "\t%s\n", id);
    g_hash_table_add(conversion->occupations, g_strdup(id));
    conversion->tally->occupations++;
    return true;
}

static bool add_skill(struct conversion *conversion, GString *out, const struct csv *csv,
                      const struct csv_row *row, const char **wrong)
{
    const char *id = last_part(csv_field(csv, row, "concepturi"));
    const char *label = csv_field(csv, row, "preferredlabel");
    *wrong = id == NULL       ? "conceptUri is no address of a concept"
             : *label == '\0' ? "there is no preferredLabel"
                              : NULL;
    if (*wrong != NULL) {
        return false;
    }
    g_string_append_printf(out, "s_%s\t\t", id);
    append_value(out, label, LABEL_CHARACTERS);
    g_string_append_c(out, '\t');
    append_others(out, csv_field(csv, row, "altlabels"), label);
    g_string_append_c(out, '\n');
    g_hash_table_add(conversion->skills, g_strdup(id));
    conversion->tally->skills++;
    return true;
}

static bool add_group(struct conversion *conversion, GString *out, const struct csv *csv,
                      const struct csv_row *row, const char **wrong)
{
    const char *code = csv_field(csv, row, "code");
    *wrong = is_code(code) ? NULL : "code has to be one to four digits";
    if (*wrong != NULL) {
        return false;
    }
    g_string_append_printf(out, "%s\t", code);
    append_value(out, csv_field(csv, row, "preferredlabel"), LABEL_CHARACTERS);
    g_string_append_c(out, '\n');
    conversion->tally->groups++;
    return true;
}

static bool add_link(struct conversion *conversion, GString *out, const struct csv *csv,
                     const struct csv_row *row, const char **wrong)
{
    const char *occupation = last_part(csv_field(csv, row, "occupationuri"));
    const char *skill = last_part(csv_field(csv, row, "skilluri"));
    const char *kind = csv_field(csv, row, "relationtype");
    bool essential = strcmp(kind, "essential") == 0;
    *wrong = occupation == NULL || skill == NULL ? "occupationUri and skillUri have to be addresses"
             : !essential && strcmp(kind, "optional") != 0
                 ? "relationType has to be essential or optional"
                 : NULL;
    if (*wrong != NULL) {
        return false;
    }
    if (!g_hash_table_contains(conversion->occupations, occupation) ||
        !g_hash_table_contains(conversion->skills, skill)) {
        conversion->tally->left_out++;
        return true;
    }
    g_string_append_printf(out, "o_%s\ts_%s\t%c\n", occupation, skill, essential ? 'e' : 'o');
    conversion->tally->links++;
    return true;
}

static const struct table tables[] = {
    {"occupations",
     "occupations.tsv",
     {"concepturi", "iscogroup", "preferredlabel", NULL},
     add_occupation},
    {"skills", "skills.tsv", {"concepturi", "preferredlabel", NULL}, add_skill},
    {"ISCOGroups", "isco.tsv", {"code", "preferredlabel", NULL}, add_group},
    {"occupationSkillRelations",
     "occupation_skills.tsv",
     {"occupationuri", "relationtype", "skilluri", NULL},
     add_link},
};

static bool convert(struct conversion *conversion, const struct table *table, GError **error)
{
    g_autofree char *name = file_name(conversion, table->stem);
    SCOPED(csv) struct csv *csv = open_file(conversion, name, table->columns, error);
    if (csv == NULL) {
        return false;
    }
    g_autoptr(GString) out = g_string_new(NULL);
    for (guint i = 0; i < csv->rows->len; i++) {
        const struct csv_row *row = csv->rows->pdata[i];
        const char *wrong = NULL;
        if (is_obsolete(csv, row)) {
            conversion->tally->left_out++;
        } else if (!table->add(conversion, out, csv, row, &wrong)) {
            return complain(error, name, row, wrong);
        }
    }
    if (out->len == 0) {
        g_set_error(error, MATCH_ERROR, FAILURE_INPUT, "%s: there are no rows in it", name);
        return false;
    }
    return write_out(conversion, table->to, out, error);
}

bool esco_convert(const struct esco_source *source, const char *language, const char *folder,
                  struct esco_tally *tally, GError **error)
{
    g_autoptr(GHashTable) occupations =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GHashTable) skills = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    *tally = (struct esco_tally){0};
    struct conversion conversion = {.source = source,
                                    .language = language,
                                    .folder = folder,
                                    .tally = tally,
                                    .occupations = occupations,
                                    .skills = skills};
    for (size_t i = 0; i < G_N_ELEMENTS(tables); i++) {
        if (!convert(&conversion, &tables[i], error)) {
            return false;
        }
    }
    return true;
}
