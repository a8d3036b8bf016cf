#include "store/quota.h"

#include "store/connection.h"
#include "store/quota_count.h"
#include "store/statement.h"

static void cursor_free(void *cursor)
{
    struct quota_cursor *gone = cursor;
    g_hash_table_unref(gone->full);
    g_free(gone);
}

struct quota *quota_new(void)
{
    struct quota *quota = g_new0(struct quota, 1);
    quota->domains = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    quota->tallies = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    quota->cursors = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, cursor_free);
    quota->steps = g_array_new(FALSE, FALSE, sizeof(int64_t));
    return quota;
}

void quota_free(struct quota *quota)
{
    if (quota == NULL) {
        return;
    }
    g_hash_table_unref(quota->domains);
    g_hash_table_unref(quota->tallies);
    g_hash_table_unref(quota->cursors);
    g_array_unref(quota->steps);
    g_free(quota);
}

void quota_limit_all(struct quota *quota, struct quota_limit limit)
{
    quota->all = limit;
}

void quota_limit_each(struct quota *quota, struct quota_limit limit)
{
    quota->each = limit;
}

bool quota_limit_domain(struct quota *quota, const char *domain, struct quota_limit limit)
{
    if (g_hash_table_contains(quota->domains, domain)) {
        return false;
    }
    g_hash_table_insert(quota->domains, g_strdup(domain), g_memdup2(&limit, sizeof limit));
    return true;
}

void quota_add_step(struct quota *quota, int64_t copies)
{
    g_array_append_val(quota->steps, copies);
}

static bool is_empty(const struct quota *quota)
{
    return quota->all.hour + quota->all.day + quota->each.hour + quota->each.day == 0 &&
           g_hash_table_size(quota->domains) == 0 && quota->steps->len == 0;
}

void quota_apply(struct store *store, struct quota *quota)
{
    quota_free(store->quota);
    store->quota = quota;
    if (quota != NULL && is_empty(quota)) {
        g_clear_pointer(&store->quota, quota_free);
    }
}

bool quota_is_set(const struct store *store)
{
    return store->quota != NULL;
}

void quota_wait_clear(struct quota_wait *wait)
{
    g_clear_pointer(&wait->domain, g_free);
}

static bool first_room(struct store *store, const struct quota_cursor *cursor,
                       struct quota_wait *wait, GError **error)
{
    GHashTableIter all;
    void *domain = NULL;
    g_hash_table_iter_init(&all, cursor->full);
    while (g_hash_table_iter_next(&all, &domain, NULL)) {
        int64_t moment = 0;
        if (!quota_next_room(store, domain, &moment, error)) {
            return false;
        }
        wait->domains++;
        if (moment < wait->until) {
            wait->until = moment;
            g_free(wait->domain);
            wait->domain = g_strdup(domain);
        }
    }
    return true;
}

bool quota_waits(struct store *store, struct quota_wait *wait, GError **error)
{
    const struct quota *quota = store->quota;
    struct quota_wait found = {NULL, INT64_MAX, 0};
    GHashTableIter all;
    void *cursor = NULL;
    if (quota != NULL && quota->all_until != 0) {
        found = (struct quota_wait){g_strdup(""), quota->all_until, 0};
    } else if (quota != NULL) {
        g_hash_table_iter_init(&all, quota->cursors);
        while (g_hash_table_iter_next(&all, NULL, &cursor)) {
            if (!first_room(store, cursor, &found, error)) {
                quota_wait_clear(&found);
                return false;
            }
        }
    }
    *wait = found;
    return true;
}

bool quota_moving(struct store *store, int64_t now, bool *moving, GError **error)
{
    *moving = false;
    if (store->quota == NULL) {
        return true;
    }
    SCOPED(statement)
    struct statement *ask =
        statement_take(store, "SELECT EXISTS (SELECT 1 FROM domain_count "
                              "WHERE domain = '' AND hour > ?1 AND copies > 0)");
    statement_put_number(ask, now / 3600 - 24);
    int64_t found = 0;
    if (!statement_run_number(ask, &found, error)) {
        return false;
    }
    *moving = found != 0;
    return true;
}

static char *cursor_key(enum ledger_class class, const char *issue)
{
    return g_strdup_printf("%d/%s", (int)class, issue);
}

struct quota_cursor *quota_cursor_find(const struct quota *quota, enum ledger_class class,
                                       const char *issue)
{
    g_autofree char *key = cursor_key(class, issue);
    return g_hash_table_lookup(quota->cursors, key);
}

struct quota_cursor *quota_cursor_make(struct quota *quota, enum ledger_class class,
                                       const char *issue)
{
    struct quota_cursor *cursor = quota_cursor_find(quota, class, issue);
    if (cursor == NULL) {
        cursor = g_new0(struct quota_cursor, 1);
        cursor->due = INT64_MIN;
        cursor->full = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
        g_hash_table_insert(quota->cursors, cursor_key(class, issue), cursor);
    }
    return cursor;
}
