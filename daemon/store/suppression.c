#include "store/suppression.h"

#include "mail/address.h"
#include "store/ledger_row.h"
#include "store/meeting_mail.h"
#include "store/statement.h"

void suppression_free(struct suppression *suppression)
{
    if (suppression == NULL) {
        return;
    }
    g_free(suppression->address);
    g_free(suppression->detail);
    g_free(suppression);
}

const char *suppression_reason_name(enum suppression_reason reason)
{
    static const char *const names[] = {[SUPPRESSION_HARD] = "hard",
                                        [SUPPRESSION_SOFT] = "soft",
                                        [SUPPRESSION_COMPLAINT] = "complaint",
                                        [SUPPRESSION_STAFF] = "staff"};
    g_assert(reason >= SUPPRESSION_HARD && reason <= SUPPRESSION_STAFF);
    return names[reason];
}

/* The story of an address is told with each person who has it. */
static bool tell(struct store *store, const struct cause *cause, const char *folded,
                 int64_t outgoing, const char *before, const char *after, GError **error)
{
    g_autoptr(GPtrArray) people = person_by_address(store, folded, error);
    if (people == NULL) {
        return false;
    }
    for (guint at = 0; at < people->len; at++) {
        const struct person *person = people->pdata[at];
        if (!event_add(store, cause, person->id, outgoing, "suppression", folded, before, after,
                       error)) {
            return false;
        }
    }
    return people->len > 0 ||
           event_add(store, cause, 0, outgoing, "suppression", folded, before, after, error);
}

static bool end(struct store *store, int64_t id, int64_t now, GError **error)
{
    SCOPED(statement)
    struct statement *write =
        statement_take(store, "UPDATE suppression SET lifted = ?2 WHERE id = ?1");
    statement_put_number(write, id);
    statement_put_number(write, now);
    return statement_run(write, error);
}

static bool insert(struct store *store, const struct cause *cause, const char *folded,
                   const struct suppression_draft *draft, GError **error)
{
    SCOPED(statement)
    struct statement *add = statement_take(
        store, "INSERT INTO suppression (folded, reason, detail, since, inbound, outgoing, told) "
               "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
    statement_put_text(add, folded);
    statement_put_number(add, draft->reason);
    statement_put_text(add, draft->detail != NULL ? draft->detail : "");
    statement_put_number(add, cause->at);
    statement_put_reference(add, cause->inbound);
    statement_put_reference(add, draft->outgoing);
    statement_put_reference(add, draft->reason == SUPPRESSION_STAFF ? cause->at : 0);
    return statement_run(add, error);
}

/* Invitations that still wait for the address; whoever has another one is invited there. What a
 * mailbox that bounces may get all the same is not looked for among letters that are claimed. */
static bool take_back(struct store *store, const struct cause *cause, const char *folded, bool wish,
                      GError **error)
{
    g_autoptr(GPtrArray) people = person_by_address(store, folded, error);
    for (guint at = 0; people != NULL && at < people->len; at++) {
        const struct person *person = people->pdata[at];
        if (!meeting_mail_unwanted(store, cause, person->id, folded, error)) {
            return false;
        }
    }
    return people != NULL && ledger_drop_claimed(store, cause, folded, wish, error);
}

bool suppression_add(struct store *store, const struct cause *cause,
                     const struct suppression_draft *draft, bool *added, GError **error)
{
    statement_assert_transaction(store);
    g_autofree char *folded = address_fold(draft->address);
    g_autoptr(GError) failure = NULL;
    SCOPED(suppression)
    struct suppression *before = suppression_of(store, folded, &failure);
    if (failure != NULL) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return false;
    }
    bool wish = draft->reason == SUPPRESSION_COMPLAINT || draft->reason == SUPPRESSION_STAFF;
    if (before != NULL && (!wish || before->reason >= SUPPRESSION_COMPLAINT)) {
        *added = false;
        return true;
    }
    if ((before != NULL && !end(store, before->id, cause->at, error)) ||
        !insert(store, cause, folded, draft, error) ||
        !tell(store, cause, folded, draft->outgoing,
              before != NULL ? suppression_reason_name(before->reason) : "none",
              suppression_reason_name(draft->reason), error) ||
        !take_back(store, cause, folded, wish, error)) {
        return false;
    }
    *added = true;
    return true;
}

