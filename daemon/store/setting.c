#include "store/setting.h"

#include "store/statement.h"

char *setting_get(struct store *store, const char *name, GError **error)
{
    SCOPED(statement)
    struct statement *find = statement_take(store, "SELECT value FROM setting WHERE name = ?1");
    statement_put_text(find, name);
    return statement_step(find, error) == STEP_ROW ? statement_text(find, 0) : NULL;
}

static bool clear(struct store *store, const char *name, GError **error)
{
    SCOPED(statement)
    struct statement *gone = statement_take(store, "DELETE FROM setting WHERE name = ?1");
    statement_put_text(gone, name);
    return statement_run(gone, error);
}

bool setting_set(struct store *store, const char *name, const char *value, GError **error)
{
    statement_assert_transaction(store);
    if (value == NULL) {
        return clear(store, name, error);
    }
    SCOPED(statement)
    struct statement *write =
        statement_take(store, "INSERT INTO setting (name, value) VALUES (?1, ?2) "
                              "ON CONFLICT (name) DO UPDATE SET value = excluded.value");
    statement_put_text(write, name);
    statement_put_text(write, value);
    return statement_run(write, error);
}
