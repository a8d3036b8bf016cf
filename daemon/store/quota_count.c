#include "store/quota_count.h"

#include <string.h>

#include "mail/address.h"
#include "store/connection.h"
#include "store/statement.h"

#define HOUR 3600
#define HOURS 24
#define KEPT_HOURS 48 /* counts of domains; those of all mails are kept, as days of the warm-up */

/* What a domain has had. */
struct tally {
    int64_t hours[HOURS]; /* [0] is the hour that runs */
};

static int64_t day_of(const struct tally *tally)
{
    int64_t sum = 0;
    for (int ago = 0; ago < HOURS; ago++) {
        sum += tally->hours[ago];
    }
    return sum;
}

void quota_forget(struct store *store)
{
    if (store->quota != NULL) {
        g_hash_table_remove_all(store->quota->tallies);
        g_hash_table_remove_all(store->quota->cursors);
        store->quota->all_until = 0;
        store->quota->letters_until = 0;
        store->quota->stale = false;
    }
}

static bool read_version(struct store *store, int64_t *version, GError **error)
{
    SCOPED(statement) struct statement *ask = statement_take(store, "PRAGMA data_version");
    return statement_run_number(ask, version, error);
}

/* A clock that was far ahead for a while, and is right again, has left counts that would fill every
 * hour until then: they count as of this hour. */
static bool bring_near(struct store *store, int64_t hour, GError **error)
{
    SCOPED(statement)
    struct statement *add = statement_take(
        store, "INSERT INTO domain_count (domain, hour, copies, letters) "
               "SELECT domain, ?1, sum(copies), sum(letters) FROM domain_count WHERE hour > ?2 "
               "GROUP BY domain ON CONFLICT (domain, hour) DO UPDATE SET "
               "copies = copies + excluded.copies, letters = letters + excluded.letters");
    statement_put_number(add, hour);
    statement_put_number(add, hour + HOURS);
    SCOPED(statement)
    struct statement *clear = statement_take(store, "DELETE FROM domain_count WHERE hour > ?1");
    statement_put_number(clear, hour + HOURS);
    return statement_run(add, error) && statement_run(clear, error);
}

static bool prune(struct store *store, int64_t hour, GError **error)
{
    SCOPED(statement)
    struct statement *clear =
        statement_take(store, "DELETE FROM domain_count WHERE domain <> '' AND hour < ?1");
    statement_put_number(clear, hour - KEPT_HOURS);
    return statement_run(clear, error);
}

static bool read_days(struct store *store, int64_t hour, GError **error)
{
    if (store->quota->steps->len == 0) {
        return true;
    }
    SCOPED(statement)
    struct statement *ask =
        statement_take(store, "SELECT count(*) FROM (SELECT 1 FROM domain_count "
                              "WHERE domain = '' AND hour / 24 < ?1 GROUP BY hour / 24 "
                              "HAVING sum(copies) > 0 OR sum(letters) >= ?2)");
    statement_put_number(ask, hour / HOURS);
    statement_put_number(ask, g_array_index(store->quota->steps, int64_t, 0));
    return statement_run_number(ask, &store->quota->mail_days, error);
}

bool quota_refresh(struct store *store, int64_t now, GError **error)
{
    struct quota *quota = store->quota;
    if (quota == NULL) {
        return true;
    }
    int64_t version = 0;
    if (!read_version(store, &version, error)) {
        return false;
    }
    quota->stale = quota->stale || version != quota->version;
    quota->version = version;
    bool fresh = quota->hour != now / HOUR;
    if (fresh || (quota->stale && now >= quota->looked + QUOTA_PATIENCE)) {
        quota_forget(store);
        quota->looked = now;
        quota->hour = now / HOUR;
    }
    return !fresh || (bring_near(store, quota->hour, error) && prune(store, quota->hour, error) &&
                      read_days(store, quota->hour, error));
}

static bool read_tally(struct store *store, const char *domain, struct tally *tally, GError **error)
{
    int64_t hour = store->quota->hour;
    SCOPED(statement)
    struct statement *find =
        statement_take(store, "SELECT hour, copies + letters FROM domain_count "
                              "WHERE domain = ?1 AND hour > ?2");
    statement_put_text(find, domain);
    statement_put_number(find, hour - HOURS);
    enum step step;
    while ((step = statement_step(find, error)) == STEP_ROW) {
        /* A clock that was set back does not give anybody a second hour. */
        int64_t ago = MAX(hour - statement_number(find, 0), 0);
        tally->hours[ago] += statement_number(find, 1);
    }
    return step == STEP_DONE;
}

/* Borrowed; NULL is an error. */
static struct tally *tally_of(struct store *store, const char *domain, GError **error)
{
    struct tally *known = g_hash_table_lookup(store->quota->tallies, domain);
    if (known != NULL) {
        return known;
    }
    struct tally fresh = {0};
    if (!read_tally(store, domain, &fresh, error)) {
        return NULL;
    }
    known = g_memdup2(&fresh, sizeof fresh);
    g_hash_table_insert(store->quota->tallies, g_strdup(domain), known);
    return known;
}

static int64_t lower(int64_t a, int64_t b)
{
    return a == 0 || (b != 0 && b < a) ? b : a;
}

/* `days`: with newsletters before the day that is meant. */
static struct quota_limit limit_of(const struct quota *quota, const char *domain, int64_t days)
{
    if (*domain == '\0') {
        int64_t step =
            days < quota->steps->len ? g_array_index(quota->steps, int64_t, (guint)days) : 0;
        return (struct quota_limit){quota->all.hour, lower(quota->all.day, step)};
    }
    const struct quota_limit *own = g_hash_table_lookup(quota->domains, domain);
    return own != NULL ? *own : quota->each;
}

