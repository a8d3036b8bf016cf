/* The way of a row from queued to claimed. */
#include "store/connection.h"
#include "store/ledger_row.h"
#include "store/pause.h"
#include "store/quota_count.h"
#include "store/subscription.h"
#include "store/suppression.h"

struct claim {
    int64_t now;
    enum ledger_class class;
    guint most;
    GPtrArray *mails; /* struct ledger_mail, claimed so far */
};

/* Sets the state of a queued row, and of `mail` with it. */
static bool move(struct store *store, struct ledger_mail *mail, enum ledger_state state,
                 int64_t now, GError **error)
{
    SCOPED(statement)
    struct statement *write = statement_take(
        store, "UPDATE outgoing SET state = ?2, handed = 0, changed = ?3, counted = ?3 / 3600 "
               "WHERE id = ?1");
    statement_put_number(write, mail->id);
    statement_put_number(write, state);
    statement_put_number(write, now);
    if (!statement_run(write, error)) {
        return false;
    }
    mail->state = state;
    mail->changed = now;
    return true;
}

static bool claim_letters(struct store *store, struct claim *claim, GError **error)
{
    SCOPED(statement)
    struct statement *find = statement_take(
        store,
        "SELECT o.id, o.state, o.class, o.kind, o.issue, o.person, o.inbound, o.recipient, "
        "o.sender, o.message_id, o.queued, o.due, o.changed, o.attempts, o.status, o.answer, "
        "NULL, m.composed FROM outgoing o LEFT JOIN outgoing_message m ON m.outgoing = o.id "
        "WHERE o.state = 1 AND o.class = ?1 AND o.issue IS NULL AND o.due <= ?2 "
        "ORDER BY o.due, o.id LIMIT ?3");
    statement_put_number(find, claim->class);
    statement_put_number(find, claim->now);
    statement_put_number(find, claim->most);
    g_autoptr(GPtrArray) letters = ledger_rows_read(find, true, error);
    if (letters == NULL) {
        return false;
    }
    for (guint i = 0; i < letters->len; i++) {
        if (!move(store, g_ptr_array_index(letters, i), LEDGER_CLAIMED, claim->now, error)) {
            return false;
        }
    }
    bool counted = quota_count(store, claim->now, letters, error);
    g_ptr_array_extend_and_steal(claim->mails, g_steal_pointer(&letters));
    return counted;
}

static bool write_reason(struct store *store, int64_t id, const char *why, GError **error)
{
    SCOPED(statement)
    struct statement *write =
        statement_take(store, "UPDATE outgoing SET status = ?2 WHERE id = ?1");
    statement_put_number(write, id);
    statement_put_text(write, why);
    return statement_run(write, error);
}

static bool drop(struct store *store, struct ledger_mail *copy, int64_t now, const char *why,
                 GError **error)
{
    const struct cause cause = {now, "program", 0};
    return move(store, copy, LEDGER_DROPPED, now, error) &&
           (why == NULL || write_reason(store, copy->id, why, error)) &&
           event_add(store, &cause, copy->person, copy->id, "mail-out", copy->issue, "queued",
                     "dropped", error);
}

/* Still wants the newsletter, now, and has an address that works. `why`: a pause, NULL. */
static bool is_reader(struct store *store, const struct ledger_mail *copy, int64_t now,
                      bool *reader, const char **why, GError **error)
{
    enum subscription_state state = SUBSCRIPTION_NONE;
    bool suppressed = false;
    struct pause pause;
    if (!subscription_get(store, copy->person, NEWSLETTER, &state, error) ||
        !suppression_holds(store, copy->recipient, &suppressed, error) ||
        !pause_of(store, copy->person, now, &pause, error)) {
        return false;
    }
    *reader = state == SUBSCRIPTION_ACTIVE && !suppressed && pause.until == 0;
    *why = pause.until != 0 ? LEDGER_PAUSE : NULL;
    return true;
}

static bool claim_or_drop(struct store *store, struct claim *claim, GPtrArray *copies,
                          GError **error)
{
    for (guint i = 0; i < copies->len; i++) {
        struct ledger_mail *copy = g_ptr_array_index(copies, i);
        bool reader = false;
        const char *why = NULL;
        if (!is_reader(store, copy, claim->now, &reader, &why, error)) {
            return false;
        }
        bool done = reader ? move(store, copy, LEDGER_CLAIMED, claim->now, error)
                           : drop(store, copy, claim->now, why, error);
        if (!done) {
            return false;
        }
    }
    for (guint i = copies->len; i-- > 0;) {
        const struct ledger_mail *copy = g_ptr_array_index(copies, i);
        if (copy->state == LEDGER_DROPPED) {
            g_ptr_array_remove_index(copies, i);
        }
    }
    bool counted = quota_count(store, claim->now, copies, error);
    g_ptr_array_extend_and_steal(claim->mails, g_ptr_array_ref(copies));
    return counted;
}

