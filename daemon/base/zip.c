#include "base/zip.h"

#include <archive.h>
#include <archive_entry.h>
#include <stdbool.h>

#include "base/failure.h"
#include "base/scope.h"

#define BLOCK 65536u

/* Named as its own type is. */
static void archive_close(struct archive *archive)
{
    archive_read_free(archive);
}
SCOPE_DEFINE(archive, archive_close)

static char *read_member(struct archive *archive, size_t limit, size_t *length)
{
    g_autoptr(GByteArray) octets = g_byte_array_new();
    g_autofree char *block = g_malloc(BLOCK);
    la_ssize_t got = 0;
    while ((got = archive_read_data(archive, block, BLOCK)) > 0) {
        if (octets->len + (size_t)got > limit) {
            return NULL;
        }
        g_byte_array_append(octets, (const guint8 *)block, (guint)got);
    }
    if (got < 0) {
        return NULL;
    }
    *length = octets->len;
    g_byte_array_append(octets, (const guint8 *)"", 1);
    return (char *)g_byte_array_free(g_steal_pointer(&octets), FALSE);
}

static bool is_member(struct archive_entry *entry, const char *member)
{
    const char *name = archive_entry_pathname_utf8(entry);
    g_autofree char *base = name != NULL ? g_path_get_basename(name) : NULL;
    return base != NULL && g_str_equal(base, member);
}

char *zip_read(const char *path, const char *member, size_t limit, size_t *length, GError **error)
{
    SCOPED(archive) struct archive *archive = archive_read_new();
    archive_read_support_format_zip(archive);
    int status = archive_read_open_filename(archive, path, BLOCK);
    struct archive_entry *entry = NULL;
    while (status == ARCHIVE_OK &&
           (status = archive_read_next_header(archive, &entry)) == ARCHIVE_OK) {
        if (is_member(entry, member)) {
            char *octets = read_member(archive, limit, length);
            if (octets == NULL) {
                g_set_error(error, BASE_ERROR, FAILURE_INPUT,
                            "%s: %s cannot be read, or is larger than %zu octets", path, member,
                            limit);
            }
            return octets;
        }
    }
    if (status != ARCHIVE_EOF) {
        const char *why = archive_error_string(archive);
        g_set_error(error, BASE_ERROR, FAILURE_INPUT, "%s: %s", path,
                    why != NULL ? why : "it is no ZIP archive");
    }
    return NULL;
}
