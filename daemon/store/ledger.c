#include "store/ledger.h"

#include <string.h>

#include "base/failure.h"
#include "mail/address.h"
#include "store/ledger_row.h"
#include "store/sequence.h"

void ledger_mail_free(struct ledger_mail *mail)
{
    if (mail == NULL) {
        return;
    }
    g_free(mail->kind);
    g_free(mail->issue);
    g_free(mail->recipient);
    g_free(mail->sender);
    g_free(mail->message_id);
    g_free(mail->status);
    g_free(mail->answer);
    g_bytes_unref(mail->slots); /* which NULL does not disturb */
    g_bytes_unref(mail->composed);
    g_free(mail);
}

const char *ledger_state_name(enum ledger_state state)
{
    static const char *const names[] = {
        [LEDGER_QUEUED] = "queued", [LEDGER_CLAIMED] = "claimed", [LEDGER_SENT] = "sent",
        [LEDGER_FAILED] = "failed", [LEDGER_DOUBT] = "doubt",     [LEDGER_DROPPED] = "dropped",
        [LEDGER_HELD] = "held"};
    g_assert(state >= LEDGER_QUEUED && state <= LEDGER_HELD);
    return names[state];
}

struct ledger_mail *ledger_row_read(struct statement *row, bool bodies)
{
    struct ledger_mail *mail = g_new0(struct ledger_mail, 1);
    mail->id = statement_number(row, 0);
    mail->state = (enum ledger_state)statement_number(row, 1);
    mail->class = (enum ledger_class)statement_number(row, 2);
    mail->kind = statement_text(row, 3);
    mail->issue = statement_text(row, 4);
    mail->person = statement_number(row, 5);
    mail->inbound = statement_number(row, 6);
    mail->recipient = statement_text(row, 7);
    mail->sender = statement_text(row, 8);
    mail->message_id = statement_text(row, 9);
    mail->queued = statement_number(row, 10);
    mail->due = statement_number(row, 11);
    mail->changed = statement_number(row, 12);
    mail->attempts = (int)statement_number(row, 13);
    mail->status = statement_text(row, 14);
    mail->answer = statement_text(row, 15);
    if (bodies) {
        mail->slots = statement_bytes(row, 16);
        mail->composed = statement_bytes(row, 17);
    }
    return mail;
}

GPtrArray *ledger_rows_read(struct statement *find, bool bodies, GError **error)
{
    g_autoptr(GPtrArray) mails = g_ptr_array_new_with_free_func((GDestroyNotify)ledger_mail_free);
    enum step step;
    while ((step = statement_step(find, error)) == STEP_ROW) {
        g_ptr_array_add(mails, ledger_row_read(find, bodies));
    }
    return step == STEP_DONE ? g_steal_pointer(&mails) : NULL;
}

bool ledger_tell_missing(int64_t id, GError **error)
{
    g_set_error(error, STORE_ERROR, FAILURE_NOT_FOUND,
                "there is no outgoing mail %" G_GINT64_FORMAT "; see `moedested queue list`", id);
    return false;
}

bool ledger_next(struct store *store, int64_t *id, GError **error)
{
    return sequence_next(store, "outgoing", id, error);
}

/* `added` false: the person has this issue already. */
static bool insert(struct store *store, const struct ledger_mail *mail, const char *replies,
                   bool *added, GError **error)
{
    g_autofree char *folded = address_fold(mail->recipient);
    SCOPED(statement)
    struct statement *add = statement_take(
        store,
        "INSERT INTO outgoing (id, state, class, kind, issue, person, inbound, recipient, folded, "
        "sender, message_id, replies, queued, due, changed, counted, domain) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?13, ?13 / 3600, "
        "?15) "
        "ON CONFLICT (person, issue) DO NOTHING");
    statement_put_number(add, mail->id);
    statement_put_number(add, mail->state == LEDGER_HELD ? LEDGER_HELD : LEDGER_QUEUED);
    statement_put_number(add, mail->class);
    statement_put_text(add, mail->kind);
    statement_put_text(add, mail->issue);
    statement_put_reference(add, mail->person);
    statement_put_reference(add, mail->inbound);
    statement_put_text(add, mail->recipient);
    statement_put_text(add, folded);
    statement_put_text(add, mail->sender);
    statement_put_text(add, mail->message_id);
    statement_put_text(add, replies != NULL ? replies : "");
    statement_put_number(add, mail->queued);
    statement_put_number(add, mail->due);
    const char *sign = strrchr(folded, '@');
    statement_put_text(add, sign != NULL ? sign + 1 : "");
    if (!statement_run(add, error)) {
        return false;
    }
    *added = statement_changes(store) > 0;
    return true;
}

