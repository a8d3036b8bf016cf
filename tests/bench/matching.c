/* How fast rankings are, what they need, and how evenly people are shown, on the matching data of
 * others (MOEDESTED_SHARED); with the taxonomy alone where they are not. Times are of the
 * processor, on one core. Prints "too slow" or "too much" and ends with 1 when a bar is not met.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "match/exposure.h"
#include "match/pool.h"
#include "match/query.h"
#include "support/match_grades.h"

#define WORD_LIST "/usr/share/hunspell/da_DK.dic"
#define TITLE_MS 1.0
#define TEXT_MS 5.0
#define BUILD_S 2.0
#define MEMORY_MIB 80.0
#define COVERAGE_LEAST 0.86
#define LOSS_MOST 0.01
#define RANKED 100u
#define SHOWN 10u

static double seconds(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

/* The memory of this process alone and its share of what it has with others, in MiB. */
static double memory(void)
{
    g_autofree char *text = NULL;
    if (!g_file_get_contents("/proc/self/smaps_rollup", &text, NULL, NULL)) {
        return 0;
    }
    const char *line = strstr(text, "\nPss:");
    return line == NULL
               ? 0
               : (double)g_ascii_strtoull(line + 5 + strspn(line + 5, " "), NULL, 10) / 1024;
}

/* Prints a figure and its bar; whether it is met. */
static bool report(const char *what, double figure, const char *unit, double most)
{
    bool met = figure <= most;
    printf("%-44s %10.2f %s   (at most %g)%s\n", what, figure, unit, most,
           met ? "" : "   too much");
    return met;
}

struct bench {
    struct match_index *index;
    struct pool *pool;
    GPtrArray *questions; /* rows: id, task, what is ranked, text */
    GHashTable *grades;
};

/* The mean time of the questions of a task, in milliseconds. */
static double time_of(const struct bench *bench, const char *task)
{
    double begun = seconds();
    unsigned count = 0;
    for (guint i = 0; i < bench->questions->len; i++) {
        char **row = g_ptr_array_index(bench->questions, i);
        if (strcmp(row[1], task) == 0) {
            SCOPED(query)
            struct query *query =
                query_new(bench->index->lexis, bench->index->grams, row[3], false);
            bool people = strcmp(row[2], "cand") == 0;
            SCOPED(ranking)
            struct ranking *ranking =
                people ? pool_rank(bench->pool, query) : ranking_occupations(bench->index, query);
            unsigned best[RANKED];
            match_best(ranking->score, ranking->count, best, RANKED);
            count++;
        }
    }
    return count == 0 ? 0 : (seconds() - begun) * 1e3 / count;
}

static GArray *ranked_people(const struct bench *bench, const char *text)
{
    SCOPED(query)
    struct query *query = query_new(bench->index->lexis, bench->index->grams, text, false);
    SCOPED(ranking) struct ranking *ranking = pool_rank(bench->pool, query);
    GArray *ranked = g_array_new(FALSE, FALSE, sizeof(unsigned));
    g_array_set_size(ranked, RANKED);
    unsigned found =
        pool_best(bench->pool, ranking, text, (unsigned *)(void *)ranked->data, RANKED);
    g_array_set_size(ranked, found);
    return ranked;
}

/* All advertisements in turn; nDCG@10 of what is shown. */
static double show_all(const struct bench *bench, struct exposure *exposure, bool spread)
{
    double sum = 0;
    unsigned count = 0;
    for (guint i = 0; i < bench->questions->len; i++) {
        char **row = g_ptr_array_index(bench->questions, i);
        GHashTable *grades = g_hash_table_lookup(bench->grades, row[0]);
        if (strcmp(row[2], "cand") != 0 || grades == NULL) {
            continue;
        }
        g_autoptr(GArray) ranked = ranked_people(bench, row[3]);
        unsigned picked[SHOWN];
        unsigned found = exposure_pick(exposure, ranked, spread ? 0 : SHOWN, picked, SHOWN);
        g_autoptr(GString) answer = g_string_new(NULL);
        for (unsigned k = 0; k < found; k++) {
            unsigned number = spread ? picked[k] : g_array_index(ranked, unsigned, k);
            g_string_append_printf(answer, "%s%s", k > 0 ? " " : "", bench->pool->ids[number]);
        }
        sum += shared_ndcg(grades, answer->str);
        count++;
    }
    return count == 0 ? 0 : sum / count;
}

