#include "post/retrieve.h"

#include <poll.h>
#include <signal.h>

#include "base/failure.h"
#include "base/frame.h"
#include "base/log.h"
#include "base/worker.h"
#include "post/fetcher.h"
#include "post/maildir_in.h"
#include "post/retrieve_group.h"
#include "post/retrieve_memory.h"
#include "store/fetched.h"

#define DEADLINE 60000    /* milliseconds for one file; a folder over a network may hang */
#define DEATH_LIMIT 3     /* of the process in one round */
#define NAMED_LIMIT 10000 /* names that were logged are forgotten after so many */
#define FIRST_PAUSE G_USEC_PER_SEC
#define LONGEST_PAUSE (300 * G_USEC_PER_SEC)
#define DAY (24 * 3600)

struct retrieve {
    struct source_setup setup; /* kind NULL: there is no inbox */
    struct worker *worker;
    GHashTable *named; /* mails that are left, which the log has named -> the round */
    unsigned round;
    GPtrArray *group; /* not committed yet */
    char *problem;
    char *learned;  /* by the process, for the next one */
    bool unkept;    /* it is not in the store */
    bool told;      /* the process knows what the one before it has learned */
    int64_t purged; /* when old places were last forgotten */
    bool waits;     /* for a server, to the end of the round */
    bool in_round;  /* the process is at it */
    bool arrived;   /* the process has said that there is mail */
};

static bool launch(struct retrieve *retrieve, GError **error)
{
    retrieve->worker = worker_start("fetch", fetcher_body, &retrieve->setup, error);
    retrieve->in_round = false;
    retrieve->told = false;
    retrieve->arrived = true;
    return retrieve->worker != NULL;
}

/* What is wrong is said now, and not by a process that dies. */
static bool set_up(struct retrieve *retrieve, const struct config *config, GError **error)
{
    if (config_is(config, CONFIG_INBOX_TYPE, "imap")) {
        retrieve->setup.kind = &source_kind_imap;
        retrieve->setup.imap = imap_settings_read(config, false, error);
        return retrieve->setup.imap != NULL;
    }
    retrieve->setup.kind = &source_kind_maildir;
    retrieve->setup.path = config_path(config, CONFIG_INBOX_PATH, "inbox");
    SCOPED(maildir_in) struct maildir_in *in = maildir_in_open(retrieve->setup.path, error);
    if (in == NULL) {
        config_blame(config, CONFIG_INBOX_PATH, error);
    }
    return in != NULL;
}

