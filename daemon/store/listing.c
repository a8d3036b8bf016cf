#include "store/listing.h"

#include "store/sequence.h"
#include "store/statement.h"

void listing_free(struct listing *listing)
{
    if (listing == NULL) {
        return;
    }
    g_free(listing->day);
    g_free(listing->reason);
    g_free(listing);
}

const char *listing_state_name(enum listing_state state)
{
    static const char *const names[] = {
        [LISTING_DRAFT] = "draft",   [LISTING_OPEN] = "open",     [LISTING_PAUSED] = "paused",
        [LISTING_FILLED] = "filled", [LISTING_CLOSED] = "closed", [LISTING_HELD] = "held"};
    return names[state];
}

static bool add_version(struct store *store, const struct cause *cause, int64_t id, int number,
                        const char *facts, GError **error)
{
    SCOPED(statement)
    struct statement *add =
        statement_take(store, "INSERT INTO listing_version (listing, number, at, inbound, facts) "
                              "VALUES (?1, ?2, ?3, ?4, ?5)");
    statement_put_number(add, id);
    statement_put_number(add, number);
    statement_put_number(add, cause->at);
    statement_put_reference(add, cause->inbound);
    statement_put_text(add, facts);
    return statement_run(add, error);
}

static bool add_change(struct store *store, const struct cause *cause, int64_t id,
                       enum listing_state state, const char *reason, GError **error)
{
    SCOPED(statement)
    struct statement *add =
        statement_take(store, "INSERT INTO listing_change (listing, at, state, reason, inbound) "
                              "VALUES (?1, ?2, ?3, ?4, ?5)");
    statement_put_number(add, id);
    statement_put_number(add, cause->at);
    statement_put_number(add, state);
    statement_put_text(add, reason);
    statement_put_reference(add, cause->inbound);
    return statement_run(add, error);
}

bool listing_add(struct store *store, const struct cause *cause, const struct listing *listing,
                 const char *facts, int64_t *id, GError **error)
{
    int64_t number = 0;
    if (!sequence_next(store, "listing", &number, error)) {
        return false;
    }
    SCOPED(statement)
    struct statement *add = statement_take(
        store, "INSERT INTO listing (id, kind, person, state, newest, created, changed) "
               "VALUES (?1, ?2, ?3, 1, 1, ?4, ?4)");
    statement_put_number(add, number);
    statement_put_number(add, listing->kind);
    statement_put_number(add, listing->person);
    statement_put_number(add, cause->at);
    if (!statement_run(add, error)) {
        return false;
    }
    *id = number;
    return add_version(store, cause, *id, 1, facts, error) &&
           add_change(store, cause, *id, LISTING_DRAFT, NULL, error) &&
           event_add(store, cause, listing->person, 0, "listing", "state", NULL,
                     listing_state_name(LISTING_DRAFT), error);
}

bool listing_write(struct store *store, const struct cause *cause, const struct listing *listing,
                   const char *facts, int *number, GError **error)
{
    statement_assert_transaction(store);
    SCOPED(statement)
    struct statement *write =
        statement_take(store, "UPDATE listing SET newest = newest + 1 WHERE id = ?1");
    statement_put_number(write, listing->id);
    *number = listing->newest + 1;
    return statement_run(write, error) &&
           add_version(store, cause, listing->id, *number, facts, error);
}

/* The day until which a posting stands, by one of its versions. */
#define DAY_OF(version)                                                                         \
    "(SELECT coalesce(json_extract(facts, '$.deadline'), json_extract(facts, '$.start')) FROM " \
    "listing_version WHERE listing = ?1 AND number = " version " AND json_valid(facts))"
#define NEW_DAY DAY_OF("?2")
#define OLD_DAY DAY_OF("confirmed")

/* What staff have opened although its day has passed stays without one until another is said. */
bool listing_confirm(struct store *store, const struct cause *cause, const struct listing *listing,
                     int number, GError **error)
{
    statement_assert_transaction(store);
    SCOPED(statement)
    struct statement *write = statement_take(
        store, "UPDATE listing SET confirmed = ?2, last_day = CASE WHEN kind = 2 AND " NEW_DAY
               " IS NOT " OLD_DAY " THEN " NEW_DAY " ELSE last_day END WHERE id = ?1");
    statement_put_number(write, listing->id);
    statement_put_number(write, number);
    g_autofree char *was = g_strdup_printf("%d", listing->confirmed);
    g_autofree char *is = g_strdup_printf("%d", number);
    return statement_run(write, error) &&
           event_add(store, cause, listing->person, 0, "listing", "version",
                     listing->confirmed != 0 ? was : NULL, is, error);
}

