/* Framed messages over a socket pair: how our processes talk.
 *
 * A frame is a type (one octet) and a body of at most FRAME_LIMIT octets. Both ends are ours and of
 * the same build; integers are in host order. A short read, an over-long frame or a closed end is
 * an error.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FRAME_LIMIT (64u * 1024u * 1024u)

/* Writes one frame, waiting as long as the other end takes. FAILURE_TEMPORARY when it is gone. */
bool frame_write(int fd, uint8_t type, const void *body, size_t length, GError **error);

/* Reads one frame. `deadline`: milliseconds to wait for it to begin and to end, -1 for ever. NULL
 * with an error: FAILURE_TEMPORARY (time out) or FAILURE_PERMANENT (the other end is gone). The
 * caller owns the body, which has a NUL behind its last octet. */
char *frame_read(int fd, int deadline, uint8_t *type, size_t *length, GError **error);

/* Body builder and reader: strings with length, 64-bit numbers. A reader that runs over the end
 * returns 0 or NULL and sets `broken`. */
void frame_put_number(GByteArray *body, int64_t number);
void frame_put_bytes(GByteArray *body, const void *data, size_t length);
void frame_put_text(GByteArray *body, const char *text); /* NULL is kept apart from "" */

struct frame_cursor {
    const char *at;
    size_t left;
    bool broken;
};

int64_t frame_take_number(struct frame_cursor *cursor);
const char *frame_take_bytes(struct frame_cursor *cursor,
                             size_t *length);             /* borrowed; NUL behind */
const char *frame_take_text(struct frame_cursor *cursor); /* borrowed, or NULL */
