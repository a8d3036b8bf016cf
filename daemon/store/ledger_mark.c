/* The two marks of a row: before its body leaves, and after the relay's answer. */
#include "base/failure.h"
#include "base/text.h"
#include "store/ledger_row.h"
#include "store/quota_count.h"

#define ANSWER_LIMIT 500
#define MINUTE 60
#define HOUR 3600
#define GIVE_UP (5 * 24 * HOUR) /* RFC 5321 4.5.4.1: at least 4 to 5 days */
#define TRIES_LEAST 12          /* after a week's stop the second one is not the last */
#define TRIES_MOST 64           /* so many fit into these days */

/* Pauses after the first, second ... temporary refusal; the last one repeats. */
static const int64_t pauses[] = {MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 2 * HOUR};

/* A copy of an issue that was stopped after it was claimed waits again. */
static bool give_back_stopped(struct store *store, int64_t id, int64_t now, GError **error)
{
    SCOPED(statement)
    struct statement *write = statement_take(
        store, "UPDATE outgoing SET state = 1, changed = ?2, "
               "due = min(due, max(?2, " LEDGER_EARLIEST ")) WHERE id = ?1 AND state = 2 AND "
               "EXISTS (SELECT 1 FROM issue i WHERE i.name = outgoing.issue AND i.state = 4)");
    statement_put_number(write, id);
    statement_put_number(write, now);
    return statement_run(write, error) &&
           (statement_changes(store) == 0 || quota_give_back(store, id, error));
}

static bool hand_over(struct store *store, struct ledger_mark *mark, int64_t now, GError **error)
{
    SCOPED(statement)
    struct statement *write = statement_take(
        store, "UPDATE outgoing SET handed = 1, changed = ?2, status = ?3 "
               "WHERE id = ?1 AND state = 2 AND "
               "NOT EXISTS (SELECT 1 FROM issue i WHERE i.name = outgoing.issue AND i.state = 4)");
    statement_put_number(write, mark->id);
    statement_put_number(write, now);
    statement_put_text(write, g_strcmp0(mark->status, LEDGER_NO_COPY) == 0 ? LEDGER_NO_COPY : NULL);
    if (!statement_run(write, error)) {
        return false;
    }
    mark->go = statement_changes(store) > 0;
    return mark->go || give_back_stopped(store, mark->id, now, error);
}

/* What an answer makes of a row. */
struct outcome {
    enum ledger_state state;
    int64_t due; /* 0: as it was */
    int attempts;
    int64_t tried; /* when a server first said "later", 0: as before */
};

/* The days to try again count from the first of these answers, not from when the mail was queued:
 * limits, a stop or a dead relay may have kept it for longer than that. */
static bool first_try(struct store *store, int64_t id, int64_t now, int64_t *tried, GError **error)
{
    SCOPED(statement)
    struct statement *ask =
        statement_take(store, "SELECT coalesce(tried, ?2) FROM outgoing WHERE id = ?1");
    statement_put_number(ask, id);
    statement_put_number(ask, now);
    return statement_run_number(ask, tried, error);
}

/* Puts it off, or gives it up. */
static void put_off(const struct ledger_mail *mail, int64_t now, struct outcome *outcome)
{
    int64_t due = now + pauses[MIN((size_t)mail->attempts, G_N_ELEMENTS(pauses) - 1)];
    /* When the clock has been set back since, tries tell how long that is ago. */
    bool over = now < outcome->tried
                    ? outcome->attempts >= TRIES_MOST
                    : outcome->attempts >= TRIES_LEAST && due > outcome->tried + GIVE_UP;
    if (over) {
        outcome->state = LEDGER_FAILED;
    } else {
        outcome->due = due;
    }
}

static struct outcome judge(const struct ledger_mail *mail, int64_t now, int64_t tried,
                            enum ledger_result result)
{
    struct outcome outcome = {LEDGER_QUEUED, 0, mail->attempts + 1, tried};
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
        put_off(mail, now, &outcome);
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
        store, "UPDATE outgoing SET state = ?2, handed = 0, "
               "due = coalesce(?3, min(due, max(?5, " LEDGER_EARLIEST "))), attempts = ?4, "
               "changed = ?5, status = coalesce(?6, status), answer = coalesce(?7, answer), "
               "tried = coalesce(tried, ?8) WHERE id = ?1");
    statement_put_number(write, id);
    statement_put_number(write, outcome->state);
    statement_put_reference(write, outcome->due);
    statement_put_number(write, outcome->attempts);
    statement_put_number(write, now);
    statement_put_text(write, status);
    statement_put_text(write, line);
    statement_put_reference(write, outcome->tried);
    return statement_run(write, error);
}

static bool settle(struct store *store, const struct ledger_mail *mail, int64_t now,
                   const struct outcome *outcome, const char *status, const char *answer,
                   GError **error)
{
    if (mail->state != LEDGER_CLAIMED) {
        /* Taken back before it went: then it stays so. Of its envelope the relay may have said
         * anything; that it may have the mail cannot be. */
        if (outcome->state == LEDGER_QUEUED || outcome->state == LEDGER_FAILED) {
            return true;
        }
        g_set_error(error, STORE_ERROR, FAILURE_PERMANENT,
                    "mail %" G_GINT64_FORMAT " was answered with %s, but it is %s, not claimed",
                    mail->id, status != NULL ? status : "nothing", ledger_state_name(mail->state));
        return false;
    }
    return write_outcome(store, mail->id, now, outcome, status, answer, error);
}

