#include "store/inbound.h"

#include <string.h>

#include "base/failure.h"
#include "store/inbound_content.h"
#include "store/statement.h"

#define PAGE 64 /* rows read at a time by inbound_each: each has its verdict */

void inbound_free(struct inbound *inbound)
{
    if (inbound == NULL) {
        return;
    }
    g_free(inbound->source);
    g_free(inbound->recipient);
    g_free(inbound->message_id);
    g_free(inbound->verdict);
    g_free(inbound->reason);
    g_free(inbound->effect);
    g_free(inbound);
}

const char *inbound_state_name(enum inbound_state state)
{
    static const char *const names[] = {[INBOUND_NEW] = "new",
                                        [INBOUND_DONE] = "done",
                                        [INBOUND_HUMAN] = "human",
                                        [INBOUND_QUARANTINED] = "quarantined"};
    g_assert(state >= INBOUND_NEW && state <= INBOUND_QUARANTINED);
    return names[state];
}

/* `id` is set to 0 when there is none. */
static bool find_same(struct store *store, const uint8_t hash[INBOUND_HASH_SIZE], int64_t *id,
                      GError **error)
{
    SCOPED(statement)
    struct statement *find = statement_take(store, "SELECT id FROM inbound WHERE content = ?1");
    statement_put_octets(find, hash, INBOUND_HASH_SIZE);
    return statement_run_number(find, id, error);
}

static bool insert(struct store *store, const struct arrival *arrival,
                   const uint8_t hash[INBOUND_HASH_SIZE], GError **error)
{
    SCOPED(statement)
    struct statement *add =
        statement_take(store, "INSERT INTO inbound (received, state, source, recipient, content, "
                              "raw) VALUES (?1, 1, ?2, ?3, ?4, ?5)");
    statement_put_number(add, arrival->received);
    statement_put_text(add, arrival->source);
    statement_put_text(add, arrival->recipient);
    statement_put_octets(add, hash, INBOUND_HASH_SIZE);
    statement_put_octets(add, arrival->raw, arrival->length);
    return statement_run(add, error);
}

bool inbound_add(struct store *store, const struct arrival *arrival, int64_t *id, bool *fresh,
                 GError **error)
{
    statement_assert_transaction(store);
    uint8_t hash[INBOUND_HASH_SIZE];
    inbound_content_hash(arrival->raw, arrival->length, hash);
    int64_t known = 0;
    if (!find_same(store, hash, &known, error) ||
        (known == 0 && !insert(store, arrival, hash, error))) {
        return false;
    }
    *id = known != 0 ? known : statement_last_id(store);
    *fresh = known == 0;
    return true;
}

bool inbound_keep(struct store *store, int64_t received, const char *source, const char *recipient,
                  const char *raw, size_t length, int64_t *id, bool *fresh, GError **error)
{
    const struct arrival arrival = {received, source, recipient, raw, length};
    int64_t found = 0;
    bool added = false;
    STORE_ROLLS_BACK(store);
    if (!store_begin(store, error) || !inbound_add(store, &arrival, &found, &added, error) ||
        !store_commit(store, error)) {
        return false;
    }
    *id = found;
    *fresh = added;
    return true;
}

GArray *inbound_waiting(struct store *store, unsigned most, size_t octets, GError **error)
{
    return inbound_waiting_after(store, 0, most, octets, error);
}

GArray *inbound_waiting_after(struct store *store, int64_t after, unsigned most, size_t octets,
                              GError **error)
{
    /* length() of the last column does not read the octets. */
    SCOPED(statement)
    struct statement *find = statement_take(
        store,
        "SELECT id, length(raw) FROM inbound WHERE state = 1 AND id > ?1 ORDER BY id LIMIT ?2");
    statement_put_number(find, after);
    statement_put_number(find, most);
    g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
    size_t sum = 0;
    enum step step;
    while ((step = statement_step(find, error)) == STEP_ROW) {
        int64_t id = statement_number(find, 0);
        sum += (size_t)statement_number(find, 1);
        if (ids->len > 0 && sum > octets) {
            return g_steal_pointer(&ids);
        }
        g_array_append_val(ids, id);
    }
    return step == STEP_DONE ? g_steal_pointer(&ids) : NULL;
}

