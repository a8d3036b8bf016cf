/* moedested newsletter: finds the verb. */
#include "commands/newsletter.h"

#include <string.h>

#include "base/failure.h"
#include "base/text.h"
#include "commands/list.h"

struct verb {
    const char *name;
    int words;    /* that it takes behind its name */
    int optional; /* how many of them may be missing */
    enum house_use use;
    int (*run)(const struct site *site, const struct newsletter_words *words);
};

static const struct verb verbs[] = {
    {"list", 0, 0, HOUSE_READ, newsletter_list},
    {"preview", 1, 0, HOUSE_READ, newsletter_preview},
    {"test", 2, 1, HOUSE_WORK, newsletter_test_mail},
    {"approve", 1, 0, HOUSE_NOTE, newsletter_approval},
    {"send", 1, 0, HOUSE_WORK, newsletter_send},
    {"stop", 1, 1, HOUSE_NOTE, newsletter_stop},
    {"resume", 1, 1, HOUSE_NOTE, newsletter_resume},
    {"status", 1, 0, HOUSE_READ, newsletter_status},
};

static const struct verb *find(const char *name)
{
    for (size_t at = 0; at < G_N_ELEMENTS(verbs); at++) {
        if (strcmp(verbs[at].name, name) == 0) {
            return &verbs[at];
        }
    }
    return NULL;
}

void newsletter_finding(FILE *out, const char *lead, const struct finding *finding)
{
    fprintf(out, "%s%s:", lead, finding->file);
    if (finding->line > 0) {
        fprintf(out, "%u:%u:", finding->line, finding->column);
    }
    fprintf(out, " %s%s\n", finding->stops ? "" : "(advarsel) ", finding->text);
}

struct issue *newsletter_approved(const struct site *site, const char *name, int *status)
{
    g_autoptr(GError) error = NULL;
    struct issue *issue = issue_get(site->house->office.store, name, &error);
    if (issue == NULL && g_error_matches(error, STORE_ERROR, FAILURE_NOT_FOUND)) {
        fprintf(stderr,
                "moedested: issue %s is not approved yet (moedested newsletter approve %s)\n", name,
                name);
        *status = EXIT_FINDINGS;
    } else if (issue == NULL) {
        *status = command_fail(error);
    }
    return issue;
}

static const char *near_name(const GPtrArray *names, const char *name)
{
    g_autoptr(GPtrArray) words = g_ptr_array_new();
    for (guint at = 0; at < names->len; at++) {
        g_ptr_array_add(words, names->pdata[at]);
    }
    g_ptr_array_add(words, NULL);
    return text_nearest(name, (const char *const *)words->pdata);
}

/* Whether there is such an issue, as a file or in the store. */
static bool is_known(const struct site *site, const char *name, GError **error)
{
    g_autoptr(GError) failure = NULL;
    SCOPED(issue) struct issue *issue = issue_get(site->house->office.store, name, &failure);
    if (issue != NULL) {
        return true;
    }
    if (failure->code != FAILURE_NOT_FOUND) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return false;
    }
    g_autoptr(GPtrArray) names = templates_issues(site->house->office.templates, error);
    if (names == NULL) {
        return false;
    }
    if (g_ptr_array_find_with_equal_func(names, name, g_str_equal, NULL)) {
        return true;
    }
    const char *near = near_name(names, name);
    g_set_error(error, ACT_ERROR, FAILURE_NOT_FOUND, "there is no issue %s%s%s%s", name,
                near != NULL ? "; did you mean " : " (moedested newsletter list)",
                near != NULL ? near : "", near != NULL ? "?" : "");
    return false;
}

/* Those that a running daemon does not keep out: it sends what they queue. */
static bool works_beside(const struct verb *verb)
{
    return verb->run == newsletter_test_mail || verb->run == newsletter_send;
}

static int run_verb(const struct invocation *invocation, const struct verb *verb,
                    const struct newsletter_words *words)
{
    struct verb chosen = *verb;
    if (words->dry_run) {
        chosen.use = HOUSE_READ;
        chosen.run = words->failed ? newsletter_again_dry_run : newsletter_dry_run;
    }
    g_autofree char *who = g_strdup_printf("moedested newsletter %s", chosen.name);
    g_autoptr(GError) error = NULL;
    struct site site;
    if (!site_try_open(invocation, chosen.use, who, &site, &error)) {
        bool beside = works_beside(&chosen) && error->code == FAILURE_LOCKED;
        g_autoptr(GError) failure = NULL;
        if (!beside || !site_try_open(invocation, HOUSE_NOTE, who, &site, &failure)) {
            return command_fail(beside ? failure : error);
        }
    }
    g_clear_error(&error);
    bool known = words->issue == NULL || is_known(&site, words->issue, &error);
    int status = known ? chosen.run(&site, words) : command_fail(error);
    site_close(&site);
    return status;
}

