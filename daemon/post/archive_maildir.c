/* The archive as a Maildir that a relay delivers into: the names of the files are not ours, so what
 * they are is read from their headers, once for each file. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/failure.h"
#include "post/archive_kind.h"
#include "post/maildir.h"

#define HEADER_LIMIT (256u * 1024u) /* octets; ours have a few thousand */
#define PIECE 4096u

struct index {
    char *path;
    GHashTable *read; /* names of files without their flags */
    GHashTable *ids;  /* Message-IDs of those */
};

static bool index_prepare(const struct config *config, GError **error)
{
    g_autofree char *path = config_path(config, CONFIG_ARCHIVE_PATH, "archive");
    SCOPED(maildir) struct maildir *maildir = maildir_open(path, error);
    if (maildir == NULL) {
        return false;
    }
    if (syncfs(maildir->tmp) != 0) {
        g_set_error(error, POST_ERROR, FAILURE_TEMPORARY, "the archive %s cannot be flushed: %s",
                    path, g_strerror(errno));
        return false;
    }
    return true;
}

static void *index_open(const struct config *config, GError **error)
{
    (void)error;
    struct index *index = g_new0(struct index, 1);
    index->path = config_path(config, CONFIG_ARCHIVE_PATH, "archive");
    index->read = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    index->ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    return index;
}

static void index_close(void *state)
{
    struct index *index = state;
    g_free(index->path);
    g_hash_table_unref(index->read);
    g_hash_table_unref(index->ids);
    g_free(index);
}

/* Where the header ends, or NULL. */
static const char *end_of_header(const GString *text)
{
    const char *plain = strstr(text->str, "\n\n"), *full = strstr(text->str, "\n\r\n");
    return plain == NULL || (full != NULL && full < plain) ? full : plain;
}

/* The header and perhaps something behind it; NULL: it cannot be read. The caller owns it. */
static char *read_header(int folder, const char *name)
{
    int fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0) {
        return NULL;
    }
    GString *text = g_string_sized_new(PIECE);
    char piece[PIECE];
    ssize_t got = 0;
    do {
        got = read(fd, piece, sizeof piece);
        if (got > 0) {
            g_string_append_len(text, piece, got);
        }
    } while ((got > 0 || (got < 0 && errno == EINTR)) && text->len < HEADER_LIMIT &&
             end_of_header(text) == NULL);
    close(fd);
    return g_string_free(text, got < 0);
}

/* The Message-ID without angle brackets, or NULL. The caller owns it. */
static char *message_id_in(const char *header)
{
    static const char field[] = "Message-ID:";
    const char *line = header;
    while (line != NULL && *line != '\n' && *line != '\r' && *line != '\0') {
        if (g_ascii_strncasecmp(line, field, sizeof field - 1) == 0) {
            const char *begin = strchr(line, '<'), *end = begin != NULL ? strchr(begin, '>') : NULL;
            return end != NULL ? g_strndup(begin + 1, (size_t)(end - begin - 1)) : NULL;
        }
        line = strchr(line, '\n');
        line = line != NULL ? line + 1 : NULL;
    }
    return NULL;
}

static void index_file(struct index *index, int folder, const char *name)
{
    g_autofree char *base = g_strndup(name, strcspn(name, ":"));
    if (g_hash_table_contains(index->read, base)) {
        return;
    }
    g_autofree char *header = read_header(folder, name);
    if (header == NULL) {
        return; /* it has gone, or moved: the next listing sees it */
    }
    char *id = message_id_in(header);
    if (id != NULL) {
        g_hash_table_add(index->ids, id);
    }
    g_hash_table_add(index->read, g_steal_pointer(&base));
}

static void tell_unreadable(const char *folder, int number, GError **error)
{
    const char *way_out =
        number == ENOENT ? "; bring it back, or make another one by hand: moedested(8), [archive]"
                         : "";
    g_set_error(error, POST_ERROR, FAILURE_TEMPORARY, "the archive cannot be listed: %s: %s%s",
                folder, g_strerror(number), way_out);
}

/* Calls `each` for every file of the folder that is there now; where none is, nobody can say what
 * has arrived. */
static bool each_file(const struct index *index, const char *name,
                      void (*each)(void *data, int folder, const char *name), void *data,
                      GError **error)
{
    g_autofree char *path = g_build_filename(index->path, name, NULL);
    DIR *directory = opendir(path);
    if (directory == NULL) {
        tell_unreadable(path, errno, error);
        return false;
    }
    int folder = dirfd(directory);
    const struct dirent *entry;
    /* cppcheck-suppress readdirCalled ; a stream of our own, and readdir_r is deprecated */
    while ((errno = 0, entry = readdir(directory)) != NULL) {
        if (entry->d_name[0] != '.') {
            each(data, folder, entry->d_name);
        }
    }
    int number = errno;
    closedir(directory);
    if (number != 0) {
        tell_unreadable(path, number, error);
    }
    return number == 0;
}

static void index_one(void *data, int folder, const char *name)
{
    index_file(data, folder, name);
}

/* new/ first: what is moved to cur/ meanwhile is seen there. */
static bool each_copy(struct index *index, void (*each)(void *data, int folder, const char *name),
                      void *data, GError **error)
{
    return each_file(index, "new", each, data, error) && each_file(index, "cur", each, data, error);
}

static bool index_has(void *state, const char *message_id, bool *has, GError **error)
{
    struct index *index = state;
    if (!g_hash_table_contains(index->ids, message_id) &&
        !each_copy(index, index_one, index, error)) {
        return false;
    }
    *has = g_hash_table_contains(index->ids, message_id);
    return true;
}

struct purge {
    int64_t moment;
    unsigned removed;
};

static void purge_one(void *data, int folder, const char *name)
{
    struct purge *purge = data;
    struct stat about;
    if (fstatat(folder, name, &about, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(about.st_mode) &&
        about.st_mtime < purge->moment && unlinkat(folder, name, 0) == 0) {
        purge->removed++;
    }
}

static bool index_purge(void *state, int64_t moment, unsigned *removed, GError **error)
{
    struct index *index = state;
    struct purge purge = {.moment = moment};
    bool done = each_copy(index, purge_one, &purge, error);
    g_hash_table_remove_all(index->read);
    g_hash_table_remove_all(index->ids);
    *removed = purge.removed;
    return done;
}

const struct archive_kind archive_kind_maildir = {index_prepare, index_open, index_close, index_has,
                                                  index_purge};