static void *tell_missing(int64_t id, GError **error)
{
    g_set_error(error, STORE_ERROR, FAILURE_NOT_FOUND,
                "there is no incoming mail %" G_GINT64_FORMAT "; see `moedested inbox list`", id);
    return NULL;
}

static GBytes *read_raw(struct statement *find, int64_t id, GError **error)
{
    statement_put_number(find, id);
    switch (statement_step(find, error)) {
    case STEP_ROW:
        return statement_bytes(find, 0);
    case STEP_DONE:
        return tell_missing(id, error);
    case STEP_FAILED:
        break;
    }
    return NULL;
}

GBytes *inbound_raw(struct store *store, int64_t id, GError **error)
{
    SCOPED(statement)
    struct statement *find = statement_take(store, "SELECT raw FROM inbound WHERE id = ?1");
    return read_raw(find, id, error);
}

GBytes *inbound_raw_start(struct store *store, int64_t id, size_t most, GError **error)
{
    /* substr() makes NULL of no octets. */
    SCOPED(statement)
    struct statement *find = statement_take(
        store, "SELECT coalesce(substr(raw, 1, ?1), x'') FROM inbound WHERE id = ?2");
    statement_put_number(find, (int64_t)most);
    return read_raw(find, id, error);
}

static bool write_result(struct store *store, const struct inbound *result, GError **error)
{
    SCOPED(statement)
    struct statement *write = statement_take(
        store, "UPDATE inbound SET state = ?2, verdict = ?3, message_id = ?4, person = ?5, "
               "by_token = ?6, reason = ?7, effect = ?8 WHERE id = ?1");
    statement_put_number(write, result->id);
    statement_put_number(write, result->state);
    statement_put_text(write, result->verdict);
    statement_put_text(write, result->message_id);
    statement_put_reference(write, result->person);
    statement_put_number(write, result->by_token);
    statement_put_text(write, result->reason);
    statement_put_text(write, result->effect);
    return statement_run(write, error);
}

bool inbound_settle(struct store *store, const struct cause *cause, const struct inbound *result,
                    GError **error)
{
    statement_assert_transaction(store);
    SCOPED(inbound) struct inbound *before = inbound_get(store, result->id, error);
    return before != NULL && write_result(store, result, error) &&
           event_add(store, cause, result->person, 0, "mail-in", result->effect,
                     inbound_state_name(before->state), inbound_state_name(result->state), error);
}

static struct inbound *read_inbound(struct statement *row)
{
    struct inbound *inbound = g_new0(struct inbound, 1);
    inbound->id = statement_number(row, 0);
    inbound->received = statement_number(row, 1);
    inbound->state = (enum inbound_state)statement_number(row, 2);
    inbound->source = statement_text(row, 3);
    inbound->recipient = statement_text(row, 4);
    inbound->message_id = statement_text(row, 5);
    inbound->verdict = statement_text(row, 6);
    inbound->reason = statement_text(row, 7);
    inbound->effect = statement_text(row, 8);
    inbound->person = statement_number(row, 9);
    inbound->by_token = statement_number(row, 10) != 0;
    return inbound;
}

struct inbound *inbound_get(struct store *store, int64_t id, GError **error)
{
    SCOPED(statement)
    struct statement *find = statement_take(
        store, "SELECT id, received, state, source, recipient, message_id, verdict, reason, "
               "effect, person, by_token FROM inbound WHERE id = ?1");
    statement_put_number(find, id);
    switch (statement_step(find, error)) {
    case STEP_ROW:
        return read_inbound(find);
    case STEP_DONE:
        return tell_missing(id, error);
    case STEP_FAILED:
        break;
    }
    return NULL;
}

