#include "post/sender.h"

#include <poll.h>
#include <signal.h>

#include "base/frame.h"
#include "base/scope.h"
#include "compose/form.h"
#include "post/lane.h"

#define IDLE_LIMIT 5000 /* milliseconds without work before connections are closed */

/* What a mail of the batch is made from; everything lies in the frame. */
struct parcel {
    const char *form, *data;
    size_t length;
};

struct sender {
    int fd;
    const struct lane_settings *settings;
    struct lane *lane;       /* NULL: not open yet */
    GHashTable *forms;       /* key -> struct form */
    GArray *mails, *parcels; /* struct lane_mail, struct parcel: the batch, side by side */
    bool gone;               /* main is */
    bool ends;               /* nothing else of this batch may begin */
};

static void say(struct sender *sender, enum sender_frame type, const GByteArray *body)
{
    sender->gone =
        sender->gone || !frame_write(sender->fd, (uint8_t)type, body == NULL ? NULL : body->data,
                                     body == NULL ? 0 : body->len, NULL);
}

/* Main's answer to marks before a body: one octet each, in their order. */
static void take_go(struct sender *sender, struct ledger_mark *marks, unsigned count)
{
    uint8_t type = 0;
    size_t length = 0;
    g_autofree char *answer =
        sender->gone ? NULL : frame_read(sender->fd, -1, &type, &length, NULL);
    sender->gone = answer == NULL;
    size_t at = 0;
    for (unsigned i = 0; i < count && !sender->gone; i++) {
        if (marks[i].result != 0) {
            continue; /* a result, which asks nothing */
        }
        g_assert(type == SENDER_GO && at < length);
        marks[i].go = answer[at] == SENDER_GO_YES;
        sender->ends = sender->ends || answer[at] == SENDER_GO_FINISH;
        at++;
    }
}

static bool mark(struct ledger_mark *marks, unsigned count, void *context)
{
    struct sender *sender = context;
    g_autoptr(GByteArray) body = g_byte_array_new();
    bool asks = false;
    for (unsigned i = 0; i < count; i++) {
        marks[i].go = false;
        asks = asks || marks[i].result == 0;
        frame_put_number(body, marks[i].id);
        frame_put_number(body, marks[i].result);
        frame_put_text(body, marks[i].status);
        frame_put_text(body, marks[i].answer);
    }
    say(sender, SENDER_MARKS, body);
    if (asks) {
        take_go(sender, marks, count);
    }
    return !sender->gone;
}

static bool ends(void *context)
{
    const struct sender *sender = context;
    return sender->ends || sender->gone;
}

static bool compose(struct lane_mail *mail, GString *room, void *context)
{
    struct sender *sender = context;
    struct lane_mail *first = (struct lane_mail *)(void *)sender->mails->data;
    const struct parcel *parcel = &g_array_index(sender->parcels, struct parcel, mail - first);
    g_string_truncate(room, 0);
    if (parcel->form == NULL) {
        mail->octets = parcel->data;
        mail->length = parcel->length;
        return true;
    }
    const struct form *form = g_hash_table_lookup(sender->forms, parcel->form);
    g_autoptr(GBytes) slots = g_bytes_new_static(parcel->data, parcel->length);
    if (form == NULL || !form_run(form, slots, room)) {
        return false;
    }
    mail->octets = room->str;
    mail->length = room->len;
    return true;
}

static bool take_parcels(struct sender *sender, const char *body, size_t length)
{
    struct frame_cursor cursor = {.at = body, .left = length};
    int64_t count = frame_take_number(&cursor);
    g_array_set_size(sender->mails, 0);
    g_array_set_size(sender->parcels, 0);
    for (int64_t i = 0; i < count && !cursor.broken; i++) {
        struct lane_mail mail = {.id = frame_take_number(&cursor)};
        struct parcel parcel = {NULL, NULL, 0};
        mail.sender = frame_take_text(&cursor);
        mail.recipient = frame_take_text(&cursor);
        mail.message_id = frame_take_text(&cursor);
        parcel.form = frame_take_text(&cursor);
        parcel.data = frame_take_bytes(&cursor, &parcel.length);
        g_array_append_val(sender->mails, mail);
        g_array_append_val(sender->parcels, parcel);
    }
    return !cursor.broken;
}

