#include "store/ledger_failed.h"

#include "store/statement.h"

/* Held by the program because it may have gone several times: what staff hold has not been tried,
 * or its status is that of an answer. */
#define DOUBTED "state = 7 AND attempts > 0 AND coalesce(status, '') NOT LIKE '4%'"

/* For good, or held so: many of either are too many. */
#define FAILED "(state = 4 OR (" DOUBTED "))"

/* What the relay left so; a mail that was on its way when we ended has no answer. */
#define RELAY_DOUBT "state = 5 AND answer IS NOT NULL"

void ledger_reason_free(struct ledger_reason *reason)
{
    if (reason != NULL) {
        g_free(reason->status);
        g_free(reason->answer);
        g_free(reason);
    }
}

bool ledger_tried(struct store *store, const char *issue, int64_t most, struct ledger_tried *tried,
                  GError **error)
{
    SCOPED(statement)
    struct statement *ask = statement_take(
        store,
        "SELECT (SELECT count(*) FROM (SELECT 1 FROM outgoing WHERE issue = ?1 LIMIT ?2)), "
        "(SELECT count(*) FROM outgoing WHERE issue = ?1 AND state = 3), "
        "(SELECT count(*) FROM outgoing WHERE issue = ?1 AND state > 3 AND state = 4) + "
        "(SELECT count(*) FROM outgoing WHERE issue = ?1 AND state > 3 AND " DOUBTED "), "
        "EXISTS (SELECT 1 FROM outgoing WHERE issue = ?1 AND state IN (1, 2)), "
        "(SELECT count(*) FROM outgoing o JOIN bounce b ON b.outgoing = o.id "
        "WHERE o.issue = ?1 AND o.state = 3 AND b.kind = 1), "
        "(SELECT count(*) FROM outgoing WHERE issue = ?1 AND state > 3 AND " RELAY_DOUBT ")");
    statement_put_text(ask, issue);
    statement_put_number(ask, most);
    if (statement_step(ask, error) != STEP_ROW) {
        return false;
    }
    int64_t returned = statement_number(ask, 4);
    *tried = (struct ledger_tried){.copies = statement_number(ask, 0),
                                   .sent = statement_number(ask, 1) - returned,
                                   .failed = statement_number(ask, 2) + returned,
                                   .waiting = statement_number(ask, 3),
                                   .doubt = statement_number(ask, 5)};
    return true;
}

bool ledger_first(struct store *store, const char *issue, int64_t most, struct ledger_tried *tried,
                  GError **error)
{
    SCOPED(statement)
    struct statement *ask = statement_take(
        store,
        "SELECT count(*), total(state = 3 OR " FAILED "), "
        "total(" FAILED " OR (state = 3 AND EXISTS (SELECT 1 FROM bounce b "
        "WHERE b.outgoing = first.id AND b.kind = 1))), "
        "EXISTS (SELECT 1 FROM outgoing WHERE issue = ?1 AND state IN (1, 2)), total(" RELAY_DOUBT
        ") "
        "FROM (SELECT id, state, attempts, status, answer FROM outgoing WHERE issue = ?1 ORDER BY "
        "id LIMIT "
        "?2) first");
    statement_put_text(ask, issue);
    statement_put_number(ask, most);
    if (statement_step(ask, error) != STEP_ROW) {
        return false;
    }
    int64_t done = statement_number(ask, 1), failed = statement_number(ask, 2);
    *tried = (struct ledger_tried){.copies = statement_number(ask, 0),
                                   .sent = done - failed,
                                   .failed = failed,
                                   .waiting = statement_number(ask, 3),
                                   .doubt = statement_number(ask, 4)};
    return true;
}

static GPtrArray *read_reasons(struct statement *find, int64_t *count, GError **error)
{
    g_autoptr(GPtrArray) reasons =
        g_ptr_array_new_with_free_func((GDestroyNotify)ledger_reason_free);
    enum step step;
    while ((step = statement_step(find, error)) == STEP_ROW) {
        struct ledger_reason *reason = g_new0(struct ledger_reason, 1);
        reason->count = statement_number(find, 0);
        reason->status = statement_text(find, 1);
        reason->answer = statement_text(find, 2);
        *count = statement_number(find, 3);
        g_ptr_array_add(reasons, reason);
    }
    return step == STEP_DONE ? g_steal_pointer(&reasons) : NULL;
}

