/* How long all lists of a market take, what they need, and how that grows, on people and jobs made
 * of the shipped taxonomy.
 *
 *     market                 300 profiles and 60 jobs, in this process: every list within a second
 *     market PROFILES JOBS   in two matching processes, each of which has the whole index and makes
 *                            half of the lists; within ten minutes and 2 GiB for 100,000 x 5,000
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "process/matcher.h"
#include "support/crowd.h"

#define LISTS_S 1.0
#define LARGE_S 600.0
#define MEMORY_MIB 2048.0
#define PROCESSES 2u
#define PUT_AT_ONCE 500u

static json_t *ask(struct market_desk desk, json_t *question)
{
    g_autoptr(GError) error = NULL;
    json_t *answer = desk.ask(desk.desk, question, &error);
    if (answer == NULL) {
        printf("market: %s\n", error->message);
        exit(1);
    }
    json_decref(question);
    return answer;
}

static void put_all(struct market_desk desk, const json_t *all)
{
    int change = 0;
    for (size_t at = 0; at < json_array_size(all);) {
        json_t *put = json_array();
        for (; at < json_array_size(all) && json_array_size(put) < PUT_AT_ONCE; at++) {
            json_array_append(put, json_array_get(all, at));
        }
        json_decref(ask(desk, json_pack("{s:i, s:o}", "change", ++change, "put", put)));
    }
}

/* The lists of every `step`th listing, from the `first` on; how many had somebody to show. */
static unsigned list_all(struct market_desk desk, const json_t *all, size_t first, size_t step)
{
    size_t size = json_array_size(all);
    int change = (int)((size + PUT_AT_ONCE - 1) / PUT_AT_ONCE);
    unsigned shown = 0;
    for (size_t at = first; at < size; at += step) {
        json_t *answer = ask(desk, json_pack("{s:O, s:i, s:{s:i}}", "best", json_array_get(all, at),
                                             "change", change, "wishes", "limit", 5));
        shown += json_array_size(json_object_get(answer, "items")) > 0 ? 1 : 0;
        json_decref(answer);
    }
    return shown;
}

static double seconds(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static bool measure_small(struct crowd *crowd, const struct config *config)
{
    struct market_desk desk = market_desk_here(config);
    json_auto_t *all = crowd_all(crowd);
    json_decref(ask(desk, json_pack("{s:b}", "forget", 1)));
    double begun = seconds();
    put_all(desk, all);
    double told = seconds();
    unsigned shown = list_all(desk, all, 0, 1);
    double done = seconds();
    desk.free(desk.desk);
    bool met = done - begun <= LISTS_S;
    printf("%-44s %10.2f s   read, %.2f s lists   (at most %g together)%s\n",
           "300 profiles x 60 jobs, all lists", told - begun, done - told, LISTS_S,
           met ? "" : "   too slow");
    printf("%-44s %10u of %u\n", "with somebody to show", shown, crowd->profiles + crowd->jobs);
    return met;
}

static double memory_of(pid_t pid)
{
    g_autofree char *path = g_strdup_printf("/proc/%d/smaps_rollup", (int)pid);
    g_autofree char *text = NULL;
    if (!g_file_get_contents(path, &text, NULL, NULL)) {
        return 0;
    }
    const char *line = strstr(text, "\nPss:");
    return line == NULL
               ? 0
               : (double)g_ascii_strtoull(line + 5 + strspn(line + 5, " "), NULL, 10) / 1024;
}

/* One of the processes that ask: with a matching process of its own. Writes its figures. */
static int drive(const struct config *config, const json_t *all, unsigned first, int out)
{
    struct matcher *matcher = matcher_new(config);
    struct market_desk desk = matcher_desk(matcher);
    int64_t begun = clock_stopwatch();
    json_decref(ask(desk, json_pack("{s:b}", "forget", 1)));
    put_all(desk, all);
    int64_t read = clock_stopwatch();
    list_all(desk, all, first, PROCESSES);
    const double figures[] = {(double)(read - begun) / 1e6,
                              (double)(clock_stopwatch() - read) / 1e6,
                              memory_of(matcher_pid(matcher))};
    ssize_t put = write(out, figures, sizeof figures);
    desk.free(desk.desk);
    return put == (ssize_t)sizeof figures ? 0 : 1;
}

static bool measure_large(struct crowd *crowd, const struct config *config)
{
    json_auto_t *all = crowd_all(crowd);
    int ends[2];
    if (pipe(ends) != 0) {
        return false;
    }
    int64_t begun = clock_stopwatch();
    for (unsigned i = 0; i < PROCESSES; i++) {
        if (fork() == 0) {
            _exit(drive(config, all, i, ends[1]));
        }
    }
    close(ends[1]);
    double reading = 0, lists = 0, memory = 0, figures[3];
    while (read(ends[0], figures, sizeof figures) == (ssize_t)sizeof figures) {
        reading = MAX(reading, figures[0]);
        lists = MAX(lists, figures[1]);
        memory += figures[2];
    }
    while (wait(NULL) > 0) {
    }
    double took = (double)(clock_stopwatch() - begun) / 1e6;
    bool met = took <= LARGE_S && memory <= MEMORY_MIB && memory > 0;
    printf("%6u profiles x %5u jobs   %8.1f s (read %.1f, lists %.1f)   %7.0f MiB in %u "
           "processes%s\n",
           crowd->profiles, crowd->jobs, took, reading, lists, memory, PROCESSES,
           met ? "" : "   too much");
    return met;
}

int main(int argc, char **argv)
{
    struct crowd crowd = {.profiles = 300, .jobs = 60, .random = 2013};
    bool large = argc == 3;
    if (large) {
        crowd.profiles = (unsigned)g_ascii_strtoull(argv[1], NULL, 10);
        crowd.jobs = (unsigned)g_ascii_strtoull(argv[2], NULL, 10);
    }
    crowd.taxonomy = taxonomy_load("config/taxonomy", NULL);
    g_assert(crowd.taxonomy != NULL);
    SCOPED(config) struct config *config = config_defaults(".");
    bool met = large ? measure_large(&crowd, config) : measure_small(&crowd, config);
    taxonomy_free(crowd.taxonomy);
    return met ? 0 : 1;
}