/* Options that belong to one verb: the first that stands at another. */
static bool belong(const struct newsletter_words *words, const char *verb)
{
    const struct {
        bool given;
        const char *option, *verb;
    } rows[] = {{words->dry_run, "dry-run", "send"}, {words->as_approved, "as-approved", "send"},
                {words->failed, "failed", "send"},   {words->yes, "yes", "send"},
                {words->drop, "drop", "stop"},       {words->all, "all", "status"}};
    for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
        if (rows[at].given && strcmp(rows[at].verb, verb) != 0) {
            command_misused("newsletter", "--%s belongs to %s", rows[at].option, rows[at].verb);
            return false;
        }
    }
    return true;
}

static int run_words(const struct invocation *invocation, struct newsletter_words *words, int argc,
                     char **argv)
{
    const struct verb *verb = argc > 1 ? find(argv[1]) : NULL;
    if (verb == NULL) {
        return command_no_verb("newsletter", argc > 1 ? argv[1] : NULL,
                               "say list, preview, test, approve, send, stop, resume or status");
    }
    if (argc > 2 + verb->words || argc < 2 + verb->words - verb->optional) {
        return command_misused("newsletter", "%s takes %s", verb->name,
                               verb->words == 0   ? "no other words"
                               : verb->words == 1 ? "one issue, such as 2013-03"
                                                  : "an issue and an address");
    }
    words->issue = argc > 2 ? argv[2] : NULL;
    words->address = argc > 3 ? argv[3] : NULL;
    if (!belong(words, verb->name)) {
        return EXIT_USAGE;
    }
    if (words->drop && words->issue == NULL) {
        return command_misused("newsletter", "stop --drop takes one issue, such as 2013-03");
    }
    return run_verb(invocation, verb, words);
}

int command_newsletter(const struct invocation *invocation, int argc, char **argv)
{
    gboolean yes = FALSE, dry_run = FALSE, as_approved = FALSE, as_json = FALSE;
    gboolean failed = FALSE, drop = FALSE, all = FALSE;
    g_autofree char *to = NULL;
    g_autofree char *person = NULL;
    const GOptionEntry entries[] = {
        {"to", 0, 0, G_OPTION_ARG_FILENAME, &to, "preview: where the files go", "DIR"},
        {"person", 0, 0, G_OPTION_ARG_STRING, &person, "preview: as this person gets it",
         "ADDRESS"},
        {"dry-run", 0, 0, G_OPTION_ARG_NONE, &dry_run, "send: only say what would happen", NULL},
        {"yes", 0, 0, G_OPTION_ARG_NONE, &yes, "send: without asking", NULL},
        {"as-approved", 0, 0, G_OPTION_ARG_NONE, &as_approved,
         "send: as it was approved, although its file has changed", NULL},
        {"failed", 0, 0, G_OPTION_ARG_NONE, &failed,
         "send: again, to exactly those whose copy failed", NULL},
        {"drop", 0, 0, G_OPTION_ARG_NONE, &drop, "stop: and give up what has not gone", NULL},
        {"all", 0, 0, G_OPTION_ARG_NONE, &all, "status: every person, also those who have it",
         NULL},
        {"json", 0, 0, G_OPTION_ARG_NONE, &as_json, "one object a line", NULL},
        {NULL, 0, 0, 0, NULL, NULL, NULL}};
    int status = EXIT_DONE;
    if (!command_options("newsletter", entries, &argc, &argv, &status)) {
        return status;
    }
    struct newsletter_words words = {.to = to,
                                     .person = person,
                                     .yes = yes != FALSE,
                                     .dry_run = dry_run != FALSE,
                                     .as_approved = as_approved != FALSE,
                                     .as_json = as_json != FALSE,
                                     .failed = failed != FALSE,
                                     .drop = drop != FALSE,
                                     .all = all != FALSE};
    return run_words(invocation, &words, argc, argv);
}
