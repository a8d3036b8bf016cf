#include "post/lookup.h"

#include <poll.h>
#include <signal.h>

#include "base/clock.h"
#include "base/failure.h"
#include "base/frame.h"
#include "base/worker.h"
#include "post/archive.h"
#include "post/imap_settings.h"

/* Milliseconds for one question; the archive has time limits of its own. */
#define PATIENCE 120000

/* A question is a letter and its body; the answer is `done`, a number, and why not. */
enum lookup_frame { LOOKUP_HAS = 'H', LOOKUP_PURGE = 'P', LOOKUP_ANSWER = 'A' };

struct lookup {
    const struct config *config;
    struct worker *worker; /* NULL: it has died, the next question starts another */
    bool asked;            /* its answer is not taken yet */
    int64_t mail;          /* which the question is about; 0: it is none */
    int64_t until;         /* on the stopwatch: then it has been silent for too long */
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

/* A server that is away may come back; a password whose file is missing will not. */
static bool has_login(const struct config *config, GError **error)
{
    if (!config_is(config, CONFIG_ARCHIVE_TYPE, "imap")) {
        return true;
    }
    SCOPED(imap_settings)
    struct imap_settings *settings = imap_settings_read(config, true, error);
    return settings != NULL;
}

struct lookup *lookup_start(const struct config *config, GError **error)
{
    SCOPED(lookup) struct lookup *lookup = g_new0(struct lookup, 1);
    lookup->config = config;
    return has_login(config, error) && launch(lookup, error) ? g_steal_pointer(&lookup) : NULL;
}

void lookup_stop(struct lookup *lookup)
{
    if (lookup != NULL) {
        worker_free(lookup->worker);
        g_free(lookup);
    }
}

bool lookup_prepare(const struct lookup *lookup, GError **error)
{
    return archive_prepare(lookup->config, error);
}

/* A process that does not take it, or does not start, is told by lookup_take. */
static void ask(struct lookup *lookup, uint8_t type, int64_t mail, const GByteArray *question)
{
    g_assert(!lookup->asked);
    lookup->asked = true;
    lookup->mail = mail;
    lookup->until = clock_stopwatch() + PATIENCE * 1000;
    if ((lookup->worker == NULL && !launch(lookup, NULL)) ||
        !frame_write(lookup->worker->fd, type, question->data, question->len, NULL)) {
        lookup->until = 0;
    }
}

void lookup_ask(struct lookup *lookup, int64_t mail, const char *message_id)
{
    g_autoptr(GByteArray) question = g_byte_array_new();
    frame_put_text(question, message_id);
    ask(lookup, LOOKUP_HAS, mail, question);
}

void lookup_ask_purge(struct lookup *lookup, int64_t moment)
{
    g_autoptr(GByteArray) question = g_byte_array_new();
    frame_put_number(question, moment);
    ask(lookup, LOOKUP_PURGE, 0, question);
}

bool lookup_is_asked(const struct lookup *lookup)
{
    return lookup->asked;
}

void lookup_answer_clear(struct lookup_answer *answer)
{
    g_free(answer->problem);
    *answer = (struct lookup_answer){0};
}

/* Whether there is something to read, or nothing more to wait for. */
static bool is_ready(const struct lookup *lookup, int wait)
{
    int64_t left = MAX(lookup->until - clock_stopwatch(), 0) / 1000;
    if (lookup->worker == NULL || left == 0) {
        return true;
    }
    struct pollfd fd = {.fd = lookup->worker->fd, .events = POLLIN};
    int most = wait < 0 || wait > left ? (int)left : wait;
    return poll(&fd, 1, most) > 0 || most == (int)left;
}

bool lookup_take(struct lookup *lookup, int wait, struct lookup_answer *answer)
{
    g_assert(lookup->asked);
    if (!is_ready(lookup, wait)) {
        return false;
    }
    lookup->asked = false;
    *answer = (struct lookup_answer){.mail = lookup->mail};
    int left = (int)MAX((lookup->until - clock_stopwatch()) / 1000, 0);
    uint8_t said = 0;
    size_t length = 0;
    g_autofree char *reply =
        lookup->worker != NULL ? frame_read(lookup->worker->fd, left, &said, &length, NULL) : NULL;
    if (reply == NULL) {
        if (lookup->worker != NULL) {
            kill(lookup->worker->pid, SIGKILL);
            g_clear_pointer(&lookup->worker, worker_free);
        }
        answer->problem = g_strdup("the process that looks into it died or was silent");
        return true;
    }
    struct frame_cursor cursor = {.at = reply, .left = length};
    bool done = frame_take_number(&cursor) != 0;
    answer->number = frame_take_number(&cursor);
    const char *why = frame_take_text(&cursor);
    answer->problem = done ? NULL : g_strdup(why != NULL ? why : "no reason given");
    return true;
}
