#include "post/sending.h"

#include <signal.h>

#include "base/failure.h"
#include "base/frame.h"
#include "base/log.h"
#include "base/worker.h"
#include "post/relay_settings.h"
#include "post/sender.h"

#define FORM_LIMIT 8u     /* the process forgets all forms when there are more */
#define RESTART_LIMIT 3u  /* in a row; then it is no accident */
#define SILENCE_FACTOR 10 /* steps of SMTP that may each take the time limit of an answer */
#define SILENCE_FLOOR 60  /* seconds */
#define GRACE 2000        /* milliseconds to leave when all is well */

struct sending {
    const char *name;
    struct lane_settings *settings;
    struct worker *worker;
    GHashTable *forms; /* keys that the process has */
    GByteArray *batch;
    int64_t count;
    unsigned deaths; /* in a row */
};

static bool launch(struct sending *sending, GError **error)
{
    sending->worker = worker_start(sending->name, sender_body, sending->settings, error);
    return sending->worker != NULL;
}

struct sending *sending_start(const char *name, struct lane_settings *settings, GError **error)
{
    SCOPED(sending) struct sending *sending = g_new0(struct sending, 1);
    sending->name = name;
    sending->settings = settings;
    sending->forms = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    sending->batch = g_byte_array_new();
    if (!launch(sending, error)) {
        return NULL;
    }
    return g_steal_pointer(&sending);
}

static void kill_process(struct sending *sending)
{
    if (sending->worker != NULL) {
        kill(sending->worker->pid, SIGKILL);
        worker_free(sending->worker);
        sending->worker = NULL;
    }
    g_hash_table_remove_all(sending->forms);
}

void sending_stop(struct sending *sending)
{
    if (sending == NULL) {
        return;
    }
    if (sending->worker != NULL) {
        worker_stop(sending->worker, GRACE);
        worker_free(sending->worker);
    }
    lane_settings_free(sending->settings);
    g_hash_table_unref(sending->forms);
    g_byte_array_unref(sending->batch);
    g_free(sending);
}

/* After a death: a new process, unless it dies again and again. */
static enum sending_end start_again(struct sending *sending, GError **error)
{
    kill_process(sending);
    sending->deaths++;
    log_error("process died name=%s deaths=%u", sending->name, sending->deaths);
    if (sending->deaths <= RESTART_LIMIT) {
        return launch(sending, error) ? SENDING_DIED : SENDING_FAILED;
    }
    g_set_error(error, POST_ERROR, FAILURE_TEMPORARY,
                "the process \"%s\" died %u times in a row; the log says more", sending->name,
                sending->deaths);
    sending->deaths = 0;
    return SENDING_FAILED;
}

bool sending_has_form(const struct sending *sending, const char *key)
{
    return g_hash_table_contains(sending->forms, key);
}

void sending_give_form(struct sending *sending, const char *key, GBytes *frozen)
{
    if (sending->worker == NULL) {
        return;
    }
    g_autoptr(GByteArray) body = g_byte_array_new();
    gsize size = 0;
    const void *octets = g_bytes_get_data(frozen, &size);
    frame_put_text(body, key);
    frame_put_bytes(body, octets, size);
    /* When the process is gone the batch will find out. */
    frame_write(sending->worker->fd, SENDER_FORM, body->data, body->len, NULL);
    g_hash_table_add(sending->forms, g_strdup(key));
}

bool sending_begin(struct sending *sending, GError **error)
{
    if (sending->worker == NULL && !launch(sending, error)) {
        return false;
    }
    if (g_hash_table_size(sending->forms) > FORM_LIMIT) {
        frame_write(sending->worker->fd, SENDER_FORGET, NULL, 0, NULL);
        g_hash_table_remove_all(sending->forms);
    }
    g_byte_array_set_size(sending->batch, 0);
    sending->count = 0;
    return true;
}

void sending_add(struct sending *sending, const struct ledger_mail *mail, const char *form,
                 GBytes *data)
{
    gsize size = 0;
    const void *octets = g_bytes_get_data(data, &size);
    frame_put_number(sending->batch, mail->id);
    frame_put_text(sending->batch, mail->sender);
    frame_put_text(sending->batch, mail->recipient);
    frame_put_text(sending->batch, mail->message_id);
    frame_put_text(sending->batch, form);
    frame_put_bytes(sending->batch, octets, size);
    sending->count++;
}

static bool send_batch(struct sending *sending)
{
    g_autoptr(GByteArray) body = g_byte_array_sized_new(sending->batch->len + 16);
    frame_put_number(body, sending->count);
    g_byte_array_append(body, sending->batch->data, sending->batch->len);
    return frame_write(sending->worker->fd, SENDER_BATCH, body->data, body->len, NULL);
}

static int silence(const struct sending *sending)
{
    return (SILENCE_FLOOR + SILENCE_FACTOR * sending->settings->timeout) * 1000;
}

/* False: a mark failed. A process that does not take our answer is noticed at the next read. */
static bool take_mark(struct sending *sending, uint8_t type, struct frame_cursor *cursor,
                      const struct sending_marks *marks, GError **error)
{
    int64_t id = frame_take_number(cursor);
    if (type == SENDER_HANDING) {
        bool go = false;
        if (!marks->hand_over(id, &go, marks->context, error)) {
            return false;
        }
        frame_write(sending->worker->fd, go ? SENDER_GO : SENDER_LEAVE, NULL, 0, NULL);
        return true;
    }
    enum ledger_result result = (enum ledger_result)frame_take_number(cursor);
    const char *status = frame_take_text(cursor);
    const char *answer = frame_take_text(cursor);
    g_assert(type == SENDER_RESULT && !cursor->broken);
    sending->deaths = 0; /* it gets somewhere */
    return marks->settled(id, result, status, answer, marks->context, error);
}

enum sending_end sending_run(struct sending *sending, const struct sending_marks *marks,
                             GError **error)
{
    bool taken = send_batch(sending);
    while (taken) {
        uint8_t type = 0;
        size_t length = 0;
        g_autofree char *body =
            frame_read(sending->worker->fd, silence(sending), &type, &length, NULL);
        if (body == NULL) {
            break;
        }
        if (type == SENDER_END) {
            sending->deaths = 0;
            return SENDING_DONE;
        }
        struct frame_cursor cursor = {.at = body, .left = length};
        if (!take_mark(sending, type, &cursor, marks, error)) {
            kill_process(sending); /* before another mail goes out that nobody marks */
            return SENDING_FAILED;
        }
    }
    return start_again(sending, error);
}

enum sending_end sending_ask(struct sending *sending, const char *message_id, bool *known,
                             bool *has, GError **error)
{
    if (sending->worker == NULL && !launch(sending, error)) {
        return SENDING_FAILED;
    }
    g_autoptr(GByteArray) body = g_byte_array_new();
    frame_put_text(body, message_id);
    uint8_t type = 0;
    size_t length = 0;
    frame_write(sending->worker->fd, SENDER_ASK, body->data, body->len, NULL);
    g_autofree char *answer =
        frame_read(sending->worker->fd, silence(sending), &type, &length, NULL);
    if (answer == NULL || type != SENDER_KNOWN) {
        return start_again(sending, error);
    }
    struct frame_cursor cursor = {.at = answer, .left = length};
    *known = frame_take_number(&cursor) != 0;
    *has = frame_take_number(&cursor) != 0;
    sending->deaths = 0;
    return SENDING_DONE;
}

pid_t sending_pid(const struct sending *sending)
{
    return sending->worker != NULL ? sending->worker->pid : 0;
}
