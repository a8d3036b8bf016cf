#include "store/rating.h"

#include "store/statement.h"

static bool read_before(struct store *store, int64_t person, int64_t outgoing, int *before,
                        GError **error)
{
    SCOPED(statement)
    struct statement *find =
        statement_take(store, "SELECT value FROM rating WHERE person = ?1 AND outgoing = ?2");
    statement_put_number(find, person);
    statement_put_number(find, outgoing);
    int64_t value = 0;
    bool read = statement_run_number(find, &value, error);
    *before = (int)value;
    return read;
}

static bool keep(struct store *store, const struct cause *cause, int64_t person, int64_t outgoing,
                 int value, GError **error)
{
    SCOPED(statement)
    struct statement *put = statement_take(
        store, "INSERT INTO rating (person, outgoing, at, value, inbound) "
               "VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (person, outgoing) DO UPDATE SET "
               "at = excluded.at, value = excluded.value, inbound = excluded.inbound");
    statement_put_number(put, person);
    statement_put_number(put, outgoing);
    statement_put_number(put, cause->at);
    statement_put_number(put, value);
    statement_put_reference(put, cause->inbound);
    return statement_run(put, error);
}

bool rating_give(struct store *store, const struct cause *cause, int64_t person, int64_t outgoing,
                 int value, int *before, GError **error)
{
    statement_assert_transaction(store);
    g_assert(value >= RATING_LEAST && value <= RATING_MOST);
    if (!read_before(store, person, outgoing, before, error) ||
        !keep(store, cause, person, outgoing, value, error)) {
        return false;
    }
    g_autofree char *was = *before != 0 ? g_strdup_printf("%d", *before) : NULL;
    g_autofree char *is = g_strdup_printf("%d", value);
    return event_add(store, cause, person, outgoing, "rating", NULL, was, is, error);
}

GArray *rating_list(struct store *store, int64_t person, GError **error)
{
    SCOPED(statement)
    struct statement *find =
        statement_take(store, "SELECT outgoing, at, inbound, value FROM rating WHERE person = ?1 "
                              "ORDER BY at, outgoing");
    statement_put_number(find, person);
    g_autoptr(GArray) ratings = g_array_new(FALSE, TRUE, sizeof(struct rating));
    enum step step;
    while ((step = statement_step(find, error)) == STEP_ROW) {
        struct rating rating = {.outgoing = statement_number(find, 0),
                                .at = statement_number(find, 1),
                                .inbound = statement_number(find, 2),
                                .value = (int)statement_number(find, 3)};
        g_array_append_val(ratings, rating);
    }
    return step == STEP_DONE ? g_steal_pointer(&ratings) : NULL;
}
