/* Rows that leave the straight way: taken back, found after a crash, decided by staff. */
#include "base/failure.h"
#include "store/ledger_row.h"
#include "store/quota_count.h"
#include "store/setting.h"

static bool drop_copy(struct store *store, const struct cause *cause,
                      const struct ledger_mail *copy, const char *why, GError **error)
{
    SCOPED(statement)
    struct statement *write = statement_take(
        store, "UPDATE outgoing SET state = 6, changed = ?2, status = coalesce(?3, status) "
               "WHERE id = ?1");
    statement_put_number(write, copy->id);
    statement_put_number(write, cause->at);
    statement_put_text(write, why);
    bool counted = copy->state == LEDGER_CLAIMED;
    return (!counted || quota_give_back(store, copy->id, error)) && statement_run(write, error) &&
           event_add(store, cause, copy->person, copy->id, "mail-out", copy->issue,
                     ledger_state_name(copy->state), "dropped", error);
}

bool ledger_drop_found(struct store *store, const struct cause *cause, struct statement *find,
                       const char *why, GError **error)
{
    g_autoptr(GPtrArray) mails = ledger_rows_read(find, false, error);
    for (guint i = 0; mails != NULL && i < mails->len; i++) {
        if (!drop_copy(store, cause, g_ptr_array_index(mails, i), why, error)) {
            return false;
        }
    }
    return mails != NULL;
}

bool ledger_take_back(struct store *store, const struct cause *cause, int64_t person,
                      const char *why, GError **error)
{
    statement_assert_transaction(store);
    /* Queued, held, and claimed until the mark before the body: the sender asks ledger_hand_over.
     */
    SCOPED(statement)
    struct statement *find = statement_take(
        store, "SELECT id, state, class, kind, issue, person, inbound, recipient, sender, "
               "message_id, queued, due, changed, attempts, status, answer FROM outgoing "
               "WHERE person = ?1 AND issue IS NOT NULL AND "
               "(state IN (1, 7) OR (state = 2 AND handed = 0)) ORDER BY id");
    statement_put_number(find, person);
    return ledger_drop_found(store, cause, find, why, error);
}

bool ledger_drop_claimed(struct store *store, const struct cause *cause, const char *folded,
                         bool letters, GError **error)
{
    statement_assert_transaction(store);
    SCOPED(statement)
    struct statement *find = statement_take(
        store, "SELECT id, state, class, kind, issue, person, inbound, recipient, sender, "
               "message_id, queued, due, changed, attempts, status, answer FROM outgoing "
               "WHERE state = 2 AND handed = 0 AND +folded = ?1 AND "
               "(+issue IS NOT NULL OR ?2) ORDER BY id");
    statement_put_text(find, folded);
    statement_put_number(find, letters);
    return ledger_drop_found(store, cause, find, LEDGER_SUPPRESSED, error);
}

static bool queue_again(struct store *store, const struct cause *cause,
                        const struct ledger_mail *copy, GError **error)
{
    SCOPED(statement)
    struct statement *write = statement_take(
        store, "UPDATE outgoing SET state = 1, changed = ?2, status = NULL WHERE id = ?1");
    statement_put_number(write, copy->id);
    statement_put_number(write, cause->at);
    return statement_run(write, error) &&
           event_add(store, cause, copy->person, copy->id, "mail-out", copy->issue, "dropped",
                     "queued", error);
}

bool ledger_queue_suppressed(struct store *store, const struct cause *cause, const char *folded,
                             int64_t since, GError **error)
{
    statement_assert_transaction(store);
    /* 6 is LEDGER_DROPPED, 2 ISSUE_SENDING, 4 ISSUE_HELD: an issue that is sent stays so, and one
     * that was given up. */
    SCOPED(statement)
    struct statement *find = statement_take(
        store, "SELECT o.id, o.state, o.class, o.kind, o.issue, o.person, o.inbound, o.recipient, "
               "o.sender, o.message_id, o.queued, o.due, o.changed, o.attempts, o.status, o.answer "
               "FROM outgoing o JOIN issue i ON i.name = o.issue AND i.latest >= ?3 "
               "AND (i.state = 2 OR (i.state = 4 AND i.why_held IS NOT 'dropped')) "
               "WHERE o.state = 6 AND o.state > 3 AND o.folded = ?1 AND o.status = 'suppressed' "
               "AND o.changed >= ?2 AND o.attempts = 0 AND o.tried IS NULL AND o.handed = 0 "
               "ORDER BY o.id");
    statement_put_text(find, folded);
    statement_put_number(find, since);
    statement_put_number(find, cause->at);
    g_autoptr(GPtrArray) copies = ledger_rows_read(find, false, error);
    for (guint i = 0; copies != NULL && i < copies->len; i++) {
        if (!queue_again(store, cause, g_ptr_array_index(copies, i), error)) {
            return false;
        }
    }
    if (copies != NULL && copies->len > 0) {
        quota_forget(store); /* they are behind the cursors */
    }
    return copies != NULL;
}

