/* Looking into the ledger: one row, many rows, counts. */
#include <string.h>

#include "mail/address.h"
#include "store/connection.h"
#include "store/ledger_row.h"

#define PAGE 200 /* rows read at a time by ledger_each */

struct ledger_mail *ledger_get(struct store *store, int64_t id, GError **error)
{
    SCOPED(statement)
    struct statement *find = statement_take(
        store,
        "SELECT o.id, o.state, o.class, o.kind, o.issue, o.person, o.inbound, o.recipient, "
        "o.sender, o.message_id, o.queued, o.due, o.changed, o.attempts, o.status, o.answer, "
        "s.slots, m.composed FROM outgoing o LEFT JOIN outgoing_slots s ON s.outgoing = o.id "
        "LEFT JOIN outgoing_message m ON m.outgoing = o.id "
        "WHERE o.id = ?1");
    statement_put_number(find, id);
    g_autoptr(GPtrArray) found = ledger_rows_read(find, true, error);
    if (found == NULL) {
        return NULL;
    }
    if (found->len == 0) {
        ledger_tell_missing(id, error);
        return NULL;
    }
    return g_ptr_array_steal_index(found, 0);
}

struct ledger_mail *ledger_by_message_id(struct store *store, const char *message_id,
                                         GError **error)
{
    SCOPED(statement)
    struct statement *find = statement_take(
        store, "SELECT id, state, class, kind, issue, person, inbound, recipient, sender, "
               "message_id, queued, due, changed, attempts, status, answer FROM outgoing "
               "WHERE message_id = ?1");
    statement_put_text(find, message_id);
    return statement_step(find, error) == STEP_ROW ? ledger_row_read(find, false) : NULL;
}

GPtrArray *ledger_doubtful(struct store *store, int64_t before, GError **error)
{
    /* `state > 3` names the partial index of what is neither sent nor on its way. */
    SCOPED(statement)
    struct statement *find = statement_take(
        store, "SELECT id, state, class, kind, issue, person, inbound, recipient, sender, "
               "message_id, queued, due, changed, attempts, status, answer FROM outgoing "
               "WHERE state = 5 AND state > 3 AND changed <= ?1 ORDER BY id");
    statement_put_number(find, before);
    return ledger_rows_read(find, false, error);
}

static bool count_state(struct store *store, const char *issue, enum ledger_state state,
                        int64_t *count, GError **error)
{
    /* Each literal names the partial index of its states. */
    SCOPED(statement)
    struct statement *ask =
        state == LEDGER_QUEUED
            ? statement_take(store, "SELECT count(*) FROM outgoing WHERE state = 1 AND "
                                    "class IN (1, 2) AND issue = ?2 AND ?1 = 1")
        : state == LEDGER_CLAIMED
            ? statement_take(store, "SELECT count(*) FROM outgoing WHERE state = 2 AND "
                                    "issue = ?2 AND ?1 = 2")
            : statement_take(store, "SELECT count(*) FROM outgoing WHERE state = ?1 AND "
                                    "state > 3 AND issue = ?2");
    statement_put_number(ask, state);
    statement_put_text(ask, issue);
    return statement_run_number(ask, count, error);
}

/* What is sent is the rest: no index moves when a mail is. */
static bool count_issue(struct store *store, const char *issue, int64_t *counts, GError **error)
{
    SCOPED(statement)
    struct statement *all = statement_take(store, "SELECT count(*) FROM outgoing WHERE issue = ?1");
    statement_put_text(all, issue);
    int64_t sent = 0;
    if (!statement_run_number(all, &sent, error)) {
        return false;
    }
    for (enum ledger_state state = LEDGER_QUEUED; state <= LEDGER_HELD; state++) {
        if (state != LEDGER_SENT && !count_state(store, issue, state, &counts[state], error)) {
            return false;
        }
        sent -= counts[state];
    }
    counts[LEDGER_SENT] = sent;
    return true;
}

static bool count_all(struct store *store, int64_t *counts, GError **error)
{
    SCOPED(statement)
    struct statement *ask =
        statement_take(store, "SELECT state, count(*) FROM outgoing GROUP BY state");
    enum step step;
    while ((step = statement_step(ask, error)) == STEP_ROW) {
        counts[statement_number(ask, 0)] = statement_number(ask, 1);
    }
    return step == STEP_DONE;
}

bool ledger_count(struct store *store, const char *issue, int64_t *counts, GError **error)
{
    int64_t found[LEDGER_HELD + 1] = {0};
    if (issue != NULL ? !count_issue(store, issue, found, error)
                      : !count_all(store, found, error)) {
        return false;
    }
    memcpy(counts, found, sizeof found);
    return true;
}

struct filter {
    const char *issue; /* NULL: any */
    int64_t person;    /* 0: any */
    enum ledger_state state;
};

