#include "process/nursery_outbox.h"

#include "base/clock.h"
#include "base/frame.h"
#include "process/nursery.h"
#include "process/nursery_files.h"
#include "understand/verdict_frame.h"

/* When verdicts leave. Those that wait took no longer than this, so that the nursery's patience is
 * for the next one alone. */
#define OUTBOX_VERDICTS 8u
#define OUTBOX_OCTETS (32u * 1024u)
#define OUTBOX_USUAL 1000u /* octets of a verdict */
#define OUTBOX_MICROSECONDS 10000

struct outbox {
    int fd;
    GByteArray *body;
    unsigned count;
    int64_t sent; /* when, by the stopwatch */
    struct file_converter converter;
};

struct outbox *outbox_new(int fd)
{
    struct outbox *outbox = g_new0(struct outbox, 1);
    outbox->fd = fd;
    outbox->body = g_byte_array_new();
    outbox->sent = clock_stopwatch();
    outbox->converter = nursery_converter(&outbox->fd);
    return outbox;
}

void outbox_free(struct outbox *outbox)
{
    if (outbox != NULL) {
        g_byte_array_unref(outbox->body);
        g_free(outbox);
    }
}

bool outbox_send(struct outbox *outbox)
{
    bool sent = outbox->count == 0 || frame_write(outbox->fd, NURSERY_VERDICTS, outbox->body->data,
                                                  outbox->body->len, NULL);
    g_byte_array_set_size(outbox->body, 0);
    outbox->count = 0;
    outbox->sent = clock_stopwatch();
    return sent;
}

bool outbox_look(const char *frame, size_t length, bool *has, unsigned count)
{
    struct frame_cursor cursor = {.at = frame, .left = length};
    int64_t last = -1;
    while (cursor.left > 0) {
        size_t size = 0;
        int64_t index = frame_take_number(&cursor);
        frame_take_bytes(&cursor, &size);
        if (cursor.broken || index <= last || index >= count) {
            return false;
        }
        has[index] = true;
        last = index;
    }
    return last >= 0;
}

bool outbox_add(struct outbox *outbox, unsigned index, struct verdict *verdict)
{
    g_autoptr(GByteArray) body = g_byte_array_sized_new(OUTBOX_USUAL);
    verdict_frame_put(body, verdict);
    frame_put_number(outbox->body, index);
    frame_put_bytes(outbox->body, body->data, body->len);
    outbox->count++;
    bool due = outbox->count >= OUTBOX_VERDICTS || outbox->body->len >= OUTBOX_OCTETS ||
               clock_stopwatch() - outbox->sent >= OUTBOX_MICROSECONDS;
    return !due || outbox_send(outbox);
}

/* What a file takes counts for its own mail: those before it are through. */
static GByteArray *convert(void *data, enum file_kind kind, const GByteArray *octets,
                           enum conversion *how)
{
    struct outbox *outbox = data;
    return outbox_send(outbox)
               ? outbox->converter.convert(outbox->converter.data, kind, octets, how)
               : NULL;
}

struct file_converter outbox_converter(struct outbox *outbox)
{
    return (struct file_converter){.convert = convert, .data = outbox};
}
