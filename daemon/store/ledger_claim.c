/* The way of a row from queued to the relay's answer. */
#include "base/failure.h"
#include "base/text.h"
#include "store/ledger_row.h"
#include "store/subscription.h"

#define ANSWER_LIMIT 500
#define MINUTE 60
#define HOUR 3600
#define GIVE_UP (5 * 24 * HOUR) /* RFC 5321 4.5.4.1: at least 4 to 5 days */

/* Pauses after the first, second ... temporary refusal; the last one repeats. */
static const int64_t pauses[] = {MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 2 * HOUR};

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
        store, "UPDATE outgoing SET state = ?2, handed = 0, changed = ?3 WHERE id = ?1");
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
        "o.slots, m.composed FROM outgoing o LEFT JOIN outgoing_message m ON m.outgoing = o.id "
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
    g_ptr_array_extend_and_steal(claim->mails, g_steal_pointer(&letters));
    return true;
}

static bool drop(struct store *store, struct ledger_mail *copy, int64_t now, GError **error)
{
    const struct cause cause = {now, "program", 0};
    return move(store, copy, LEDGER_DROPPED, now, error) &&
           event_add(store, &cause, copy->person, copy->id, "mail-out", copy->issue, "queued",
                     "dropped", error);
}

static bool claim_or_drop(struct store *store, struct claim *claim, GPtrArray *copies,
                          GError **error)
{
    for (guint i = 0; i < copies->len; i++) {
        struct ledger_mail *copy = g_ptr_array_index(copies, i);
        enum subscription_state state = SUBSCRIPTION_NONE;
        if (!subscription_get(store, copy->person, NEWSLETTER, &state, error)) {
            return false;
        }
        bool done = state == SUBSCRIPTION_ACTIVE
                        ? move(store, copy, LEDGER_CLAIMED, claim->now, error)
                        : drop(store, copy, claim->now, error);
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
    g_ptr_array_extend_and_steal(claim->mails, g_ptr_array_ref(copies));
    return true;
}

/* Round by round, because dropped copies leave room. */
static bool claim_copies(struct store *store, struct claim *claim, const char *issue,
                         GError **error)
{
    while (claim->mails->len < claim->most) {
        SCOPED(statement)
        struct statement *find = statement_take(
            store, "SELECT id, state, class, kind, issue, person, inbound, recipient, sender, "
                   "message_id, queued, due, changed, attempts, status, answer, slots, NULL "
                   "FROM outgoing WHERE state = 1 AND class = ?1 AND issue = ?2 AND due <= ?3 "
                   "ORDER BY due, id LIMIT ?4");
        statement_put_number(find, claim->class);
        statement_put_text(find, issue);
        statement_put_number(find, claim->now);
        statement_put_number(find, claim->most - claim->mails->len);
        g_autoptr(GPtrArray) copies = ledger_rows_read(find, true, error);
        if (copies == NULL || copies->len == 0) {
            return copies != NULL;
        }
        if (!claim_or_drop(store, claim, copies, error)) {
            return false;
        }
    }
    return true;
}

/* Names of the issues that staff have not stopped, the oldest first. The caller owns it. */
static GPtrArray *open_issues(struct store *store, GError **error)
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
    g_autoptr(GPtrArray) issues = open_issues(store, error);
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
    if (!store_begin(store, error) || !claim_letters(store, &claim, error) ||
        !claim_newsletters(store, &claim, error) || !store_commit(store, error)) {
        return NULL;
    }
    return g_steal_pointer(&mails);
}

/* A copy of an issue that was stopped after it was claimed waits again. */
static bool give_back_stopped(struct store *store, int64_t id, int64_t now, GError **error)
{
    SCOPED(statement)
    struct statement *write = statement_take(
        store, "UPDATE outgoing SET state = 1, changed = ?2 WHERE id = ?1 AND state = 2 AND "
               "EXISTS (SELECT 1 FROM issue i WHERE i.name = outgoing.issue AND i.state = 4)");
    statement_put_number(write, id);
    statement_put_number(write, now);
    return statement_run(write, error);
}

static bool mark_handed(struct store *store, int64_t id, int64_t now, bool *ours, GError **error)
{
    SCOPED(statement)
    struct statement *write = statement_take(
        store, "UPDATE outgoing SET handed = 1, changed = ?2 WHERE id = ?1 AND state = 2");
    statement_put_number(write, id);
    statement_put_number(write, now);
    if (!statement_run(write, error)) {
        return false;
    }
    *ours = statement_changes(store) > 0;
    return true;
}

