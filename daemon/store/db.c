#include "store/db.h"

#include <unistd.h>

#include "base/failure.h"
#include "store/connection.h"
#include "store/quota.h"
#include "store/statement.h"

void store_close(struct store *store)
{
    if (store->in_transaction) {
        store_rollback(store);
    }
    g_hash_table_destroy(store->statements);
    int status = sqlite3_close(store->db);
    g_assert(status == SQLITE_OK);
    if (store->lock >= 0) {
        close(store->lock);
    }
    quota_free(store->quota);
    g_clear_pointer(&store->window, g_array_unref);
    g_free(store->path);
    g_free(store);
}

static bool begin(struct store *store, bool relaxed, GError **error)
{
    g_assert(store->mode != STORE_READ);
    g_assert(!store->in_transaction);
    /* The level can only be changed between transactions. */
    if (store->relaxed != relaxed) {
        if (!connection_run(store,
                            relaxed ? "PRAGMA synchronous = NORMAL" : "PRAGMA synchronous = FULL",
                            error)) {
            return false;
        }
        store->relaxed = relaxed;
    }
    /* A deferred BEGIN that reads and then writes fails at once instead of waiting. */
    SCOPED(statement) struct statement *start = statement_take(store, "BEGIN IMMEDIATE");
    if (!statement_run(start, error)) {
        return false;
    }
    store->in_transaction = true;
    return true;
}

bool store_begin(struct store *store, GError **error)
{
    return begin(store, false, error);
}

bool store_begin_parts(struct store *store, GError **error)
{
    /* SQLite keeps 64 KiB of what undoes a savepoint, less than one mail changes. Beyond that it is
     * a file below /var/tmp, where persons' data has no place, and which grows until the commit; in
     * memory it is dropped with the savepoint. Only here, for sorting a million rows uses it too.
     */
    store->in_parts = connection_run(store, "PRAGMA temp_store = MEMORY", error);
    return store->in_parts && store_begin(store, error);
}

static void end_parts(struct store *store)
{
    if (store->in_parts) {
        store->in_parts = !connection_run(store, "PRAGMA temp_store = DEFAULT", NULL);
    }
}

bool store_begin_mark(struct store *store, unsigned mails, GError **error)
{
    /* One flush of the WAL carries all commits before it to the disk. */
    unsigned most = STORE_MARKS_A_FLUSH * MAX(store->connections, 1);
    if (!begin(store, store->unflushed + mails < most, error)) {
        return false;
    }
    store->unflushed += mails;
    return true;
}

void store_set_connections(struct store *store, unsigned connections)
{
    store->connections = connections;
}

bool store_commit(struct store *store, GError **error)
{
    g_assert(store->in_transaction);
    SCOPED(statement) struct statement *end = statement_take(store, "COMMIT");
    if (!statement_run(end, error)) {
        store_rollback(store);
        return false;
    }
    store->in_transaction = false;
    end_parts(store);
    if (!store->relaxed) {
        store->unflushed = 0;
    }
    return true;
}

bool store_in_transaction(const struct store *store)
{
    return store->in_transaction;
}

bool store_begin_part(struct store *store, GError **error)
{
    g_assert(store->in_transaction);
    SCOPED(statement) struct statement *start = statement_take(store, "SAVEPOINT part");
    return statement_run(start, error);
}

bool store_keep_part(struct store *store, GError **error)
{
    g_assert(store->in_transaction);
    SCOPED(statement) struct statement *end = statement_take(store, "RELEASE part");
    return statement_run(end, error);
}

bool store_drop_part(struct store *store)
{
    g_assert(store->in_transaction);
    if (sqlite3_get_autocommit(store->db) != 0) {
        return false; /* SQLite has rolled back by itself */
    }
    SCOPED(statement) struct statement *undo = statement_take(store, "ROLLBACK TO part");
    return statement_run(undo, NULL) && store_keep_part(store, NULL);
}

void store_rollback(struct store *store)
{
    if (!store->in_transaction) {
        return;
    }
    store->in_transaction = false;
    if (sqlite3_get_autocommit(store->db) == 0) {
        SCOPED(statement) struct statement *undo = statement_take(store, "ROLLBACK");
        statement_run(undo, NULL);
    }
    end_parts(store);
}

bool store_changed_by_others(struct store *store)
{
    SCOPED(statement) struct statement *ask = statement_take(store, "PRAGMA data_version");
    int64_t version = 0;
    if (!statement_run_number(ask, &version, NULL)) {
        return true; /* who cannot tell looks again */
    }
    bool changed = version != store->data_version;
    store->data_version = version;
    return changed;
}