static bool open_lane(struct sender *sender, GError **error)
{
    if (sender->lane == NULL) {
        sender->lane = lane_open(sender->settings, error);
    }
    return sender->lane != NULL;
}

static void take_batch(struct sender *sender, const char *body, size_t length)
{
    bool whole = take_parcels(sender, body, length);
    g_assert(whole);
    sender->ends = false;
    const struct lane_watch watch = {mark, compose, ends, sender};
    struct lane_mail *mails = (struct lane_mail *)(void *)sender->mails->data;
    g_autoptr(GError) error = NULL;
    if (open_lane(sender, &error)) {
        lane_deliver(sender->lane, mails, sender->mails->len, &watch);
    } else {
        for (unsigned i = 0; i < sender->mails->len; i++) {
            struct ledger_mark fault = {mails[i].id, LEDGER_OUR_FAULT, "", error->message, false};
            mark(&fault, 1, sender);
        }
    }
    say(sender, SENDER_END, NULL);
}

static void take_form(struct sender *sender, const char *body, size_t length)
{
    struct frame_cursor cursor = {.at = body, .left = length};
    const char *key = frame_take_text(&cursor);
    size_t size = 0;
    const char *octets = frame_take_bytes(&cursor, &size);
    g_assert(!cursor.broken && key != NULL);
    g_autoptr(GBytes) frozen = g_bytes_new(octets, size);
    struct form *form = form_thaw(frozen, NULL);
    if (form != NULL) { /* without it the mails of the issue are refused, one by one */
        g_hash_table_insert(sender->forms, g_strdup(key), form);
    }
}

static void take_question(struct sender *sender, const char *body, size_t length)
{
    struct frame_cursor cursor = {.at = body, .left = length};
    const char *message_id = frame_take_text(&cursor);
    g_assert(!cursor.broken && message_id != NULL);
    bool known = false;
    bool has = open_lane(sender, NULL) && lane_has(sender->lane, message_id, &known);
    g_autoptr(GByteArray) answer = g_byte_array_new();
    frame_put_number(answer, known);
    frame_put_number(answer, has);
    say(sender, SENDER_KNOWN, answer);
}

static void free_form(void *form)
{
    form_free(form);
}

static void take_frame(struct sender *sender, uint8_t type, const char *body, size_t length)
{
    if (type == SENDER_FORM) {
        take_form(sender, body, length);
    } else if (type == SENDER_FORGET) {
        g_hash_table_remove_all(sender->forms);
    } else if (type == SENDER_BATCH) {
        take_batch(sender, body, length);
    } else if (type == SENDER_ASK) {
        take_question(sender, body, length);
    }
}

/* Waits for main; a relay's connections are not kept for nothing. */
static void wait_for_main(struct sender *sender)
{
    struct pollfd main = {.fd = sender->fd, .events = POLLIN};
    if (sender->lane != NULL && poll(&main, 1, IDLE_LIMIT) == 0) {
        lane_rest(sender->lane);
    }
}

int sender_body(int fd, void *settings)
{
    /* Main ends this process by closing the pair, when no mail is half on its way. */
    signal(SIGTERM, SIG_IGN);
    struct sender sender = {.fd = fd, .settings = settings};
    sender.mails = g_array_new(FALSE, FALSE, sizeof(struct lane_mail));
    sender.parcels = g_array_new(FALSE, FALSE, sizeof(struct parcel));
    sender.forms = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_form);
    while (!sender.gone) {
        uint8_t type = 0;
        size_t length = 0;
        wait_for_main(&sender);
        g_autofree char *body = frame_read(fd, -1, &type, &length, NULL);
        if (body == NULL) {
            break;
        }
        take_frame(&sender, type, body, length);
    }
    lane_close(sender.lane);
    g_hash_table_unref(sender.forms);
    g_array_unref(sender.mails);
    g_array_unref(sender.parcels);
    return 0;
}