/* A state, with the end that a pause may have. */
static bool set_state(struct store *store, const struct cause *cause, const struct listing *now,
                      const struct listing *next, GError **error)
{
    statement_assert_transaction(store);
    SCOPED(statement)
    struct statement *write = statement_take(
        store, "UPDATE listing SET state = ?2, reason = ?3, until = ?4, day = ?5, changed = ?6 "
               "WHERE id = ?1");
    statement_put_number(write, now->id);
    statement_put_number(write, next->state);
    statement_put_text(write, next->reason);
    statement_put_reference(write, next->until);
    statement_put_text(write, next->day);
    statement_put_number(write, cause->at);
    return statement_run(write, error) &&
           add_change(store, cause, now->id, next->state, next->reason, error) &&
           event_add(store, cause, now->person, 0, "listing", "state",
                     listing_state_name(now->state), listing_state_name(next->state), error);
}

bool listing_change(struct store *store, const struct cause *cause, const struct listing *listing,
                    enum listing_state state, const char *reason, GError **error)
{
    g_autofree char *kept = g_strdup(reason);
    const struct listing next = {.state = state, .reason = kept};
    return set_state(store, cause, listing, &next, error);
}

bool listing_pause(struct store *store, const struct cause *cause, const struct listing *listing,
                   int64_t until, const char *day, GError **error)
{
    g_autofree char *kept = g_strdup(day);
    const struct listing next = {.state = LISTING_PAUSED, .until = until, .day = kept};
    return set_state(store, cause, listing, &next, error);
}

/* Columns: id, kind, person, state, confirmed, newest, until, day, reason, created, changed. */
static struct listing *read_row(struct statement *row)
{
    struct listing *listing = g_new0(struct listing, 1);
    listing->id = statement_number(row, 0);
    listing->kind = (enum listing_kind)statement_number(row, 1);
    listing->person = statement_number(row, 2);
    listing->state = (enum listing_state)statement_number(row, 3);
    listing->confirmed = (int)statement_number(row, 4);
    listing->newest = (int)statement_number(row, 5);
    listing->until = statement_number(row, 6);
    listing->day = statement_text(row, 7);
    listing->reason = statement_text(row, 8);
    listing->created = statement_number(row, 9);
    listing->changed = statement_number(row, 10);
    return listing;
}

static GPtrArray *read_rows(struct statement *find, GError **error)
{
    g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func((GDestroyNotify)listing_free);
    enum step step;
    while ((step = statement_step(find, error)) == STEP_ROW) {
        g_ptr_array_add(rows, read_row(find));
    }
    return step == STEP_DONE ? g_steal_pointer(&rows) : NULL;
}

struct listing *listing_get(struct store *store, int64_t id, GError **error)
{
    SCOPED(statement)
    struct statement *find =
        statement_take(store, "SELECT id, kind, person, state, confirmed, newest, until, day, "
                              "reason, created, changed FROM listing WHERE id = ?1");
    statement_put_number(find, id);
    return statement_step(find, error) == STEP_ROW ? read_row(find) : NULL;
}

GPtrArray *listing_of(struct store *store, int64_t person, enum listing_kind kind, GError **error)
{
    SCOPED(statement)
    struct statement *find = statement_take(
        store, "SELECT id, kind, person, state, confirmed, newest, until, day, reason, created, "
               "changed FROM listing WHERE person = ?1 AND kind = ?2 AND state NOT IN (4, 5) "
               "ORDER BY id DESC");
    statement_put_number(find, person);
    statement_put_number(find, kind);
    return read_rows(find, error);
}

GPtrArray *listing_story(struct store *store, int64_t person, GError **error)
{
    SCOPED(statement)
    struct statement *find =
        statement_take(store, "SELECT id, kind, person, state, confirmed, newest, until, day, "
                              "reason, created, changed FROM listing WHERE person = ?1 "
                              "ORDER BY id");
    statement_put_number(find, person);
    return read_rows(find, error);
}

GPtrArray *listing_all(struct store *store, enum listing_kind kind, enum listing_state state,
                       GError **error)
{
    SCOPED(statement)
    struct statement *find = statement_take(
        store, "SELECT id, kind, person, state, confirmed, newest, until, day, reason, created, "
               "changed FROM listing WHERE kind = ?1 AND (?2 = 0 OR state = ?2) ORDER BY id");
    statement_put_number(find, kind);
    statement_put_number(find, state);
    return read_rows(find, error);
}

