#include "store/backup.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/failure.h"
#include "base/file.h"
#include "store/connection.h"
#include "store/epoch.h"
#include "store/statement.h"

enum { CHUNK = 1024 * 1024 };

static bool fail_file(const char *what, const char *path, GError **error)
{
    int reason = errno;
    bool full = reason == ENOSPC || reason == EDQUOT;
    g_set_error(error, STORE_ERROR, full ? FAILURE_TEMPORARY : FAILURE_PERMANENT, "%s %s: %s", path,
                what, g_strerror(reason));
    return false;
}

static bool flush(const char *path, int flags, GError **error)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | flags);
    bool done = fd >= 0 && fsync(fd) == 0;
    if (!done) {
        fail_file("cannot be flushed to disk", path, error);
    }
    if (fd >= 0) {
        close(fd);
    }
    return done;
}

static bool flush_folder_of(const char *path, GError **error)
{
    g_autofree char *folder = g_path_get_dirname(path);
    return flush(folder, O_DIRECTORY, error);
}

/* An empty file of mode 0600 beside `path`. The caller owns its name; NULL: failed. */
static char *make_draft(const char *path, int *fd, GError **error)
{
    g_autofree char *draft = g_strconcat(path, ".XXXXXX", NULL);
    *fd = g_mkstemp_full(draft, O_RDWR | O_CLOEXEC, 0600);
    if (*fd < 0) {
        fail_file("cannot be written", path, error);
        return NULL;
    }
    return g_steal_pointer(&draft);
}

static void remove_all(const char *path)
{
    static const char *const suffixes[] = {"", "-wal", "-shm", "-journal"};
    for (size_t at = 0; at < G_N_ELEMENTS(suffixes); at++) {
        g_autofree char *part = g_strconcat(path, suffixes[at], NULL);
        unlink(part);
    }
}

bool backup_is_sound(struct store *store, GError **error)
{
    SCOPED(statement) struct statement *ask = statement_take(store, "PRAGMA integrity_check(1)");
    if (statement_step(ask, error) != STEP_ROW) {
        return false;
    }
    g_autofree char *said = statement_text(ask, 0);
    if (g_strcmp0(said, "ok") != 0) {
        g_set_error(error, STORE_ERROR, FAILURE_PERMANENT, "it is damaged: %s", said);
        return false;
    }
    return true;
}

static bool copy_out(struct store *store, const char *draft, GError **error)
{
    SCOPED(statement) struct statement *copy = statement_take(store, "VACUUM INTO ?1");
    statement_put_text(copy, draft);
    return statement_run(copy, error);
}

static bool look_through(const char *draft, GError **error)
{
    SCOPED(store) struct store *copy = connection_open(draft, STORE_READ, error);
    return copy != NULL && backup_is_sound(copy, error);
}

/* A link, unlike a rename, never takes the place of a file. */
static bool publish(const char *draft, const char *file, GError **error)
{
    return link(draft, file) == 0 || fail_file("cannot be written", file, error);
}

bool backup_write(struct store *store, const char *file, GError **error)
{
    struct stat there;
    if (lstat(file, &there) == 0) {
        g_set_error(error, BASE_ERROR, FAILURE_INPUT,
                    "%s is there already, and a backup never overwrites a file; name another one",
                    file);
        return false;
    }
    int fd = -1;
    g_autofree char *draft = make_draft(file, &fd, error);
    if (draft == NULL) {
        return false;
    }
    close(fd);
    bool done = copy_out(store, draft, error) && look_through(draft, error) &&
                flush(draft, 0, error) && publish(draft, file, error) &&
                flush_folder_of(file, error);
    remove_all(draft);
    return done;
}

static bool copy_octets(int from, int to, const char *file, GError **error)
{
    g_autofree char *chunk = g_malloc(CHUNK);
    ssize_t length;
    while ((length = read(from, chunk, CHUNK)) > 0) {
        if (!file_write_all(to, chunk, (size_t)length)) {
            return fail_file("cannot be copied beside the store", file, error);
        }
    }
    return length == 0 || fail_file("cannot be read", file, error);
}

