#include "store/digest.h"

#include "store/sequence.h"
#include "store/statement.h"

struct digest *digest_new(void)
{
    struct digest *digest = g_new0(struct digest, 1);
    digest->items = g_ptr_array_new_with_free_func((GDestroyNotify)digest_item_free);
    return digest;
}

void digest_item_free(struct digest_item *item)
{
    g_free(item->evidence);
    g_free(item);
}

void digest_free(struct digest *digest)
{
    if (digest == NULL) {
        return;
    }
    g_free(digest->inputs);
    g_free(digest->weights);
    g_ptr_array_unref(digest->items);
    g_free(digest);
}

void digest_reply_free(struct digest_reply *reply)
{
    g_free(reply->reason);
    g_free(reply);
}

const char *digest_why_name(enum digest_why why)
{
    static const char *const names[] = {[DIGEST_REGULAR] = "regular",
                                        [DIGEST_AT_ONCE] = "at-once",
                                        [DIGEST_ANSWER] = "answer",
                                        [DIGEST_PORTRAITS] = "portraits",
                                        [DIGEST_QUESTION] = "question"};
    return names[why];
}

/* ---- in ---------------------------------------------------------------------------------------
 */

/* The side that has not said yes hears of the other's. */
static bool note_asked(struct store *store, int64_t pair, GError **error)
{
    SCOPED(statement)
    struct statement *write = statement_take(store, "UPDATE pair SET asked = 1 WHERE id = ?1");
    statement_put_number(write, pair);
    return statement_run(write, error);
}