GPtrArray *ledger_reasons(struct store *store, const char *issue, unsigned most, GError **error)
{
    SCOPED(statement)
    struct statement *find = statement_take(
        store, "SELECT count(*), said, min(answer), sum(count(*)) OVER () FROM ("
               "SELECT coalesce(status, '') AS said, coalesce(answer, '') AS answer "
               "FROM outgoing WHERE issue = ?1 AND " FAILED " "
               "UNION ALL SELECT b.status, '' FROM outgoing o JOIN bounce b ON b.outgoing = o.id "
               "WHERE o.issue = ?1 AND o.state = 3 AND b.kind = 1) "
               "GROUP BY substr(said, 1, 3), substr(answer, 1, 12) "
               "ORDER BY count(*) DESC LIMIT ?2");
    statement_put_text(find, issue);
    statement_put_number(find, most);
    int64_t count = 0;
    return read_reasons(find, &count, error);
}

GPtrArray *ledger_given_up(struct store *store, int64_t since, unsigned most, int64_t *count,
                           GError **error)
{
    /* `state > 3` names the partial index of what is neither sent nor waits. */
    SCOPED(statement)
    struct statement *find =
        statement_take(store, "SELECT count(*), coalesce(status, ''), coalesce(min(answer), ''), "
                              "sum(count(*)) OVER () FROM outgoing WHERE state = 4 AND state > 3 "
                              "AND (status LIKE '4%' OR coalesce(status, '') = '') "
                              "AND changed >= ?1 "
                              "GROUP BY substr(status, 1, 3), substr(coalesce(answer, ''), 1, 12) "
                              "ORDER BY count(*) DESC LIMIT ?2");
    statement_put_number(find, since);
    statement_put_number(find, most);
    *count = 0;
    return read_reasons(find, count, error);
}

bool ledger_left_in_doubt(struct store *store, int64_t since, int64_t *count, GError **error)
{
    SCOPED(statement)
    struct statement *ask =
        statement_take(store, "SELECT count(*) FROM outgoing WHERE state > 3 AND " DOUBTED " "
                              "AND changed >= ?1");
    statement_put_number(ask, since);
    return statement_run_number(ask, count, error);
}

void ledger_later_clear(struct ledger_later *later)
{
    g_free(later->status);
    g_free(later->answer);
    *later = (struct ledger_later){0};
}

bool ledger_later(struct store *store, int64_t class, struct ledger_later *later, GError **error)
{
    /* 4 is ISSUE_HELD. */
    SCOPED(statement)
    struct statement *find = statement_take(
        store, "SELECT count(*) OVER (), min(tried) OVER (), "
               "min(folded) OVER () <> max(folded) OVER (), max(changed) OVER (), "
               "coalesce(status, ''), "
               "coalesce(answer, '') FROM outgoing o WHERE state = 1 AND tried IS NOT NULL AND "
               "(?1 = 0 OR class = ?1) AND "
               "NOT EXISTS (SELECT 1 FROM issue i WHERE i.name = o.issue AND i.state = 4) "
               "ORDER BY changed DESC, id DESC LIMIT 1");
    statement_put_number(find, class);
    enum step step = statement_step(find, error);
    if (step == STEP_ROW) {
        *later = (struct ledger_later){statement_number(find, 0),      statement_number(find, 1),
                                       statement_number(find, 2) != 0, statement_number(find, 3),
                                       statement_text(find, 4),        statement_text(find, 5)};
    } else if (step == STEP_DONE) {
        *later = (struct ledger_later){0};
    }
    return step == STEP_ROW || step == STEP_DONE;
}

bool ledger_sent_since(struct store *store, int64_t class, int64_t since, bool *sent,
                       GError **error)
{
    SCOPED(statement)
    struct statement *ask = statement_take(
        store, "SELECT EXISTS (SELECT 1 FROM outgoing WHERE state = 3 AND changed >= ?1 AND "
               "(?2 = 0 OR class = ?2))");
    statement_put_number(ask, since);
    statement_put_number(ask, class);
    int64_t found = 0;
    if (!statement_run_number(ask, &found, error)) {
        return false;
    }
    *sent = found != 0;
    return true;
}