static GPtrArray *due_copies(struct store *store, const struct claim *claim, const char *issue,
                             guint most, GError **error)
{
    SCOPED(statement)
    struct statement *find = statement_take(
        store,
        "SELECT o.id, o.state, o.class, o.kind, o.issue, o.person, o.inbound, o.recipient, "
        "o.sender, o.message_id, o.queued, o.due, o.changed, o.attempts, o.status, o.answer, "
        "s.slots, NULL FROM outgoing o LEFT JOIN outgoing_slots s ON s.outgoing = o.id "
        "WHERE o.state = 1 AND o.class = ?1 AND o.issue = ?2 AND o.due <= ?3 "
        "ORDER BY o.due, o.id LIMIT ?4");
    statement_put_number(find, claim->class);
    statement_put_text(find, issue);
    statement_put_number(find, claim->now);
    statement_put_number(find, most);
    return ledger_rows_read(find, true, error);
}

/* Until an issue is judged few of its copies are under way, so that it can stop itself early. */
static bool find_room(struct store *store, const char *issue, int64_t *room, GError **error)
{
    /* 2 is ISSUE_SENDING, and LEDGER_CLAIMED. */
    SCOPED(statement)
    struct statement *ask = statement_take(
        store, "SELECT CASE WHEN i.state = 2 AND i.judged = 0 THEN ?2 - (SELECT count(*) FROM "
               "outgoing WHERE state = 2 AND issue = ?1) ELSE 9223372036854775807 END "
               "FROM issue i WHERE i.name = ?1");
    statement_put_text(ask, issue);
    statement_put_number(ask, LEDGER_UNJUDGED);
    return statement_run_number(ask, room, error);
}

/* Round by round, because dropped copies leave room. */
static bool claim_copies(struct store *store, struct claim *claim, const char *issue,
                         GError **error)
{
    int64_t room = 0;
    if (!find_room(store, issue, &room, error)) {
        return false;
    }
    int64_t left = (int64_t)claim->most - claim->mails->len;
    guint full = claim->mails->len + (guint)CLAMP(room, 0, left);
    while (claim->mails->len < full) {
        guint most = full - claim->mails->len;
        g_autoptr(GPtrArray) copies =
            store->quota == NULL ? due_copies(store, claim, issue, most, error)
                                 : ledger_pass(store, claim->now, claim->class, issue, most, error);
        if (copies == NULL || copies->len == 0) {
            return copies != NULL;
        }
        if (!claim_or_drop(store, claim, copies, error)) {
            return false;
        }
    }
    return true;
}

GPtrArray *ledger_open_issues(struct store *store, GError **error)
{
    /* 4 is ISSUE_HELD. */
    SCOPED(statement)
    struct statement *find =
        statement_take(store, "SELECT name FROM issue WHERE state <> 4 ORDER BY due, name");
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    enum step step;
    while ((step = statement_step(find, error)) == STEP_ROW) {
        g_ptr_array_add(names, statement_text(find, 0));
    }
    return step == STEP_DONE ? g_steal_pointer(&names) : NULL;
}

static bool claim_newsletters(struct store *store, struct claim *claim, GError **error)
{
    g_autoptr(GPtrArray) issues = ledger_open_issues(store, error);
    if (issues == NULL) {
        return false;
    }
    for (guint i = 0; i < issues->len && claim->mails->len < claim->most; i++) {
        if (!claim_copies(store, claim, g_ptr_array_index(issues, i), error)) {
            return false;
        }
    }
    return true;
}

GPtrArray *ledger_claim(struct store *store, int64_t now, enum ledger_class class, unsigned most,
                        GError **error)
{
    g_autoptr(GPtrArray) mails = g_ptr_array_new_with_free_func((GDestroyNotify)ledger_mail_free);
    struct claim claim = {now, class, most, mails};
    STORE_ROLLS_BACK(store);
    if (!store_begin(store, error) || !quota_refresh(store, now, error) ||
        !claim_letters(store, &claim, error) || !claim_newsletters(store, &claim, error) ||
        !store_commit(store, error)) {
        quota_forget(store);
        return NULL;
    }
    return g_steal_pointer(&mails);
}
