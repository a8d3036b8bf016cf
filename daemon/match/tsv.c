#include "match/tsv.h"

#include <string.h>

#include "base/failure.h"
#include "base/file.h"

#define FILE_LIMIT (64u * 1024u * 1024u)

GPtrArray *tsv_read(const char *directory, const char *name, unsigned columns, GError **error)
{
    g_autofree char *path = g_build_filename(directory, name, NULL);
    g_autofree char *text = file_read_text(path, FILE_LIMIT, error);
    if (text == NULL) {
        return NULL;
    }
    g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
    unsigned line = 0;
    for (char *at = text, *next; at != NULL; at = next) {
        next = strchr(at, '\n');
        if (next != NULL) {
            *next++ = '\0';
        }
        line++;
        if (*at == '\0') {
            continue;
        }
        g_ptr_array_add(rows, g_strsplit(at, "\t", -1));
        unsigned found = g_strv_length(g_ptr_array_index(rows, rows->len - 1));
        if (found < columns) {
            g_set_error(error, MATCH_ERROR, FAILURE_CONFIGURATION,
                        "%s:%u: %u columns, at least %u are needed, with a tab between them", path,
                        line, found, columns);
            return NULL;
        }
    }
    return g_steal_pointer(&rows);
}
