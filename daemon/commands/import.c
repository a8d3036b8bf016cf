/* moedested import FILE.csv: people from a sheet. */
#include <stdio.h>
#include <unistd.h>

#include "act/import.h"
#include "base/file.h"
#include "commands/list.h"

enum { SHEET_LIMIT = 64 * 1024 * 1024 };

static void complain(const char *sentence, void *data)
{
    (void)data;
    fprintf(stderr, "%s\n", sentence);
}

static void progress(unsigned rows, unsigned of, void *data)
{
    (void)data;
    fprintf(stderr, "\r%u of %u rows", rows, of);
    if (rows == of) {
        fputs("\r\033[K", stderr);
    }
}

int command_import(const struct invocation *invocation, int argc, char **argv)
{
    int status = EXIT_DONE;
    if (!command_options("import", NULL, &argc, &argv, &status)) {
        return status;
    }
    if (argc != 2) {
        return command_misused("import", argc < 2 ? "which file?" : "one file at a time");
    }
    g_autoptr(GError) error = NULL;
    size_t length = 0;
    g_autofree char *octets = file_read(argv[1], SHEET_LIMIT, &length, &error);
    SCOPED(csv) struct csv *csv = octets != NULL ? csv_read(argv[1], octets, length, &error) : NULL;
    if (csv == NULL) {
        return command_fail(error);
    }
    struct site site;
    status = site_open(invocation, HOUSE_NOTE, "import", &site);
    if (status != EXIT_DONE) {
        return status;
    }
    struct import_tally tally = {0};
    bool done = import_people(&site.house->office, argv[1], csv, complain,
                              isatty(STDERR_FILENO) ? progress : NULL, NULL, &tally, &error);
    site_close(&site);
    if (!done) {
        return command_fail(error);
    }
    printf("%u new, %u changed, %u unchanged, %u bad rows", tally.added, tally.changed,
           tally.unchanged, tally.bad);
    if (tally.asked > 0) {
        printf("; %u are asked by mail first", tally.asked);
    }
    if (tally.left > 0) {
        printf("; %u have left and stay away", tally.left);
    }
    putchar('\n');
    return tally.bad > 0 ? EXIT_FINDINGS : EXIT_DONE;
}
