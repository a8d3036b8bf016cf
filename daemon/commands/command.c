#include "commands/command.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/failure.h"

static const struct command *find(const char *name)
{
    for (const struct command *command = commands; command->name != NULL; command++) {
        if (strcmp(command->name, name) == 0) {
            return command;
        }
    }
    return NULL;
}

/* A wrong word on the command line, which only the site's clock could find. */
#define USAGE_ERROR g_quark_from_static_string("moedested-usage")

bool command_time(const struct clock *clock, const char *option, const char *text, int64_t *moment,
                  GError **error)
{
    g_autoptr(GError) failure = NULL;
    if (clock_parse(clock, text, moment, &failure)) {
        return true;
    }
    g_set_error(error, USAGE_ERROR, FAILURE_INPUT, "%s: %s", option, failure->message);
    return false;
}

/* The code says what to do; where it came from says whose trouble it is. */
static int status_of(const GError *error)
{
    if (error->domain == USAGE_ERROR) {
        return EXIT_USAGE;
    }
    if (error->code == FAILURE_LOCKED) {
        return EXIT_LOCKED;
    }
    if (error->code == FAILURE_NOT_FOUND) {
        return EXIT_NOT_FOUND;
    }
    if (error->domain == STORE_ERROR && error->code != FAILURE_CONFIGURATION) {
        return EXIT_STORE;
    }
    if (error->code == FAILURE_CONFIGURATION) {
        return error->domain == STORE_ERROR ? EXIT_STORE : EXIT_CONFIGURATION;
    }
    return error->code == FAILURE_TEMPORARY ? EXIT_TRY_AGAIN : EXIT_FINDINGS;
}

int command_fail(const GError *error)
{
    /* Findings stand as file:line: message, so that an editor can jump to them. */
    bool findings = error->domain == BASE_ERROR && error->code == FAILURE_CONFIGURATION;
    fprintf(stderr, "%s%s\n", findings ? "" : "moedested: ", error->message);
    return status_of(error);
}

static void print_usage(FILE *out, const struct command *command)
{
    if (*command->usage == '\0') {
        fprintf(out, "usage: moedested %s\n", command->name);
        return;
    }
    g_auto(GStrv) lines = g_strsplit(command->usage, "\n", -1);
    const char *lead = "usage:";
    for (char **line = lines; *line != NULL; line++) {
        fprintf(out, "%s moedested %s %s\n", lead, command->name, *line);
        lead = "      ";
    }
}

int command_misused(const char *name, const char *format, ...)
{
    va_list words;
    va_start(words, format);
    g_autofree char *what = g_strdup_vprintf(format, words);
    va_end(words);
    fprintf(stderr, "moedested %s: %s\n", name, what);
    const struct command *command = find(name);
    if (command != NULL) {
        print_usage(stderr, command);
    }
    return EXIT_USAGE;
}

int command_no_verb(const char *name, const char *word, const char *say)
{
    return word == NULL ? command_misused(name, "%s", say)
                        : command_misused(name, "there is no \"%s\"; %s", word, say);
}

static void print_help(const struct command *command, const GOptionEntry *entries)
{
    printf("moedested %s - %s\n\n", command->name, command->summary);
    print_usage(stdout, command);
    if (command->details != NULL) {
        printf("\n%s\n", command->details);
    }
    if (entries != NULL && entries[0].long_name != NULL) {
        printf("\noptions:\n");
    }
    for (const GOptionEntry *entry = entries; entry != NULL && entry->long_name != NULL; entry++) {
        g_autofree char *left =
            g_strdup_printf("--%s%s%s", entry->long_name, entry->arg_description != NULL ? "=" : "",
                            entry->arg_description != NULL ? entry->arg_description : "");
        printf("  %-24s %s\n", left, entry->description);
    }
}

static bool wants_help(int argc, char **argv)
{
    for (int at = 1; at < argc && strcmp(argv[at], "--") != 0; at++) {
        if (strcmp(argv[at], "--help") == 0 || strcmp(argv[at], "-h") == 0) {
            return true;
        }
    }
    return false;
}

bool command_options(const char *name, const GOptionEntry *entries, int *argc, char ***argv,
                     int *status)
{
    const struct command *command = find(name);
    g_assert(command != NULL);
    if (wants_help(*argc, *argv)) {
        print_help(command, entries);
        *status = EXIT_DONE;
        return false;
    }
    GOptionContext *context = g_option_context_new(NULL);
    g_option_context_set_help_enabled(context, FALSE);
    if (entries != NULL) {
        g_option_context_add_main_entries(context, entries, NULL);
    }
    g_autoptr(GError) error = NULL;
    bool parsed = g_option_context_parse(context, argc, argv, &error);
    g_option_context_free(context);
    if (!parsed) {
        *status = command_misused(name, "%s", error->message);
        return false;
    }
    if (*argc > 1 &&
        strcmp((*argv)[1], "--") == 0) { /* GLib leaves it in front of a word with a dash */
        (*argc)--;
        memmove(*argv + 1, *argv + 2, (size_t)*argc * sizeof(char *));
    }
    return true;
}

static const char *config_place(const struct invocation *invocation)
{
    if (invocation->config_file != NULL) {
        return invocation->config_file;
    }
    return access("moedested.conf", F_OK) == 0 ? "moedested.conf"
                                               : SYSCONF_DIRECTORY "/moedested/moedested.conf";
}

bool command_site(const struct invocation *invocation, struct config **config, struct clock **clock,
                  GError **error)
{
    SCOPED(config) struct config *read = config_load(config_place(invocation), error);
    if (read == NULL) {
        return false;
    }
    SCOPED(clock) struct clock *made = clock_new(config_text(read, CONFIG_SITE_TIMEZONE));
    if (invocation->at != NULL) {
        int64_t moment = 0;
        if (!command_time(made, "--at", invocation->at, &moment, error)) {
            return false;
        }
        clock_set(made, moment, false);
    }
    *config = g_steal_pointer(&read);
    *clock = g_steal_pointer(&made);
    return true;
}

bool site_try_open(const struct invocation *invocation, enum house_use use, const char *who,
                   struct site *site, GError **error)
{
    *site = (struct site){0};
    if (!command_site(invocation, &site->config, &site->clock, error)) {
        return false;
    }
    site->house = house_open(site->config, site->clock, use, who, error);
    if (site->house == NULL) {
        site_close(site);
        return false;
    }
    return true;
}

int site_open(const struct invocation *invocation, enum house_use use, const char *who,
              struct site *site)
{
    g_autoptr(GError) error = NULL;
    return site_try_open(invocation, use, who, site, &error) ? EXIT_DONE : command_fail(error);
}

void site_close(struct site *site)
{
    g_clear_pointer(&site->house, house_close);
    g_clear_pointer(&site->clock, clock_free);
    g_clear_pointer(&site->config, config_free);
}
