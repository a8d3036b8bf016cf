#include "store/overdue.h"

#include "store/statement.h"

GArray *overdue_passed(struct store *store, const char *today, unsigned most, GError **error)
{
    SCOPED(statement)
    struct statement *find =
        statement_take(store, "SELECT id FROM listing WHERE state = 2 AND last_day IS NOT NULL "
                              "AND last_day < ?1 ORDER BY last_day, id LIMIT ?2");
    statement_put_text(find, today);
    statement_put_number(find, most);
    return statement_run_ids(find, error);
}

char *overdue_first_day(struct store *store, GError **error)
{
    SCOPED(statement)
    struct statement *find =
        statement_take(store, "SELECT last_day FROM listing WHERE state = 2 AND last_day IS NOT "
                              "NULL ORDER BY last_day LIMIT 1");
    return statement_step(find, error) == STEP_ROW ? statement_text(find, 0) : NULL;
}

char *overdue_day(struct store *store, int64_t listing, GError **error)
{
    SCOPED(statement)
    struct statement *find = statement_take(store, "SELECT last_day FROM listing WHERE id = ?1");
    statement_put_number(find, listing);
    return statement_step(find, error) == STEP_ROW ? statement_text(find, 0) : NULL;
}

bool overdue_forget_day(struct store *store, int64_t listing, GError **error)
{
    statement_assert_transaction(store);
    SCOPED(statement)
    struct statement *write =
        statement_take(store, "UPDATE listing SET last_day = NULL WHERE id = ?1");
    statement_put_number(write, listing);
    return statement_run(write, error);
}

bool overdue_put(struct store *store, const struct overdue *overdue, GError **error)
{
    statement_assert_transaction(store);
    SCOPED(statement)
    struct statement *write =
        statement_take(store, "INSERT INTO listing_overdue (listing, asked, due) VALUES (?1, ?2, "
                              "?3) ON CONFLICT (listing) DO UPDATE SET asked = ?2, due = ?3");
    statement_put_number(write, overdue->listing);
    statement_put_number(write, overdue->asked);
    statement_put_number(write, overdue->due);
    return statement_run(write, error);
}

bool overdue_drop(struct store *store, int64_t listing, GError **error)
{
    statement_assert_transaction(store);
    SCOPED(statement)
    struct statement *write =
        statement_take(store, "DELETE FROM listing_overdue WHERE listing = ?1");
    statement_put_number(write, listing);
    return statement_run(write, error);
}

GArray *overdue_due(struct store *store, int64_t now, GError **error)
{
    SCOPED(statement)
    struct statement *find =
        statement_take(store, "SELECT listing, asked, due FROM listing_overdue WHERE due <= ?1 "
                              "ORDER BY due, listing");
    statement_put_number(find, now);
    g_autoptr(GArray) rows = g_array_new(FALSE, FALSE, sizeof(struct overdue));
    enum step step;
    while ((step = statement_step(find, error)) == STEP_ROW) {
        const struct overdue row = {.listing = statement_number(find, 0),
                                    .asked = (int)statement_number(find, 1),
                                    .due = statement_number(find, 2)};
        g_array_append_val(rows, row);
    }
    return step == STEP_DONE ? g_steal_pointer(&rows) : NULL;
}

bool overdue_next(struct store *store, int64_t *moment, GError **error)
{
    SCOPED(statement)
    struct statement *find = statement_take(
        store, "SELECT coalesce(min(due), 9223372036854775807) FROM listing_overdue");
    return statement_run_number(find, moment, error);
}
