#include "match/taxonomy.h"

#include <stdlib.h>
#include <string.h>

#include "base/failure.h"
#include "match/tsv.h"

enum { OCCUPATION_ID, OCCUPATION_ISCO, OCCUPATION_LABEL, OCCUPATION_OTHERS, OCCUPATION_TEXT };
enum { SKILL_ID, SKILL_GROUPS, SKILL_LABEL, SKILL_OTHERS };
enum { LINK_OCCUPATION, LINK_SKILL, LINK_KIND };

/* Rows by their first column, so that numbers depend on ids and not on the order in a file. */
static int by_id(gconstpointer a, gconstpointer b)
{
    const char *const *const *left = a, *const *const *right = b;
    return strcmp(**left, **right);
}

static GPtrArray *sorted_rows(const char *directory, const char *name, unsigned columns,
                              GError **error)
{
    GPtrArray *rows = tsv_read(directory, name, columns, error);
    if (rows != NULL) {
        g_ptr_array_sort(rows, by_id);
    }
    return rows;
}

/* The preferred label and the others, which `|` separates. The taxonomy owns it. */
static char **labels_of(struct taxonomy *taxonomy, const char *label, const char *others)
{
    g_autofree char *all =
        *others == '\0' ? g_strdup(label) : g_strconcat(label, "|", others, NULL);
    char **labels = g_strsplit(all, "|", -1);
    g_ptr_array_add(taxonomy->owned, labels);
    return labels;
}

static void read_occupations(struct taxonomy *taxonomy, GPtrArray *rows)
{
    taxonomy->occupation_count = rows->len;
    taxonomy->occupations = g_new0(struct taxonomy_occupation, rows->len + 1);
    for (guint i = 0; i < rows->len; i++) {
        char **row = g_ptr_array_index(rows, i);
        taxonomy->occupations[i] = (struct taxonomy_occupation){
            .id = row[OCCUPATION_ID],
            .isco = row[OCCUPATION_ISCO],
            .labels = labels_of(taxonomy, row[OCCUPATION_LABEL], row[OCCUPATION_OTHERS]),
            .text = row[OCCUPATION_TEXT]};
    }
}

static void read_skills(struct taxonomy *taxonomy, GPtrArray *rows)
{
    taxonomy->skill_count = rows->len;
    taxonomy->skills = g_new0(struct taxonomy_skill, rows->len + 1);
    for (guint i = 0; i < rows->len; i++) {
        char **row = g_ptr_array_index(rows, i);
        taxonomy->skills[i] = (struct taxonomy_skill){
            .id = row[SKILL_ID],
            .groups = row[SKILL_GROUPS],
            .labels = labels_of(taxonomy, row[SKILL_LABEL], row[SKILL_OTHERS])};
    }
}

static void read_groups(struct taxonomy *taxonomy, GPtrArray *rows)
{
    taxonomy->group_count = rows->len;
    taxonomy->groups = g_new0(struct taxonomy_group, rows->len + 1);
    for (guint i = 0; i < rows->len; i++) {
        char **row = g_ptr_array_index(rows, i);
        taxonomy->groups[i] = (struct taxonomy_group){.code = row[0], .name = row[1]};
    }
}

static int by_skill(const void *a, const void *b)
{
    const struct taxonomy_link *left = a, *right = b;
    return left->skill < right->skill ? -1 : left->skill > right->skill;
}

/* Links whose ends are not there are passed over: a subset of ESCO is still a taxonomy. */
static void read_links(struct taxonomy *taxonomy, GPtrArray *rows)
{
    for (guint i = 0; i < rows->len;) {
        char **first = g_ptr_array_index(rows, i);
        unsigned number = taxonomy_occupation(taxonomy, first[LINK_OCCUPATION]);
        GArray *links = g_array_new(FALSE, FALSE, sizeof(struct taxonomy_link));
        for (; i < rows->len; i++) {
            char **row = g_ptr_array_index(rows, i);
            if (strcmp(row[LINK_OCCUPATION], first[LINK_OCCUPATION]) != 0) {
                break;
            }
            struct taxonomy_link link = {.skill = taxonomy_skill(taxonomy, row[LINK_SKILL]),
                                         .essential = row[LINK_KIND][0] == 'e'};
            if (link.skill != TAXONOMY_NONE) {
                g_array_append_val(links, link);
            }
        }
        if (number == TAXONOMY_NONE) {
            g_array_unref(links);
            continue;
        }
        struct taxonomy_occupation *occupation = &taxonomy->occupations[number];
        occupation->skill_count = links->len;
        occupation->skills = (struct taxonomy_link *)(void *)g_array_free(links, FALSE);
        if (occupation->skill_count > 0) {
            qsort(occupation->skills, occupation->skill_count, sizeof(struct taxonomy_link),
                  by_skill);
        }
    }
}

struct taxonomy *taxonomy_load(const char *directory, GError **error)
{
    SCOPED(taxonomy) struct taxonomy *taxonomy = g_new0(struct taxonomy, 1);
    taxonomy->owned = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
    taxonomy->rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
    static const struct {
        const char *name;
        unsigned columns;
        void (*read)(struct taxonomy *taxonomy, GPtrArray *rows);
    } files[] = {
        {"occupations.tsv", OCCUPATION_TEXT + 1, read_occupations},
        {"skills.tsv", SKILL_OTHERS + 1, read_skills},
        {"isco.tsv", 2, read_groups},
        {"occupation_skills.tsv", LINK_KIND + 1, read_links},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
        GPtrArray *rows = sorted_rows(directory, files[i].name, files[i].columns, error);
        if (rows == NULL) {
            return NULL;
        }
        g_ptr_array_add(taxonomy->rows, rows);
        files[i].read(taxonomy, rows);
    }
    g_ptr_array_set_size(taxonomy->rows, G_N_ELEMENTS(files) - 1); /* the links are copied */
    return g_steal_pointer(&taxonomy);
}

void taxonomy_free(struct taxonomy *taxonomy)
{
    if (taxonomy == NULL) {
        return;
    }
    for (unsigned i = 0; i < taxonomy->occupation_count; i++) {
        g_free(taxonomy->occupations[i].skills);
    }
    g_free(taxonomy->occupations);
    g_free(taxonomy->skills);
    g_free(taxonomy->groups);
    g_ptr_array_unref(taxonomy->owned);
    g_ptr_array_unref(taxonomy->rows);
    g_free(taxonomy);
}

/* The number of the element whose first member is `id`, of `count` sorted ones of `size` octets. */
static unsigned number_of(const void *elements, unsigned count, size_t size, const char *id)
{
    unsigned low = 0, high = count;
    while (low < high) {
        unsigned middle = low + (high - low) / 2;
        const char *const *there = (const void *)((const char *)elements + size * middle);
        int order = strcmp(*there, id);
        if (order == 0) {
            return middle;
        }
        low = order < 0 ? middle + 1 : low;
        high = order < 0 ? high : middle;
    }
    return TAXONOMY_NONE;
}

unsigned taxonomy_occupation(const struct taxonomy *taxonomy, const char *id)
{
    return number_of(taxonomy->occupations, taxonomy->occupation_count,
                     sizeof(struct taxonomy_occupation), id);
}

unsigned taxonomy_skill(const struct taxonomy *taxonomy, const char *id)
{
    return number_of(taxonomy->skills, taxonomy->skill_count, sizeof(struct taxonomy_skill), id);
}

unsigned taxonomy_group(const struct taxonomy *taxonomy, const char *code)
{
    return number_of(taxonomy->groups, taxonomy->group_count, sizeof(struct taxonomy_group), code);
}