struct inbound *inbound_before(struct store *store, int64_t person, int64_t id, GError **error)
{
    SCOPED(statement)
    struct statement *find = statement_take(
        store, "SELECT id, received, state, source, recipient, message_id, verdict, reason, "
               "effect, person, by_token FROM inbound WHERE person = ?1 AND (?2 = 0 OR id < ?2) "
               "AND effect IS NOT NULL ORDER BY id DESC LIMIT 1");
    statement_put_number(find, person);
    statement_put_number(find, id);
    return statement_step(find, error) == STEP_ROW ? read_inbound(find) : NULL;
}

static GPtrArray *read_page(struct store *store, enum inbound_state state, int64_t last,
                            GError **error)
{
    SCOPED(statement)
    struct statement *find =
        state != 0
            ? statement_take(store, "SELECT id, received, state, source, recipient, message_id, "
                                    "verdict, reason, effect, person, by_token FROM inbound "
                                    "WHERE id > ?1 AND state = ?3 ORDER BY id LIMIT ?2")
            : statement_take(store, "SELECT id, received, state, source, recipient, message_id, "
                                    "verdict, reason, effect, person, by_token FROM inbound "
                                    "WHERE id > ?1 ORDER BY id LIMIT ?2");
    statement_put_number(find, last);
    statement_put_number(find, PAGE);
    if (state != 0) {
        statement_put_number(find, state);
    }
    g_autoptr(GPtrArray) page = g_ptr_array_new_with_free_func((GDestroyNotify)inbound_free);
    enum step step;
    while ((step = statement_step(find, error)) == STEP_ROW) {
        g_ptr_array_add(page, read_inbound(find));
    }
    return step == STEP_DONE ? g_steal_pointer(&page) : NULL;
}

bool inbound_each(struct store *store, enum inbound_state state,
                  bool (*each)(const struct inbound *inbound, void *data), void *data,
                  GError **error)
{
    int64_t last = 0;
    for (;;) {
        g_autoptr(GPtrArray) page = read_page(store, state, last, error);
        if (page == NULL) {
            return false;
        }
        if (page->len == 0) {
            return true;
        }
        for (guint i = 0; i < page->len; i++) {
            const struct inbound *inbound = g_ptr_array_index(page, i);
            last = inbound->id;
            if (!each(inbound, data)) {
                return true;
            }
        }
    }
}

static void hash_text(const char *address, const char *text, uint8_t hash[INBOUND_HASH_SIZE])
{
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
    g_checksum_update(sum, (const guchar *)address, (gssize)strlen(address) + 1);
    g_checksum_update(sum, (const guchar *)text, -1);
    gsize got = INBOUND_HASH_SIZE;
    g_checksum_get_digest(sum, hash, &got);
}

static bool remember_text(struct store *store, int64_t id, const uint8_t hash[INBOUND_HASH_SIZE],
                          GError **error)
{
    SCOPED(statement)
    struct statement *write =
        statement_take(store, "UPDATE inbound SET text_hash = ?2 WHERE id = ?1");
    statement_put_number(write, id);
    statement_put_octets(write, hash, INBOUND_HASH_SIZE);
    if (!statement_run(write, error)) {
        return false;
    }
    return statement_changes(store) > 0 || tell_missing(id, error) != NULL;
}

bool inbound_same_text(struct store *store, int64_t id, const char *address, const char *text,
                       int64_t since, bool *same, GError **error)
{
    statement_assert_transaction(store);
    uint8_t hash[INBOUND_HASH_SIZE];
    hash_text(address, text, hash);
    /* 6 is LEDGER_DROPPED: an answer that was taken back was none. */
    SCOPED(statement)
    struct statement *find = statement_take(
        store, "SELECT count(*) FROM inbound i JOIN outgoing o ON o.inbound = i.id "
               "WHERE i.text_hash = ?1 AND i.id <> ?2 AND o.queued >= ?3 AND o.state <> 6");
    statement_put_octets(find, hash, INBOUND_HASH_SIZE);
    statement_put_number(find, id);
    statement_put_number(find, since);
    int64_t count = 0;
    if (!statement_run_number(find, &count, error) ||
        (id != 0 && !remember_text(store, id, hash, error))) {
        return false;
    }
    *same = count > 0;
    return true;
}
