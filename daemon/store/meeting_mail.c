#include "store/meeting_mail.h"

#include "store/bounce.h"
#include "store/ledger_row.h"
#include "store/statement.h"

bool meeting_mail_note(struct store *store, const struct meeting_mail *mail, GError **error)
{
    statement_assert_transaction(store);
    SCOPED(statement)
    struct statement *add =
        statement_take(store, "INSERT INTO meeting_mail (outgoing, meeting, person, what, "
                              "sequence) VALUES (?1, ?2, ?3, ?4, ?5)");
    statement_put_number(add, mail->outgoing);
    statement_put_number(add, mail->meeting);
    statement_put_reference(add, mail->person);
    statement_put_text(add, mail->what);
    statement_put_number(add, mail->sequence);
    return statement_run(add, error);
}

bool meeting_mail_of(struct store *store, int64_t outgoing, struct meeting_mail *found,
                     GError **error)
{
    *found = (struct meeting_mail){0};
    SCOPED(statement)
    struct statement *find = statement_take(
        store, "SELECT outgoing, meeting, person, sequence FROM meeting_mail WHERE outgoing = ?1");
    statement_put_number(find, outgoing);
    enum step step = statement_step(find, error);
    if (step == STEP_ROW) {
        *found = (struct meeting_mail){.outgoing = statement_number(find, 0),
                                       .meeting = statement_number(find, 1),
                                       .person = statement_number(find, 2),
                                       .sequence = (int)statement_number(find, 3)};
    }
    return step != STEP_FAILED;
}

bool meeting_mail_count(struct store *store, int64_t meeting, int64_t person, const char *what,
                        int64_t *count, GError **error)
{
    SCOPED(statement)
    struct statement *find =
        statement_take(store, "SELECT count(*) FROM meeting_mail "
                              "WHERE meeting = ?1 AND person = ?2 AND what = ?3");
    statement_put_number(find, meeting);
    statement_put_number(find, person);
    statement_put_text(find, what);
    return statement_run_number(find, count, error);
}

bool meeting_mail_stamped(struct store *store, int64_t meeting, int64_t person, int64_t *moment,
                          GError **error)
{
    SCOPED(statement)
    struct statement *find = statement_take(
        store, "SELECT max(o.queued) FROM meeting_mail m JOIN outgoing o ON o.id = m.outgoing "
               "WHERE m.meeting = ?1 AND m.person = ?2 "
               "AND m.what IN ('invitation', 'missing', 'changed', 'cancelled')");
    statement_put_number(find, meeting);
    statement_put_number(find, person);
    return statement_run_number(find, moment, error);
}

bool meeting_mail_arrived(struct store *store, int64_t meeting, int64_t person, const char *what,
                          bool *arrived, GError **error)
{
    SCOPED(statement)
    struct statement *find = statement_take(
        store,
        "SELECT count(*) FROM meeting_mail JOIN outgoing ON outgoing.id = meeting_mail.outgoing "
        "WHERE meeting_mail.meeting = ?1 AND meeting_mail.person = ?2 AND what = ?3 "
        "AND outgoing.state = ?4 AND NOT EXISTS (SELECT 1 FROM bounce "
        "WHERE bounce.outgoing = meeting_mail.outgoing AND bounce.kind <> ?5)");
    statement_put_number(find, meeting);
    statement_put_number(find, person);
    statement_put_text(find, what);
    statement_put_number(find, LEDGER_SENT);
    statement_put_number(find, BOUNCE_COMPLAINT);
    int64_t count = 0;
    bool read = statement_run_number(find, &count, error);
    *arrived = count > 0;
    return read;
}

