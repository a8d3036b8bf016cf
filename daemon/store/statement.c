#include "store/statement.h"

#include <sqlite3.h>

#include "base/failure.h"
#include "store/connection.h"

struct statement {
    struct store *store;
    sqlite3_stmt *handle; /* NULL: could not be prepared */
    int status;           /* the first failure, SQLITE_OK: none */
    int bound;
    bool cached, busy;
};

static struct statement *prepare(struct store *store, const char *sql, unsigned flags)
{
    struct statement *statement = g_new0(struct statement, 1);
    statement->store = store;
    statement->status = sqlite3_prepare_v3(store->db, sql, -1, flags, &statement->handle, NULL);
    return statement;
}

struct statement *statement_take(struct store *store, const char *sql)
{
    struct statement *statement = g_hash_table_lookup(store->statements, sql);
    if (statement == NULL) {
        statement = prepare(store, sql, SQLITE_PREPARE_PERSISTENT);
        if (statement->handle != NULL) {
            statement->cached = true;
            g_hash_table_insert(store->statements, (void *)(uintptr_t)sql, statement);
        }
    } else if (statement->busy) {
        statement = prepare(store, sql, 0);
    }
    statement->busy = true;
    return statement;
}

void statement_destroy(void *data)
{
    struct statement *statement = data;
    sqlite3_finalize(statement->handle);
    g_free(statement);
}

void statement_release(struct statement *statement)
{
    if (!statement->cached) {
        statement_destroy(statement);
        return;
    }
    /* A statement that is left stepped keeps its snapshot, and the WAL grows without end. */
    sqlite3_reset(statement->handle);
    sqlite3_clear_bindings(statement->handle);
    statement->status = SQLITE_OK;
    statement->bound = 0;
    statement->busy = false;
}

static void note(struct statement *statement, int status)
{
    if (statement->status == SQLITE_OK) {
        statement->status = status;
    }
}

void statement_put_number(struct statement *statement, int64_t number)
{
    note(statement, sqlite3_bind_int64(statement->handle, ++statement->bound, number));
}

void statement_put_reference(struct statement *statement, int64_t id)
{
    if (id != 0) {
        statement_put_number(statement, id);
    } else {
        note(statement, sqlite3_bind_null(statement->handle, ++statement->bound));
    }
}

void statement_put_text(struct statement *statement, const char *text)
{
    note(statement,
         sqlite3_bind_text(statement->handle, ++statement->bound, text, -1, SQLITE_STATIC));
}

void statement_put_octets(struct statement *statement, const void *data, size_t length)
{
    /* A NULL pointer would become NULL, not an empty value. */
    note(statement, sqlite3_bind_blob64(statement->handle, ++statement->bound,
                                        data == NULL ? "" : data, length, SQLITE_STATIC));
}

void statement_put_bytes(struct statement *statement, GBytes *bytes)
{
    if (bytes == NULL) {
        statement_put_reference(statement, 0);
        return;
    }
    size_t length;
    const void *data = g_bytes_get_data(bytes, &length);
    statement_put_octets(statement, data, length);
}

enum step statement_step(struct statement *statement, GError **error)
{
    struct store *store = statement->store;
    if (statement->status != SQLITE_OK) {
        connection_fail(store, statement->status, error);
        return STEP_FAILED;
    }
    /* After a full disk SQLite has rolled back by itself; what the caller does next must not be
     * committed line by line. */
    if (store->in_transaction && sqlite3_get_autocommit(store->db) != 0) {
        g_set_error(error, STORE_ERROR, FAILURE_TEMPORARY,
                    "the store %s took back the change after an earlier failure", store->path);
        return STEP_FAILED;
    }
    int status = sqlite3_step(statement->handle);
    if (status == SQLITE_ROW) {
        return STEP_ROW;
    }
    if (status == SQLITE_DONE) {
        return STEP_DONE;
    }
    connection_fail(store, status, error);
    return STEP_FAILED;
}

bool statement_run(struct statement *statement, GError **error)
{
    enum step step = statement_step(statement, error);
    g_assert(step != STEP_ROW);
    return step == STEP_DONE;
}

bool statement_run_number(struct statement *statement, int64_t *number, GError **error)
{
    enum step step = statement_step(statement, error);
    if (step == STEP_FAILED) {
        return false;
    }
    *number = step == STEP_ROW ? statement_number(statement, 0) : 0;
    return true;
}

GArray *statement_run_ids(struct statement *statement, GError **error)
{
    g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
    enum step step;
    while ((step = statement_step(statement, error)) == STEP_ROW) {
        int64_t id = statement_number(statement, 0);
        g_array_append_val(ids, id);
    }
    return step == STEP_DONE ? g_steal_pointer(&ids) : NULL;
}

int64_t statement_number(struct statement *statement, int column)
{
    return sqlite3_column_int64(statement->handle, column);
}

char *statement_text(struct statement *statement, int column)
{
    return g_strdup((const char *)sqlite3_column_text(statement->handle, column));
}

GBytes *statement_bytes(struct statement *statement, int column)
{
    if (sqlite3_column_type(statement->handle, column) == SQLITE_NULL) {
        return NULL;
    }
    const void *data = sqlite3_column_blob(statement->handle, column);
    int length = sqlite3_column_bytes(statement->handle, column);
    return g_bytes_new(data, (gsize)length);
}

int64_t statement_changes(struct store *store)
{
    return sqlite3_changes64(store->db);
}

int64_t statement_last_id(struct store *store)
{
    return sqlite3_last_insert_rowid(store->db);
}

void statement_assert_transaction(const struct store *store)
{
    g_assert(store->in_transaction);
}