static bool requeue_claimed(struct store *store, int64_t now, int64_t *count, GError **error)
{
    SCOPED(statement)
    struct statement *write = statement_take(store, "UPDATE outgoing SET state = 1, changed = ?1, "
                                                    "due = min(due, max(?1, " LEDGER_EARLIEST
                                                    ")) WHERE state = 2 AND handed = 0");
    statement_put_number(write, now);
    if (!statement_run(write, error)) {
        return false;
    }
    *count = statement_changes(store);
    return true;
}

/* Those that were handed over. `power_cut`: and those that may have been, as far as the disk knows.
 */
static bool doubt_claimed(struct store *store, int64_t now, bool power_cut, int64_t *count,
                          GError **error)
{
    SCOPED(statement)
    struct statement *write = statement_take(
        store, "UPDATE outgoing SET state = 5, handed = 0, attempts = attempts + 1, changed = ?1 "
               "WHERE state = 2 AND handed = 1");
    statement_put_number(write, now);
    if (!statement_run(write, error)) {
        return false;
    }
    *count = statement_changes(store);
    return !power_cut || ledger_doubt_window(store, now, count, error);
}

/* Whether the machine may have been started anew since the last time. Writes down this one. */
static bool compare_boots(struct store *store, const char *boot, bool *another, GError **error)
{
    g_autoptr(GError) failure = NULL;
    g_autofree char *last = setting_get(store, "boot", &failure);
    if (failure != NULL) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return false;
    }
    *another = boot == NULL || g_strcmp0(boot, last) != 0;
    return boot == NULL || !*another || setting_set(store, "boot", boot, error);
}

bool ledger_recover(struct store *store, int64_t now, const char *boot, int64_t *requeued,
                    int64_t *doubtful, GError **error)
{
    int64_t again = 0, doubt = 0;
    bool another = false;
    STORE_ROLLS_BACK(store);
    if (!store_begin(store, error) || !compare_boots(store, boot, &another, error) ||
        !doubt_claimed(store, now, another, &doubt, error) ||
        !quota_give_back_claimed(store, NULL, error) ||
        !requeue_claimed(store, now, &again, error) || !ledger_close_window(store, error) ||
        !store_commit(store, error)) {
        return false;
    }
    *requeued = again;
    *doubtful = doubt;
    return true;
}

/* `tried` stays: when it is the clock of now that is wrong, the days to try again count from it. */
#define QUEUED_AHEAD "state = 1 AND due > ?1 + 86400 AND changed > ?1 + 86400"
/* In doubt, or held. */
#define WAITS_AHEAD "state > 3 AND state IN (5, 7) AND changed > ?1 + 86400"

static bool any_ahead(struct store *store, int64_t now, int64_t *any, GError **error)
{
    SCOPED(statement)
    struct statement *ask = statement_take(
        store, "SELECT EXISTS (SELECT 1 FROM outgoing INDEXED BY outgoing_due "
               "WHERE " QUEUED_AHEAD ") OR EXISTS (SELECT 1 FROM outgoing WHERE " WAITS_AHEAD ")");
    statement_put_number(ask, now);
    return statement_run_number(ask, any, error);
}

static bool move_near(struct store *store, int64_t now, int64_t *count, GError **error)
{
    STORE_ROLLS_BACK(store);
    if (!store_begin(store, error)) {
        return false;
    }
    SCOPED(statement)
    struct statement *write =
        statement_take(store, "UPDATE outgoing SET changed = ?1, "
                              "due = min(due, max(?1 + due - changed, " LEDGER_EARLIEST ")) "
                              "WHERE (" QUEUED_AHEAD ") OR (" WAITS_AHEAD ")");
    statement_put_number(write, now);
    if (!statement_run(write, error)) {
        return false;
    }
    *count = statement_changes(store);
    quota_forget(store);
    return store_commit(store, error);
}

bool ledger_bring_near(struct store *store, int64_t now, int64_t *count, GError **error)
{
    *count = 0;
    int64_t any = 0;
    if (!any_ahead(store, now, &any, error)) {
        return false;
    }
    return any == 0 || move_near(store, now, count, error);
}

/* Which states staff may set a row to, as bits, by the state it is in. */
static unsigned ways_out(enum ledger_state state)
{
    switch (state) {
    case LEDGER_DOUBT:
        return 1U << LEDGER_QUEUED | 1U << LEDGER_SENT | 1U << LEDGER_HELD | 1U << LEDGER_DROPPED;
    case LEDGER_QUEUED: /* queued again: due now */
        return 1U << LEDGER_QUEUED | 1U << LEDGER_HELD | 1U << LEDGER_DROPPED;
    case LEDGER_HELD:
    case LEDGER_FAILED:
        return 1U << LEDGER_QUEUED | 1U << LEDGER_DROPPED;
    case LEDGER_CLAIMED:
    case LEDGER_SENT:
    case LEDGER_DROPPED:
        break;
    }
    return 0;
}