bool meeting_mail_mark(struct store *store, int64_t meeting, int64_t person, const char *what,
                       int *mark, GError **error)
{
    SCOPED(statement)
    struct statement *find = statement_take(
        store, "SELECT coalesce((SELECT value FROM meeting_mail JOIN rating "
               "USING (outgoing, person) WHERE meeting = ?1 AND person = ?2 AND what = ?3 "
               "ORDER BY at DESC LIMIT 1), 0)");
    statement_put_number(find, meeting);
    statement_put_number(find, person);
    statement_put_text(find, what);
    int64_t value = 0;
    bool read = statement_run_number(find, &value, error);
    *mark = (int)value;
    return read;
}

/* Those that are queued or held. The caller owns it. */
static GArray *waiting(struct store *store, const struct meeting_mail *mail, GError **error)
{
    SCOPED(statement)
    struct statement *find = statement_take(
        store, "SELECT o.id FROM meeting_mail m JOIN outgoing o ON o.id = m.outgoing "
               "WHERE m.meeting = ?1 AND m.person = ?2 AND o.state IN (1, 7) ORDER BY o.id");
    statement_put_number(find, mail->meeting);
    statement_put_number(find, mail->person);
    return statement_run_ids(find, error);
}

bool meeting_mail_take_back(struct store *store, const struct cause *cause,
                            const struct meeting_mail *mail, int64_t *left, GError **error)
{
    g_autoptr(GArray) ids = waiting(store, mail, error);
    for (guint at = 0; ids != NULL && at < ids->len; at++) {
        if (!ledger_resolve(store, cause, g_array_index(ids, int64_t, at), LEDGER_DROPPED, error)) {
            return false;
        }
    }
    SCOPED(statement)
    struct statement *find = statement_take(
        store, "SELECT count(*) FROM meeting_mail m JOIN outgoing o ON o.id = m.outgoing "
               "WHERE m.meeting = ?1 AND m.person = ?2 AND o.state <> 6");
    statement_put_number(find, mail->meeting);
    statement_put_number(find, mail->person);
    return ids != NULL && statement_run_number(find, left, error);
}

/* Queued, held, and claimed until the mark before the body, as for copies of an issue. */
static bool drop_invitations(struct store *store, const struct cause *cause, int64_t person,
                             const char *address, GError **error)
{
    SCOPED(statement)
    struct statement *find = statement_take(
        store, "SELECT o.id, o.state, o.class, o.kind, o.issue, o.person, o.inbound, o.recipient, "
               "o.sender, o.message_id, o.queued, o.due, o.changed, o.attempts, o.status, "
               "o.answer FROM meeting_mail m JOIN outgoing o ON o.id = m.outgoing "
               "JOIN guest g ON g.meeting = m.meeting AND g.person = m.person "
               "WHERE m.person = ?1 AND g.answer = 0 AND m.what IN ('invitation', 'missing') "
               "AND (?2 IS NULL OR o.folded = ?2) "
               "AND (o.state IN (1, 7) OR (o.state = 2 AND o.handed = 0)) ORDER BY o.id");
    statement_put_number(find, person);
    statement_put_text(find, address);
    return ledger_drop_found(store, cause, find, NULL, error);
}

bool meeting_mail_unwanted(struct store *store, const struct cause *cause, int64_t person,
                           const char *address, GError **error)
{
    statement_assert_transaction(store);
    if (!drop_invitations(store, cause, person, address, error)) {
        return false;
    }
    SCOPED(statement)
    struct statement *forget = statement_take(
        store, "DELETE FROM guest WHERE person = ?1 AND answer = 0 AND seat = 0 AND number = 0 "
               "AND invited IS NOT NULL AND meeting IN "
               "(SELECT id FROM meeting WHERE state IN (1, 2)) AND EXISTS "
               "(SELECT 1 FROM meeting_mail m WHERE m.meeting = guest.meeting AND m.person = ?1) "
               "AND NOT EXISTS (SELECT 1 FROM meeting_mail m JOIN outgoing o ON o.id = m.outgoing "
               "WHERE m.meeting = guest.meeting AND m.person = ?1 AND o.state <> 6)");
    statement_put_number(forget, person);
    return statement_run(forget, error);
}
