/* The mails of a pair's talk. */
#include "store/pair.h"
#include "store/statement.h"

void relay_mail_free(struct relay_mail *mail)
{
    if (mail != NULL) {
        g_free(mail->message_id_in);
        g_free(mail);
    }
}

bool relay_mail_note(struct store *store, const struct relay_mail *mail, GError **error)
{
    statement_assert_transaction(store);
    SCOPED(statement)
    struct statement *add = statement_take(
        store, "INSERT INTO relay_mail (outgoing, pair, reader, at, inbound, message_id_in) "
               "VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
    statement_put_number(add, mail->outgoing);
    statement_put_number(add, mail->pair);
    statement_put_number(add, mail->reader);
    statement_put_number(add, mail->at);
    statement_put_reference(add, mail->inbound);
    statement_put_text(add, mail->message_id_in);
    return statement_run(add, error);
}

struct relay_mail *relay_mail_of(struct store *store, int64_t outgoing, GError **error)
{
    SCOPED(statement)
    struct statement *find =
        statement_take(store, "SELECT outgoing, pair, reader, at, inbound, message_id_in "
                              "FROM relay_mail WHERE outgoing = ?1");
    statement_put_number(find, outgoing);
    if (statement_step(find, error) != STEP_ROW) {
        return NULL;
    }
    struct relay_mail *mail = g_new0(struct relay_mail, 1);
    mail->outgoing = statement_number(find, 0);
    mail->pair = statement_number(find, 1);
    mail->reader = (enum pair_side)statement_number(find, 2);
    mail->at = statement_number(find, 3);
    mail->inbound = statement_number(find, 4);
    mail->message_id_in = statement_text(find, 5);
    return mail;
}

bool relay_mail_count(struct store *store, int64_t pair, enum pair_side reader, int64_t since,
                      int64_t *count, GError **error)
{
    SCOPED(statement)
    struct statement *find =
        statement_take(store, "SELECT count(*) FROM relay_mail WHERE pair = ?1 AND reader = ?2 "
                              "AND at >= ?3 AND inbound IS NOT NULL");
    statement_put_number(find, pair);
    statement_put_number(find, reader);
    statement_put_number(find, since);
    return statement_run_number(find, count, error);
}

static char *first_text(struct statement *find, GError **error)
{
    return statement_step(find, error) == STEP_ROW ? statement_text(find, 0) : NULL;
}

/* The reader's own mail that came to the writer with this Message-ID of ours. */
static char *own_mail(struct store *store, int64_t pair, enum pair_side reader, const char *id,
                      GError **error)
{
    SCOPED(statement)
    struct statement *find =
        statement_take(store, "SELECT relay_mail.message_id_in FROM relay_mail "
                              "JOIN outgoing ON outgoing.id = relay_mail.outgoing "
                              "WHERE outgoing.message_id = ?1 AND pair = ?2 AND reader <> ?3 "
                              "AND relay_mail.message_id_in IS NOT NULL");
    statement_put_text(find, id);
    statement_put_number(find, pair);
    statement_put_number(find, reader);
    return first_text(find, error);
}

/* What the reader got when the writer wrote the mail with this Message-ID of his own. */
static char *passed_on(struct store *store, int64_t pair, enum pair_side reader, const char *id,
                       GError **error)
{
    SCOPED(statement)
    struct statement *find =
        statement_take(store, "SELECT outgoing.message_id FROM relay_mail "
                              "JOIN outgoing ON outgoing.id = relay_mail.outgoing "
                              "WHERE message_id_in = ?1 AND pair = ?2 AND reader = ?3");
    statement_put_text(find, id);
    statement_put_number(find, pair);
    statement_put_number(find, reader);
    return first_text(find, error);
}

static char *newest(struct store *store, int64_t pair, enum pair_side reader, GError **error)
{
    SCOPED(statement)
    struct statement *find = statement_take(
        store, "SELECT outgoing.message_id FROM relay_mail "
               "JOIN outgoing ON outgoing.id = relay_mail.outgoing "
               "WHERE pair = ?1 AND reader = ?2 ORDER BY relay_mail.outgoing DESC LIMIT 1");
    statement_put_number(find, pair);
    statement_put_number(find, reader);
    return first_text(find, error);
}

char *relay_mail_thread(struct store *store, int64_t pair, enum pair_side reader,
                        const char *in_reply_to, GError **error)
{
    g_autoptr(GError) failure = NULL;
    char *found = NULL;
    if (in_reply_to != NULL) {
        found = own_mail(store, pair, reader, in_reply_to, &failure);
        if (found == NULL && failure == NULL) {
            found = passed_on(store, pair, reader, in_reply_to, &failure);
        }
    }
    if (found == NULL && failure == NULL) {
        found = newest(store, pair, reader, &failure);
    }
    if (failure != NULL) {
        g_propagate_error(error, g_steal_pointer(&failure));
    }
    return found;
}
