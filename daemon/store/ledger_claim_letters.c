/* Single letters on their way from queued to claimed: who has been suppressed since, and the limits
 * for those that go to many. */
#include <string.h>

#include "mail/address.h"
#include "store/connection.h"
#include "store/ledger_claim_inner.h"
#include "store/ledger_row.h"
#include "store/quota_count.h"

#define HOUR 3600

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

/* From when there is room for one more mail to a domain ("": in all) beside those `taken` in this
 * claim; 0: now. */
static bool find_room_for(struct store *store, int64_t now, GHashTable *taken, const char *domain,
                          int64_t *until, GError **error)
{
    int64_t room = 0;
    if (!quota_room(store, domain, &room, error)) {
        return false;
    }
    if (GPOINTER_TO_INT(g_hash_table_lookup(taken, domain)) < room) {
        return true;
    }
    int64_t moment = 0;
    bool told = quota_next_room(store, domain, &moment, error);
    *until = MAX(*until, MAX(moment, (now / HOUR + 1) * HOUR));
    return told;
}

static bool wait_until(struct store *store, int64_t id, int64_t due, GError **error)
{
    SCOPED(statement)
    struct statement *write = statement_take(store, "UPDATE outgoing SET due = ?2 WHERE id = ?1");
    statement_put_number(write, id);
    statement_put_number(write, due);
    return statement_run(write, error);
}

static void count_one(GHashTable *taken, const char *domain)
{
    int before = GPOINTER_TO_INT(g_hash_table_lookup(taken, domain));
    g_hash_table_replace(taken, g_strdup(domain), GINT_TO_POINTER(before + 1));
}

/* Of letters to many, those to full domains wait, so that the others go: what is behind them must
 * not. */
static bool pass_over(struct store *store, int64_t now, GPtrArray *letters, bool *passed,
                      GError **error)
{
    g_autoptr(GHashTable) taken = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint i = 0; i < letters->len;) {
        const struct ledger_mail *letter = g_ptr_array_index(letters, i);
        g_autofree char *folded = address_fold(letter->recipient);
        const char *sign = strrchr(folded, '@'), *domain = sign != NULL ? sign + 1 : "";
        int64_t until = 0;
        if (ledger_is_mass(letter) && (!find_room_for(store, now, taken, "", &until, error) ||
                                       !find_room_for(store, now, taken, domain, &until, error))) {
            return false;
        }
        if (until == 0) {
            count_one(taken, "");
            count_one(taken, domain);
            i++;
            continue;
        }
        if (!wait_until(store, letter->id, until, error)) {
            return false;
        }
        g_ptr_array_remove_index(letters, i);
        *passed = true;
    }
    return true;
}

/* Those that are due and may go. `again`: none may, and others are due. */
static bool find_letters(struct store *store, const struct claim *claim, GPtrArray *letters,
                         bool *again, GError **error)
{
    g_autoptr(GPtrArray) unwanted =
        g_ptr_array_new_with_free_func((GDestroyNotify)ledger_mail_free);
    bool passed = false;
    if (!due_letters(store, claim, letters, unwanted, error)) {
        return false;
    }
    for (guint i = 0; i < unwanted->len; i++) {
        if (!ledger_claim_drop(store, g_ptr_array_index(unwanted, i), claim->now, NULL, error)) {
            return false;
        }
    }
    if (store->quota != NULL && !pass_over(store, claim->now, letters, &passed, error)) {
        return false;
    }
    *again = letters->len == 0 && (passed || unwanted->len > 0);
    return true;
}

bool ledger_claim_letters(struct store *store, struct claim *claim, GError **error)
{
    g_autoptr(GPtrArray) letters = g_ptr_array_new_with_free_func((GDestroyNotify)ledger_mail_free);
    bool again = true;
    while (again) {
        if (!find_letters(store, claim, letters, &again, error)) {
            return false;
        }
    }
    bool done = ledger_claim_take(store, letters, claim->now, error) &&
                quota_count(store, claim->now, letters, error);
    g_ptr_array_extend_and_steal(claim->mails, g_steal_pointer(&letters));
    return done;
}
