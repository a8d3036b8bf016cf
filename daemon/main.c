/* Finds the subcommand. */
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "base/text.h"
#include "commands/command.h"

static void print_help(void)
{
    printf("moedested - the mail daemon of a seniorjob scheme\n\n"
           "usage: moedested [-c FILE] [--at TIME] [-v] COMMAND ...\n\n"
           "  -c FILE      configuration (default: ./moedested.conf, then " SYSCONF_DIRECTORY
           "/moedested/moedested.conf)\n"
           "  --at TIME    act as if it were TIME (2013-04-02T09:00, civil time of the site)\n"
           "  -v           say more on standard error\n"
           "  --version    print the version\n\n"
           "commands:\n");
    for (const struct command *command = commands; command->name != NULL; command++) {
        printf("  %-12s %s\n", command->name, command->summary);
    }
    printf(
        "\n`moedested help COMMAND` tells more. Exit status: 0 done, 1 findings or partly done,\n"
        "2 wrong usage, 3 configuration, 4 store, 5 locked by another instance, 6 not found,\n"
        "75 try again later.\n");
}

static int unknown_command(const char *name)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    for (const struct command *command = commands; command->name != NULL; command++) {
        g_ptr_array_add(names, (gpointer)(uintptr_t)command->name);
    }
    g_ptr_array_add(names, NULL);
    const char *near = text_nearest(name, (const char *const *)names->pdata);
    fprintf(stderr, "moedested: there is no command \"%s\"", name);
    if (near != NULL) {
        fprintf(stderr, "; did you mean %s?", near);
    }
    fprintf(stderr, " (moedested --help lists them)\n");
    return EXIT_USAGE;
}

static int misplaced(const char *word)
{
    fprintf(stderr, "moedested: %s needs a value (moedested --help)\n", word);
    return EXIT_USAGE;
}

/* The words before the subcommand. `at`: index of the subcommand; a status >= 0 ends the program.
 */
static int read_globals(int argc, char **argv, struct invocation *invocation, int *at)
{
    for (*at = 1; *at < argc && argv[*at][0] == '-'; (*at)++) {
        const char *word = argv[*at];
        if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0) {
            print_help();
            return EXIT_DONE;
        }
        if (strcmp(word, "--version") == 0) {
            printf("moedested %s\n", MOEDESTED_VERSION);
            return EXIT_DONE;
        }
        if (strcmp(word, "-v") == 0 || strcmp(word, "--verbose") == 0) {
            invocation->verbose = true;
        } else if (strncmp(word, "--at=", 5) == 0) {
            invocation->at = word + 5;
        } else if (strcmp(word, "-c") == 0 || strcmp(word, "--at") == 0) {
            if (*at + 1 >= argc) {
                return misplaced(word);
            }
            *(strcmp(word, "-c") == 0 ? &invocation->config_file : &invocation->at) = argv[++*at];
        } else {
            fprintf(stderr, "moedested: unknown option %s (moedested --help)\n", word);
            return EXIT_USAGE;
        }
    }
    return -1;
}

static int run_command(const struct invocation *invocation, int argc, char **argv)
{
    for (const struct command *command = commands; command->name != NULL; command++) {
        if (strcmp(command->name, argv[0]) == 0) {
            return command->run(invocation, argc, argv);
        }
    }
    return unknown_command(argv[0]);
}

/* `help` alone, or `help COMMAND`: the same as COMMAND --help. */
static int help(const struct invocation *invocation, int argc, char **argv)
{
    if (argc < 2) {
        print_help();
        return EXIT_DONE;
    }
    char option[] = "--help";
    char *words[] = {argv[1], option, NULL};
    return run_command(invocation, 2, words);
}

int main(int argc, char **argv)
{
    /* Results and talk may go to the same place: no line of the one is cut by the other. */
    if (setvbuf(stdout, NULL, _IOLBF, 0) != 0) {
        return EXIT_FAILURE;
    }
    signal(SIGPIPE, SIG_IGN); /* a peer that leaves is an error code, not our end */
    setlocale(LC_CTYPE, "C.UTF-8");
    struct invocation invocation = {0};
    int at = 0;
    int status = read_globals(argc, argv, &invocation, &at);
    if (status >= 0) {
        return status;
    }
    if (at >= argc) {
        print_help();
        return EXIT_USAGE;
    }
    if (strcmp(argv[at], "help") == 0) {
        return help(&invocation, argc - at, argv + at);
    }
    if (invocation.verbose) {
        log_set_level(LOG_LEVEL_DEBUG);
    }
    return run_command(&invocation, argc - at, argv + at);
}
