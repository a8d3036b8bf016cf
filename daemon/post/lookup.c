#include "post/lookup.h"

#include <signal.h>

#include "base/failure.h"
#include "base/frame.h"
#include "base/worker.h"
#include "post/archive.h"

#define PATIENCE                                                                    \
    120000 /* milliseconds for one question; the archive has time limits of its own \
            */

/* A question is a letter and its body; the answer is `done`, a number, and why not. */
enum lookup_frame { LOOKUP_HAS = 'H', LOOKUP_PURGE = 'P', LOOKUP_ANSWER = 'A' };

struct lookup {
    const struct config *config;
    struct worker *worker; /* NULL: it has died, the next question starts another */
};

/* Opens it when it is not open, or was lost. */
static bool answer(struct archive **archive, const struct config *config, uint8_t type,
                   struct frame_cursor *cursor, int64_t *number, GError **error)
{
    if (*archive == NULL && (*archive = archive_open(config, error)) == NULL) {
        return false;
    }
    bool has = false, done = false;
    unsigned removed = 0;
    if (type == LOOKUP_HAS) {
        done = archive_has(*archive, frame_take_text(cursor), &has, error);
        *number = has ? 1 : 0;
    } else {
        done = archive_purge(*archive, frame_take_number(cursor), &removed, error);
        *number = removed;
    }
    if (!done) {
        g_clear_pointer(archive, archive_close);
    }
    return done;
}

static int body(int fd, void *config)
{
    signal(SIGTERM, SIG_IGN); /* main ends this process by closing the pair */
    struct archive *archive = NULL;
    for (;;) {
        uint8_t type = 0;
        size_t length = 0;
        g_autofree char *question = frame_read(fd, -1, &type, &length, NULL);
        if (question == NULL) {
            break;
        }
        struct frame_cursor cursor = {.at = question, .left = length};
        g_autoptr(GError) problem = NULL;
        int64_t number = 0;
        bool done = answer(&archive, config, type, &cursor, &number, &problem);
        g_autoptr(GByteArray) reply = g_byte_array_new();
        frame_put_number(reply, done);
        frame_put_number(reply, number);
        frame_put_text(reply, problem != NULL ? problem->message : NULL);
        if (!frame_write(fd, LOOKUP_ANSWER, reply->data, reply->len, NULL)) {
            break;
        }
    }
    g_clear_pointer(&archive, archive_close);
    return 0;
}

static bool launch(struct lookup *lookup, GError **error)
{
    union {
        const struct config *in;
        void *out;
    } same = {.in = lookup->config};
    lookup->worker = worker_start("archive", body, same.out, error);
    return lookup->worker != NULL;
}

struct lookup *lookup_start(const struct config *config, GError **error)
{
    SCOPED(lookup) struct lookup *lookup = g_new0(struct lookup, 1);
    lookup->config = config;
    return launch(lookup, error) ? g_steal_pointer(&lookup) : NULL;
}

void lookup_stop(struct lookup *lookup)
{
    if (lookup != NULL) {
        worker_free(lookup->worker);
        g_free(lookup);
    }
}

static bool ask(struct lookup *lookup, uint8_t type, const GByteArray *question, int64_t *number,
                GError **error)
{
    if (lookup->worker == NULL && !launch(lookup, error)) {
        return false;
    }
    uint8_t said = 0;
    size_t length = 0;
    int fd = lookup->worker->fd;
    g_autofree char *reply = frame_write(fd, type, question->data, question->len, NULL)
                                 ? frame_read(fd, PATIENCE, &said, &length, NULL)
                                 : NULL;
    if (reply == NULL) {
        kill(lookup->worker->pid, SIGKILL);
        g_clear_pointer(&lookup->worker, worker_free);
        g_set_error(error, POST_ERROR, FAILURE_TEMPORARY,
                    "the process that looks into the archive died or was silent");
        return false;
    }
    struct frame_cursor cursor = {.at = reply, .left = length};
    bool done = frame_take_number(&cursor) != 0;
    *number = frame_take_number(&cursor);
    const char *why = frame_take_text(&cursor);
    if (!done) {
        g_set_error(error, POST_ERROR, FAILURE_TEMPORARY, "the archive cannot be read: %s",
                    why != NULL ? why : "no reason given");
    }
    return done;
}

bool lookup_has(struct lookup *lookup, const char *message_id, bool *has, GError **error)
{
    g_autoptr(GByteArray) question = g_byte_array_new();
    frame_put_text(question, message_id);
    int64_t number = 0;
    if (!ask(lookup, LOOKUP_HAS, question, &number, error)) {
        return false;
    }
    *has = number != 0;
    return true;
}

bool lookup_purge(struct lookup *lookup, int64_t moment, unsigned *removed, GError **error)
{
    g_autoptr(GByteArray) question = g_byte_array_new();
    frame_put_number(question, moment);
    int64_t number = 0;
    if (!ask(lookup, LOOKUP_PURGE, question, &number, error)) {
        return false;
    }
    *removed = (unsigned)number;
    return true;
}
