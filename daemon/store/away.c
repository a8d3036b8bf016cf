#include "store/away.h"

#include "store/statement.h"

bool away_until(struct store *store, int64_t person, int64_t now, int64_t *until, GError **error)
{
    *until = 0;
    SCOPED(statement)
    struct statement *find =
        statement_take(store, "SELECT until FROM away WHERE person = ?1 AND until > ?2");
    statement_put_number(find, person);
    statement_put_number(find, now);
    return statement_run_number(find, until, error);
}

static bool put(struct store *store, const struct cause *cause, int64_t person, int64_t until,
                GError **error)
{
    SCOPED(statement)
    struct statement *write = statement_take(
        store, "INSERT INTO away (person, until, noted, inbound) VALUES (?1, ?2, ?3, ?4) "
               "ON CONFLICT (person) DO UPDATE SET until = excluded.until, noted = excluded.noted, "
               "inbound = excluded.inbound");
    statement_put_number(write, person);
    statement_put_number(write, until);
    statement_put_number(write, cause->at);
    statement_put_reference(write, cause->inbound);
    return statement_run(write, error);
}

bool away_note(struct store *store, const struct cause *cause, int64_t person, int64_t until,
               const char *day, GError **error)
{
    statement_assert_transaction(store);
    int64_t before = 0;
    if (!away_until(store, person, cause->at, &before, error)) {
        return false;
    }
    if (before == until) {
        return true;
    }
    return put(store, cause, person, until, error) &&
           event_add(store, cause, person, 0, "away", "until", NULL, day, error);
}
