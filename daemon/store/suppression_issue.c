/* Suppressions beside the copies of an issue. */
#include "store/statement.h"
#include "store/suppression.h"

bool suppression_count_failed(struct store *store, const char *issue, int64_t *count,
                              GError **error)
{
    /* 4 is LEDGER_FAILED; `state > 3` names the partial index. */
    SCOPED(statement)
    struct statement *ask = statement_take(
        store, "SELECT count(*) FROM outgoing o JOIN suppression u ON u.folded = o.folded AND "
               "u.lifted IS NULL WHERE o.state = 4 AND o.state > 3 AND o.issue = ?1");
    statement_put_text(ask, issue);
    return statement_run_number(ask, count, error);
}

bool suppression_count_dropped(struct store *store, const char *issue, int64_t *count,
                               GError **error)
{
    /* 6 is LEDGER_DROPPED. */
    SCOPED(statement)
    struct statement *ask =
        statement_take(store, "SELECT count(*) FROM outgoing WHERE state = 6 AND state > 3 AND "
                              "issue = ?1 AND status = 'suppressed'");
    statement_put_text(ask, issue);
    return statement_run_number(ask, count, error);
}

static bool read_refused(struct statement *find, GPtrArray *addresses, GError **error)
{
    enum step step;
    while ((step = statement_step(find, error)) == STEP_ROW) {
        g_ptr_array_add(addresses, statement_text(find, 0));
    }
    return step == STEP_DONE;
}

bool suppression_lift_refused(struct store *store, const struct cause *cause, const char *issue,
                              int64_t *count, GError **error)
{
    statement_assert_transaction(store);
    g_autoptr(GPtrArray) addresses = g_ptr_array_new_with_free_func(g_free);
    {
        /* 1 is SUPPRESSION_HARD. */
        SCOPED(statement)
        struct statement *find = statement_take(
            store, "SELECT u.folded FROM suppression u JOIN outgoing o ON o.id = u.outgoing "
                   "WHERE u.lifted IS NULL AND u.reason = 1 AND u.inbound IS NULL AND "
                   "o.issue = ?1 ORDER BY u.id");
        statement_put_text(find, issue);
        if (!read_refused(find, addresses, error)) {
            return false;
        }
    }
    for (guint i = 0; i < addresses->len; i++) {
        bool lifted = false;
        if (!suppression_lift(store, cause, addresses->pdata[i], &lifted, error)) {
            return false;
        }
    }
    *count = addresses->len;
    return true;
}
