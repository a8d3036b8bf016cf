/* The way of a row from queued to claimed. */
#include "store/connection.h"
#include "store/ledger_row.h"
#include "store/quota_count.h"

struct claim {
    int64_t now;
    enum ledger_class class;
    guint most;
    GPtrArray *mails; /* struct ledger_mail, claimed so far */
};

/* Sets the state of the queued rows with these numbers. */
static bool move(struct store *store, int64_t first, int64_t last, enum ledger_state state,
                 int64_t now, GError **error)
{
    SCOPED(statement)
    struct statement *write = statement_take(
        store, "UPDATE outgoing SET state = ?3, handed = 0, changed = ?4, counted = ?4 / 3600 "
               "WHERE id BETWEEN ?1 AND ?2");
    statement_put_number(write, first);
    statement_put_number(write, last);
    statement_put_number(write, state);
    statement_put_number(write, now);
    return statement_run(write, error);
}

/* All rows of `mails` are claimed. Copies of an issue have numbers side by side, and one statement
 * for them costs half of one for each. */
static bool take(struct store *store, const GPtrArray *mails, int64_t now, GError **error)
{
    guint from = 0;
    for (guint i = 0; i < mails->len; i++) {
        struct ledger_mail *mail = g_ptr_array_index(mails, i);
        const struct ledger_mail *first = g_ptr_array_index(mails, from);
        const struct ledger_mail *next =
            i + 1 < mails->len ? g_ptr_array_index(mails, i + 1) : NULL;
        mail->state = LEDGER_CLAIMED;
        mail->changed = now;
        if (next != NULL && next->id == mail->id + 1) {
            continue;
        }
        if (!move(store, first->id, mail->id, LEDGER_CLAIMED, now, error)) {
            return false;
        }
        from = i + 1;
    }
    return true;
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

static bool drop(struct store *store, const struct ledger_mail *mail, int64_t now, const char *why,
                 GError **error)
{
    const struct cause cause = {now, "program", 0};
    return move(store, mail->id, mail->id, LEDGER_DROPPED, now, error) &&
           (why == NULL || write_reason(store, mail->id, why, error)) &&
           event_add(store, &cause, mail->person, mail->id, "mail-out",
                     mail->issue != NULL ? mail->issue : mail->kind, "queued", "dropped", error);
}

/* Letters, until they are too many octets for one message to a process; the first goes at any rate.
 */
static bool read_letters(struct statement *find, GPtrArray *letters, GPtrArray *unwanted,
                         GError **error)
{
    size_t octets = 0;
    enum step step = STEP_DONE;
    while (octets < LEDGER_CLAIM_OCTETS && (step = statement_step(find, error)) == STEP_ROW) {
        struct ledger_mail *letter = ledger_row_read(find, true);
        octets += letter->composed != NULL ? g_bytes_get_size(letter->composed) : 0;
        g_ptr_array_add(statement_number(find, 18) != 0 ? unwanted : letters, letter);
    }
    return step != STEP_FAILED;
}

/* Whether an address gets a letter is decided when the letter is queued (act/unreachable), and for
 * one that was suppressed since then again here: nobody who complained gets another one, and to a
 * mailbox that bounces only what a mail caused may go, for it may answer its reader, and what staff
 * are told. What was queued after the suppression has been decided with it. 1 and 2 are
 * SUPPRESSION_HARD and _SOFT, 3 is PERSON_STAFF. */
static bool due_letters(struct store *store, const struct claim *claim, GPtrArray *letters,
                        GPtrArray *unwanted, GError **error)
{
    SCOPED(statement)
    struct statement *find = statement_take(
        store,
        "SELECT o.id, o.state, o.class, o.kind, o.issue, o.person, o.inbound, o.recipient, "
        "o.sender, o.message_id, o.queued, o.due, o.changed, o.attempts, o.status, o.answer, "
        "NULL, m.composed, u.id IS NOT NULL AND NOT (u.reason IN (1, 2) AND "
        "(o.inbound IS NOT NULL OR p.role IS 3)) "
        "FROM outgoing o LEFT JOIN outgoing_message m ON m.outgoing = o.id "
        "LEFT JOIN person p ON p.id = o.person "
        "LEFT JOIN suppression u ON u.folded = o.folded AND u.lifted IS NULL "
        "AND u.since >= o.queued "
        "WHERE o.state = 1 AND o.class = ?1 AND o.issue IS NULL AND o.due <= ?2 "
        "ORDER BY o.due, o.id LIMIT ?3");
    statement_put_number(find, claim->class);
    statement_put_number(find, claim->now);
    statement_put_number(find, claim->most);
    return read_letters(find, letters, unwanted, error);
}

static bool claim_letters(struct store *store, struct claim *claim, GError **error)
{
    g_autoptr(GPtrArray) letters = g_ptr_array_new_with_free_func((GDestroyNotify)ledger_mail_free);
    g_autoptr(GPtrArray) unwanted =
        g_ptr_array_new_with_free_func((GDestroyNotify)ledger_mail_free);
    if (!due_letters(store, claim, letters, unwanted, error)) {
        return false;
    }
    for (guint i = 0; i < unwanted->len; i++) {
        if (!drop(store, g_ptr_array_index(unwanted, i), claim->now, NULL, error)) {
            return false;
        }
    }
    bool done =
        take(store, letters, claim->now, error) && quota_count(store, claim->now, letters, error);
    g_ptr_array_extend_and_steal(claim->mails, g_steal_pointer(&letters));
    return done;
}

/* What the person wants with a copy now; WISH_SUPPRESSED: it would not arrive, or is not wanted. */
enum wish { WISH_READ = 1, WISH_PAUSE, WISH_NONE, WISH_SUPPRESSED };

/* Copies that are due. */
struct copies {
    GPtrArray *mails; /* struct ledger_mail */
    GArray *wishes;   /* enum wish, side by side */
};

static bool read_copies(struct statement *find, const struct copies *copies, GError **error)
{
    enum step step;
    while ((step = statement_step(find, error)) == STEP_ROW) {
        struct ledger_mail *mail = ledger_row_read(find, true);
        enum wish wish = (enum wish)statement_number(find, 19);
        mail->role = (enum person_role)statement_number(find, 18);
        g_ptr_array_add(copies->mails, mail);
        g_array_append_val(copies->wishes, wish);
    }
    return step == STEP_DONE;
}

/* A reader still wants the newsletter, now, and has an address that works: subscription 2 is
 * SUBSCRIPTION_ACTIVE, list 1 NEWSLETTER. */
static bool due_copies(struct store *store, const struct claim *claim, const char *issue,
                       guint most, const struct copies *copies, GError **error)
{
    SCOPED(statement)
    struct statement *find = statement_take(
        store,
        "SELECT o.id, o.state, o.class, o.kind, o.issue, o.person, o.inbound, o.recipient, "
        "o.sender, o.message_id, o.queued, o.due, o.changed, o.attempts, o.status, o.answer, "
        "s.slots, NULL, p.role, CASE WHEN w.person IS NOT NULL THEN 2 "
        "WHEN n.state IS NOT 2 THEN 3 WHEN u.id IS NOT NULL THEN 4 ELSE 1 END "
        "FROM outgoing o LEFT JOIN outgoing_slots s ON s.outgoing = o.id "
        "LEFT JOIN person p ON p.id = o.person "
        "LEFT JOIN subscription n ON n.person = o.person AND n.list = 1 "
        "LEFT JOIN suppression u ON u.folded = o.folded AND u.lifted IS NULL "
        "LEFT JOIN pause w ON w.person = o.person AND w.ended IS NULL AND w.until > ?3 "
        "WHERE o.state = 1 AND o.class = ?1 AND o.issue = ?2 AND o.due <= ?3 "
        "ORDER BY o.due, o.id LIMIT ?4");
    statement_put_number(find, claim->class);
    statement_put_text(find, issue);
    statement_put_number(find, claim->now);
    statement_put_number(find, most);
    return read_copies(find, copies, error);
}

static bool one_copy(struct store *store, int64_t id, int64_t now, const struct copies *copies,
                     GError **error)
{
    SCOPED(statement)
    struct statement *find = statement_take(
        store,
        "SELECT o.id, o.state, o.class, o.kind, o.issue, o.person, o.inbound, o.recipient, "
        "o.sender, o.message_id, o.queued, o.due, o.changed, o.attempts, o.status, o.answer, "
        "s.slots, NULL, p.role, CASE WHEN w.person IS NOT NULL THEN 2 "
        "WHEN n.state IS NOT 2 THEN 3 WHEN u.id IS NOT NULL THEN 4 ELSE 1 END "
        "FROM outgoing o LEFT JOIN outgoing_slots s ON s.outgoing = o.id "
        "LEFT JOIN person p ON p.id = o.person "
        "LEFT JOIN subscription n ON n.person = o.person AND n.list = 1 "
        "LEFT JOIN suppression u ON u.folded = o.folded AND u.lifted IS NULL "
        "LEFT JOIN pause w ON w.person = o.person AND w.ended IS NULL AND w.until > ?2 "
        "WHERE o.id = ?1");
    statement_put_number(find, id);
    statement_put_number(find, now);
    return read_copies(find, copies, error);
}

/* Those that limits allow. */
static bool allowed_copies(struct store *store, const struct claim *claim, const char *issue,
                           guint most, const struct copies *copies, GError **error)
{
    g_autoptr(GArray) ids = ledger_pass(store, claim->now, claim->class, issue, most, error);
    for (guint i = 0; ids != NULL && i < ids->len; i++) {
        if (!one_copy(store, g_array_index(ids, int64_t, i), claim->now, copies, error)) {
            return false;
        }
    }
    return ids != NULL;
}

/* The status of a copy that is dropped, NULL: as it was. */
static const char *why_dropped(enum wish wish)
{
    return wish == WISH_PAUSE ? LEDGER_PAUSE : wish == WISH_SUPPRESSED ? LEDGER_SUPPRESSED : NULL;
}

static bool claim_or_drop(struct store *store, struct claim *claim, const struct copies *copies,
                          GError **error)
{
    for (guint i = copies->mails->len; i-- > 0;) {
        const struct ledger_mail *copy = g_ptr_array_index(copies->mails, i);
        enum wish wish = g_array_index(copies->wishes, enum wish, i);
        if (wish == WISH_READ) {
            continue;
        }
        if (!drop(store, copy, claim->now, why_dropped(wish), error)) {
            return false;
        }
        g_ptr_array_remove_index(copies->mails, i);
    }
    bool done = take(store, copies->mails, claim->now, error) &&
                quota_count(store, claim->now, copies->mails, error);
    g_ptr_array_extend_and_steal(claim->mails, g_ptr_array_ref(copies->mails));
    return done;
}

/* Until an issue is judged few of its copies are under way, so that it can stop itself early. */
static bool find_room(struct store *store, const char *issue, int64_t *room, GError **error)
{
    /* 2 is ISSUE_SENDING, and LEDGER_CLAIMED; `state > 3` names the partial index. What is in doubt
     * counts: it may go again. When it is all of them, act/failures judges. */
    SCOPED(statement)
    struct statement *ask = statement_take(
        store, "SELECT CASE WHEN i.state = 2 AND i.judged = 0 THEN ?2 - (SELECT count(*) FROM "
               "outgoing WHERE state = 2 AND +issue = ?1) - (SELECT count(*) FROM outgoing WHERE "
               "state = 5 AND state > 3 AND issue = ?1) ELSE 9223372036854775807 END "
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
        g_autoptr(GPtrArray) mails =
            g_ptr_array_new_with_free_func((GDestroyNotify)ledger_mail_free);
        g_autoptr(GArray) wishes = g_array_new(FALSE, FALSE, sizeof(enum wish));
        const struct copies copies = {mails, wishes};
        bool found = store->quota == NULL
                         ? due_copies(store, claim, issue, most, &copies, error)
                         : allowed_copies(store, claim, issue, most, &copies, error);
        if (!found || mails->len == 0) {
            return found;
        }
        if (!claim_or_drop(store, claim, &copies, error)) {
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
