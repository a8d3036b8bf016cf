#include "store/connection.h"

#include <errno.h>
#include <string.h>

#include "base/clock.h"
#include "base/failure.h"
#include "store/statement.h"

struct explanation {
    int status;
    enum failure code;
    const char *advice;
};

/* The primary result codes that an administrator can do something about. */
static const struct explanation explanations[] = {
    {SQLITE_FULL, FAILURE_TEMPORARY, "the disk is full; make room, then try again"},
    {SQLITE_BUSY, FAILURE_TEMPORARY,
     "another program has been writing to it for too long; try again when it is done"},
    {SQLITE_IOERR, FAILURE_TEMPORARY, "reading or writing failed; check the disk and its mount"},
    {SQLITE_NOMEM, FAILURE_TEMPORARY, "there is not enough memory"},
    {SQLITE_CANTOPEN, FAILURE_TEMPORARY,
     "it cannot be opened; check that its folder is there and may be written to"},
    {SQLITE_READONLY, FAILURE_PERMANENT,
     "it may not be written to; check the owner and the permissions of the file and its folder"},
    {SQLITE_PERM, FAILURE_PERMANENT, "check the owner and the permissions of the file"},
    {SQLITE_NOTADB, FAILURE_PERMANENT,
     "it is not a database; name the right file under [store], or restore a backup"},
    {SQLITE_CORRUPT, FAILURE_PERMANENT, "it is damaged; restore a backup"},
    {SQLITE_TOOBIG, FAILURE_INPUT, "what should be kept is too large"},
    {SQLITE_CONSTRAINT, FAILURE_INPUT, "what should be kept breaks one of its rules"},
};

/* Where SQLite extends its files by itself, a full disk is an I/O error to it. */
static bool is_without_room(const struct store *store, int status)
{
    int primary = status & 0xff;
    return (primary == SQLITE_IOERR || primary == SQLITE_CANTOPEN) &&
           sqlite3_system_errno(store->db) == ENOSPC;
}

bool connection_fail(const struct store *store, int status, GError **error)
{
    if (status == SQLITE_OK) {
        status = sqlite3_errcode(store->db);
    }
    const char *reason = sqlite3_errmsg(store->db);
    if (is_without_room(store, status)) {
        status = SQLITE_FULL;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(explanations); i++) {
        if ((status & 0xff) == explanations[i].status) {
            g_set_error(error, STORE_ERROR, (int)explanations[i].code, "the store %s: %s (%s)",
                        store->path, explanations[i].advice, reason);
            return false;
        }
    }
    g_set_error(error, STORE_ERROR, FAILURE_PERMANENT, "the store %s: %s", store->path, reason);
    return false;
}

/* Many short tries: SQLite's own handler backs off to 100 ms and so loses every race against a
 * process that writes without a pause. */
static int wait_for_writer(void *data, int tries)
{
    struct store *store = data;
    if (tries == 0) {
        store->waiting_since = clock_stopwatch();
    }
    if (clock_stopwatch() - store->waiting_since > store->patience) {
        return 0;
    }
    g_usleep(1000 * (1 + (gulong)tries % 5));
    return 1;
}

bool connection_run(struct store *store, const char *sql, GError **error)
{
    int status = sqlite3_exec(store->db, sql, NULL, NULL, NULL);
    return status == SQLITE_OK || connection_fail(store, status, error);
}

static bool harden(struct store *store, GError **error)
{
    static const struct {
        int option, value;
    } options[] = {
        {SQLITE_DBCONFIG_DEFENSIVE, 1},   {SQLITE_DBCONFIG_DQS_DML, 0},
        {SQLITE_DBCONFIG_DQS_DDL, 0},     {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
        {SQLITE_DBCONFIG_ENABLE_FKEY, 1}, {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(options); i++) {
        int status = sqlite3_db_config(store->db, options[i].option, options[i].value, NULL);
        if (status != SQLITE_OK) {
            return connection_fail(store, status, error);
        }
    }
    /* recursive_triggers: a REPLACE must not delete behind the triggers of append-only tables.
     * Cache (8 MB) and pages between checkpoints (16 MB): the indexes of a big issue are written in
     * random order; with SQLite's defaults queueing takes twice as long. */
    return connection_run(store,
                          "PRAGMA synchronous = FULL;"
                          "PRAGMA recursive_triggers = ON;"
                          "PRAGMA cell_size_check = ON;"
                          "PRAGMA cache_size = -8000;"
                          "PRAGMA wal_autocheckpoint = 4000;"
                          "PRAGMA journal_size_limit = 67108864;",
                          error);
}

/* There are no threads here, and nobody asks how much memory SQLite has: without these it takes a
 * lock at every allocation. Refused, and of no use, once the library has been used. */
static void calm_library(void)
{
    sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

struct store *connection_open(const char *path, enum store_mode mode, GError **error)
{
    calm_library();
    SCOPED(store) struct store *store = g_new0(struct store, 1);
    store->path = g_strdup(path);
    store->lock = -1;
    store->patience = STORE_PATIENCE;
    store->statements = g_hash_table_new_full(NULL, NULL, NULL, statement_destroy);
    store->mode = strcmp(path, STORE_MEMORY) == 0 ? STORE_CREATE : mode;
    int access = store->mode == STORE_READ ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    int status = sqlite3_open_v2(path, &store->db,
                                 access | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
    if (status != SQLITE_OK) {
        connection_fail(store, status, error);
        return NULL;
    }
    sqlite3_busy_handler(store->db, wait_for_writer, store);
    if (!harden(store, error) || !danish_register(store, error)) {
        return NULL;
    }
    return g_steal_pointer(&store);
}
