/* moedested init DIR: a directory that works at once. */
#include <errno.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/data.h"
#include "base/failure.h"
#include "base/file.h"
#include "base/token.h"
#include "commands/list.h"

enum { TEMPLATE_LIMIT = 1024 * 1024 };

static bool make_folder(const char *path, GError **error)
{
    if (g_mkdir_with_parents(path, 0750) == 0) {
        return true;
    }
    g_set_error(error, BASE_ERROR, FAILURE_INPUT, "%s: cannot make the folder: %s", path,
                g_strerror(errno));
    return false;
}

/* Copies a folder of templates, whole. */
static bool copy_folder(const char *from, const char *to, GError **error)
{
    g_autoptr(GDir) folder = g_dir_open(from, 0, error);
    if (folder == NULL || !make_folder(to, error)) {
        return false;
    }
    for (const char *name = g_dir_read_name(folder); name != NULL; name = g_dir_read_name(folder)) {
        g_autofree char *source = g_build_filename(from, name, NULL);
        g_autofree char *target = g_build_filename(to, name, NULL);
        if (g_file_test(source, G_FILE_TEST_IS_DIR)) {
            if (!copy_folder(source, target, error)) {
                return false;
            }
            continue;
        }
        size_t length = 0;
        g_autofree char *octets = file_read(source, TEMPLATE_LIMIT, &length, error);
        if (octets == NULL || !file_write(target, octets, length, 0640, error)) {
            return false;
        }
    }
    return true;
}

/* The sample file, with the templates that staff edit in this directory. */
static bool write_config(const char *directory, const char *path, GError **error)
{
    SCOPED(config) struct config *config = config_defaults(directory);
    g_autofree char *sample = config_render(config, false, true);
    g_auto(GStrv) halves = g_strsplit(sample, "\ntemplates =", 2);
    g_assert(g_strv_length(halves) == 2);
    const char *rest = strchr(halves[1], '\n');
    g_autofree char *text =
        g_strdup_printf("%s\ntemplates = templates%s", halves[0], rest != NULL ? rest : "\n");
    return file_write(path, text, strlen(text), 0640, error);
}

static bool refuse_to_overwrite(const char *directory, GError **error)
{
    static const char *const ours[] = {"moedested.conf", "moedested.db", "moedested.key",
                                       "templates"};
    for (size_t at = 0; at < G_N_ELEMENTS(ours); at++) {
        g_autofree char *path = g_build_filename(directory, ours[at], NULL);
        if (g_file_test(path, G_FILE_TEST_EXISTS)) {
            g_set_error(error, BASE_ERROR, FAILURE_INPUT,
                        "%s is there already; nothing was changed (choose another directory)",
                        path);
            return false;
        }
    }
    return true;
}

static bool make_site(const char *directory, GError **error)
{
    g_autofree char *source = data_path("templates");
    g_autofree char *templates = g_build_filename(directory, "templates", NULL);
    g_autofree char *config = g_build_filename(directory, "moedested.conf", NULL);
    g_autofree char *key = g_build_filename(directory, "moedested.key", NULL);
    g_autofree char *inbox = g_build_filename(directory, "inbox", "new", NULL);
    g_autofree char *waiting = g_build_filename(directory, "inbox", "tmp", NULL);
    g_autofree char *seen = g_build_filename(directory, "inbox", "cur", NULL);
    g_autofree char *path = g_build_filename(directory, "moedested.db", NULL);
    if (!refuse_to_overwrite(directory, error) || !make_folder(directory, error) ||
        !copy_folder(source, templates, error) || !token_key_create(key, error) ||
        !make_folder(inbox, error) || !make_folder(waiting, error) || !make_folder(seen, error)) {
        return false;
    }
    SCOPED(store) struct store *store = store_open(path, STORE_CREATE, error);
    return store != NULL && write_config(directory, config, error);
}

int command_init(const struct invocation *invocation, int argc, char **argv)
{
    (void)invocation;
    int status = EXIT_DONE;
    if (!command_options("init", NULL, &argc, &argv, &status)) {
        return status;
    }
    if (argc != 2) {
        return command_misused("init", argc < 2 ? "which directory?" : "one directory, please");
    }
    g_autoptr(GError) error = NULL;
    if (!make_site(argv[1], &error)) {
        return command_fail(error);
    }
    printf("%s is ready. Next:\n"
           "  cd %s\n"
           "  moedested check                      what is wrong, if anything\n"
           "  moedested import people.csv          bring people in\n"
           "  moedested newsletter preview 2013-03 see the first issue\n"
           "Our name, address and telephone number are in moedested.conf: make them yours first.\n",
           argv[1], argv[1]);
    return EXIT_DONE;
}