GPtrArray *listing_due(struct store *store, int64_t now, GError **error)
{
    SCOPED(statement)
    struct statement *find = statement_take(
        store, "SELECT id, kind, person, state, confirmed, newest, until, day, reason, created, "
               "changed FROM listing WHERE until <= ?1 AND state = 3 ORDER BY until, id");
    statement_put_number(find, now);
    return read_rows(find, error);
}

bool listing_next(struct store *store, int64_t *moment, GError **error)
{
    SCOPED(statement)
    struct statement *find =
        statement_take(store, "SELECT coalesce(min(until), 9223372036854775807) FROM listing "
                              "WHERE until IS NOT NULL AND state = 3");
    return statement_run_number(find, moment, error);
}

/* Every change of a listing has an event. */
bool listing_pulse(struct store *store, int64_t since, int64_t *now, bool *changed, GError **error)
{
    int64_t count = 0, newest = 0;
    SCOPED(statement)
    struct statement *find =
        statement_take(store, "SELECT count(*) FROM event WHERE id > ?1 AND what = 'listing'");
    statement_put_number(find, since);
    SCOPED(statement)
    struct statement *last = statement_take(store, "SELECT coalesce(max(id), 0) FROM event");
    if (!statement_run_number(find, &count, error) || !statement_run_number(last, &newest, error)) {
        return false;
    }
    *now = newest;
    *changed = count > 0 || newest < since;
    return true;
}

char *listing_facts(struct store *store, int64_t id, int number, GError **error)
{
    SCOPED(statement)
    struct statement *find = statement_take(
        store, "SELECT facts FROM listing_version WHERE listing = ?1 AND number = ?2");
    statement_put_number(find, id);
    statement_put_number(find, number);
    enum step step = statement_step(find, error);
    g_assert(step != STEP_DONE); /* every number up to `newest` is there */
    return step == STEP_ROW ? statement_text(find, 0) : NULL;
}

bool listing_written(struct store *store, int64_t id, int after, int64_t inbound, int *number,
                     GError **error)
{
    SCOPED(statement)
    struct statement *find = statement_take(
        store, "SELECT coalesce(min(number), 0) FROM listing_version WHERE listing = "
               "?1 AND number > ?2 AND inbound = ?3");
    statement_put_number(find, id);
    statement_put_number(find, after);
    statement_put_number(find, inbound);
    int64_t first = 0;
    bool read = statement_run_number(find, &first, error);
    *number = (int)first;
    return read;
}

bool listing_written_by(struct store *store, int64_t person, int64_t inbound, int64_t *listing,
                        int *number, GError **error)
{
    SCOPED(statement)
    struct statement *find = statement_take(
        store, "SELECT l.id, max(v.number) FROM listing l JOIN listing_version v ON v.listing = "
               "l.id WHERE l.person = ?1 AND v.inbound = ?2 GROUP BY l.id ORDER BY l.id DESC "
               "LIMIT 1");
    statement_put_number(find, person);
    statement_put_number(find, inbound);
    enum step step = statement_step(find, error);
    if (step != STEP_FAILED) {
        *listing = step == STEP_ROW ? statement_number(find, 0) : 0;
        *number = step == STEP_ROW ? (int)statement_number(find, 1) : 0;
    }
    return step != STEP_FAILED;
}

bool listing_changed_by(struct store *store, int64_t listing, int64_t *inbound, GError **error)
{
    SCOPED(statement)
    struct statement *find =
        statement_take(store, "SELECT coalesce((SELECT inbound FROM listing_change WHERE listing = "
                              "?1 ORDER BY id DESC LIMIT 1), 0)");
    statement_put_number(find, listing);
    return statement_run_number(find, inbound, error);
}

bool listing_mail_note(struct store *store, int64_t outgoing, int64_t listing, int number,
                       GError **error)
{
    statement_assert_transaction(store);
    SCOPED(statement)
    struct statement *add = statement_take(
        store, "INSERT INTO listing_mail (outgoing, listing, number) VALUES (?1, ?2, ?3)");
    statement_put_number(add, outgoing);
    statement_put_number(add, listing);
    statement_put_number(add, number);
    return statement_run(add, error);
}

bool listing_mail_of(struct store *store, int64_t outgoing, int64_t *listing, int *number,
                     GError **error)
{
    SCOPED(statement)
    struct statement *find =
        statement_take(store, "SELECT listing, number FROM listing_mail WHERE outgoing = ?1");
    statement_put_number(find, outgoing);
    enum step step = statement_step(find, error);
    *listing = step == STEP_ROW ? statement_number(find, 0) : 0;
    *number = step == STEP_ROW ? (int)statement_number(find, 1) : 0;
    return step != STEP_FAILED;
}
