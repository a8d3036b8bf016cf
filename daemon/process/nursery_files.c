#include "process/nursery_files.h"

#include "base/frame.h"
#include "process/converter.h"
#include "process/nursery.h"

static GByteArray *ask(void *data, enum file_kind kind, const GByteArray *octets,
                       enum conversion *how)
{
    const int *fd = data;
    g_autoptr(GByteArray) body = g_byte_array_new();
    frame_put_number(body, kind);
    frame_put_bytes(body, octets->data, octets->len);
    uint8_t type = 0;
    size_t length = 0;
    if (!frame_write(*fd, NURSERY_FILE, body->data, body->len, NULL)) {
        return NULL;
    }
    /* It always answers, or ends us; who gives up would take the answer for that on the next file.
     */
    g_autofree char *frame = frame_read(*fd, -1, &type, &length, NULL);
    if (frame == NULL || type != NURSERY_FILE_SAID) {
        return NULL;
    }
    struct frame_cursor cursor = {.at = frame, .left = length};
    size_t said = 0;
    *how = (enum conversion)frame_take_number(&cursor);
    const char *text = frame_take_bytes(&cursor, &said);
    return cursor.broken
               ? NULL
               : g_byte_array_append(g_byte_array_new(), (const guint8 *)text, (guint)said);
}

struct file_converter nursery_converter(int *fd)
{
    return (struct file_converter){.convert = ask, .data = fd};
}

bool nursery_convert(int child, const char *frame, size_t length, int64_t *cpu_left)
{
    struct frame_cursor cursor = {.at = frame, .left = length};
    size_t size = 0;
    int64_t number = frame_take_number(&cursor);
    const char *octets = frame_take_bytes(&cursor, &size);
    enum file_kind kind = (enum file_kind)CLAMP(number, FILE_OTHER, FILE_IMAGE);
    if (cursor.broken || number != (int64_t)kind || !file_kind_wants_program(kind)) {
        return false;
    }
    enum conversion how = CONVERSION_FAILED;
    g_autoptr(GByteArray) said = converter_run(kind, octets, size, cpu_left, &how);
    g_autoptr(GByteArray) body = g_byte_array_new();
    frame_put_number(body, how);
    frame_put_bytes(body, said->data, said->len);
    return frame_write(child, NURSERY_FILE_SAID, body->data, body->len, NULL);
}
