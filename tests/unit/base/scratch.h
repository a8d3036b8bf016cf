/* A folder of its own for a test, gone at its end.
 *
 *     SCOPED(scratch) struct scratch *scratch = scratch_new();
 */
#pragma once

#include <ftw.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib.h>

#include "base/scope.h"

struct scratch {
    char *folder;
};

static inline struct scratch *scratch_new(void)
{
    struct scratch *scratch = g_new0(struct scratch, 1);
    scratch->folder = g_dir_make_tmp("moedested-test-XXXXXX", NULL);
    g_assert(scratch->folder != NULL);
    return scratch;
}

/* Path of `name` in the folder. The caller owns it. */
static inline char *scratch_path(const struct scratch *scratch, const char *name)
{
    return g_build_filename(scratch->folder, name, NULL);
}

/* Writes a file and returns its path. The caller owns it. */
static inline char *scratch_file(const struct scratch *scratch, const char *name, const void *data,
                                 size_t length)
{
    char *path = scratch_path(scratch, name);
    bool written = g_file_set_contents_full(path, data, (gssize)length,
                                            G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL);
    g_assert(written);
    return path;
}

static inline int scratch_remove(const char *path, const struct stat *found, int flag,
                                 struct FTW *walk)
{
    (void)found;
    (void)flag;
    (void)walk;
    return remove(path);
}

static inline void scratch_free(struct scratch *scratch)
{
    nftw(scratch->folder, scratch_remove, 8, FTW_DEPTH | FTW_PHYS);
    g_free(scratch->folder);
    g_free(scratch);
}
SCOPE_DEFINE(scratch, scratch_free)
