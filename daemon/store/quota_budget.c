#include "store/quota_budget.h"

#include <string.h>

#include "mail/address.h"
#include "store/connection.h"
#include "store/quota_count.h"
#include "store/statement.h"

#define HOUR 3600

struct quota_budget {
    struct store *store;
    GHashTable *letters; /* domain ("": all) -> int64_t that are due, or taken */
    int64_t until;       /* INT64_MAX: there was room for all */
};

void quota_budget_free(struct quota_budget *budget)
{
    if (budget != NULL) {
        g_hash_table_unref(budget->letters);
        g_free(budget);
    }
}

/* Borrowed. */
static int64_t *letters_of(struct quota_budget *budget, const char *domain)
{
    int64_t *count = g_hash_table_lookup(budget->letters, domain);
    if (count == NULL) {
        count = g_new0(int64_t, 1);
        g_hash_table_insert(budget->letters, g_strdup(domain), count);
    }
    return count;
}

/* Adds what `find` gives, domains with counts. `fits`: of a domain only what it has room for,
 * because the rest does not leave before. */
static bool add_counts(struct quota_budget *budget, struct statement *find, bool fits,
                       GError **error)
{
    enum step step;
    while ((step = statement_step(find, error)) == STEP_ROW) {
        g_autofree char *domain = statement_text(find, 0);
        int64_t count = statement_number(find, 1), room = INT64_MAX;
        if (fits && !quota_room(budget->store, domain, &room, error)) {
            return false;
        }
        *letters_of(budget, domain) += *domain != '\0' ? count : 0;
        *letters_of(budget, "") += MIN(count, room);
    }
    return step == STEP_DONE;
}

/* Letters that are due in the hour that runs. */
static bool count_letters(struct quota_budget *budget, int64_t now, GError **error)
{
    SCOPED(statement)
    struct statement *find = statement_take(
        budget->store, "SELECT domain, count(*) FROM outgoing WHERE state = 1 AND class IN (1, 2) "
                       "AND issue IS NULL AND due < ?1 GROUP BY domain");
    statement_put_number(find, (now / HOUR + 1) * HOUR);
    return add_counts(budget, find, false, error);
}

/* Copies that are due, of issues that are not held (4 is ISSUE_HELD): they have less time. */
static bool count_copies(struct quota_budget *budget, int64_t now, GError **error)
{
    SCOPED(statement)
    struct statement *find = statement_take(
        budget->store,
        "SELECT o.domain, count(*) FROM issue i CROSS JOIN outgoing o ON o.issue = i.name "
        "WHERE i.state <> 4 AND o.state = 1 AND o.class IN (1, 2) AND o.due <= ?1 "
        "GROUP BY o.domain");
    statement_put_number(find, now);
    return add_counts(budget, find, true, error);
}

struct quota_budget *quota_budget_open(struct store *store, int64_t now, GError **error)
{
    statement_assert_transaction(store);
    SCOPED(quota_budget) struct quota_budget *budget = g_new0(struct quota_budget, 1);
    budget->store = store;
    budget->until = INT64_MAX;
    budget->letters = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    if (store->quota == NULL) {
        return g_steal_pointer(&budget);
    }
    if (!quota_refresh(store, now, error)) {
        return NULL;
    }
    if (store->quota->stale) { /* a daemon beside this command claims what is queued here */
        g_hash_table_remove_all(store->quota->tallies);
    }
    bool read = count_letters(budget, now, error) && count_copies(budget, now, error);
    return read ? g_steal_pointer(&budget) : NULL;
}

/* Whether there is room for one more; else from when on. */
static bool has_room(struct quota_budget *budget, const char *domain, bool *room, GError **error)
{
    int64_t left = 0, moment = 0;
    if (!quota_room(budget->store, domain, &left, error)) {
        return false;
    }
    *room = left > *letters_of(budget, domain);
    if (*room) {
        return true;
    }
    bool read = quota_next_room(budget->store, domain, &moment, error);
    budget->until = MIN(budget->until, moment);
    return read;
}

bool quota_budget_take(struct quota_budget *budget, const char *recipient, bool *room,
                       GError **error)
{
    *room = true;
    if (budget->store->quota == NULL) {
        return true;
    }
    g_autofree char *folded = address_fold(recipient);
    const char *sign = strrchr(folded, '@');
    const char *domain = sign != NULL ? sign + 1 : "";
    if (!has_room(budget, "", room, error) ||
        (*room && *domain != '\0' && !has_room(budget, domain, room, error))) {
        return false;
    }
    if (*room) {
        *letters_of(budget, "") += 1;
        *letters_of(budget, domain) += *domain != '\0' ? 1 : 0;
    }
    return true;
}

void quota_budget_done(struct quota_budget *budget)
{
    if (budget->until != INT64_MAX) {
        budget->store->quota->letters_until = budget->until;
    }
}

int64_t quota_letters_wait(const struct store *store, int64_t now)
{
    const struct quota *quota = store->quota;
    bool waits = quota != NULL && quota->letters_until > now && quota->hour == now / HOUR;
    return waits ? quota->letters_until : 0;
}
