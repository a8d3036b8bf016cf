/* How an older store becomes today's. */
#include "base/failure.h"
#include "store/connection.h"
#include "store/schema_steps.h"
#include "store/statement.h"

#define APPLICATION_ID 0x6d6f6564 /* "moed": PRAGMA application_id, for file(1) and for us */

int store_schema_version(void)
{
    return schema_step_count;
}

static bool read_version(struct store *store, int64_t *version, GError **error)
{
    SCOPED(statement) struct statement *ask = statement_take(store, "PRAGMA user_version");
    return statement_run_number(ask, version, error);
}

static bool refuse_newer(const struct store *store, int64_t version, int known, GError **error)
{
    g_set_error(error, STORE_ERROR, FAILURE_CONFIGURATION,
                "%s: the store was written by a newer moedested (schema %" G_GINT64_FORMAT
                ", this program knows %d); install that version or restore a backup",
                store->path, version, known);
    return false;
}

static bool run_all(struct store *store, const char *const *literals, GError **error)
{
    for (size_t i = 0; literals[i] != NULL; i++) {
        if (!connection_run(store, literals[i], error)) {
            return false;
        }
    }
    return true;
}

bool schema_migrate(struct store *store, const char *const *const *steps, int count, GError **error)
{
    STORE_ROLLS_BACK(store);
    if (!store_begin(store, error)) {
        return false;
    }
    int64_t version = 0; /* read under the lock: another process may have been faster */
    if (!read_version(store, &version, error)) {
        return false;
    }
    if (version > count) {
        return refuse_newer(store, version, count, error);
    }
    for (int64_t next = version; next < count; next++) {
        if (!run_all(store, steps[next], error)) {
            g_prefix_error(error,
                           "bringing the store from schema %" G_GINT64_FORMAT " to %d: ", version,
                           count);
            return false;
        }
    }
    return store_commit(store, error);
}

static bool check_ours(struct store *store, GError **error)
{
    SCOPED(statement) struct statement *ask = statement_take(store, "PRAGMA application_id");
    int64_t application = 0;
    if (!statement_run_number(ask, &application, error)) {
        return false;
    }
    if (application != APPLICATION_ID) {
        g_set_error(error, STORE_ERROR, FAILURE_CONFIGURATION,
                    "%s is an SQLite database of another program, not a store of moedested; name "
                    "another file under [store]",
                    store->path);
        return false;
    }
    return true;
}

bool schema_prepare(struct store *store, bool fresh, GError **error)
{
    if (!fresh && !check_ours(store, error)) {
        return false;
    }
    int64_t version = 0;
    if (!read_version(store, &version, error)) {
        return false;
    }
    int known = store_schema_version();
    if (version > known) {
        return refuse_newer(store, version, known, error);
    }
    if (version == known) {
        return true;
    }
    if (store->mode == STORE_READ) {
        g_set_error(error, STORE_ERROR, FAILURE_TEMPORARY,
                    "%s: the store was written by an older moedested (schema %" G_GINT64_FORMAT
                    ", this program has %d); start `moedested tick` once, which brings it forward",
                    store->path, version, known);
        return false;
    }
    return schema_migrate(store, schema_steps, known, error);
}