static bool insert_message(struct store *store, const struct ledger_mail *mail, GError **error)
{
    if (mail->composed == NULL) {
        return true;
    }
    SCOPED(statement)
    struct statement *add =
        statement_take(store, "INSERT INTO outgoing_message (outgoing, composed) VALUES (?1, ?2)");
    statement_put_number(add, mail->id);
    statement_put_bytes(add, mail->composed);
    return statement_run(add, error);
}

static bool insert_slots(struct store *store, const struct ledger_mail *mail, GError **error)
{
    if (mail->slots == NULL) {
        return true;
    }
    SCOPED(statement)
    struct statement *add =
        statement_take(store, "INSERT INTO outgoing_slots (outgoing, slots) VALUES (?1, ?2)");
    statement_put_number(add, mail->id);
    statement_put_bytes(add, mail->slots);
    return statement_run(add, error);
}

static bool insert_token(struct store *store, int64_t outgoing, const char *token,
                         enum token_purpose purpose, GError **error)
{
    uint8_t hash[TOKEN_HASH_SIZE];
    token_hash(token, hash);
    SCOPED(statement)
    struct statement *add =
        statement_take(store, "INSERT INTO token (hash, purpose, outgoing) VALUES (?1, ?2, ?3)");
    statement_put_octets(add, hash, sizeof hash);
    statement_put_number(add, purpose);
    statement_put_number(add, outgoing);
    return statement_run(add, error);
}

bool ledger_queue(struct store *store, const struct cause *cause, const struct ledger_mail *mail,
                  const char *replies, const char *const *tokens,
                  const enum token_purpose *purposes, unsigned token_count, bool *added,
                  GError **error)
{
    statement_assert_transaction(store);
    g_assert(mail->id > 0 && (mail->issue == NULL || mail->person != 0));
    bool fresh = false;
    if (!insert(store, mail, replies, &fresh, error)) {
        return false;
    }
    if (!fresh) {
        *added = false;
        return true;
    }
    if (!insert_message(store, mail, error) || !insert_slots(store, mail, error)) {
        return false;
    }
    for (unsigned i = 0; i < token_count; i++) {
        if (!insert_token(store, mail->id, tokens[i], purposes[i], error)) {
            return false;
        }
    }
    /* The copies of an issue are told once, by the event of the issue. */
    if (mail->issue == NULL &&
        !event_add(store, cause, mail->person, mail->id, "mail-out", mail->kind, NULL,
                   mail->state == LEDGER_HELD ? "held" : "queued", error)) {
        return false;
    }
    *added = true;
    return true;
}

void ledger_proof_free(struct ledger_proof *proof)
{
    if (proof == NULL) {
        return;
    }
    g_free(proof->replies);
    g_free(proof->kind);
    g_free(proof->recipient);
    g_free(proof);
}

struct ledger_proof *ledger_prove(struct store *store, const char *token, GError **error)
{
    uint8_t hash[TOKEN_HASH_SIZE];
    token_hash(token, hash);
    SCOPED(statement)
    struct statement *find = statement_take(
        store, "SELECT o.person, o.id, t.purpose, o.replies, o.kind, o.recipient "
               "FROM token t JOIN outgoing o ON o.id = t.outgoing WHERE t.hash = ?1");
    statement_put_octets(find, hash, sizeof hash);
    if (statement_step(find, error) != STEP_ROW) {
        return NULL;
    }
    struct ledger_proof *proof = g_new0(struct ledger_proof, 1);
    proof->person = statement_number(find, 0);
    proof->outgoing = statement_number(find, 1);
    proof->purpose = (enum token_purpose)statement_number(find, 2);
    proof->replies = statement_text(find, 3);
    proof->kind = statement_text(find, 4);
    proof->recipient = statement_text(find, 5);
    return proof;
}
