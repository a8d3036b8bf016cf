/* A small taxonomy of our own, in a folder that goes with the program.
 */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <glib.h>
#include <glib/gstdio.h>

#include <cmocka.h>

#include "match/index.h"

static const char *const small_files[][2] = {
    {"occupations.tsv",
     "o1\t4321\tlagermedarbejder\tlagerarbejder|lagerekspedient\t"
     "Tager imod varer og pakker dem.\n"
     "o2\t8344\ttruckfører\tgaffeltruckfører\tFører og kører truck på lageret.\n"
     "o3\t4110\tkontorassistent\tkontormedarbejder|sekretær\tPasser post og telefon.\n"
     "o4\t9412\tkøkkenmedhjælper\tkøkkenassistent|køkkenmedarbejder\tLaver mad og vasker op.\n"
     "o5\t5120\tkok\tkøkkenchef|køkkenleder\tLaver mad til mange.\n"
     "o6\t4110\tadministrativ assistent\tadministrativ medarbejder\tSkriver breve.\n"},
    {"isco.tsv",
     "432\tLager og transport\n4321\tLagerarbejde\n834\tKørsel\n8344\tKørsel med truck\n"
     "411\tAlmindeligt kontorarbejde\n4110\tKontorarbejde\n941\tKøkkenarbejde\n"
     "9412\tMedhjælp i køkken\n512\tMadlavning\n5120\tArbejde som kok\n"},
    {"skills.tsv", "s1\tS6\tpakke varer\tpakning af varer\ns2\tS8\tføre truck\tkøre gaffeltruck\n"
                   "s3\tS5\tskrive breve\t\ns4\tS6\ttilberede mad\tlave mad\n"
                   "s5\tS3\tvaske op\t\ns6\tK04,S5\tbogføring\t\n"},
    {"occupation_skills.tsv", "o1\ts1\te\no1\ts2\to\no2\ts2\te\no2\ts1\te\no3\ts3\te\no3\ts6\to\n"
                              "o4\ts4\te\no4\ts5\te\no5\ts4\te\no6\ts3\te\n"},
};

/* Writes the files into a new folder; `turned`: the lines in the opposite order. Owned. */
static inline char *small_folder(bool turned)
{
    char *folder = g_dir_make_tmp("moedested-match-XXXXXX", NULL);
    assert_non_null(folder);
    for (size_t i = 0; i < G_N_ELEMENTS(small_files); i++) {
        g_auto(GStrv) lines = g_strsplit(small_files[i][1], "\n", -1);
        g_autoptr(GString) text = g_string_new(NULL);
        unsigned count = g_strv_length(lines);
        for (unsigned k = 0; k < count; k++) {
            const char *line = lines[turned ? count - 1 - k : k];
            g_string_append_printf(text, "%s%s", line, *line == '\0' ? "" : "\n");
        }
        g_autofree char *path = g_build_filename(folder, small_files[i][0], NULL);
        assert_true(g_file_set_contents(path, text->str, -1, NULL));
    }
    return folder;
}

static inline void small_remove(char *folder)
{
    for (size_t i = 0; i < G_N_ELEMENTS(small_files); i++) {
        g_autofree char *path = g_build_filename(folder, small_files[i][0], NULL);
        g_unlink(path);
    }
    g_rmdir(folder);
    g_free(folder);
}

static inline struct taxonomy *small_taxonomy(bool turned)
{
    char *folder = small_folder(turned);
    g_autoptr(GError) error = NULL;
    struct taxonomy *taxonomy = taxonomy_load(folder, &error);
    assert_null(error);
    small_remove(folder);
    return taxonomy;
}
