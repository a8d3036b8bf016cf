/* The official ESCO download (CSV, in any language) as a taxonomy in our own form.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* Where a file of the download comes from: `octets` out (owned), NULL with an error when it is not
 * there. */
struct esco_source {
    void *data;
    char *(*read)(void *data, const char *name, size_t *length, GError **error);
};

struct esco_tally {
    unsigned occupations, skills, links, groups;
    unsigned left_out; /* links to what is not in the files, and what is marked obsolete */
};

/* Reads occupations_XX.csv, skills_XX.csv, ISCOGroups_XX.csv and occupationSkillRelations_XX.csv
 * (`language`: "da") and writes occupations.tsv, skills.tsv, isco.tsv and occupation_skills.tsv
 * into a folder. FAILURE_INPUT with file and line. */
bool esco_convert(const struct esco_source *source, const char *language, const char *folder,
                  struct esco_tally *tally, GError **error);