bool quota_room(struct store *store, const char *domain, int64_t *room, GError **error)
{
    const struct quota_limit limit = limit_of(store->quota, domain, store->quota->mail_days);
    if (limit.hour == 0 && limit.day == 0) {
        *room = INT64_MAX;
        return true;
    }
    const struct tally *tally = tally_of(store, domain, error);
    if (tally == NULL) {
        return false;
    }
    int64_t hour = limit.hour != 0 ? limit.hour - tally->hours[0] : INT64_MAX;
    int64_t day = limit.day != 0 ? limit.day - day_of(tally) : INT64_MAX;
    *room = MAX(MIN(hour, day), 0);
    return true;
}

bool quota_next_room(struct store *store, const char *domain, int64_t *moment, GError **error)
{
    const struct quota *quota = store->quota;
    const struct tally *tally = tally_of(store, domain, error);
    if (tally == NULL) {
        return false;
    }
    int64_t left = day_of(tally);
    int64_t hour = quota->hour;
    for (int ahead = 1; ahead <= HOURS; ahead++) {
        left -= tally->hours[HOURS - ahead];
        hour = quota->hour + ahead;
        bool tomorrow = hour / HOURS > quota->hour / HOURS;
        const struct quota_limit limit =
            limit_of(quota, domain, quota->mail_days + (tomorrow ? 1 : 0));
        if (limit.day == 0 || left < limit.day) {
            break;
        }
    }
    *moment = hour * HOUR;
    return true;
}

/* Mails of one claim to one domain. */
struct portion {
    int64_t copies, letters;
};

static bool write_portion(struct store *store, const char *domain, int64_t hour,
                          const struct portion *portion, GError **error)
{
    SCOPED(statement)
    struct statement *write = statement_take(
        store, "INSERT INTO domain_count (domain, hour, copies, letters) VALUES (?1, ?2, ?3, ?4) "
               "ON CONFLICT (domain, hour) DO UPDATE SET copies = copies + excluded.copies, "
               "letters = letters + excluded.letters");
    statement_put_text(write, domain);
    statement_put_number(write, hour);
    statement_put_number(write, portion->copies);
    statement_put_number(write, portion->letters);
    if (!statement_run(write, error)) {
        return false;
    }
    struct tally *tally =
        store->quota != NULL ? g_hash_table_lookup(store->quota->tallies, domain) : NULL;
    if (tally != NULL) {
        tally->hours[0] += portion->copies + portion->letters;
    }
    return true;
}

static void add(GHashTable *portions, const char *domain, bool copy)
{
    struct portion *portion = g_hash_table_lookup(portions, domain);
    if (portion == NULL) {
        portion = g_new0(struct portion, 1);
        g_hash_table_insert(portions, g_strdup(domain), portion);
    }
    portion->copies += copy ? 1 : 0;
    portion->letters += copy ? 0 : 1;
}

/* Domains are counted when they have a limit. */
static void add_domain(const struct quota *quota, GHashTable *portions,
                       const struct ledger_mail *mail)
{
    g_autofree char *folded = address_fold(mail->recipient);
    const char *sign = strrchr(folded, '@');
    const char *domain = sign != NULL ? sign + 1 : "";
    const struct quota_limit limit = limit_of(quota, domain, 0);
    if (*domain != '\0' && limit.hour + limit.day > 0) {
        add(portions, domain, mail->issue != NULL);
    }
}

bool quota_count(struct store *store, int64_t now, const GPtrArray *mails, GError **error)
{
    struct portion all = {0};
    g_autoptr(GHashTable) portions = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    for (guint i = 0; i < mails->len; i++) {
        const struct ledger_mail *mail = g_ptr_array_index(mails, i);
        all.copies += mail->issue != NULL ? 1 : 0;
        all.letters += mail->issue == NULL ? 1 : 0;
        if (store->quota != NULL) {
            add_domain(store->quota, portions, mail);
        }
    }
    GHashTableIter each;
    void *domain = NULL, *portion = NULL;
    g_hash_table_iter_init(&each, portions);
    while (g_hash_table_iter_next(&each, &domain, &portion)) {
        if (!write_portion(store, domain, now / HOUR, portion, error)) {
            return false;
        }
    }
    return mails->len == 0 || write_portion(store, "", now / HOUR, &all, error);
}

bool quota_give_back(struct store *store, int64_t id, GError **error)
{
    statement_assert_transaction(store);
    quota_forget(store);
    SCOPED(statement)
    struct statement *write = statement_take(
        store, "UPDATE domain_count SET copies = max(copies - (o.issue IS NOT NULL), 0), "
               "letters = max(letters - (o.issue IS NULL), 0) "
               "FROM (SELECT domain, counted, issue FROM outgoing WHERE id = ?1) AS o "
               "WHERE domain_count.domain IN ('', o.domain) AND domain_count.hour = o.counted");
    statement_put_number(write, id);
    return statement_run(write, error);
}

bool quota_give_back_claimed(struct store *store, const char *issue, GError **error)
{
    SCOPED(statement)
    struct statement *find = statement_take(
        store, "SELECT id FROM outgoing WHERE state = 2 AND state <> 3 AND handed = 0 "
               "AND (?1 IS NULL OR +issue = ?1)");
    statement_put_text(find, issue);
    g_autoptr(GArray) ids = statement_run_ids(find, error);
    for (guint i = 0; ids != NULL && i < ids->len; i++) {
        if (!quota_give_back(store, g_array_index(ids, int64_t, i), error)) {
            return false;
        }
    }
    return ids != NULL;
}
