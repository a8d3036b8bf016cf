#include "store/aside.h"

#include "store/statement.h"

bool aside_put(struct store *store, const struct cause *cause, int64_t listing, int version,
               GError **error)
{
    statement_assert_transaction(store);
    SCOPED(statement)
    struct statement *write =
        statement_take(store, "INSERT INTO listing_aside (listing, version, at) VALUES (?1, ?2, "
                              "?3) ON CONFLICT (listing) DO UPDATE SET version = ?2, at = ?3");
    statement_put_number(write, listing);
    statement_put_number(write, version);
    statement_put_number(write, cause->at);
    return statement_run(write, error);
}

bool aside_lift(struct store *store, int64_t listing, GError **error)
{
    statement_assert_transaction(store);
    SCOPED(statement)
    struct statement *write = statement_take(store, "DELETE FROM listing_aside WHERE listing = ?1");
    statement_put_number(write, listing);
    return statement_run(write, error);
}

GHashTable *aside_all(struct store *store, GError **error)
{
    SCOPED(statement)
    struct statement *find = statement_take(store, "SELECT listing, version FROM listing_aside");
    g_autoptr(GHashTable) all = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    enum step step;
    while ((step = statement_step(find, error)) == STEP_ROW) {
        int64_t id = statement_number(find, 0);
        int version = (int)statement_number(find, 1);
        g_hash_table_insert(all, g_memdup2(&id, sizeof id), GINT_TO_POINTER(version));
    }
    return step == STEP_DONE ? g_steal_pointer(&all) : NULL;
}
