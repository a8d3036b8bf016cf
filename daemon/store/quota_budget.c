#include "store/quota_budget.h"

#include <string.h>

#include "mail/address.h"
#include "store/connection.h"
#include "store/quota_count.h"
#include "store/statement.h"

struct quota_budget {
    struct store *store;
    GHashTable *letters; /* domain ("": all) -> int64_t in the queue, or taken */
    bool closed;         /* copies go first */
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

static bool count_queue(struct quota_budget *budget, GError **error)
{
    SCOPED(statement)
    struct statement *find = statement_take(
        budget->store, "SELECT domain, count(*) FROM outgoing "
                       "WHERE state = 1 AND class IN (1, 2) AND issue IS NULL GROUP BY domain");
    enum step step;
    while ((step = statement_step(find, error)) == STEP_ROW) {
        g_autofree char *domain = statement_text(find, 0);
        int64_t count = statement_number(find, 1);
        *letters_of(budget, domain) += *domain != '\0' ? count : 0;
        *letters_of(budget, "") += count;
    }
    return step == STEP_DONE;
}

/* Of an issue that is not held (4 is ISSUE_HELD). */
static bool copies_are_due(struct store *store, int64_t now, bool *due, GError **error)
{
    SCOPED(statement)
    struct statement *ask =
        statement_take(store, "SELECT EXISTS (SELECT 1 FROM issue i WHERE i.state <> 4 AND EXISTS "
                              "(SELECT 1 FROM outgoing o WHERE o.state = 1 AND o.class IN (1, 2) "
                              "AND o.issue = i.name AND o.due <= ?1))");
    int64_t found = 0;
    statement_put_number(ask, now);
    bool read = statement_run_number(ask, &found, error);
    *due = found != 0;
    return read;
}

struct quota_budget *quota_budget_open(struct store *store, int64_t now, GError **error)
{
    statement_assert_transaction(store);
    SCOPED(quota_budget) struct quota_budget *budget = g_new0(struct quota_budget, 1);
    budget->store = store;
    budget->until = INT64_MAX;
    budget->letters = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    bool read = store->quota == NULL || (quota_refresh(store, now, error) &&
                                         copies_are_due(store, now, &budget->closed, error) &&
                                         (budget->closed || count_queue(budget, error)));
    return read ? g_steal_pointer(&budget) : NULL;
}

/* Whether there is room for one more; else from when on. */
static bool has_room(struct quota_budget *budget, const char *domain, bool *room, GError **error)
{
    int64_t left = 0, moment = 0;
    if (!quota_room(budget->store, domain, &left, error)) {
        return false;
    }
    *room = !budget->closed && left > *letters_of(budget, domain);
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
    bool waits = store->quota != NULL && store->quota->letters_until > now;
    return waits ? store->quota->letters_until : 0;
}
