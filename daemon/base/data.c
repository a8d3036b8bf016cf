#include "base/data.h"

#include <stdbool.h>
#include <string.h>

#include <glib.h>

/* The source tree, told from any other folder by what only it has together. */
static bool is_source_tree(const char *folder)
{
    static const char *const signs[] = {"daemon/base/data.c", "templates", "config", "Makefile"};
    for (size_t i = 0; i < G_N_ELEMENTS(signs); i++) {
        g_autofree char *sign = g_build_filename(folder, signs[i], NULL);
        if (!g_file_test(sign, G_FILE_TEST_EXISTS)) {
            return false;
        }
    }
    return true;
}

/* The source tree above the running program, or linked as `source` from its build folder; NULL for
 * an installed program. */
static char *source_tree(void)
{
    g_autofree char *folder = g_file_read_link("/proc/self/exe", NULL);
    if (folder == NULL || !g_path_is_absolute(folder)) {
        return NULL;
    }
    while (strcmp(folder, "/") != 0) {
        char *parent = g_path_get_dirname(folder);
        g_free(folder);
        folder = parent;
        if (is_source_tree(folder)) {
            return g_steal_pointer(&folder);
        }
        g_autofree char *linked = g_build_filename(folder, "source", NULL);
        if (is_source_tree(linked)) {
            return g_steal_pointer(&linked);
        }
    }
    return NULL;
}

char *data_path(const char *relative)
{
    g_assert(relative != NULL && !g_path_is_absolute(relative));
    g_autofree char *tree = source_tree();
    return g_build_filename(tree != NULL ? tree : DATA_DIRECTORY, relative, NULL);
}
