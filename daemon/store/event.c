#include "store/event.h"

#include "store/statement.h"

void event_free(struct event *event)
{
    if (event == NULL) {
        return;
    }
    g_free(event->actor);
    g_free(event->what);
    g_free(event->detail);
    g_free(event->before);
    g_free(event->after);
    g_free(event);
}

bool event_add(struct store *store, const struct cause *cause, int64_t person, int64_t outgoing,
               const char *what, const char *detail, const char *before, const char *after,
               GError **error)
{
    statement_assert_transaction(store);
    SCOPED(statement)
    struct statement *add = statement_take(
        store, "INSERT INTO event (at, actor, inbound, outgoing, person, what, detail, before, "
               "after) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");
    statement_put_number(add, cause->at);
    statement_put_text(add, cause->actor);
    statement_put_reference(add, cause->inbound);
    statement_put_reference(add, outgoing);
    statement_put_reference(add, person);
    statement_put_text(add, what);
    statement_put_text(add, detail);
    statement_put_text(add, before);
    statement_put_text(add, after);
    return statement_run(add, error);
}

static struct event *read_event(struct statement *row)
{
    struct event *event = g_new0(struct event, 1);
    event->id = statement_number(row, 0);
    event->at = statement_number(row, 1);
    event->actor = statement_text(row, 2);
    event->inbound = statement_number(row, 3);
    event->outgoing = statement_number(row, 4);
    event->person = statement_number(row, 5);
    event->what = statement_text(row, 6);
    event->detail = statement_text(row, 7);
    event->before = statement_text(row, 8);
    event->after = statement_text(row, 9);
    return event;
}

GPtrArray *event_list(struct store *store, int64_t person, int64_t from, int64_t to, GError **error)
{
    SCOPED(statement)
    struct statement *find =
        person != 0
            ? statement_take(store,
                             "SELECT id, at, actor, inbound, outgoing, person, what, detail, "
                             "before, after FROM event WHERE at >= ?1 AND at < ?2 AND person = ?3 "
                             "ORDER BY at, id")
            : statement_take(store, "SELECT id, at, actor, inbound, outgoing, person, what, "
                                    "detail, before, after FROM event WHERE at >= ?1 AND at < ?2 "
                                    "ORDER BY at, id");
    statement_put_number(find, from);
    statement_put_number(find, to);
    if (person != 0) {
        statement_put_number(find, person);
    }
    g_autoptr(GPtrArray) events = g_ptr_array_new_with_free_func((GDestroyNotify)event_free);
    enum step step;
    while ((step = statement_step(find, error)) == STEP_ROW) {
        g_ptr_array_add(events, read_event(find));
    }
    return step == STEP_DONE ? g_steal_pointer(&events) : NULL;
}
