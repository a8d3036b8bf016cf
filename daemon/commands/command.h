/* A subcommand: thin. It reads its words, calls the rooms below, prints, and returns an exit
 * status.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "base/clock.h"
#include "base/config.h"
#include "process/house.h"

/* The documented exit status (cli.md). */
enum exit_status {
    EXIT_DONE = 0,
    EXIT_FINDINGS = 1,
    EXIT_USAGE = 2,
    EXIT_CONFIGURATION = 3,
    EXIT_STORE = 4,
    EXIT_LOCKED = 5,
    EXIT_NOT_FOUND = 6,
    EXIT_TRY_AGAIN = 75
};

/* What main.c read before the subcommand's own words. */
struct invocation {
    const char *config_file; /* -c, NULL: the default places */
    const char *at;          /* --at, NULL: the real time */
    bool verbose;
};

struct command {
    const char *name;
    const char *summary; /* one line for `moedested --help` */
    const char *usage;   /* what follows the name; several lines for subcommands of it */
    const char *details; /* paragraphs for `moedested NAME --help` */
    int (*run)(const struct invocation *invocation, int argc, char **argv);
};

/* Every subcommand, ended by a NULL name. */
extern const struct command commands[];

/* Prints "moedested: MESSAGE" on standard error and gives the exit status that fits the error. */
int command_fail(const GError *error);

/* Wrong words: prints the message and the usage of `name`; EXIT_USAGE. */
int command_misused(const char *name, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* The same for a subcommand's verb; `word`: what stood there, NULL for nothing. */
int command_no_verb(const char *name, const char *word, const char *say);

/* Reads the time behind an option; what is no time is wrong usage (command_fail: EXIT_USAGE). */
bool command_time(const struct clock *clock, const char *option, const char *text, int64_t *moment,
                  GError **error);

/* Reads the configuration (-c, ./moedested.conf, /etc/moedested/moedested.conf) and makes the clock
 * (--at). */
bool command_site(const struct invocation *invocation, struct config **config, struct clock **clock,
                  GError **error);

/* Configuration, clock and house together: what nearly every subcommand begins with. */
struct site {
    struct config *config;
    struct clock *clock;
    struct house *house;
};

/* Opens all three; on failure prints why and returns the exit status. `who` names the subcommand.
 */
int site_open(const struct invocation *invocation, enum house_use use, const char *who,
              struct site *site);
void site_close(struct site *site);

/* The same for those who decide on the error themselves. */
bool site_try_open(const struct invocation *invocation, enum house_use use, const char *who,
                   struct site *site, GError **error);

/* Reads the options of a subcommand with GLib (`--help` is printed from its row in the table); the
 * other words stay in argv. False when the words were wrong (EXIT_USAGE) or help was asked for
 * (EXIT_DONE): `status` is what to return. */
bool command_options(const char *name, const GOptionEntry *entries, int *argc, char ***argv,
                     int *status);
