#include "store/meeting_mail.h"

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
