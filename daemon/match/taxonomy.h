/* Occupations, skills and what connects them, as config/taxonomy (ESCO) or another folder of the
 * same form says it. Facts only; sorted by id, so that the order of the files does not matter.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "base/scope.h"

#define TAXONOMY_NONE G_MAXUINT

/* All texts are borrowed from the taxonomy. */
struct taxonomy_occupation {
    const char *id;
    const char *isco; /* unit group, four digits */
    char **labels;    /* NULL-terminated, the preferred one first */
    const char *text; /* the first sentence of its description, or "" */
    struct taxonomy_link *skills;
    unsigned skill_count;
};

struct taxonomy_link {
    unsigned skill;
    bool essential;
};

struct taxonomy_skill {
    const char *id;
    const char *groups; /* "S1,K03" */
    char **labels;      /* NULL-terminated, the preferred one first */
};

struct taxonomy_group {
    const char *code; /* ISCO-08, one to four digits */
    const char *name;
};

struct taxonomy {
    struct taxonomy_occupation *occupations;
    struct taxonomy_skill *skills;
    struct taxonomy_group *groups;
    unsigned occupation_count, skill_count, group_count;
    GPtrArray *owned, *rows; /* what the texts above stand in */
};

/* Reads occupations.tsv, isco.tsv, skills.tsv and occupation_skills.tsv of a folder; their columns
 * are those of config/taxonomy/README.md. FAILURE_CONFIGURATION with file and line. The caller owns
 * it. */
struct taxonomy *taxonomy_load(const char *directory, GError **error);
void taxonomy_free(struct taxonomy *taxonomy);
SCOPE_DEFINE(taxonomy, taxonomy_free)

/* The number of the one with this id, or TAXONOMY_NONE. */
unsigned taxonomy_occupation(const struct taxonomy *taxonomy, const char *id);
unsigned taxonomy_skill(const struct taxonomy *taxonomy, const char *id);
/* And of the ISCO group with this code. */
unsigned taxonomy_group(const struct taxonomy *taxonomy, const char *code);
