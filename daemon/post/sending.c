#include "post/sending.h"

#include <signal.h>

#include "base/clock.h"
#include "base/failure.h"
#include "base/frame.h"
#include "base/log.h"
#include "base/worker.h"
#include "post/relay_settings.h"
#include "post/sender.h"

#define FORM_LIMIT 8u     /* the process forgets all forms when there are more */
#define RESTART_LIMIT 5u  /* in a row: three are one mail's; then it is no accident */
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
    int64_t heard;   /* stopwatch: when the process said something, or got its batch */
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

void sending_kill(struct sending *sending)
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

bool sending_start_again(struct sending *sending, GError **error)
{
    sending_kill(sending);
    sending->deaths++;
    log_error("process died name=%s deaths=%u", sending->name, sending->deaths);
    if (sending->deaths <= RESTART_LIMIT) {
        return launch(sending, error);
    }
    g_set_error(error, POST_ERROR, FAILURE_TEMPORARY,
                "the process \"%s\" died %u times in a row; the log says more", sending->name,
                sending->deaths);
    sending->deaths = 0;
    return false;
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

void sending_send(struct sending *sending)
{
    g_autoptr(GByteArray) body = g_byte_array_sized_new(sending->batch->len + 16);
    frame_put_number(body, sending->count);
    g_byte_array_append(body, sending->batch->data, sending->batch->len);
    frame_write(sending->worker->fd, SENDER_BATCH, body->data, body->len, NULL);
    sending->heard = clock_stopwatch();
}

int sending_fd(const struct sending *sending)
{
    return sending->worker != NULL ? sending->worker->fd : -1;
}

static int silence(const struct sending *sending)
{
    return (SILENCE_FLOOR + SILENCE_FACTOR * sending->settings->timeout) * 1000;
}

bool sending_is_silent(const struct sending *sending)
{
    return clock_stopwatch() - sending->heard > (int64_t)silence(sending) * 1000;
}

static void read_marks(const char *body, size_t length, GArray *marks)
{
    struct frame_cursor cursor = {.at = body, .left = length};
    while (cursor.left > 0 && !cursor.broken) {
        struct ledger_mark mark = {.id = frame_take_number(&cursor)};
        mark.result = (enum ledger_result)frame_take_number(&cursor);
        mark.status = frame_take_text(&cursor);
        mark.answer = frame_take_text(&cursor);
        g_array_append_val(marks, mark);
    }
    g_assert(!cursor.broken);
}

enum sending_word sending_take(struct sending *sending, GArray *marks, char **body)
{
    uint8_t type = 0;
    size_t length = 0;
    *body = sending->worker != NULL
                ? frame_read(sending->worker->fd, silence(sending), &type, &length, NULL)
                : NULL;
    if (*body == NULL) {
        return SENDING_DIED;
    }
    sending->deaths = 0; /* it gets somewhere */
    sending->heard = clock_stopwatch();
    if (type == SENDER_END) {
        return SENDING_DONE;
    }
    g_assert(type == SENDER_MARKS);
    read_marks(*body, length, marks);
    return SENDING_MARKS;
}

void sending_answer(struct sending *sending, const struct ledger_mark *marks, unsigned count,
                    bool finish)
{
    g_autoptr(GByteArray) body = g_byte_array_new();
    for (unsigned i = 0; i < count; i++) {
        const uint8_t octet = finish        ? SENDER_GO_FINISH
                              : marks[i].go ? SENDER_GO_YES
                                            : SENDER_GO_NO;
        if (marks[i].result == 0) {
            g_byte_array_append(body, &octet, 1);
        }
    }
    if (body->len > 0 && sending->worker != NULL) {
        /* When the process is gone the next sending_take finds out. */
        frame_write(sending->worker->fd, SENDER_GO, body->data, body->len, NULL);
    }
}

bool sending_ask(struct sending *sending, const char *message_id, bool *known, bool *has,
                 GError **error)
{
    g_autofree char *answer = NULL;
    uint8_t type = 0;
    size_t length = 0;
    while (answer == NULL) {
        if (sending->worker == NULL && !launch(sending, error)) {
            return false;
        }
        g_autoptr(GByteArray) body = g_byte_array_new();
        frame_put_text(body, message_id);
        frame_write(sending->worker->fd, SENDER_ASK, body->data, body->len, NULL);
        answer = frame_read(sending->worker->fd, silence(sending), &type, &length, NULL);
        if (answer == NULL && !sending_start_again(sending, error)) {
            return false;
        }
    }
    g_assert(type == SENDER_KNOWN);
    struct frame_cursor cursor = {.at = answer, .left = length};
    *known = frame_take_number(&cursor) != 0;
    *has = frame_take_number(&cursor) != 0;
    sending->deaths = 0;
    return true;
}

pid_t sending_pid(const struct sending *sending)
{
    return sending->worker != NULL ? sending->worker->pid : 0;
}
