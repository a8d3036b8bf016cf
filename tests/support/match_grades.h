/* How well questions are answered that others have graded: nDCG@10, gain 2^grade - 1.
 */
#pragma once

#include <glib.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "match/tsv.h"

#define QUESTION_FIRST 10u

/* Question → (thing → grade). */
static inline GHashTable *shared_grades(const char *folder)
{
    g_autoptr(GPtrArray) rows = tsv_read(folder, "dev/qrels.tsv", 3, NULL);
    g_assert(rows != NULL);
    GHashTable *grades =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_hash_table_unref);
    for (guint i = 0; i < rows->len; i++) {
        char **row = g_ptr_array_index(rows, i);
        GHashTable *of = g_hash_table_lookup(grades, row[0]);
        if (of == NULL) {
            of = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
            g_hash_table_insert(grades, g_strdup(row[0]), of);
        }
        guint grade = (guint)g_ascii_strtoull(row[2], NULL, 10);
        g_hash_table_insert(of, g_strdup(row[1]), GUINT_TO_POINTER(grade));
    }
    return grades;
}

static inline double shared_gain(guint grade, unsigned place)
{
    return (double)((1u << grade) - 1) / log2(place + 2.0);
}

/* The most that can be reached: the best grades first. */
static inline double shared_most(GHashTable *grades)
{
    unsigned count[4] = {0}, place = 0;
    double most = 0;
    GHashTableIter iter;
    gpointer grade;
    g_hash_table_iter_init(&iter, grades);
    while (g_hash_table_iter_next(&iter, NULL, &grade)) {
        count[MIN(GPOINTER_TO_UINT(grade), 3u)]++;
    }
    for (guint value = 3; value > 0; value--) {
        for (; count[value] > 0 && place < QUESTION_FIRST; count[value]--) {
            most += shared_gain(value, place++);
        }
    }
    return most;
}

/* How good an answer is: ids with blanks between, best first. */
static inline double shared_ndcg(GHashTable *grades, const char *answer)
{
    g_auto(GStrv) ids = g_strsplit(answer, " ", QUESTION_FIRST + 1);
    double reached = 0;
    for (unsigned i = 0; i < QUESTION_FIRST && ids[i] != NULL; i++) {
        reached += shared_gain(GPOINTER_TO_UINT(g_hash_table_lookup(grades, ids[i])), i);
    }
    return reached / shared_most(grades);
}