/* A copy of the backup beside the store. The caller owns its name. */
static char *copy_in(const char *file, const char *path, GError **error)
{
    int from = open(file, O_RDONLY | O_CLOEXEC);
    if (from < 0) {
        bool missing = errno == ENOENT;
        g_set_error(error, STORE_ERROR, missing ? FAILURE_NOT_FOUND : FAILURE_PERMANENT,
                    "%s cannot be read: %s", file, g_strerror(errno));
        return NULL;
    }
    int to = -1;
    g_autofree char *draft = make_draft(path, &to, error);
    bool copied = draft != NULL && copy_octets(from, to, file, error);
    close(from);
    if (to >= 0) {
        close(to);
    }
    if (draft != NULL && !copied) {
        unlink(draft);
    }
    return copied ? g_steal_pointer(&draft) : NULL;
}

static bool mark(struct store *store, GError **error)
{
    STORE_ROLLS_BACK(store);
    return store_begin(store, error) && epoch_mark_restored(store, error) &&
           store_commit(store, error);
}

/* Ours, whole, of today's schema, on hold; afterwards one file without a journal beside it. */
static bool prepare(const char *draft, GError **error)
{
    struct stat found;
    if (stat(draft, &found) != 0 || found.st_size == 0) {
        g_set_error(error, STORE_ERROR, FAILURE_PERMANENT, "it is empty");
        return false;
    }
    SCOPED(store) struct store *store = connection_open(draft, STORE_WRITE, error);
    return store != NULL && backup_is_sound(store, error) && schema_prepare(store, false, error) &&
           connection_run(store, "PRAGMA journal_mode = DELETE", error) && mark(store, error);
}

static bool prepare_for(const char *draft, const char *file, GError **error)
{
    if (!prepare(draft, error)) {
        g_prefix_error(error, "%s is no backup that can be restored: ", file);
        return false;
    }
    return true;
}

/* Folds the journal of the present store into it; one that is damaged keeps its journal. */
static void settle_present(const char *path)
{
    SCOPED(store) struct store *present = connection_open(path, STORE_WRITE, NULL);
    if (present != NULL) {
        connection_run(present, "PRAGMA wal_checkpoint(TRUNCATE)", NULL);
    }
}

/* Gives a part of the present store a second name. */
static bool keep(const char *path, const char *aside, const char *suffix, GError **error)
{
    g_autofree char *from = g_strconcat(path, suffix, NULL);
    g_autofree char *to = g_strconcat(aside, suffix, NULL);
    return link(from, to) == 0 || errno == ENOENT || fail_file("cannot be kept", to, error);
}

/* The present store keeps its place until the last step: at no moment is there none. Its journal
 * goes before, because SQLite would play it into the store that comes. */
static bool exchange(const char *draft, const char *path, const char *aside, GError **error)
{
    g_autofree char *journal = g_strconcat(path, "-wal", NULL);
    g_autofree char *index = g_strconcat(path, "-shm", NULL);
    if (aside != NULL) {
        settle_present(path);
        if (!keep(path, aside, "", error) || !keep(path, aside, "-wal", error)) {
            return false;
        }
    }
    unlink(journal);
    unlink(index);
    return (rename(draft, path) == 0 || fail_file("cannot be put in place", path, error)) &&
           flush_folder_of(path, error);
}

static char *name_aside(const char *path, const char *suffix)
{
    char *aside = g_strconcat(path, suffix, NULL);
    for (unsigned at = 2; g_file_test(aside, G_FILE_TEST_EXISTS); at++) {
        g_free(aside);
        aside = g_strdup_printf("%s%s-%u", path, suffix, at);
    }
    return aside;
}

bool backup_restore(const char *file, const char *path, const char *who, const char *since,
                    const char *suffix, char **aside, GError **error)
{
    int lock = lock_take(path, who, since, error);
    if (lock < 0) {
        return false;
    }
    g_autofree char *draft = copy_in(file, path, error);
    bool there = g_file_test(path, G_FILE_TEST_EXISTS);
    g_autofree char *kept = there ? name_aside(path, suffix) : NULL;
    bool done = draft != NULL && prepare_for(draft, file, error) && flush(draft, 0, error) &&
                exchange(draft, path, kept, error);
    if (draft != NULL && !done) {
        remove_all(draft);
    }
    close(lock);
    if (done) {
        *aside = g_steal_pointer(&kept);
    }
    return done;
}
