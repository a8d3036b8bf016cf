/* Opening a store: what may be at its path, and how a new one comes into being. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/failure.h"
#include "store/connection.h"

static bool refuse(GError **error, enum failure code, const char *format, ...) G_GNUC_PRINTF(3, 4);

static bool refuse(GError **error, enum failure code, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_autoptr(GError) reason = g_error_new_valist(STORE_ERROR, (int)code, format, arguments);
    va_end(arguments);
    g_propagate_error(error, g_steal_pointer(&reason));
    return false;
}

/* WAL mode keeps two files beside the store, so its folder must be writable too. */
static bool check_folder(const char *path, GError **error)
{
    g_autofree char *folder = g_path_get_dirname(path);
    struct stat found;
    if (stat(folder, &found) != 0) {
        return refuse(error, FAILURE_CONFIGURATION,
                      "the store %s cannot be there: its folder %s is missing (%s); make the "
                      "folder, or change path under [store]",
                      path, folder, g_strerror(errno));
    }
    if (!S_ISDIR(found.st_mode)) {
        return refuse(error, FAILURE_CONFIGURATION,
                      "the store %s cannot be there: %s is not a folder; change path under [store]",
                      path, folder);
    }
    if (access(folder, W_OK | X_OK) != 0) {
        return refuse(error, FAILURE_PERMANENT,
                      "the folder %s of the store may not be written to (%s); change its owner or "
                      "its permissions",
                      folder, g_strerror(errno));
    }
    return true;
}

static bool check_file(const char *path, const struct stat *found, enum store_mode mode,
                       GError **error)
{
    if (S_ISDIR(found->st_mode)) {
        return refuse(error, FAILURE_CONFIGURATION,
                      "the store %s is a folder; name a file in it under [store]", path);
    }
    if (!S_ISREG(found->st_mode)) {
        return refuse(error, FAILURE_CONFIGURATION,
                      "the store %s is not a plain file; name another one under [store]", path);
    }
    if (access(path, mode == STORE_READ ? R_OK : R_OK | W_OK) != 0) {
        return refuse(error, FAILURE_PERMANENT,
                      "the store %s may not be %s (%s); change its owner or its permissions", path,
                      mode == STORE_READ ? "read" : "written to", g_strerror(errno));
    }
    /* SQLite would take an empty file for a new database. A store is never made like that, see
     * create: somebody or something has emptied it. */
    if (found->st_size == 0) {
        return refuse(error, FAILURE_PERMANENT,
                      "the store %s is empty (0 octets), so its content is lost; restore a backup, "
                      "or remove the file to start a new store",
                      path);
    }
    return mode == STORE_READ || check_folder(path, error);
}

/* SQLite would play the journal of a removed store back into the new one. */
static bool check_leftover(const char *path, const char *suffix, GError **error)
{
    g_autofree char *leftover = g_strconcat(path, suffix, NULL);
    struct stat found;
    if (lstat(leftover, &found) == 0) {
        return refuse(error, FAILURE_PERMANENT,
                      "the store %s is missing, but %s is there; restore a backup, or remove that "
                      "file to start a new store",
                      path, leftover);
    }
    return true;
}

static bool fill(const char *draft, GError **error)
{
    SCOPED(store) struct store *store = connection_open(draft, STORE_CREATE, error);
    return store != NULL && connection_run(store, "PRAGMA journal_mode = WAL", error) &&
           schema_prepare(store, true, error);
}

static void remove_draft(const char *draft)
{
    static const char *const suffixes[] = {"", "-wal", "-shm", "-journal"};
    for (size_t i = 0; i < G_N_ELEMENTS(suffixes); i++) {
        g_autofree char *part = g_strconcat(draft, suffixes[i], NULL);
        unlink(part);
    }
}

static void flush_folder(const char *path)
{
    g_autofree char *folder = g_path_get_dirname(path);
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0) {
        fsync(fd);
        close(fd);
    }
}

/* Made under another name and then linked, so that a kill in between leaves no half store. */
static bool create(const char *path, GError **error)
{
    if (!check_folder(path, error) || !check_leftover(path, "-wal", error) ||
        !check_leftover(path, "-journal", error)) {
        return false;
    }
    g_autofree char *draft = g_strconcat(path, ".XXXXXX", NULL);
    int fd = g_mkstemp_full(draft, O_RDWR | O_CLOEXEC, 0600);
    if (fd < 0) {
        return refuse(error, FAILURE_TEMPORARY, "the store %s cannot be made: %s", path,
                      g_strerror(errno));
    }
    close(fd);
    bool made = fill(draft, error);
    /* Somebody who was faster has made the same. */
    if (made && link(draft, path) != 0 && errno != EEXIST) {
        made = refuse(error, FAILURE_TEMPORARY, "the store %s cannot be made: %s", path,
                      g_strerror(errno));
    }
    remove_draft(draft);
    flush_folder(path);
    return made;
}

static bool check_path(const char *path, enum store_mode mode, GError **error)
{
    struct stat found;
    if (stat(path, &found) == 0) {
        return check_file(path, &found, mode, error);
    }
    if (errno != ENOENT) {
        return refuse(error, FAILURE_PERMANENT, "the store %s cannot be reached: %s", path,
                      g_strerror(errno));
    }
    if (mode == STORE_CREATE) {
        return create(path, error);
    }
    return refuse(error, FAILURE_NOT_FOUND,
                  "there is no store %s; make one with `moedested init DIR`, or change path under "
                  "[store]",
                  path);
}

struct store *store_open(const char *path, enum store_mode mode, GError **error)
{
    if (path[0] == '\0') {
        refuse(error, FAILURE_CONFIGURATION, "the path under [store] is empty; name a file");
        return NULL;
    }
    bool memory = strcmp(path, STORE_MEMORY) == 0;
    if (!memory && !check_path(path, mode, error)) {
        return NULL;
    }
    SCOPED(store) struct store *store = connection_open(path, mode, error);
    if (store == NULL || !schema_prepare(store, memory, error)) {
        return NULL;
    }
    if (mode != STORE_READ && !connection_run(store, "PRAGMA journal_mode = WAL", error)) {
        return NULL;
    }
    store_changed_by_others(store);
    return g_steal_pointer(&store);
}