bool suppression_lift(struct store *store, const struct cause *cause, const char *address,
                      bool *lifted, GError **error)
{
    statement_assert_transaction(store);
    g_autoptr(GError) failure = NULL;
    SCOPED(suppression)
    struct suppression *before = suppression_of(store, address, &failure);
    if (before == NULL) {
        *lifted = false;
        return failure == NULL || (g_propagate_error(error, g_steal_pointer(&failure)), false);
    }
    *lifted = true;
    return end(store, before->id, cause->at, error) &&
           tell(store, cause, before->address, before->outgoing,
                suppression_reason_name(before->reason), "none", error) &&
           ledger_queue_suppressed(store, cause, before->address, before->since, error);
}

static struct suppression *read_row(struct statement *row)
{
    struct suppression *suppression = g_new0(struct suppression, 1);
    suppression->id = statement_number(row, 0);
    suppression->address = statement_text(row, 1);
    suppression->reason = (enum suppression_reason)statement_number(row, 2);
    suppression->detail = statement_text(row, 3);
    suppression->since = statement_number(row, 4);
    suppression->inbound = statement_number(row, 5);
    suppression->outgoing = statement_number(row, 6);
    suppression->lifted = statement_number(row, 7);
    return suppression;
}

static GPtrArray *read_rows(struct statement *find, GError **error)
{
    g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func((GDestroyNotify)suppression_free);
    enum step step;
    while ((step = statement_step(find, error)) == STEP_ROW) {
        g_ptr_array_add(rows, read_row(find));
    }
    return step == STEP_DONE ? g_steal_pointer(&rows) : NULL;
}

struct suppression *suppression_of(struct store *store, const char *address, GError **error)
{
    g_autofree char *folded = address_fold(address);
    SCOPED(statement)
    struct statement *find =
        statement_take(store, "SELECT id, folded, reason, detail, since, inbound, outgoing, lifted "
                              "FROM suppression WHERE folded = ?1 AND lifted IS NULL");
    statement_put_text(find, folded);
    return statement_step(find, error) == STEP_ROW ? read_row(find) : NULL;
}

bool suppression_holds(struct store *store, const char *address, bool *holds, GError **error)
{
    g_autofree char *folded = address_fold(address);
    int64_t id = 0;
    SCOPED(statement)
    struct statement *find =
        statement_take(store, "SELECT id FROM suppression WHERE folded = ?1 AND lifted IS NULL");
    statement_put_text(find, folded);
    if (!statement_run_number(find, &id, error)) {
        return false;
    }
    *holds = id != 0;
    return true;
}

bool suppression_last_lifted(struct store *store, const char *address, int64_t *moment,
                             GError **error)
{
    g_autofree char *folded = address_fold(address);
    SCOPED(statement)
    struct statement *ask =
        statement_take(store, "SELECT coalesce(max(lifted), 0) FROM suppression WHERE folded = ?1");
    statement_put_text(ask, folded);
    return statement_run_number(ask, moment, error);
}

bool suppression_pick_address(struct store *store, const struct person *person,
                              const char **address, GError **error)
{
    *address = NULL;
    for (guint at = 0; at + person->former < person->addresses->len; at++) {
        bool holds = false;
        if (!suppression_holds(store, person->addresses->pdata[at], &holds, error)) {
            return false;
        }
        if (!holds) {
            *address = person->addresses->pdata[at];
            return true;
        }
    }
    return true;
}

GPtrArray *suppression_list(struct store *store, bool all, GError **error)
{
    SCOPED(statement)
    struct statement *find =
        statement_take(store, "SELECT id, folded, reason, detail, since, inbound, outgoing, lifted "
                              "FROM suppression WHERE ?1 OR lifted IS NULL ORDER BY id");
    statement_put_number(find, all);
    return read_rows(find, error);
}

GPtrArray *suppression_untold(struct store *store, GError **error)
{
    SCOPED(statement)
    struct statement *find =
        statement_take(store, "SELECT id, folded, reason, detail, since, inbound, outgoing, lifted "
                              "FROM suppression WHERE told IS NULL AND lifted IS NULL ORDER BY id");
    return read_rows(find, error);
}

bool suppression_oldest_untold(struct store *store, int64_t *since, GError **error)
{
    SCOPED(statement)
    struct statement *ask =
        statement_take(store, "SELECT coalesce(min(since), 9223372036854775807) "
                              "FROM suppression WHERE told IS NULL AND lifted IS NULL");
    return statement_run_number(ask, since, error);
}

bool suppression_set_told(struct store *store, int64_t id, int64_t moment, GError **error)
{
    statement_assert_transaction(store);
    SCOPED(statement)
    struct statement *write =
        statement_take(store, "UPDATE suppression SET told = ?2 WHERE id = ?1");
    statement_put_number(write, id);
    statement_put_number(write, moment);
    return statement_run(write, error);
}
