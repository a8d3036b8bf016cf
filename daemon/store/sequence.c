#include "store/sequence.h"

#include "store/statement.h"

/* Two statements: for one with RETURNING, SQLite makes room for a journal (64 KB) every time. */
bool sequence_next(struct store *store, const char *name, int64_t *id, GError **error)
{
    statement_assert_transaction(store);
    SCOPED(statement)
    struct statement *take =
        statement_take(store, "UPDATE sequence SET last = last + 1 WHERE name = ?1");
    statement_put_text(take, name);
    SCOPED(statement)
    struct statement *ask = statement_take(store, "SELECT last FROM sequence WHERE name = ?1");
    statement_put_text(ask, name);
    return statement_run(take, error) && statement_run_number(ask, id, error);
}