static bool report_exposure(const struct bench *bench)
{
    SCOPED(exposure) struct exposure *plain = exposure_new(bench->pool->count);
    SCOPED(exposure) struct exposure *spread = exposure_new(bench->pool->count);
    double before = show_all(bench, plain, false), after = show_all(bench, spread, true);
    printf("%-44s %10.1f %%   Gini %.3f   nDCG@10 %.4f\n", "people shown, by rank alone",
           100 * exposure_coverage(plain), exposure_gini(plain), before);
    bool met = exposure_coverage(spread) >= COVERAGE_LEAST && after >= before - LOSS_MOST;
    printf("%-44s %10.1f %%   Gini %.3f   nDCG@10 %.4f   (at least %g %%, at most %g worse)%s\n",
           "people shown, by rank and showings", 100 * exposure_coverage(spread),
           exposure_gini(spread), after, 100 * COVERAGE_LEAST, LOSS_MOST,
           met ? "" : "   too uneven");
    return met;
}

static struct pool *people_of(struct match_index *index, GPtrArray *rows)
{
    g_autofree struct pool_document *documents = g_new0(struct pool_document, rows->len + 1);
    for (guint i = 0; i < rows->len; i++) {
        char **row = g_ptr_array_index(rows, i);
        documents[i] = (struct pool_document){.id = row[0], .text = row[1]};
    }
    return pool_new(index, documents, rows->len);
}

static bool measure(const char *folder)
{
    g_autofree char *corpus = g_build_filename(folder, "corpus", NULL);
    double begun = seconds(), empty = memory();
    SCOPED(taxonomy) struct taxonomy *taxonomy = taxonomy_load(corpus, NULL);
    g_assert(taxonomy != NULL);
    SCOPED(match_index) struct match_index *index = match_index_new(taxonomy, WORD_LIST);
    double built = seconds();
    bool met = report("the index of the taxonomy, built", built - begun, "s   ", BUILD_S);
    met = report("its memory", memory() - empty, "MiB ", MEMORY_MIB) && met;
    g_autoptr(GPtrArray) people = tsv_read(corpus, "candidates.tsv", 2, NULL);
    SCOPED(pool) struct pool *pool = people_of(index, people);
    printf("%-44s %10.2f ms\n", "a profile, indexed", (seconds() - built) * 1e3 / people->len);
    met = report("memory with all of them", memory() - empty, "MiB ", MEMORY_MIB) && met;
    g_autoptr(GPtrArray) questions = tsv_read(folder, "dev/queries.tsv", 4, NULL);
    g_autoptr(GHashTable) grades = shared_grades(folder);
    struct bench bench = {index, pool, questions, grades};
    met = report("a title", time_of(&bench, "star-hard"), "ms  ", TITLE_MS) && met;
    met = report("a title with a slip", time_of(&bench, "star-typo"), "ms  ", TITLE_MS) && met;
    met = report("a text", time_of(&bench, "cv"), "ms  ", TEXT_MS) && met;
    met =
        report("an advertisement, among all people", time_of(&bench, "ad"), "ms  ", TEXT_MS) && met;
    return report_exposure(&bench) && met;
}

int main(void)
{
    const char *shared = g_getenv("MOEDESTED_SHARED");
    g_autofree char *folder =
        g_build_filename(shared == NULL ? "../shared" : shared, "data", "matching", NULL);
    if (!g_file_test(folder, G_FILE_TEST_IS_DIR)) {
        printf("matching: no data of others here (MOEDESTED_SHARED), nothing measured\n");
        return 0;
    }
    return measure(folder) ? 0 : 1;
}
