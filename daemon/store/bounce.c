#include "store/bounce.h"

#include "mail/address.h"
#include "store/ledger_row.h"

const char *bounce_kind_name(enum bounce_kind kind)
{
    static const char *const names[] = {[BOUNCE_HARD] = "hard",
                                        [BOUNCE_SOFT] = "soft",
                                        [BOUNCE_POLICY] = "policy",
                                        [BOUNCE_COMPLAINT] = "complaint"};
    g_assert(kind >= BOUNCE_HARD && kind <= BOUNCE_COMPLAINT);
    return names[kind];
}

/* Since the mail went: what came before belongs to an earlier try. */
static bool count_before(struct store *store, const struct ledger_mail *mail, bool complaint,
                         int64_t *count, GError **error)
{
    /* 4 is BOUNCE_COMPLAINT. */
    SCOPED(statement)
    struct statement *ask = statement_take(
        store, "SELECT count(*) FROM bounce WHERE outgoing = ?1 AND (kind = 4) = ?2 AND at >= ?3");
    statement_put_number(ask, mail->id);
    statement_put_number(ask, complaint);
    statement_put_number(ask, mail->changed);
    return statement_run_number(ask, count, error);
}

static bool insert(struct store *store, const struct cause *cause, const struct ledger_mail *mail,
                   enum bounce_kind kind, const char *status, GError **error)
{
    g_autofree char *folded = address_fold(mail->recipient);
    SCOPED(statement)
    struct statement *add = statement_take(
        store, "INSERT INTO bounce (at, outgoing, person, folded, kind, status, inbound) "
               "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
    statement_put_number(add, cause->at);
    statement_put_number(add, mail->id);
    statement_put_reference(add, mail->person);
    statement_put_text(add, folded);
    statement_put_number(add, kind);
    statement_put_text(add, status);
    statement_put_reference(add, cause->inbound);
    return statement_run(add, error);
}

bool bounce_add(struct store *store, const struct cause *cause, const struct ledger_mail *mail,
                enum bounce_kind kind, const char *status, bool *fresh, GError **error)
{
    statement_assert_transaction(store);
    int64_t before = 0;
    if (!count_before(store, mail, kind == BOUNCE_COMPLAINT, &before, error)) {
        return false;
    }
    *fresh = before == 0;
    return before > 0 ||
           (insert(store, cause, mail, kind, status, error) &&
            event_add(store, cause, mail->person, mail->id, "bounce", bounce_kind_name(kind), NULL,
                      *status != '\0' ? status : NULL, error));
}

/* The mails to one address, newest first: kind of its bounce (0: none), when it went. 3 and 4 are
 * LEDGER_SENT and LEDGER_FAILED. A bounce that is older than the last answer of the relay belongs
 * to an attempt before it. */
static struct statement *mails_to(struct store *store, const struct ledger_mail *mail)
{
    if (mail->person != 0) {
        return statement_take(
            store, "SELECT o.state, o.changed, (SELECT min(b.kind) FROM bounce b WHERE "
                   "b.outgoing = o.id AND b.at >= o.changed AND b.kind <> 4) FROM outgoing o "
                   "WHERE o.person = ?1 AND o.folded = ?2 AND o.queued > ?3 AND o.state IN (3, 4) "
                   "ORDER BY o.id DESC");
    }
    return statement_take(
        store, "SELECT o.state, o.changed, (SELECT min(b.kind) FROM bounce b WHERE "
               "b.outgoing = o.id AND b.at >= o.changed AND b.kind <> 4) FROM outgoing o "
               "WHERE ?1 = 0 AND o.issue IS NULL AND o.folded = ?2 AND o.queued > ?3 AND "
               "o.state IN (3, 4) ORDER BY o.id DESC");
}

bool bounce_in_a_row(struct store *store, const struct ledger_mail *mail, int64_t after,
                     struct bounce_row *row, GError **error)
{
    g_autofree char *folded = address_fold(mail->recipient);
    SCOPED(statement) struct statement *find = mails_to(store, mail);
    statement_put_number(find, mail->person);
    statement_put_text(find, folded);
    statement_put_number(find, after);
    struct bounce_row found = {0};
    enum step step;
    while ((step = statement_step(find, error)) == STEP_ROW) {
        enum bounce_kind kind = (enum bounce_kind)statement_number(find, 2);
        bool reached = kind == 0 && statement_number(find, 0) == LEDGER_SENT;
        if (reached && found.count > 0) {
            break; /* what went out later may still come back */
        }
        if (kind == BOUNCE_HARD || kind == BOUNCE_SOFT) {
            found.count++;
            found.first = statement_number(find, 1);
        }
    }
    if (step == STEP_FAILED) {
        return false;
    }
    *row = found;
    return true;
}

GPtrArray *bounce_unjudged(struct store *store, unsigned most, GError **error)
{
    SCOPED(statement)
    struct statement *find = statement_take(
        store, "SELECT id, state, class, kind, issue, person, inbound, recipient, sender, "
               "message_id, queued, due, changed, attempts, status, answer FROM outgoing "
               "WHERE state = 4 AND judged = 0 ORDER BY id LIMIT ?1");
    statement_put_number(find, most);
    return ledger_rows_read(find, false, error);
}

bool bounce_set_judged(struct store *store, int64_t outgoing, GError **error)
{
    statement_assert_transaction(store);
    SCOPED(statement)
    struct statement *write = statement_take(store, "UPDATE outgoing SET judged = 1 WHERE id = ?1");
    statement_put_number(write, outgoing);
    return statement_run(write, error);
}