bool ledger_hand_over(struct store *store, int64_t id, int64_t now, bool *go, GError **error)
{
    bool ours = false;
    STORE_ROLLS_BACK(store);
    if (!store_begin_mark(store, error) || !give_back_stopped(store, id, now, error) ||
        !mark_handed(store, id, now, &ours, error) || !store_commit(store, error)) {
        return false;
    }
    *go = ours;
    return true;
}

/* What an answer makes of a row. */
struct outcome {
    enum ledger_state state;
    int64_t due;
    int attempts;
};

static struct outcome judge(const struct ledger_mail *mail, int64_t now, enum ledger_result result)
{
    struct outcome outcome = {LEDGER_QUEUED, mail->due, mail->attempts + 1};
    switch (result) {
    case LEDGER_ACCEPTED:
        outcome.state = LEDGER_SENT;
        break;
    case LEDGER_REFUSED:
        outcome.state = LEDGER_FAILED;
        break;
    case LEDGER_IN_DOUBT:
        outcome.state = LEDGER_DOUBT;
        break;
    case LEDGER_LATER:
        outcome.due = now + pauses[MIN((size_t)mail->attempts, G_N_ELEMENTS(pauses) - 1)];
        if (outcome.due > mail->queued + GIVE_UP) {
            outcome.due = mail->due;
            outcome.state = LEDGER_FAILED;
        }
        break;
    case LEDGER_NOT_TRIED:
    case LEDGER_OUR_FAULT:
        outcome.attempts = mail->attempts;
        break;
    }
    return outcome;
}

static bool write_outcome(struct store *store, int64_t id, int64_t now,
                          const struct outcome *outcome, const char *status, const char *answer,
                          GError **error)
{
    g_autofree char *line = answer != NULL ? text_one_line(answer, ANSWER_LIMIT) : NULL;
    SCOPED(statement)
    struct statement *write = statement_take(
        store, "UPDATE outgoing SET state = ?2, handed = 0, due = ?3, attempts = ?4, "
               "changed = ?5, status = coalesce(?6, status), answer = coalesce(?7, answer) "
               "WHERE id = ?1");
    statement_put_number(write, id);
    statement_put_number(write, outcome->state);
    statement_put_number(write, outcome->due);
    statement_put_number(write, outcome->attempts);
    statement_put_number(write, now);
    statement_put_text(write, status);
    statement_put_text(write, line);
    return statement_run(write, error);
}

static bool settle(struct store *store, const struct ledger_mail *mail, int64_t now,
                   const struct outcome *outcome, const char *status, const char *answer,
                   GError **error)
{
    if (mail->state != LEDGER_CLAIMED) {
        /* Taken back before it went: then it stays so. */
        if (outcome->state == LEDGER_QUEUED) {
            return true;
        }
        g_set_error(error, STORE_ERROR, FAILURE_PERMANENT,
                    "mail %" G_GINT64_FORMAT " was answered with %s, but it is %s, not claimed",
                    mail->id, status != NULL ? status : "nothing", ledger_state_name(mail->state));
        return false;
    }
    return write_outcome(store, mail->id, now, outcome, status, answer, error);
}

bool ledger_settle(struct store *store, int64_t id, int64_t now, enum ledger_result result,
                   const char *status, const char *answer, GError **error)
{
    STORE_ROLLS_BACK(store);
    if (!store_begin_mark(store, error)) {
        return false;
    }
    SCOPED(statement)
    struct statement *find = statement_take(
        store, "SELECT id, state, class, kind, issue, person, inbound, recipient, sender, "
               "message_id, queued, due, changed, attempts, status, answer FROM outgoing "
               "WHERE id = ?1");
    statement_put_number(find, id);
    g_autoptr(GPtrArray) found = ledger_rows_read(find, false, error);
    if (found == NULL) {
        return false;
    }
    if (found->len == 0) {
        return ledger_tell_missing(id, error);
    }
    const struct ledger_mail *mail = g_ptr_array_index(found, 0);
    const struct outcome outcome = judge(mail, now, result);
    return settle(store, mail, now, &outcome, status, answer, error) && store_commit(store, error);
}
