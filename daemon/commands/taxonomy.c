/* moedested taxonomy: the official classification of occupations and skills in the place of the one
 * that came with the program. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "base/failure.h"
#include "base/file.h"
#include "base/zip.h"
#include "commands/list.h"
#include "match/esco.h"
#include "match/taxonomy.h"

#define FILE_LIMIT (512u * 1024u * 1024u)
#define LANGUAGE "da"

static const char *const files[] = {"occupations.tsv", "skills.tsv", "isco.tsv",
                                    "occupation_skills.tsv", "README.md"};

static const char readme[] =
    "# Taxonomy\n\nWritten by `moedested taxonomy import` from the ESCO download.\n\n"
    "*This service uses the ESCO classification of the European Commission.*\n";

/* The words of the command: a folder, or files of which each may be a ZIP archive. */
struct download {
    char **words;
};

static char *read_word(const char *word, const char *name, size_t *length, GError **error)
{
    if (g_file_test(word, G_FILE_TEST_IS_DIR)) {
        g_autofree char *path = g_build_filename(word, name, NULL);
        return g_file_test(path, G_FILE_TEST_EXISTS) ? file_read(path, FILE_LIMIT, length, error)
                                                     : NULL;
    }
    g_autofree char *base = g_path_get_basename(word);
    if (strcmp(base, name) == 0) {
        return file_read(word, FILE_LIMIT, length, error);
    }
    return g_str_has_suffix(base, ".zip") ? zip_read(word, name, FILE_LIMIT, length, error) : NULL;
}

static char *read_file(void *data, const char *name, size_t *length, GError **error)
{
    const struct download *download = data;
    for (char **word = download->words; *word != NULL; word++) {
        g_autoptr(GError) failure = NULL;
        char *octets = read_word(*word, name, length, &failure);
        if (failure != NULL) {
            g_propagate_error(error, g_steal_pointer(&failure));
            return NULL;
        }
        if (octets != NULL) {
            return octets;
        }
    }
    g_set_error(error, BASE_ERROR, FAILURE_NOT_FOUND,
                "%s is not there; it belongs to the ESCO download (CSV, Danish: occupations, "
                "skills, ISCO groups, relations)",
                name);
    return NULL;
}

static void remove_folder(const char *folder)
{
    for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
        g_autofree char *path = g_build_filename(folder, files[i], NULL);
        g_unlink(path);
    }
    g_rmdir(folder);
}

/* The new folder in the place of the old one, in one step. */
static bool swap(const char *fresh, const char *place, GError **error)
{
    bool there = g_file_test(place, G_FILE_TEST_EXISTS);
    int done = there ? renameat2(AT_FDCWD, fresh, AT_FDCWD, place, RENAME_EXCHANGE)
                     : g_rename(fresh, place);
    if (done != 0) {
        g_set_error(error, BASE_ERROR, FAILURE_CONFIGURATION,
                    "%s cannot be put in its place: %s (site.taxonomy)", place, g_strerror(errno));
    }
    return done == 0;
}

static bool write_readme(const char *folder, GError **error)
{
    g_autofree char *path = g_build_filename(folder, "README.md", NULL);
    return file_write(path, readme, strlen(readme), 0644, error);
}

/* Converts into a folder beside the place, reads it as the daemon will, and swaps. */
static bool convert(const struct download *download, const char *place, struct esco_tally *tally,
                    GError **error)
{
    g_autofree char *fresh = g_strdup_printf("%s.new-%d", place, (int)getpid());
    if (g_mkdir_with_parents(fresh, 0755) != 0) {
        g_set_error(error, BASE_ERROR, FAILURE_CONFIGURATION, "%s cannot be made: %s", fresh,
                    g_strerror(errno));
        return false;
    }
    const struct esco_source source = {(void *)(uintptr_t)download, read_file};
    bool done = esco_convert(&source, LANGUAGE, fresh, tally, error) && write_readme(fresh, error);
    SCOPED(taxonomy) struct taxonomy *taxonomy = done ? taxonomy_load(fresh, error) : NULL;
    done = taxonomy != NULL && swap(fresh, place, error);
    remove_folder(fresh); /* what is there now is the old one, or half of a new one */
    return done;
}

static int import(const struct config *config, char **words)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *place = config_path(config, CONFIG_SITE_TAXONOMY, NULL);
    if (place == NULL || *config_text(config, CONFIG_SITE_TAXONOMY) == '\0') {
        fprintf(stderr, "moedested: where should it be? Name a folder in the configuration first, "
                        "such as\n[site]\ntaxonomy = taxonomy\n");
        return EXIT_CONFIGURATION;
    }
    const struct download download = {words};
    struct esco_tally tally;
    if (!convert(&download, place, &tally, &error)) {
        return command_fail(error);
    }
    fprintf(stderr,
            "%s: %u occupations, %u skills, %u links, %u ISCO groups%s\n"
            "A running daemon reads it when it is reloaded.\n",
            place, tally.occupations, tally.skills, tally.links, tally.groups,
            tally.left_out > 0 ? "; obsolete ones and links to them were left out" : "");
    return EXIT_DONE;
}

int command_taxonomy(const struct invocation *invocation, int argc, char **argv)
{
    static const GOptionEntry entries[] = {G_OPTION_ENTRY_NULL};
    int status = EXIT_DONE;
    if (!command_options("taxonomy", entries, &argc, &argv, &status)) {
        return status;
    }
    if (argc < 2 || strcmp(argv[1], "import") != 0) {
        return command_no_verb("taxonomy", argc > 1 ? argv[1] : NULL, "say import");
    }
    if (argc < 3) {
        return command_misused("taxonomy", "say which folder or files");
    }
    SCOPED(config) struct config *config = NULL;
    SCOPED(clock) struct clock *clock = NULL;
    g_autoptr(GError) error = NULL;
    if (!command_site(invocation, &config, &clock, &error)) {
        return command_fail(error);
    }
    return import(config, argv + 2);
}