/* One literal for each way in, so that each finds its index. Parameters: 1 the id before the page,
 * 2 its size, 3 the issue, 4 the person, 5 the state. */
static struct statement *choose(struct store *store, const struct filter *filter)
{
    if (filter->person != 0) {
        return statement_take(
            store, "SELECT id, state, class, kind, issue, person, inbound, recipient, sender, "
                   "message_id, queued, due, changed, attempts, status, answer FROM outgoing "
                   "WHERE person = ?4 AND id > ?1 AND (?3 IS NULL OR issue = ?3) AND "
                   "(?5 = 0 OR state = ?5) ORDER BY id LIMIT ?2");
    }
    if (filter->state > LEDGER_SENT) {
        return statement_take(
            store, "SELECT id, state, class, kind, issue, person, inbound, recipient, sender, "
                   "message_id, queued, due, changed, attempts, status, answer FROM outgoing "
                   "WHERE state = ?5 AND state > 3 AND id > ?1 AND (?3 IS NULL OR issue = ?3) "
                   "AND ?4 = 0 ORDER BY id LIMIT ?2");
    }
    if (filter->state == LEDGER_CLAIMED) {
        return statement_take(
            store, "SELECT id, state, class, kind, issue, person, inbound, recipient, sender, "
                   "message_id, queued, due, changed, attempts, status, answer FROM outgoing "
                   "WHERE state = 2 AND id > ?1 AND (?3 IS NULL OR issue = ?3) "
                   "AND ?4 = 0 AND ?5 = 2 ORDER BY id LIMIT ?2");
    }
    if (filter->issue != NULL) {
        return statement_take(
            store, "SELECT id, state, class, kind, issue, person, inbound, recipient, sender, "
                   "message_id, queued, due, changed, attempts, status, answer FROM outgoing "
                   "WHERE issue = ?3 AND id > ?1 AND ?4 = 0 AND (?5 = 0 OR state = ?5) "
                   "ORDER BY id LIMIT ?2");
    }
    return statement_take(
        store, "SELECT id, state, class, kind, issue, person, inbound, recipient, sender, "
               "message_id, queued, due, changed, attempts, status, answer FROM outgoing "
               "WHERE id > ?1 AND ?3 IS NULL AND ?4 = 0 AND (?5 = 0 OR +state = ?5) "
               "ORDER BY id LIMIT ?2");
}

static GPtrArray *read_page(struct store *store, const struct filter *filter, int64_t after,
                            GError **error)
{
    SCOPED(statement) struct statement *find = choose(store, filter);
    statement_put_number(find, after);
    statement_put_number(find, PAGE);
    statement_put_text(find, filter->issue);
    statement_put_number(find, filter->person);
    statement_put_number(find, filter->state);
    return ledger_rows_read(find, false, error);
}

bool ledger_each(struct store *store, const char *issue, int64_t person, enum ledger_state state,
                 bool (*each)(const struct ledger_mail *mail, void *data), void *data,
                 GError **error)
{
    const struct filter filter = {issue, person, state};
    int64_t last = 0;
    for (;;) {
        g_autoptr(GPtrArray) page = read_page(store, &filter, last, error);
        if (page == NULL) {
            return false;
        }
        if (page->len == 0) {
            return true;
        }
        for (guint i = 0; i < page->len; i++) {
            const struct ledger_mail *mail = g_ptr_array_index(page, i);
            last = mail->id;
            if (!each(mail, data)) {
                return true;
            }
        }
    }
}

/* In these literals 4 is a complaint: that mail has been read. What no inbound mail tells, the
 * relay said while it was tried: since it was sent, that is past. */
char *ledger_came_back(struct store *store, int64_t id, GError **error)
{
    SCOPED(statement)
    struct statement *find = statement_take(store, "SELECT status FROM bounce WHERE outgoing = ?1 "
                                                   "AND kind <> 4 AND inbound IS NOT NULL "
                                                   "ORDER BY id DESC LIMIT 1");
    statement_put_number(find, id);
    return statement_step(find, error) == STEP_ROW ? statement_text(find, 0) : NULL;
}

bool ledger_count_back(struct store *store, const char *issue, int64_t *count, GError **error)
{
    SCOPED(statement)
    struct statement *ask =
        statement_take(store, "SELECT count(DISTINCT b.outgoing) FROM bounce b "
                              "JOIN outgoing o ON o.id = b.outgoing "
                              "WHERE o.issue = ?1 AND o.state = 3 AND b.kind <> 4 "
                              "AND b.inbound IS NOT NULL");
    statement_put_text(ask, issue);
    return statement_run_number(ask, count, error);
}

