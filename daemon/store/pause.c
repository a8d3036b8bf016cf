#include "store/pause.h"

#include "store/ledger_row.h"
#include "store/meeting_mail.h"
#include "store/statement.h"

bool pause_of(struct store *store, int64_t person, int64_t now, struct pause *pause, GError **error)
{
    *pause = (struct pause){0};
    SCOPED(statement)
    struct statement *find =
        statement_take(store, "SELECT since, until, inbound, day FROM pause "
                              "WHERE person = ?1 AND ended IS NULL AND until > ?2");
    statement_put_number(find, person);
    statement_put_number(find, now);
    enum step step = statement_step(find, error);
    if (step == STEP_ROW) {
        *pause = (struct pause){.since = statement_number(find, 0),
                                .until = statement_number(find, 1),
                                .inbound = statement_number(find, 2)};
        g_autofree char *day = statement_text(find, 3);
        g_strlcpy(pause->day, day, sizeof pause->day);
    }
    return step != STEP_FAILED;
}

/* Closes the last one, whether its day has come or not. */
static bool close_last(struct store *store, int64_t person, int64_t now, GError **error)
{
    SCOPED(statement)
    struct statement *write = statement_take(
        store, "UPDATE pause SET ended = min(until, ?2) WHERE person = ?1 AND ended IS NULL");
    statement_put_number(write, person);
    statement_put_number(write, now);
    return statement_run(write, error);
}

static bool open_new(struct store *store, const struct cause *cause, int64_t person, int64_t until,
                     const char *day, GError **error)
{
    SCOPED(statement)
    struct statement *add =
        statement_take(store, "INSERT INTO pause (person, since, until, inbound, day) "
                              "VALUES (?1, ?2, ?3, ?4, ?5)");
    statement_put_number(add, person);
    statement_put_number(add, cause->at);
    statement_put_number(add, until);
    statement_put_reference(add, cause->inbound);
    statement_put_text(add, day);
    return statement_run(add, error);
}

bool pause_begin(struct store *store, const struct cause *cause, int64_t person, int64_t until,
                 const char *day, GError **error)
{
    statement_assert_transaction(store);
    struct pause before;
    if (!pause_of(store, person, cause->at, &before, error) ||
        !close_last(store, person, cause->at, error) ||
        !open_new(store, cause, person, until, day, error)) {
        return false;
    }
    const char *was = before.until != 0 ? before.day : NULL;
    return event_add(store, cause, person, 0, "pause", "until", was, day, error) &&
           ledger_take_back(store, cause, person, LEDGER_PAUSE, error) &&
           meeting_mail_unwanted(store, cause, person, NULL, error);
}

bool pause_end(struct store *store, const struct cause *cause, int64_t person, bool *ended,
               GError **error)
{
    statement_assert_transaction(store);
    struct pause before;
    if (!pause_of(store, person, cause->at, &before, error)) {
        return false;
    }
    *ended = before.until != 0;
    if (!*ended) {
        return true;
    }
    return close_last(store, person, cause->at, error) &&
           event_add(store, cause, person, 0, "pause", "until", before.day, NULL, error);
}
