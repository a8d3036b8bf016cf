/* Claiming under limits: copies for domains that are full are passed over, each of them once an
 * hour.
 *
 * The rows are walked in their order in the index of what is due, which has the domain. A cursor
 * remembers how far, so that half a million copies for a full domain cost nothing at the next
 * claim.
 */
#include "store/connection.h"
#include "store/ledger_row.h"
#include "store/quota_count.h"

/* A walk through the due copies of an issue. */
struct walk {
    struct store *store;
    struct quota_cursor *cursor;
    GHashTable *taken; /* domain -> copies found for it in this walk */
    GArray *ids;       /* int64_t: found */
};

static bool look_at(struct walk *walk, int64_t id, const char *domain, GError **error)
{
    gsize taken = GPOINTER_TO_SIZE(g_hash_table_lookup(walk->taken, domain));
    int64_t room = 0;
    if (!quota_room(walk->store, domain, &room, error)) {
        return false;
    }
    if ((int64_t)taken < room) {
        g_hash_table_replace(walk->taken, g_strdup(domain), GSIZE_TO_POINTER(taken + 1));
        g_array_append_val(walk->ids, id);
    } else if (!g_hash_table_contains(walk->cursor->full, domain)) {
        g_hash_table_add(walk->cursor->full, g_strdup(domain));
    }
    return true;
}

static bool take_rows(struct walk *walk, struct statement *find, guint most, GError **error)
{
    enum step step = STEP_DONE;
    while (walk->ids->len < most && (step = statement_step(find, error)) == STEP_ROW) {
        g_autofree char *domain = statement_text(find, 2);
        int64_t id = statement_number(find, 0);
        if (!look_at(walk, id, domain, error)) {
            return false;
        }
        walk->cursor->due = statement_number(find, 1);
        walk->cursor->id = id;
    }
    return step != STEP_FAILED;
}

/* Two statements, because SQLite does not look for (due, id) > (?, ?) in an index whose `id` is the
 * key of the row: it would read all rows of the same moment. */
static bool walk_same_moment(struct walk *walk, enum ledger_class class, const char *issue,
                             guint most, GError **error)
{
    SCOPED(statement)
    struct statement *find =
        statement_take(walk->store, "SELECT id, due, domain FROM outgoing WHERE state = 1 "
                                    "AND class = ?1 AND issue = ?2 AND due = ?3 AND id > ?4 "
                                    "ORDER BY id");
    statement_put_number(find, class);
    statement_put_text(find, issue);
    statement_put_number(find, walk->cursor->due);
    statement_put_number(find, walk->cursor->id);
    return take_rows(walk, find, most, error);
}

static bool walk_later(struct walk *walk, int64_t now, enum ledger_class class, const char *issue,
                       guint most, GError **error)
{
    SCOPED(statement)
    struct statement *find =
        statement_take(walk->store, "SELECT id, due, domain FROM outgoing WHERE state = 1 "
                                    "AND class = ?1 AND issue = ?2 AND due > ?3 AND due <= ?4 "
                                    "ORDER BY due, id");
    statement_put_number(find, class);
    statement_put_text(find, issue);
    statement_put_number(find, walk->cursor->due);
    statement_put_number(find, now);
    return take_rows(walk, find, most, error);
}

GArray *ledger_pass(struct store *store, int64_t now, enum ledger_class class, const char *issue,
                    guint most, GError **error)
{
    int64_t room = 0, until = 0;
    if (!quota_room(store, "", &room, error)) {
        return NULL;
    }
    if (room == 0 && !quota_next_room(store, "", &until, error)) {
        return NULL;
    }
    store->quota->all_until = until;
    g_autoptr(GHashTable) taken = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
    struct walk walk = {store, quota_cursor_make(store->quota, class, issue), taken, ids};
    guint wanted = (guint)MIN((int64_t)most, room);
    if (!walk_same_moment(&walk, class, issue, wanted, error) ||
        !walk_later(&walk, now, class, issue, wanted, error)) {
        return NULL;
    }
    return g_steal_pointer(&ids);
}

/* What stands behind the cursor has not been looked at: it may be claimed when it is due. */
static bool next_unseen(struct store *store, enum ledger_class class, const char *issue,
                        const struct quota_cursor *cursor, int64_t *moment, GError **error)
{
    SCOPED(statement)
    struct statement *ask = statement_take(
        store, "SELECT coalesce((SELECT due FROM outgoing WHERE state = 1 AND class = ?1 "
               "AND issue = ?2 AND due = ?3 AND id > ?4 LIMIT 1), "
               "(SELECT min(due) FROM outgoing WHERE state = 1 AND class = ?1 AND issue = ?2 "
               "AND due > ?3), 9223372036854775807)");
    statement_put_number(ask, class);
    statement_put_text(ask, issue);
    statement_put_number(ask, cursor != NULL ? cursor->due : INT64_MIN);
    statement_put_number(ask, cursor != NULL ? cursor->id : 0);
    return statement_run_number(ask, moment, error);
}

static bool next_passed(struct store *store, const struct quota_cursor *cursor, int64_t *moment,
                        GError **error)
{
    GHashTableIter all;
    void *domain = NULL;
    g_hash_table_iter_init(&all, cursor->full);
    while (g_hash_table_iter_next(&all, &domain, NULL)) {
        int64_t room = 0;
        if (!quota_next_room(store, domain, &room, error)) {
            return false;
        }
        *moment = MIN(*moment, room);
    }
    if (store->quota->stale) {
        *moment = MIN(*moment, store->quota->looked + QUOTA_PATIENCE);
    }
    return true;
}

bool ledger_pass_next(struct store *store, enum ledger_class class, const char *issue,
                      int64_t *moment, GError **error)
{
    const struct quota_cursor *cursor = quota_cursor_find(store->quota, class, issue);
    int64_t next = INT64_MAX;
    if (!next_unseen(store, class, issue, cursor, &next, error) ||
        (cursor != NULL && !next_passed(store, cursor, &next, error))) {
        return false;
    }
    *moment = next == INT64_MAX ? next : MAX(next, store->quota->all_until);
    return true;
}