static bool write_state(struct store *store, const struct cause *cause,
                        const struct ledger_mail *mail, enum ledger_state state, GError **error)
{
    quota_forget(store); /* it may be behind what was looked through */
    /* What failed starts its five days anew; everything else keeps its age and its turn, which for
     * what is in doubt has come. Its age it keeps too when staff or its reader have said that the
     * address gets nothing (SUPPRESSION_COMPLAINT, _STAFF): ledger_claim sees which was first. */
    bool anew = mail->state == LEDGER_FAILED && state == LEDGER_QUEUED;
    bool hurry = mail->state == LEDGER_QUEUED && state == LEDGER_QUEUED;
    SCOPED(statement)
    struct statement *write = statement_take(
        store, "UPDATE outgoing SET state = ?2, handed = 0, queued = CASE WHEN ?3 AND NOT EXISTS "
               "(SELECT 1 FROM suppression u WHERE u.folded = outgoing.folded AND "
               "u.lifted IS NULL AND u.reason IN (3, 4)) THEN ?6 ELSE queued END, "
               "due = CASE WHEN ?4 THEN ?6 WHEN state = 5 THEN "
               "min(due, max(?6, " LEDGER_EARLIEST ")) ELSE due END, attempts = ?5, "
               "changed = ?6, judged = 0, tried = CASE WHEN ?3 THEN NULL ELSE tried END "
               "WHERE id = ?1");
    statement_put_number(write, mail->id);
    statement_put_number(write, state);
    statement_put_number(write, anew);
    statement_put_number(write, anew || hurry);
    statement_put_number(write, anew ? 0 : mail->attempts);
    statement_put_number(write, cause->at);
    return statement_run(write, error);
}

bool ledger_may(enum ledger_state from, enum ledger_state to)
{
    return (ways_out(from) & 1U << to) != 0;
}

bool ledger_give_back(struct store *store, const char *issue, int64_t now, GError **error)
{
    statement_assert_transaction(store);
    SCOPED(statement)
    struct statement *write =
        statement_take(store, "UPDATE outgoing SET state = 1, changed = ?2, "
                              "due = min(due, max(?2, " LEDGER_EARLIEST ")) "
                              "WHERE +issue = ?1 AND state = 2 AND handed = 0");
    statement_put_text(write, issue);
    statement_put_number(write, now);
    return quota_give_back_claimed(store, issue, error) && statement_run(write, error);
}

bool ledger_drop_some(struct store *store, const char *issue, int64_t now, unsigned most,
                      int64_t *dropped, GError **error)
{
    statement_assert_transaction(store);
    SCOPED(statement)
    struct statement *write = statement_take(
        store, "UPDATE outgoing SET state = 6, changed = ?2 WHERE id IN (SELECT id FROM outgoing "
               "WHERE issue = ?1 AND state IN (1, 7) LIMIT ?3)");
    statement_put_text(write, issue);
    statement_put_number(write, now);
    statement_put_number(write, most);
    if (!ledger_give_back(store, issue, now, error) || !statement_run(write, error)) {
        return false;
    }
    *dropped = statement_changes(store);
    return true;
}

bool ledger_any_to_drop(struct store *store, const char *issue, bool *any, GError **error)
{
    int64_t found = 0;
    /* Each literal names the partial index of its states. */
    SCOPED(statement)
    struct statement *ask = statement_take(
        store, "SELECT EXISTS (SELECT 1 FROM outgoing WHERE state = 1 AND class IN (1, 2) AND "
               "issue = ?1) OR EXISTS (SELECT 1 FROM outgoing WHERE state = 7 AND state > 3 AND "
               "issue = ?1)");
    statement_put_text(ask, issue);
    if (!statement_run_number(ask, &found, error)) {
        return false;
    }
    *any = found != 0;
    return true;
}

bool ledger_resolve(struct store *store, const struct cause *cause, int64_t id,
                    enum ledger_state state, GError **error)
{
    statement_assert_transaction(store);
    SCOPED(ledger_mail) struct ledger_mail *mail = ledger_get(store, id, error);
    if (mail == NULL) {
        return false;
    }
    if (!ledger_may(mail->state, state)) {
        g_set_error(error, STORE_ERROR, FAILURE_PERMANENT,
                    "mail %" G_GINT64_FORMAT " is %s and cannot become %s", id,
                    ledger_state_name(mail->state), ledger_state_name(state));
        return false;
    }
    return write_state(store, cause, mail, state, error) &&
           event_add(store, cause, mail->person, id, "mail-out",
                     mail->issue != NULL ? mail->issue : mail->kind, ledger_state_name(mail->state),
                     ledger_state_name(state), error);
}
