/* moedested newsletter: finds the verb. */
#include "commands/newsletter.h"

#include <string.h>

#include "base/failure.h"
#include "commands/list.h"

struct verb {
    const char *name;
    int words; /* that it takes behind its name */
    enum house_use use;
    int (*run)(const struct site *site, const struct newsletter_words *words);
};

static const struct verb verbs[] = {
    {"list", 0, HOUSE_READ, newsletter_list},      {"preview", 1, HOUSE_READ, newsletter_preview},
    {"test", 2, HOUSE_WORK, newsletter_test_mail}, {"approve", 1, HOUSE_NOTE, newsletter_approval},
    {"send", 1, HOUSE_WORK, newsletter_send},      {"status", 1, HOUSE_READ, newsletter_status},
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

static int run_verb(const struct invocation *invocation, const struct verb *verb,
                    const struct newsletter_words *words)
{
    struct verb chosen = *verb;
    if (words->dry_run) {
        chosen.use = HOUSE_READ;
        chosen.run = newsletter_dry_run;
    }
    g_autofree char *who = g_strdup_printf("moedested newsletter %s", chosen.name);
    g_autoptr(GError) error = NULL;
    struct site site;
    if (!site_try_open(invocation, chosen.use, who, &site, &error)) {
        bool beside = chosen.run == newsletter_test_mail && error->code == FAILURE_LOCKED;
        g_autoptr(GError) failure = NULL;
        if (!beside || !site_try_open(invocation, HOUSE_NOTE, who, &site, &failure)) {
            return command_fail(beside ? failure : error);
        }
    }
    int status = chosen.run(&site, words);
    site_close(&site);
    return status;
}

int command_newsletter(const struct invocation *invocation, int argc, char **argv)
{
    gboolean yes = FALSE, dry_run = FALSE, as_json = FALSE;
    g_autofree char *to = NULL;
    g_autofree char *person = NULL;
    const GOptionEntry entries[] = {
        {"to", 0, 0, G_OPTION_ARG_FILENAME, &to, "preview: where the files go", "DIR"},
        {"person", 0, 0, G_OPTION_ARG_STRING, &person, "preview: as this person gets it",
         "ADDRESS"},
        {"dry-run", 0, 0, G_OPTION_ARG_NONE, &dry_run, "send: only say what would happen", NULL},
        {"yes", 0, 0, G_OPTION_ARG_NONE, &yes, "send: without asking", NULL},
        {"json", 0, 0, G_OPTION_ARG_NONE, &as_json, "one object a line", NULL},
        {NULL, 0, 0, 0, NULL, NULL, NULL}};
    int status = EXIT_DONE;
    if (!command_options("newsletter", entries, &argc, &argv, &status)) {
        return status;
    }
    const struct verb *verb = argc > 1 ? find(argv[1]) : NULL;
    if (verb == NULL) {
        return command_misused("newsletter", "say list, preview, test, approve, send or status");
    }
    if (argc != 2 + verb->words) {
        return command_misused("newsletter", "%s takes %s", verb->name,
                               verb->words == 0   ? "no other words"
                               : verb->words == 1 ? "one issue, such as 2013-03"
                                                  : "an issue and an address");
    }
    if (dry_run && strcmp(verb->name, "send") != 0) {
        return command_misused("newsletter", "--dry-run belongs to send");
    }
    struct newsletter_words words = {.issue = verb->words > 0 ? argv[2] : NULL,
                                     .address = verb->words > 1 ? argv[3] : NULL,
                                     .to = to,
                                     .person = person,
                                     .yes = yes != FALSE,
                                     .dry_run = dry_run != FALSE,
                                     .as_json = as_json != FALSE};
    return run_verb(invocation, verb, &words);
}