/* The straight way, which nearly every mail takes, without reading the row; `done` false: it is not
 * on it. */
static bool settle_sent(struct store *store, const struct ledger_mark *mark, int64_t now,
                        bool *done, GError **error)
{
    g_autofree char *line = mark->answer != NULL ? text_one_line(mark->answer, ANSWER_LIMIT) : NULL;
    SCOPED(statement)
    struct statement *write = statement_take(
        store, "UPDATE outgoing SET state = 3, handed = 0, attempts = attempts + 1, changed = ?2, "
               "status = coalesce(?3, status), answer = coalesce(?4, answer) "
               "WHERE id = ?1 AND state = 2");
    statement_put_number(write, mark->id);
    statement_put_number(write, now);
    statement_put_text(write, mark->status);
    statement_put_text(write, line);
    if (!statement_run(write, error)) {
        return false;
    }
    *done = statement_changes(store) > 0;
    return true;
}

static bool settle_other(struct store *store, const struct ledger_mark *mark, int64_t now,
                         GError **error)
{
    SCOPED(statement)
    struct statement *find = statement_take(
        store, "SELECT id, state, class, kind, issue, person, inbound, recipient, sender, "
               "message_id, queued, due, changed, attempts, status, answer FROM outgoing "
               "WHERE id = ?1");
    statement_put_number(find, mark->id);
    g_autoptr(GPtrArray) found = ledger_rows_read(find, false, error);
    if (found == NULL) {
        return false;
    }
    if (found->len == 0) {
        return ledger_tell_missing(mark->id, error);
    }
    const struct ledger_mail *mail = g_ptr_array_index(found, 0);
    int64_t tried = 0;
    if (mark->result == LEDGER_LATER && !first_try(store, mail->id, now, &tried, error)) {
        return false;
    }
    const struct outcome outcome = judge(mail, now, tried, mark->result);
    bool untried = mark->result == LEDGER_NOT_TRIED || mark->result == LEDGER_OUR_FAULT;
    bool gives_back = untried && mail->state == LEDGER_CLAIMED;
    return settle(store, mail, now, &outcome, mark->status, mark->answer, error) &&
           (!gives_back || quota_give_back(store, mail->id, error));
}

static bool write_mark(struct store *store, struct ledger_mark *mark, int64_t now, GError **error)
{
    if (mark->result == 0) {
        return hand_over(store, mark, now, error);
    }
    bool done = false;
    if (mark->result == LEDGER_ACCEPTED && !settle_sent(store, mark, now, &done, error)) {
        return false;
    }
    return done || settle_other(store, mark, now, error);
}

bool ledger_mark(struct store *store, int64_t now, struct ledger_mark *marks, unsigned count,
                 GError **error)
{
    unsigned beginning = 0;
    bool released = true;
    for (unsigned i = 0; i < count; i++) {
        beginning += marks[i].result == 0 ? 1 : 0;
        released = released && (marks[i].result != 0 || ledger_is_released(store, marks[i].id));
    }
    STORE_ROLLS_BACK(store);
    if (!(released ? store_begin_mark(store, beginning, error) : store_begin(store, error))) {
        return false;
    }
    for (unsigned i = 0; i < count; i++) {
        if (!write_mark(store, &marks[i], now, error)) {
            return false;
        }
    }
    return store_commit(store, error);
}

bool ledger_hand_over(struct store *store, int64_t id, int64_t now, bool *go, GError **error)
{
    struct ledger_mark mark = {.id = id};
    if (!ledger_mark(store, now, &mark, 1, error)) {
        return false;
    }
    *go = mark.go;
    return true;
}

bool ledger_settle(struct store *store, int64_t id, int64_t now, enum ledger_result result,
                   const char *status, const char *answer, GError **error)
{
    struct ledger_mark mark = {id, result, status, answer, false};
    return ledger_mark(store, now, &mark, 1, error);
}

bool ledger_not_gone(struct store *store, int64_t id, int64_t now, GError **error)
{
    statement_assert_transaction(store);
    SCOPED(ledger_mail) struct ledger_mail *mail = ledger_get(store, id, error);
    if (mail == NULL || mail->state != LEDGER_DOUBT) {
        return mail != NULL;
    }
    struct outcome outcome = {LEDGER_QUEUED, 0, mail->attempts, 0};
    if (!first_try(store, id, now, &outcome.tried, error)) {
        return false;
    }
    if (mail->attempts > 1) {
        put_off(mail, now, &outcome);
    }
    quota_forget(store); /* it may be behind what was looked through */
    const struct cause cause = {.at = now, .actor = "archive"};
    return write_outcome(store, id, now, &outcome, NULL, NULL, error) &&
           event_add(store, &cause, mail->person, id, "mail-out",
                     mail->issue != NULL ? mail->issue : mail->kind, "doubt",
                     ledger_state_name(outcome.state), error);
}
