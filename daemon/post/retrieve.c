#include "post/retrieve.h"

#include <signal.h>

#include "base/failure.h"
#include "base/frame.h"
#include "base/log.h"
#include "base/worker.h"
#include "post/fetcher.h"
#include "post/maildir_in.h"

#define DEADLINE 60000    /* milliseconds for one file; a folder over a network may hang */
#define DEATH_LIMIT 3     /* of the process in one round */
#define NAMED_LIMIT 10000 /* names that were logged are forgotten after so many */
#define HASH_DIGITS 16

struct retrieve {
    char *path; /* of the Maildir; NULL: there is none */
    struct worker *worker;
    GHashTable *named; /* files that the log has named */
};

static bool launch(struct retrieve *retrieve, GError **error)
{
    retrieve->worker = worker_start("fetch", fetcher_body, retrieve->path, error);
    return retrieve->worker != NULL;
}

struct retrieve *retrieve_start(const struct config *config, GError **error)
{
    SCOPED(retrieve) struct retrieve *retrieve = g_new0(struct retrieve, 1);
    retrieve->named = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    if (config_is(config, CONFIG_INBOX_TYPE, "none")) {
        return g_steal_pointer(&retrieve);
    }
    retrieve->path = config_path(config, CONFIG_INBOX_PATH, "inbox");
    /* Said now, and not by a process that dies. */
    SCOPED(maildir_in) struct maildir_in *in = maildir_in_open(retrieve->path, error);
    if (in == NULL || !launch(retrieve, error)) {
        return NULL;
    }
    return g_steal_pointer(&retrieve);
}

void retrieve_stop(struct retrieve *retrieve)
{
    if (retrieve == NULL) {
        return;
    }
    worker_free(retrieve->worker);
    g_hash_table_unref(retrieve->named);
    g_free(retrieve->path);
    g_free(retrieve);
}

static void name_once(struct retrieve *retrieve, const char *name, const char *why)
{
    if (g_hash_table_size(retrieve->named) >= NAMED_LIMIT) {
        g_hash_table_remove_all(retrieve->named);
    }
    if (g_hash_table_add(retrieve->named, g_strdup(name))) {
        log_warning("retrieve skipped file=%s reason=\"%s\"", name, why);
    }
}

/* The name alone would not do: somebody may copy another mail in under the same one. */
static char *source_of(const char *name, const char *octets, size_t length)
{
    g_autofree char *hash =
        g_compute_checksum_for_data(G_CHECKSUM_SHA256, (const guchar *)octets, length);
    return g_strdup_printf("maildir:%s:%.*s", name, HASH_DIGITS, hash);
}

static bool keep(struct store *store, const struct clock *clock, struct frame_cursor *cursor,
                 unsigned *kept, GError **error)
{
    const char *name = frame_take_text(cursor);
    size_t length = 0;
    const char *octets = frame_take_bytes(cursor, &length);
    g_assert(!cursor->broken && name != NULL);
    g_autofree char *source = source_of(name, octets, length);
    int64_t id = 0;
    bool fresh = false;
    if (!inbound_keep(store, clock_now(clock), source, NULL, octets, length, &id, &fresh, error)) {
        return false;
    }
    *kept += fresh ? 1 : 0;
    return true;
}

enum round_end { ROUND_DONE = 1, ROUND_DIED, ROUND_FAILED };

/* One round up to its end. When the store cannot keep a mail, the round ends with that error and
 * the file stays. */
static enum round_end make_round(struct retrieve *retrieve, struct store *store,
                                 const struct clock *clock, unsigned *kept, GError **error)
{
    int fd = retrieve->worker->fd;
    bool fine = true;
    if (!frame_write(fd, FETCHER_ROUND, NULL, 0, NULL)) {
        return ROUND_DIED;
    }
    for (;;) {
        uint8_t type = 0;
        size_t length = 0;
        g_autofree char *body = frame_read(fd, DEADLINE, &type, &length, NULL);
        if (body == NULL) {
            return fine ? ROUND_DIED : ROUND_FAILED;
        }
        struct frame_cursor cursor = {.at = body, .left = length};
        if (type == FETCHER_MAIL) {
            fine = keep(store, clock, &cursor, kept, error);
            frame_write(fd, fine ? FETCHER_KEPT : FETCHER_STOP, NULL, 0, NULL);
        } else if (type == FETCHER_SKIPPED) {
            const char *name = frame_take_text(&cursor);
            const char *why = frame_take_text(&cursor);
            name_once(retrieve, name, why);
        } else if (type == FETCHER_END) {
            return fine ? ROUND_DONE : ROUND_FAILED;
        }
    }
}

static void bury(struct retrieve *retrieve)
{
    if (retrieve->worker != NULL) {
        kill(retrieve->worker->pid, SIGKILL);
        worker_free(retrieve->worker);
        retrieve->worker = NULL;
    }
}

bool retrieve_round(struct retrieve *retrieve, struct store *store, const struct clock *clock,
                    unsigned *kept, GError **error)
{
    unsigned fresh = 0;
    enum round_end end = retrieve->path == NULL ? ROUND_DONE : ROUND_DIED;
    for (unsigned deaths = 0; end == ROUND_DIED && deaths < DEATH_LIMIT; deaths++) {
        if (retrieve->worker == NULL && !launch(retrieve, error)) {
            return false;
        }
        end = make_round(retrieve, store, clock, &fresh, error);
        if (end == ROUND_DIED) {
            log_error("process died name=fetch deaths=%u", deaths + 1);
            bury(retrieve);
        }
    }
    *kept = fresh;
    if (end == ROUND_DIED) {
        g_set_error(error, POST_ERROR, FAILURE_TEMPORARY,
                    "the process that reads %s died or hung %d times", retrieve->path, DEATH_LIMIT);
    }
    return end == ROUND_DONE;
}

int retrieve_wake_fd(const struct retrieve *retrieve)
{
    return retrieve->worker != NULL ? retrieve->worker->fd : -1;
}