static bool add_item(struct store *store, int64_t digest, const struct digest_item *item,
                     GError **error)
{
    SCOPED(statement)
    struct statement *add =
        statement_take(store, "INSERT INTO digest_item (digest, letter, pair, listing, version, "
                              "rank, score, evidence) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
    statement_put_number(add, digest);
    statement_put_number(add, item->letter);
    statement_put_reference(add, item->pair);
    statement_put_number(add, item->listing);
    statement_put_number(add, item->version);
    statement_put_number(add, item->rank);
    statement_put_number(add, item->score);
    statement_put_text(add, item->evidence);
    return statement_run(add, error);
}

static bool add_digest(struct store *store, const struct cause *cause, const struct digest *digest,
                       GError **error)
{
    SCOPED(statement)
    struct statement *add =
        statement_take(store, "INSERT INTO digest (person, listing, version, why, at, outgoing, "
                              "inputs, weights) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
    statement_put_number(add, digest->person);
    statement_put_reference(add, digest->listing);
    statement_put_number(add, digest->version);
    statement_put_number(add, digest->why);
    statement_put_number(add, cause->at);
    statement_put_number(add, digest->outgoing);
    statement_put_text(add, digest->inputs);
    statement_put_text(add, digest->weights);
    return statement_run(add, error);
}

bool digest_add(struct store *store, const struct cause *cause, struct digest *digest,
                GError **error)
{
    statement_assert_transaction(store);
    if (!add_digest(store, cause, digest, error)) {
        return false;
    }
    digest->id = statement_last_id(store);
    digest->at = cause->at;
    for (guint at = 0; at < digest->items->len; at++) {
        const struct digest_item *item = digest->items->pdata[at];
        bool asks = digest->why == DIGEST_QUESTION && item->pair != 0;
        if (!add_item(store, digest->id, item, error) ||
            (asks && !note_asked(store, item->pair, error))) {
            return false;
        }
    }
    g_autofree char *count = g_strdup_printf("%u", digest->items->len);
    return event_add(store, cause, digest->person, digest->outgoing, "digest",
                     digest_why_name(digest->why), NULL, count, error);
}

/* ---- out --------------------------------------------------------------------------------------
 */

static bool read_items(struct store *store, struct digest *digest, GError **error)
{
    SCOPED(statement)
    struct statement *find =
        statement_take(store, "SELECT letter, pair, listing, version, rank, score, evidence FROM "
                              "digest_item WHERE digest = ?1 ORDER BY letter");
    statement_put_number(find, digest->id);
    enum step step;
    while ((step = statement_step(find, error)) == STEP_ROW) {
        struct digest_item *item = g_new0(struct digest_item, 1);
        item->letter = (int)statement_number(find, 0);
        item->pair = statement_number(find, 1);
        item->listing = statement_number(find, 2);
        item->version = (int)statement_number(find, 3);
        item->rank = (int)statement_number(find, 4);
        item->score = (int)statement_number(find, 5);
        item->evidence = statement_text(find, 6);
        g_ptr_array_add(digest->items, item);
    }
    return step == STEP_DONE;
}

/* Columns: id, person, listing, version, why, at, outgoing, inputs, weights. */
static struct digest *read_digest(struct store *store, struct statement *row, GError **error)
{
    if (statement_step(row, error) != STEP_ROW) {
        return NULL;
    }
    SCOPED(digest) struct digest *digest = digest_new();
    digest->id = statement_number(row, 0);
    digest->person = statement_number(row, 1);
    digest->listing = statement_number(row, 2);
    digest->version = (int)statement_number(row, 3);
    digest->why = (enum digest_why)statement_number(row, 4);
    digest->at = statement_number(row, 5);
    digest->outgoing = statement_number(row, 6);
    digest->inputs = statement_text(row, 7);
    digest->weights = statement_text(row, 8);
    return read_items(store, digest, error) ? g_steal_pointer(&digest) : NULL;
}

struct digest *digest_get(struct store *store, int64_t id, GError **error)
{
    SCOPED(statement)
    struct statement *find =
        statement_take(store, "SELECT id, person, listing, version, why, at, outgoing, inputs, "
                              "weights FROM digest WHERE id = ?1");
    statement_put_number(find, id);
    return read_digest(store, find, error);
}

struct digest *digest_of_mail(struct store *store, int64_t outgoing, GError **error)
{
    SCOPED(statement)
    struct statement *find =
        statement_take(store, "SELECT id, person, listing, version, why, at, outgoing, inputs, "
                              "weights FROM digest WHERE outgoing = ?1");
    statement_put_number(find, outgoing);
    return read_digest(store, find, error);
}

struct digest *digest_last(struct store *store, int64_t person, GError **error)
{
    SCOPED(statement)
    struct statement *find =
        statement_take(store, "SELECT id, person, listing, version, why, at, outgoing, inputs, "
                              "weights FROM digest WHERE person = ?1 ORDER BY id DESC LIMIT 1");
    statement_put_number(find, person);
    return read_digest(store, find, error);
}

char *digest_evidence(struct store *store, int64_t pair, GError **error)
{
    SCOPED(statement)
    struct statement *find = statement_take(
        store, "SELECT evidence FROM digest_item WHERE pair = ?1 ORDER BY digest DESC LIMIT 1");
    statement_put_number(find, pair);
    return statement_step(find, error) == STEP_ROW ? statement_text(find, 0) : NULL;
}

bool digest_version(struct store *store, int64_t listing, int *version, GError **error)
{
    SCOPED(statement)
    struct statement *find = statement_take(
        store, "SELECT ifnull(max(version), 0) FROM digest WHERE listing = ?1 AND why <> 5");
    statement_put_number(find, listing);
    int64_t found = 0;
    bool read = statement_run_number(find, &found, error);
    *version = (int)found;
    return read;
}

const struct digest_item *digest_find(const struct digest *digest, int letter)
{
    for (guint at = 0; at < digest->items->len; at++) {
        const struct digest_item *item = digest->items->pdata[at];
        if (item->letter == letter) {
            return item;
        }
    }
    return NULL;
}

bool digest_shown(struct store *store, int64_t since,
                  void (*each)(int64_t listing, int64_t times, void *data), void *data,
                  GError **error)
{
    SCOPED(statement)
    struct statement *find = statement_take(
        store, "SELECT i.listing, count(*) FROM digest d JOIN digest_item i ON i.digest = d.id "
               "WHERE d.at >= ?1 GROUP BY i.listing");
    statement_put_number(find, since);
    enum step step;
    while ((step = statement_step(find, error)) == STEP_ROW) {
        each(statement_number(find, 0), statement_number(find, 1), data);
    }
    return step == STEP_DONE;
}

bool digest_shown_times(struct store *store, int64_t listing, int64_t since, int64_t *times,
                        GError **error)
{
    SCOPED(statement)
    struct statement *find =
        statement_take(store, "SELECT count(*) FROM digest_item i JOIN digest d ON d.id = i.digest "
                              "WHERE i.listing = ?1 AND d.at >= ?2");
    statement_put_number(find, listing);
    statement_put_number(find, since);
    return statement_run_number(find, times, error);
}

bool digest_many(struct store *store, int64_t since, int64_t than, bool *many, GError **error)
{
    SCOPED(statement)
    struct statement *find = statement_take(
        store, "SELECT count(*) FROM (SELECT 1 FROM digest WHERE at >= ?1 LIMIT ?2)");
    statement_put_number(find, since);
    statement_put_number(find, than);
    int64_t count = 0;
    bool read = statement_run_number(find, &count, error);
    *many = count >= than;
    return read;
}

bool digest_count(struct store *store, int64_t person, enum digest_why why, int64_t since,
                  int64_t *count, GError **error)
{
    SCOPED(statement)
    struct statement *find = statement_take(
        store, "SELECT count(*) FROM digest WHERE person = ?1 AND at >= ?2 AND why = ?3");
    statement_put_number(find, person);
    statement_put_number(find, since);
    statement_put_number(find, why);
    return statement_run_number(find, count, error);
}

bool digest_total(struct store *store, int64_t *count, GError **error)
{
    SCOPED(statement)
    struct statement *find = statement_take(store, "SELECT count(*) FROM digest");
    return statement_run_number(find, count, error);
}

/* ---- what was answered ------------------------------------------------------------------------
 */

bool digest_reply_add(struct store *store, const struct cause *cause,
                      const struct digest_reply *reply, GError **error)
{
    statement_assert_transaction(store);
    int64_t number = 0;
    if (!sequence_next(store, "digest_reply", &number, error)) {
        return false;
    }
    SCOPED(statement)
    struct statement *add = statement_take(
        store, "INSERT INTO digest_reply (id, digest, letter, at, answer, reason, before, "
               "relaxed, inbound) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");
    statement_put_number(add, number);
    statement_put_number(add, reply->digest);
    statement_put_number(add, reply->letter);
    statement_put_number(add, cause->at);
    statement_put_number(add, reply->answer);
    statement_put_text(add, reply->reason);
    statement_put_number(add, reply->before);
    statement_put_reference(add, reply->relaxed);
    statement_put_reference(add, cause->inbound);
    return statement_run(add, error);
}

GPtrArray *digest_replies(struct store *store, int64_t inbound, GError **error)
{
    SCOPED(statement)
    struct statement *find = statement_take(
        store, "SELECT id, digest, letter, answer, reason, before, relaxed FROM digest_reply "
               "WHERE inbound = ?1 AND undone IS NULL ORDER BY id DESC");
    statement_put_number(find, inbound);
    g_autoptr(GPtrArray) replies =
        g_ptr_array_new_with_free_func((GDestroyNotify)digest_reply_free);
    enum step step;
    while ((step = statement_step(find, error)) == STEP_ROW) {
        struct digest_reply *reply = g_new0(struct digest_reply, 1);
        reply->id = statement_number(find, 0);
        reply->digest = statement_number(find, 1);
        reply->letter = (int)statement_number(find, 2);
        reply->answer = (enum digest_answer)statement_number(find, 3);
        reply->reason = statement_text(find, 4);
        reply->before = (int)statement_number(find, 5);
        reply->relaxed = (int)statement_number(find, 6);
        g_ptr_array_add(replies, reply);
    }
    return step == STEP_DONE ? g_steal_pointer(&replies) : NULL;
}

bool digest_reply_undo(struct store *store, const struct cause *cause, int64_t id, GError **error)
{
    statement_assert_transaction(store);
    SCOPED(statement)
    struct statement *write =
        statement_take(store, "UPDATE digest_reply SET undone = ?2 WHERE id = ?1");
    statement_put_number(write, id);
    statement_put_number(write, cause->at);
    return statement_run(write, error);
}

bool digest_said_no(struct store *store, int64_t pair, int64_t person, bool *said, GError **error)
{
    SCOPED(statement)
    struct statement *find = statement_take(
        store, "SELECT count(*) FROM digest_reply r JOIN digest d ON d.id = r.digest JOIN "
               "digest_item i ON i.digest = d.id AND i.letter = r.letter WHERE i.pair = ?1 AND "
               "d.person = ?2 AND r.answer = 2 AND r.undone IS NULL");
    statement_put_number(find, pair);
    statement_put_number(find, person);
    int64_t count = 0;
    bool read = statement_run_number(find, &count, error);
    *said = count > 0;
    return read;
}
