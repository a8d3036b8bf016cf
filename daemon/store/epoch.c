#include "store/epoch.h"

#include <string.h>

#include "base/failure.h"
#include "base/file.h"
#include "store/connection.h"
#include "store/statement.h"

#define COUNTER_LIMIT 64 /* octets of the file */
#define NO_FILE (-1)

const char *epoch_sentence(enum epoch_hold hold)
{
    static const char *const sentences[] = {
        [EPOCH_CURRENT] = NULL,
        [EPOCH_RESTORED] = "delivery is on hold: the store was restored from a backup, and what "
                           "went out after the backup would go out again; look at `moedested "
                           "queue list` and `newsletter list`, drop what has gone, then "
                           "`moedested queue release --restored`",
        [EPOCH_OLDER] = "delivery is on hold: the store is older than mail that has gone out "
                        "already (its counter file is ahead), so it was put back from a copy; "
                        "look at `moedested queue list` and `newsletter list`, drop what has "
                        "gone, then `moedested queue release --restored`",
        [EPOCH_NO_FILE] = "delivery is on hold: the counter file beside the store is missing, so "
                          "nobody can tell whether the store is the newest; if it is (it was "
                          "moved here without that file), `moedested queue release --restored`",
    };
    return sentences[hold];
}

static char *counter_path(const struct store *store)
{
    return strcmp(store->path, STORE_MEMORY) != 0 ? g_strconcat(store->path, ".counter", NULL)
                                                  : NULL;
}

/* NO_FILE for a file that is missing. */
static bool read_file(const char *path, int64_t *number, GError **error)
{
    if (!g_file_test(path, G_FILE_TEST_EXISTS)) {
        *number = NO_FILE;
        return true;
    }
    size_t length = 0;
    g_autofree char *text = file_read(path, COUNTER_LIMIT, &length, error);
    if (text == NULL) {
        return false;
    }
    guint64 found = 0;
    if (!g_ascii_string_to_unsigned(g_strchomp(text), 10, 0, INT64_MAX, &found, NULL)) {
        g_set_error(error, STORE_ERROR, FAILURE_CONFIGURATION,
                    "%s: there is no number in it; remove the file, and delivery waits for "
                    "`moedested queue release --restored`",
                    path);
        return false;
    }
    *number = (int64_t)found;
    return true;
}

static bool write_file(const char *path, int64_t number, GError **error)
{
    g_autofree char *text = g_strdup_printf("%" G_GINT64_FORMAT "\n", number);
    return file_write(path, text, strlen(text), 0600, error);
}

/* 0 when it is not there. */
static bool read_setting(struct store *store, const char *name, int64_t *number, GError **error)
{
    SCOPED(statement)
    struct statement *find =
        statement_take(store, "SELECT CAST(value AS INTEGER) FROM setting WHERE name = ?1");
    statement_put_text(find, name);
    return statement_run_number(find, number, error);
}

static bool write_setting(struct store *store, const char *name, int64_t number, GError **error)
{
    g_autofree char *text = g_strdup_printf("%" G_GINT64_FORMAT, number);
    SCOPED(statement)
    struct statement *write =
        statement_take(store, "INSERT INTO setting (name, value) VALUES (?1, ?2) "
                              "ON CONFLICT (name) DO UPDATE SET value = excluded.value");
    statement_put_text(write, name);
    statement_put_text(write, text);
    return statement_run(write, error);
}

/* What both say; `restored` is the mark of a restore. */
static bool read_both(struct store *store, const char *path, int64_t *ours, int64_t *file,
                      int64_t *restored, GError **error)
{
    return read_setting(store, "deliveries", ours, error) &&
           read_setting(store, "restored", restored, error) && read_file(path, file, error);
}

bool epoch_look(struct store *store, enum epoch_hold *hold, GError **error)
{
    g_autofree char *path = counter_path(store);
    int64_t ours = 0, file = 0, restored = 0;
    *hold = EPOCH_CURRENT;
    if (path == NULL) {
        return true;
    }
    if (!read_both(store, path, &ours, &file, &restored, error)) {
        return false;
    }
    if (restored != 0) {
        *hold = EPOCH_RESTORED;
    } else if (file > ours) {
        *hold = EPOCH_OLDER;
    } else if (ours > 0 && file == NO_FILE) {
        *hold = EPOCH_NO_FILE;
    }
    return true;
}

static bool write_store(struct store *store, const struct cause *released, int64_t number,
                        GError **error)
{
    STORE_ROLLS_BACK(store);
    return store_begin(store, error) && write_setting(store, "deliveries", number, error) &&
           (released == NULL ||
            (write_setting(store, "restored", 0, error) &&
             event_add(store, released, 0, 0, "delivery", NULL, "on hold", "released", error))) &&
           store_commit(store, error);
}

/* The store first: a file that is behind is no alarm, one that is ahead is. */
static bool advance(struct store *store, const struct cause *released, GError **error)
{
    g_autofree char *path = counter_path(store);
    int64_t ours = 0, file = 0, restored = 0;
    if (path == NULL) {
        return true;
    }
    if (!read_both(store, path, &ours, &file, &restored, error)) {
        return false;
    }
    /* The first time of all: after a crash in between the store would have sent mail and the file
     * be missing. */
    if (ours == 0 && file == NO_FILE && !write_file(path, 0, error)) {
        return false;
    }
    int64_t next = MAX(ours, file) + 1;
    return write_store(store, released, next, error) && write_file(path, next, error);
}

bool epoch_advance(struct store *store, GError **error)
{
    return advance(store, NULL, error);
}

bool epoch_release(struct store *store, const struct cause *cause, GError **error)
{
    return advance(store, cause, error);
}

bool epoch_mark_restored(struct store *store, GError **error)
{
    statement_assert_transaction(store);
    return write_setting(store, "restored", 1, error);
}
