/* moedested backup, restore: a copy of the store, and the way back. */
#include "store/backup.h"

#include <stdio.h>

#include "commands/list.h"
#include "process/house.h"

static int one_file(const char *name, int *argc, char ***argv, const char **file)
{
    int status = EXIT_DONE;
    if (!command_options(name, NULL, argc, argv, &status)) {
        return status;
    }
    *file = *argc == 2 ? (*argv)[1] : NULL;
    return *file != NULL ? EXIT_DONE : command_misused(name, "it takes one file");
}

static void print_key(const struct config *config, const char *lead)
{
    g_autofree char *key = config_path(config, CONFIG_STORE_KEY, "moedested.key");
    printf("%s %s\n", lead, key);
}

int command_backup(const struct invocation *invocation, int argc, char **argv)
{
    const char *file = NULL;
    int status = one_file("backup", &argc, &argv, &file);
    struct site site;
    if (file == NULL ||
        (status = site_open(invocation, HOUSE_READ, "moedested backup", &site)) != EXIT_DONE) {
        return status;
    }
    g_autoptr(GError) error = NULL;
    if (backup_write(site.house->office.store, file, &error)) {
        printf("%s is a whole copy of the store.\n", file);
        print_key(site.config, "Keep the key with it, in a safe place:");
    } else {
        status = command_fail(error);
    }
    site_close(&site);
    return status;
}

static int restore(const struct config *config, const struct clock *clock, const char *file)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *path = house_store_path(config, &error);
    if (path == NULL) {
        return command_fail(error);
    }
    g_autofree char *since = clock_format(clock, clock_now(clock));
    g_autoptr(GDateTime) civil = clock_civil(clock, clock_now(clock));
    g_autofree char *suffix = g_date_time_format(civil, ".before-restore-%Y-%m-%dT%H%M");
    g_autofree char *aside = NULL;
    if (!backup_restore(file, path, "moedested restore", since, suffix, &aside, &error)) {
        return command_fail(error);
    }
    printf("%s is the store now.\n", file);
    if (aside != NULL) {
        printf("The store that was there is kept: %s\n", aside);
    }
    print_key(config, "It needs the key that it was made with:");
    printf("Delivery is on hold. Look at `moedested queue list` and `moedested newsletter list`, "
           "drop what\nhas gone, then `moedested queue release --restored`.\n");
    return EXIT_DONE;
}

int command_restore(const struct invocation *invocation, int argc, char **argv)
{
    const char *file = NULL;
    int status = one_file("restore", &argc, &argv, &file);
    if (file == NULL) {
        return status;
    }
    g_autoptr(GError) error = NULL;
    SCOPED(config) struct config *config = NULL;
    SCOPED(clock) struct clock *clock = NULL;
    return command_site(invocation, &config, &clock, &error) ? restore(config, clock, file)
                                                             : command_fail(error);
}
