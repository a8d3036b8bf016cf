/* moedested match: rankings. */
#include <stdio.h>
#include <string.h>

#include "base/failure.h"
#include "base/file.h"
#include "commands/list.h"
#include "commands/match_best.h"
#include "commands/match_digest.h"
#include "match/eval.h"

#define LIMIT_USUAL 10
#define QUERIES_LIMIT (64u * 1024u * 1024u)

enum { QUERY_ID, QUERY_TASK, QUERY_RANKED, QUERY_TEXT, QUERY_COLUMNS };

/* One line a question: its id and what was found for it. */
static bool answer_all(const struct eval *eval, const char *file, char *text, GError **error)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (unsigned i = 0; lines[i] != NULL; i++) {
        g_auto(GStrv) row = g_strsplit(lines[i], "\t", QUERY_COLUMNS);
        if (*lines[i] == '\0') {
            continue;
        }
        if (g_strv_length(row) < QUERY_COLUMNS) {
            g_set_error(error, BASE_ERROR, FAILURE_INPUT,
                        "%s:%u: a question has an id, a task, occ, cand or group, and a text, with "
                        "a tab between them",
                        file, i + 1);
            return false;
        }
        g_autofree char *answer = eval_answer(eval, row[QUERY_RANKED], row[QUERY_TEXT]);
        printf("%s\t%s\n", row[QUERY_ID], answer);
    }
    return true;
}

/* As configured; without a configuration that can be read it is where Debian puts it. Owned. */
static char *word_list(const struct invocation *invocation, GError **error)
{
    SCOPED(config) struct config *config = NULL;
    SCOPED(clock) struct clock *clock = NULL;
    g_autoptr(GError) failure = NULL;
    if (!command_site(invocation, &config, &clock, &failure)) {
        if (invocation->config_file != NULL) {
            g_propagate_error(error, g_steal_pointer(&failure));
            return NULL;
        }
        config = config_defaults(".");
    }
    return config_path(config, CONFIG_MATCH_WORDS, NULL);
}

static int evaluate(const struct invocation *invocation, const char *corpus, const char *queries)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *words = word_list(invocation, &error);
    if (error != NULL) {
        return command_fail(error);
    }
    g_autofree char *text = file_read_text(queries, QUERIES_LIMIT, &error);
    if (text == NULL) {
        return command_fail(error);
    }
    int64_t begun = clock_stopwatch();
    SCOPED(eval) struct eval *eval = eval_new(corpus, words, &error);
    if (eval == NULL) {
        return command_fail(error);
    }
    int64_t built = clock_stopwatch();
    if (!answer_all(eval, queries, text, &error)) {
        return command_fail(error);
    }
    fprintf(stderr, "built in %.2f s, answered in %.2f s\n", (double)(built - begun) / 1e6,
            (double)(clock_stopwatch() - built) / 1e6);
    return fflush(stdout) == 0 ? EXIT_DONE : EXIT_FINDINGS;
}

int command_match(const struct invocation *invocation, int argc, char **argv)
{
    gboolean as_json = FALSE, explain = FALSE, dry_run = FALSE;
    int limit = LIMIT_USUAL;
    const GOptionEntry entries[] = {
        {"limit", 0, 0, G_OPTION_ARG_INT, &limit, "job, seeker: so many at most (10)", "N"},
        {"explain", 0, 0, G_OPTION_ARG_NONE, &explain, "job, seeker: what fits, what is missing",
         NULL},
        {"json", 0, 0, G_OPTION_ARG_NONE, &as_json, "job, seeker: one object a line", NULL},
        {"dry-run", 0, 0, G_OPTION_ARG_NONE, &dry_run, "digest: says whom they would go to", NULL},
        G_OPTION_ENTRY_NULL};
    int status = EXIT_DONE;
    if (!command_options("match", entries, &argc, &argv, &status)) {
        return status;
    }
    static const char *const verbs[] = {"job", "seeker", "digest", "eval", NULL};
    if (argc < 2 || !g_strv_contains((const char *const *)verbs, argv[1])) {
        return command_no_verb("match", argc > 1 ? argv[1] : NULL,
                               "say job, seeker, digest or eval");
    }
    if (strcmp(argv[1], "eval") == 0) {
        return argc == 4 ? evaluate(invocation, argv[2], argv[3])
                         : command_misused("match", "say which folder and which file of questions");
    }
    if (strcmp(argv[1], "digest") == 0) {
        return argc == 2 ? match_digest_run(invocation, dry_run != FALSE)
                         : command_misused("match", "digest takes no words");
    }
    if (argc != 3 || limit < 1) {
        return command_misused("match", "say job NUMBER or seeker ADDRESS");
    }
    const struct match_wanted wanted = {as_json != FALSE, explain != FALSE, limit};
    return match_best_run(invocation, argv + 1, &wanted);
}
