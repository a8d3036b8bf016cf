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
