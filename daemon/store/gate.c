#include "store/gate.h"

#include "store/statement.h"

void gate_free(struct gate *gate)
{
    g_free(gate);
}

bool gate_put(struct store *store, const struct cause *cause, const struct gate *gate,
              GError **error)
{
    statement_assert_transaction(store);
    SCOPED(statement)
    struct statement *put = statement_take(
        store, "INSERT INTO gate (pair, side, what, stage, state, asked, due, changed) "
               "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) "
               "ON CONFLICT (pair, side, what) DO UPDATE SET stage = excluded.stage, "
               "state = excluded.state, asked = excluded.asked, due = excluded.due, "
               "changed = excluded.changed");
    statement_put_number(put, gate->pair);
    statement_put_number(put, gate->side);
    statement_put_number(put, gate->what);
    statement_put_reference(put, gate->stage);
    statement_put_number(put, gate->state);
    statement_put_number(put, gate->asked);
    statement_put_number(put, gate->due);
    statement_put_number(put, cause->at);
    return statement_run(put, error);
}

bool gate_settle(struct store *store, const struct cause *cause, int64_t pair, enum pair_side side,
                 GError **error)
{
    statement_assert_transaction(store);
    SCOPED(statement)
    struct statement *settle =
        statement_take(store, "UPDATE gate SET state = 2, changed = ?3 WHERE pair = ?1 "
                              "AND (?2 = 0 OR side = ?2) AND state = 1");
    statement_put_number(settle, pair);
    statement_put_number(settle, side);
    statement_put_number(settle, cause->at);
    return statement_run(settle, error);
}

/* Columns: pair, side, what, stage, state, asked, due, changed. */
static GPtrArray *read_rows(struct statement *find, GError **error)
{
    g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func((GDestroyNotify)gate_free);
    enum step step;
    while ((step = statement_step(find, error)) == STEP_ROW) {
        struct gate *gate = g_new0(struct gate, 1);
        gate->pair = statement_number(find, 0);
        gate->side = (enum pair_side)statement_number(find, 1);
        gate->what = (enum gate_what)statement_number(find, 2);
        gate->stage = (enum pair_stage)statement_number(find, 3);
        gate->state = (enum gate_state)statement_number(find, 4);
        gate->asked = (int)statement_number(find, 5);
        gate->due = statement_number(find, 6);
        gate->changed = statement_number(find, 7);
        g_ptr_array_add(rows, gate);
    }
    return step == STEP_DONE ? g_steal_pointer(&rows) : NULL;
}

GPtrArray *gate_of(struct store *store, int64_t pair, GError **error)
{
    SCOPED(statement)
    struct statement *find = statement_take(
        store, "SELECT pair, side, what, stage, state, asked, due, changed FROM gate "
               "WHERE pair = ?1 ORDER BY changed DESC, what DESC, side");
    statement_put_number(find, pair);
    return read_rows(find, error);
}

GPtrArray *gate_due(struct store *store, int64_t now, GError **error)
{
    SCOPED(statement)
    struct statement *find = statement_take(
        store, "SELECT pair, side, what, stage, state, asked, due, changed FROM gate "
               "WHERE state = 1 AND due <= ?1 ORDER BY due, pair, side, what");
    statement_put_number(find, now);
    return read_rows(find, error);
}

bool gate_next(struct store *store, int64_t *moment, GError **error)
{
    SCOPED(statement)
    struct statement *find = statement_take(
        store, "SELECT coalesce(min(due), 9223372036854775807) FROM gate WHERE state = 1");
    return statement_run_number(find, moment, error);
}

static void take_text(struct statement *row, int column, char *text, size_t room)
{
    g_autofree char *found = statement_text(row, column);
    g_strlcpy(text, found, room);
}

bool pair_days_get(struct store *store, int64_t pair, struct pair_days *days, GError **error)
{
    SCOPED(statement)
    struct statement *find =
        statement_take(store, "SELECT interview, first, last, hired, closing, sequence "
                              "FROM pair_days WHERE pair = ?1");
    statement_put_number(find, pair);
    *days = (struct pair_days){0};
    enum step step = statement_step(find, error);
    if (step == STEP_ROW) {
        take_text(find, 0, days->interview, sizeof days->interview);
        take_text(find, 1, days->first, sizeof days->first);
        take_text(find, 2, days->last, sizeof days->last);
        take_text(find, 3, days->hired, sizeof days->hired);
        take_text(find, 4, days->closing, sizeof days->closing);
        days->sequence = (int)statement_number(find, 5);
    }
    return step != STEP_FAILED;
}

bool pair_days_put(struct store *store, int64_t pair, const struct pair_days *days, GError **error)
{
    statement_assert_transaction(store);
    SCOPED(statement)
    struct statement *put = statement_take(
        store, "INSERT INTO pair_days (pair, interview, first, last, hired, closing, sequence) "
               "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) "
               "ON CONFLICT (pair) DO UPDATE SET interview = excluded.interview, "
               "first = excluded.first, last = excluded.last, hired = excluded.hired, "
               "closing = excluded.closing, sequence = excluded.sequence");
    statement_put_number(put, pair);
    statement_put_text(put, days->interview);
    statement_put_text(put, days->first);
    statement_put_text(put, days->last);
    statement_put_text(put, days->hired);
    statement_put_text(put, days->closing);
    statement_put_number(put, days->sequence);
    return statement_run(put, error);
}
