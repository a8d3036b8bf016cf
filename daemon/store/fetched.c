#include "store/fetched.h"

#include "store/statement.h"

bool fetched_find(struct store *store, const char *place, int64_t *inbound, GError **error)
{
    SCOPED(statement)
    struct statement *find = statement_take(store, "SELECT inbound FROM fetched WHERE place = ?1");
    statement_put_text(find, place);
    return statement_run_number(find, inbound, error);
}

bool fetched_add(struct store *store, const char *place, int64_t inbound, GError **error)
{
    statement_assert_transaction(store);
    SCOPED(statement)
    struct statement *add = statement_take(
        store, "INSERT INTO fetched (place, inbound) VALUES (?1, ?2) ON CONFLICT DO NOTHING");
    statement_put_text(add, place);
    statement_put_number(add, inbound);
    return statement_run(add, error);
}

static bool forget(struct store *store, int64_t moment, GError **error)
{
    SCOPED(statement)
    struct statement *forget =
        statement_take(store, "DELETE FROM fetched WHERE EXISTS (SELECT 1 FROM inbound i "
                              "WHERE i.id = fetched.inbound AND i.received < ?1)");
    statement_put_number(forget, moment);
    return statement_run(forget, error);
}

bool fetched_purge(struct store *store, int64_t moment, GError **error)
{
    STORE_ROLLS_BACK(store);
    return store_begin(store, error) && forget(store, moment, error) && store_commit(store, error);
}