struct retrieve *retrieve_start(const struct config *config, GError **error)
{
    SCOPED(retrieve) struct retrieve *retrieve = g_new0(struct retrieve, 1);
    retrieve->named = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    retrieve->group = retrieve_group_new();
    retrieve->waits = true;
    if (!config_is(config, CONFIG_INBOX_TYPE, "none") &&
        (!set_up(retrieve, config, error) || !launch(retrieve, error))) {
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
    g_ptr_array_unref(retrieve->group);
    imap_settings_free(retrieve->setup.imap);
    g_free(retrieve->setup.path);
    g_free(retrieve->problem);
    g_free(retrieve->learned);
    g_free(retrieve);
}

void retrieve_do_not_wait(struct retrieve *retrieve)
{
    retrieve->waits = false;
}

static void name_once(struct retrieve *retrieve, const char *name, const char *why)
{
    if (g_hash_table_size(retrieve->named) >= NAMED_LIMIT) {
        g_hash_table_remove_all(retrieve->named);
    }
    if (g_hash_table_insert(retrieve->named, g_strdup(name), GUINT_TO_POINTER(retrieve->round))) {
        log_warning("retrieve skipped file=%s reason=\"%s\"", name, why);
    }
}

/* What a whole round has not named is not left any more: somebody has taken it away, or it could be
 * had after all. */
static void forget_unnamed(struct retrieve *retrieve)
{
    GHashTableIter names;
    gpointer round = NULL;
    g_hash_table_iter_init(&names, retrieve->named);
    while (g_hash_table_iter_next(&names, NULL, &round)) {
        if (GPOINTER_TO_UINT(round) != retrieve->round) {
            g_hash_table_iter_remove(&names);
        }
    }
    retrieve->round++;
}

/* The log hears of each trouble once, and of its end. */
static void note_problem(struct retrieve *retrieve, const char *problem)
{
    if (g_strcmp0(problem, retrieve->problem) == 0) {
        return;
    }
    if (problem != NULL) {
        log_warning("retrieve cannot read the inbox reason=\"%s\"", problem);
    } else {
        log_notice("retrieve reads the inbox again");
    }
    g_free(retrieve->problem);
    retrieve->problem = g_strdup(problem);
}

static bool answer_places(struct retrieve *retrieve, struct store *store,
                          struct frame_cursor *cursor, GError **error)
{
    int64_t count = frame_take_number(cursor);
    g_autoptr(GByteArray) known = g_byte_array_new();
    for (int64_t at = 0; at < count; at++) {
        const char *place = frame_take_text(cursor);
        g_assert(!cursor->broken && place != NULL);
        int64_t id = 0;
        if (!fetched_find(store, place, &id, error)) {
            frame_write(retrieve->worker->fd, FETCHER_STOP, NULL, 0, NULL);
            return false;
        }
        const guint8 flag = id != 0;
        g_byte_array_append(known, &flag, 1);
    }
    frame_write(retrieve->worker->fd, FETCHER_KNOWN, known->data, known->len, NULL);
    return true;
}

/* When the store cannot keep a group, the round ends with that error and the mails stay. */
static bool keep_group(struct retrieve *retrieve, struct store *store, const struct clock *clock,
                       unsigned *kept, GError **error)
{
    bool fine = retrieve_group_keep(retrieve->group, store, clock, kept, error);
    g_ptr_array_set_size(retrieve->group, 0);
    frame_write(retrieve->worker->fd, fine ? FETCHER_KEPT : FETCHER_STOP, NULL, 0, NULL);
    return fine;
}

struct frame {
    uint8_t type;
    size_t length;
    char *body;
};

static bool take_frame(struct retrieve *retrieve, struct frame *frame, struct store *store,
                       const struct clock *clock, unsigned *kept, GError **error)
{
    struct frame_cursor cursor = {.at = frame->body, .left = frame->length};
    switch (frame->type) {
    case FETCHER_MAIL:
        retrieve_group_add(retrieve->group, g_steal_pointer(&frame->body), frame->length);
        return true;
    case FETCHER_GROUP:
        return keep_group(retrieve, store, clock, kept, error);
    case FETCHER_PLACES:
        return answer_places(retrieve, store, &cursor, error);
    case FETCHER_SKIPPED: {
        const char *name = frame_take_text(&cursor);
        name_once(retrieve, name, frame_take_text(&cursor));
        return true;
    }
    case FETCHER_LEARNED:
        g_free(retrieve->learned);
        retrieve->learned = g_strdup(frame_take_text(&cursor));
        retrieve->unkept = true;
        return true;
    case FETCHER_PROBLEM:
        note_problem(retrieve, frame_take_text(&cursor));
        /* Only that the inbox was read proves that the next process need not wait. */
        retrieve->setup.pause = retrieve->problem == NULL ? 0 : retrieve->setup.pause;
        return true;
    case FETCHER_ARRIVED:
        retrieve->arrived = true;
        return true;
    case FETCHER_END:
        retrieve->in_round = false;
        if (frame_take_number(&cursor) != 0) {
            forget_unnamed(retrieve);
        }
        return true;
    default:
        g_assert_not_reached();
    }
}

static bool is_readable(const struct retrieve *retrieve, int milliseconds)
{
    struct pollfd news = {.fd = retrieve->worker->fd, .events = POLLIN};
    return poll(&news, 1, milliseconds) > 0;
}

enum round_end { ROUND_DONE = 1, ROUND_DIED, ROUND_FAILED };

/* Takes what the process says: to the end of the round, when one is made and is waited for, else
 * what there is. */
static enum round_end listen(struct retrieve *retrieve, struct store *store,
                             const struct clock *clock, unsigned *kept, GError **error)
{
    bool remote = retrieve->setup.kind->is_remote, fine = true;
    /* A server may use up its time for an answer, and again for the next. */
    int patience = remote ? (2 * retrieve->setup.imap->timeout + 5) * 1000 : DEADLINE;
    for (;;) {
        bool waits = retrieve->in_round && (retrieve->waits || !remote || !fine);
        if (!is_readable(retrieve, waits ? patience : 0)) {
            if (waits && !remote) {
                return ROUND_DIED;
            }
            if (waits) {
                note_problem(retrieve, "the server is very slow");
            }
            return fine ? ROUND_DONE : ROUND_FAILED;
        }
        struct frame frame = {0};
        frame.body = frame_read(retrieve->worker->fd, DEADLINE, &frame.type, &frame.length, NULL);
        if (frame.body == NULL) {
            return fine ? ROUND_DIED : ROUND_FAILED;
        }
        if (fine) {
            fine = take_frame(retrieve, &frame, store, clock, kept, error);
        } else {
            retrieve->in_round = retrieve->in_round && frame.type != FETCHER_END;
        }
        g_free(frame.body);
        if (!retrieve->in_round && !is_readable(retrieve, 0)) {
            return fine ? ROUND_DONE : ROUND_FAILED;
        }
    }
}

static enum round_end begin_round(struct retrieve *retrieve, struct store *store,
                                  const struct clock *clock, GError **error)
{
    g_autoptr(GByteArray) body =
        retrieve->told ? g_byte_array_new() : retrieve_memory_tell(store, clock, error);
    if (body == NULL) {
        return ROUND_FAILED;
    }
    if (!frame_write(retrieve->worker->fd, FETCHER_ROUND, body->data, body->len, NULL)) {
        return ROUND_DIED;
    }
    retrieve->told = true;
    retrieve->in_round = true;
    retrieve->arrived = false;
    return ROUND_DONE;
}

/* One round, up to its end, or a part of it. */
static enum round_end make_round(struct retrieve *retrieve, struct store *store,
                                 const struct clock *clock, unsigned *kept, GError **error)
{
    enum round_end end = listen(retrieve, store, clock, kept, error);
    if (end != ROUND_DONE || retrieve->in_round ||
        (retrieve->setup.kind->is_remote && !retrieve->waits && !retrieve->arrived)) {
        return end;
    }
    end = begin_round(retrieve, store, clock, error);
    return end == ROUND_DONE ? listen(retrieve, store, clock, kept, error) : end;
}

/* When the round is over, or this process has done with it. */
static enum round_end keep_learned(struct retrieve *retrieve, enum round_end end,
                                   struct store *store, const struct clock *clock, GError **error)
{
    bool over = end == ROUND_DIED || !retrieve->in_round || retrieve->waits;
    if (end == ROUND_FAILED || !over || !retrieve->unkept) {
        return end;
    }
    retrieve->unkept = false;
    return retrieve_memory_keep(store, clock, retrieve->learned, error) ? end : ROUND_FAILED;
}

/* What a server says may be what kills the process: the next one waits before it asks again. */
static void bury(struct retrieve *retrieve)
{
    g_ptr_array_set_size(retrieve->group, 0);
    if (retrieve->setup.kind->is_remote) {
        retrieve->setup.pause =
            CLAMP(retrieve->setup.pause * 2, FIRST_PAUSE, (int64_t)LONGEST_PAUSE);
        note_problem(retrieve, "the process that reads it died");
    }
    if (retrieve->worker != NULL) {
        kill(retrieve->worker->pid, SIGKILL);
        g_clear_pointer(&retrieve->worker, worker_free);
    }
}

/* Once a day. */
static bool forget_places(struct retrieve *retrieve, struct store *store, const struct clock *clock,
                          GError **error)
{
    int64_t now = clock_now(clock);
    if (!retrieve->setup.kind->is_remote || now < retrieve->purged + DAY) {
        return true;
    }
    retrieve->purged = now;
    return fetched_purge(store, now - FETCHED_KEEP, error);
}

bool retrieve_round(struct retrieve *retrieve, struct store *store, const struct clock *clock,
                    unsigned *kept, GError **error)
{
    unsigned fresh = 0;
    enum round_end end = retrieve->setup.kind == NULL ? ROUND_DONE : ROUND_DIED;
    for (unsigned deaths = 0; end == ROUND_DIED && deaths < DEATH_LIMIT; deaths++) {
        if (retrieve->worker == NULL && !launch(retrieve, error)) {
            return false;
        }
        end = make_round(retrieve, store, clock, &fresh, error);
        end = keep_learned(retrieve, end, store, clock, error);
        if (end == ROUND_DIED) {
            log_error("process died name=fetch deaths=%u", deaths + 1);
            bury(retrieve);
        }
    }
    *kept = fresh;
    if (end == ROUND_DIED) {
        g_set_error(error, POST_ERROR, FAILURE_TEMPORARY,
                    "the process that reads the inbox died or hung %d times", DEATH_LIMIT);
    }
    return end == ROUND_DONE &&
           (retrieve->setup.kind == NULL || forget_places(retrieve, store, clock, error));
}

int retrieve_wake_fd(const struct retrieve *retrieve)
{
    return retrieve->worker != NULL ? retrieve->worker->fd : -1;
}

const char *retrieve_problem(const struct retrieve *retrieve)
{
    return retrieve->problem;
}

unsigned retrieve_left(const struct retrieve *retrieve)
{
    return g_hash_table_size(retrieve->named);
}
