#include "post/sender.h"

#include <signal.h>

#include "base/frame.h"
#include "base/scope.h"
#include "compose/form.h"
#include "post/lane.h"

/* So many octets are composed ahead: a session of small mails, or one large one. */
#define COMPOSED_LIMIT (2u * 1024u * 1024u)

struct sender {
    int fd;
    const struct lane_settings *settings;
    struct lane *lane; /* NULL: not open yet */
    GHashTable *forms; /* key -> struct form */
    GString *octets;   /* of the mails that are under way */
    bool gone;         /* main is */
    int64_t left_out;  /* the last mail that main took back */
    char *stopped;     /* why the rest of the batch is not tried */
};

/* One mail of a batch; everything lies in the frame. */
struct parcel {
    struct lane_mail mail;
    const char *form, *data;
    size_t length, offset;
};

static void say(struct sender *sender, enum sender_frame type, const GByteArray *body)
{
    sender->gone =
        sender->gone || !frame_write(sender->fd, (uint8_t)type, body == NULL ? NULL : body->data,
                                     body == NULL ? 0 : body->len, NULL);
}

static bool hand_over(int64_t id, void *context)
{
    struct sender *sender = context;
    g_autoptr(GByteArray) body = g_byte_array_new();
    frame_put_number(body, id);
    say(sender, SENDER_HANDING, body);
    uint8_t type = 0;
    size_t length = 0;
    g_autofree char *answer =
        sender->gone ? NULL : frame_read(sender->fd, -1, &type, &length, NULL);
    sender->gone = answer == NULL;
    if (type != SENDER_GO) {
        sender->left_out = id;
    }
    return !sender->gone && type == SENDER_GO;
}

static void settled(int64_t id, enum ledger_result result, const char *status, const char *answer,
                    void *context)
{
    struct sender *sender = context;
    bool stops =
        result == LEDGER_OUR_FAULT || (result == LEDGER_NOT_TRIED && id != sender->left_out);
    if (stops && sender->stopped == NULL) {
        sender->stopped = g_strdup(answer);
    }
    g_autoptr(GByteArray) body = g_byte_array_new();
    frame_put_number(body, id);
    frame_put_number(body, result);
    frame_put_text(body, status);
    frame_put_text(body, answer);
    say(sender, SENDER_RESULT, body);
}

/* Appends the mail to the octets; false when its slots do not fit. */
static bool compose(struct sender *sender, struct parcel *parcel)
{
    parcel->offset = sender->octets->len;
    if (parcel->form == NULL) {
        g_string_append_len(sender->octets, parcel->data, (gssize)parcel->length);
    } else {
        const struct form *form = g_hash_table_lookup(sender->forms, parcel->form);
        g_autoptr(GBytes) slots = g_bytes_new_static(parcel->data, parcel->length);
        if (form == NULL || !form_run(form, slots, sender->octets)) {
            g_string_truncate(sender->octets, parcel->offset);
            return false;
        }
    }
    parcel->mail.length = sender->octets->len - parcel->offset;
    return true;
}

/* Composes and delivers parcels from `first` on until enough octets are together; returns the first
 * one that is left. */
static unsigned deliver_some(struct sender *sender, struct parcel *parcels, unsigned first,
                             unsigned count)
{
    const struct lane_watch watch = {hand_over, settled, sender};
    g_autofree struct lane_mail *mails = g_new(struct lane_mail, count - first);
    g_string_truncate(sender->octets, 0);
    unsigned used = 0, next = first;
    for (; next < count && sender->octets->len < COMPOSED_LIMIT; next++) {
        if (compose(sender, &parcels[next])) {
            mails[used] = parcels[next].mail;
            mails[used++].octets = GSIZE_TO_POINTER(parcels[next].offset);
        } else {
            settled(parcels[next].mail.id, LEDGER_REFUSED, "",
                    "the mail does not fit the compiled issue", sender);
        }
    }
    for (unsigned i = 0; i < used; i++) {
        mails[i].octets = sender->octets->str + GPOINTER_TO_SIZE(mails[i].octets);
    }
    if (used > 0) {
        lane_deliver(sender->lane, mails, used, &watch);
    }
    return next;
}

static bool take_parcels(const char *body, size_t length, GArray *parcels)
{
    struct frame_cursor cursor = {.at = body, .left = length};
    int64_t count = frame_take_number(&cursor);
    for (int64_t i = 0; i < count && !cursor.broken; i++) {
        struct parcel parcel = {.mail.id = frame_take_number(&cursor)};
        parcel.mail.sender = frame_take_text(&cursor);
        parcel.mail.recipient = frame_take_text(&cursor);
        parcel.mail.message_id = frame_take_text(&cursor);
        parcel.form = frame_take_text(&cursor);
        parcel.data = frame_take_bytes(&cursor, &parcel.length);
        g_array_append_val(parcels, parcel);
    }
    return !cursor.broken;
}

static bool open_lane(struct sender *sender)
{
    g_autoptr(GError) error = NULL;
    if (sender->lane == NULL) {
        sender->lane = lane_open(sender->settings, &error);
    }
    if (sender->lane == NULL) {
        sender->stopped = g_strdup(error->message);
    }
    return sender->lane != NULL;
}

static void take_batch(struct sender *sender, const char *body, size_t length)
{
    g_autoptr(GArray) parcels = g_array_new(FALSE, FALSE, sizeof(struct parcel));
    bool whole = take_parcels(body, length, parcels);
    g_assert(whole);
    g_clear_pointer(&sender->stopped, g_free);
    sender->left_out = 0;
    bool open = open_lane(sender);
    struct parcel *all = (struct parcel *)(void *)parcels->data;
    unsigned next = 0;
    while (open && next < parcels->len && sender->stopped == NULL && !sender->gone) {
        next = deliver_some(sender, all, next, parcels->len);
    }
    for (; next < parcels->len && !sender->gone; next++) {
        settled(all[next].mail.id, open ? LEDGER_NOT_TRIED : LEDGER_OUR_FAULT, "", sender->stopped,
                sender);
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
    bool has = open_lane(sender) && lane_has(sender->lane, message_id, &known);
    g_clear_pointer(&sender->stopped, g_free);
    g_autoptr(GByteArray) answer = g_byte_array_new();
    frame_put_number(answer, known);
    frame_put_number(answer, has);
    say(sender, SENDER_KNOWN, answer);
}

static void free_form(void *form)
{
    form_free(form);
}

int sender_body(int fd, void *settings)
{
    /* Main ends this process by closing the pair, when no mail is half on its way. */
    signal(SIGTERM, SIG_IGN);
    struct sender sender = {.fd = fd, .settings = settings, .octets = g_string_new("")};
    sender.forms = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_form);
    while (!sender.gone) {
        uint8_t type = 0;
        size_t length = 0;
        g_autofree char *body = frame_read(fd, -1, &type, &length, NULL);
        if (body == NULL) {
            break;
        }
        if (type == SENDER_FORM) {
            take_form(&sender, body, length);
        } else if (type == SENDER_FORGET) {
            g_hash_table_remove_all(sender.forms);
        } else if (type == SENDER_BATCH) {
            take_batch(&sender, body, length);
        } else if (type == SENDER_ASK) {
            take_question(&sender, body, length);
        }
    }
    lane_close(sender.lane);
    g_hash_table_unref(sender.forms);
    g_string_free(sender.octets, TRUE);
    g_free(sender.stopped);
    return 0;
}