bool ledger_reached(struct store *store, const char *issue, int64_t person, bool *reached,
                    GError **error)
{
    /* What was in doubt and then repeated, given up or dropped has left an event; "archive": it was
     * known not to have gone. A report of an
     * earlier copy says nothing about the last one; 4 is a complaint. */
    SCOPED(statement)
    struct statement *ask = statement_take(
        store, "SELECT EXISTS (SELECT 1 FROM outgoing o WHERE o.person = ?1 AND o.issue = ?2 AND "
               "(o.state IN (3, 5) OR (o.state = 2 AND o.handed = 1) OR EXISTS "
               "(SELECT 1 FROM event e WHERE e.person = o.person AND e.outgoing = o.id AND "
               "e.what = 'mail-out' AND e.before = 'doubt' AND e.actor <> 'archive')) "
               "AND NOT EXISTS "
               "(SELECT 1 FROM bounce b WHERE b.outgoing = o.id AND b.kind <> 4 AND "
               "b.inbound IS NOT NULL AND b.at >= o.changed))");
    statement_put_number(ask, person);
    statement_put_text(ask, issue);
    int64_t found = 0;
    if (!statement_run_number(ask, &found, error)) {
        return false;
    }
    *reached = found != 0;
    return true;
}

bool ledger_recent(struct store *store, const char *recipient, const char *kind, int64_t since,
                   int64_t *count, GError **error)
{
    g_autofree char *folded = address_fold(recipient);
    /* 4 and 6 are LEDGER_FAILED and LEDGER_DROPPED: those did not reach anybody. */
    SCOPED(statement)
    struct statement *ask = statement_take(
        store, "SELECT count(*) FROM outgoing WHERE issue IS NULL AND folded = ?1 AND "
               "queued >= ?2 AND state NOT IN (4, 6) AND "
               "CASE WHEN ?3 IS NULL THEN kind <> 'newsletter' ELSE kind = ?3 END");
    statement_put_text(ask, folded);
    statement_put_number(ask, since);
    statement_put_text(ask, kind);
    return statement_run_number(ask, count, error);
}

bool ledger_answers(struct store *store, const char *recipient, bool unproved, int64_t since,
                    int64_t *count, GError **error)
{
    g_autofree char *folded = address_fold(recipient);
    SCOPED(statement)
    struct statement *ask = statement_take(
        store, "SELECT count(*) FROM outgoing o JOIN inbound i ON i.id = o.inbound WHERE "
               "o.issue IS NULL AND o.folded = ?1 AND o.queued >= ?2 AND o.state NOT IN (4, 6) AND "
               "(?3 = 0 OR i.by_token = 0)");
    statement_put_text(ask, folded);
    statement_put_number(ask, since);
    statement_put_number(ask, unproved);
    return statement_run_number(ask, count, error);
}

/* What the limits let go: each issue has a moment of its own. */
static bool next_due_limited(struct store *store, enum ledger_class class, int64_t *moment,
                             GError **error)
{
    SCOPED(statement)
    struct statement *ask =
        statement_take(store, "SELECT coalesce(min(due), 9223372036854775807) FROM outgoing "
                              "WHERE state = 1 AND class = ?1 AND issue IS NULL");
    statement_put_number(ask, class);
    int64_t first = INT64_MAX;
    g_autoptr(GPtrArray) issues = NULL;
    if (!statement_run_number(ask, &first, error) ||
        (issues = ledger_open_issues(store, error)) == NULL) {
        return false;
    }
    for (guint i = 0; i < issues->len; i++) {
        int64_t due = INT64_MAX;
        if (!ledger_pass_next(store, class, g_ptr_array_index(issues, i), &due, error)) {
            return false;
        }
        first = MIN(first, due);
    }
    *moment = first;
    return true;
}

bool ledger_next_due(struct store *store, enum ledger_class class, int64_t *moment, GError **error)
{
    if (store->quota != NULL) {
        return next_due_limited(store, class, moment, error);
    }
    /* 4 is ISSUE_HELD: what staff have stopped is never due. Each part is one look into the index
     * of due rows. */
    SCOPED(statement)
    struct statement *ask = statement_take(
        store, "SELECT coalesce(min(due), 9223372036854775807) FROM ("
               "SELECT min(due) AS due FROM outgoing "
               "WHERE state = 1 AND class = ?1 AND issue IS NULL UNION ALL "
               "SELECT (SELECT min(o.due) FROM outgoing o WHERE o.state = 1 AND o.class = ?1 AND "
               "o.issue = i.name) FROM issue i WHERE i.state <> 4)");
    statement_put_number(ask, class);
    return statement_run_number(ask, moment, error);
}

bool ledger_oldest_doubt(struct store *store, int64_t *moment, GError **error)
{
    SCOPED(statement)
    struct statement *ask =
        statement_take(store, "SELECT coalesce(min(changed), 9223372036854775807) FROM outgoing "
                              "WHERE state = 5 AND state > 3");
    return statement_run_number(ask, moment, error);
}
