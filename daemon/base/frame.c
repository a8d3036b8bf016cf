#include "base/frame.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/failure.h"

/* Type and length of the body. */
#define FRAME_HEAD (1 + sizeof(uint32_t))

/* A frame up to this size goes out in one system call. */
#define FRAME_SMALL 4096

/* The length that says "no text at all". */
#define FRAME_NONE UINT64_MAX

static bool send_all(int fd, const char *data, size_t length, int flags, GError **error)
{
    while (length > 0) {
        ssize_t put = send(fd, data, length, MSG_NOSIGNAL | flags);
        if (put < 0 && errno == EINTR) {
            continue;
        }
        if (put < 0 && errno == EAGAIN) {
            struct pollfd ready = {.fd = fd, .events = POLLOUT};
            poll(&ready, 1, -1);
            continue;
        }
        if (put < 0) {
            g_set_error(error, BASE_ERROR, FAILURE_TEMPORARY,
                        "the other process does not take a message: %s", g_strerror(errno));
            return false;
        }
        data += put;
        length -= (size_t)put;
    }
    return true;
}

bool frame_write(int fd, uint8_t type, const void *body, size_t length, GError **error)
{
    g_assert(body != NULL || length == 0);
    if (length > FRAME_LIMIT) {
        g_set_error(error, BASE_ERROR, FAILURE_INPUT,
                    "a message of %zu octets is too large for another process", length);
        return false;
    }
    char head[FRAME_SMALL];
    uint32_t size = (uint32_t)length;
    head[0] = (char)type;
    memcpy(head + 1, &size, sizeof size);
    if (length <= sizeof head - FRAME_HEAD) {
        if (length > 0) {
            memcpy(head + FRAME_HEAD, body, length);
        }
        return send_all(fd, head, FRAME_HEAD + length, 0, error);
    }
    return send_all(fd, head, FRAME_HEAD, MSG_MORE, error) && send_all(fd, body, length, 0, error);
}

/* Waits until there is something to read; `until` on the stopwatch, negative for ever. */
static bool wait_for_octets(int fd, int64_t until, GError **error)
{
    for (;;) {
        int timeout = -1;
        if (until >= 0) {
            int64_t left = until - clock_stopwatch();
            timeout = left > 0 ? (int)MIN((left + 999) / 1000, G_MAXINT) : 0;
        }
        struct pollfd ready = {.fd = fd, .events = POLLIN};
        int count = poll(&ready, 1, timeout);
        if (count > 0) {
            return true;
        }
        if (count == 0) {
            g_set_error_literal(error, BASE_ERROR, FAILURE_TEMPORARY,
                                "the other process did not answer in time");
            return false;
        }
        if (errno != EINTR) {
            g_set_error(error, BASE_ERROR, FAILURE_PERMANENT,
                        "the other process cannot be heard: %s", g_strerror(errno));
            return false;
        }
    }
}

static bool receive_all(int fd, char *data, size_t length, int64_t until, GError **error)
{
    while (length > 0) {
        ssize_t got = recv(fd, data, length, MSG_DONTWAIT); /* nearly always it is there */
        if (got < 0 && (errno == EINTR || errno == EAGAIN)) {
            if (!wait_for_octets(fd, until, error)) {
                return false;
            }
            continue;
        }
        if (got <= 0) {
            g_set_error(error, BASE_ERROR, FAILURE_PERMANENT, "the other process is gone%s%s",
                        got < 0 ? ": " : "", got < 0 ? g_strerror(errno) : "");
            return false;
        }
        data += got;
        length -= (size_t)got;
    }
    return true;
}

char *frame_read(int fd, int deadline, uint8_t *type, size_t *length, GError **error)
{
    g_assert(type != NULL && length != NULL);
    int64_t until = deadline < 0 ? -1 : clock_stopwatch() + (int64_t)deadline * 1000;
    char head[FRAME_HEAD];
    uint32_t size = 0;
    if (!receive_all(fd, head, sizeof head, until, error)) {
        return NULL;
    }
    memcpy(&size, head + 1, sizeof size);
    g_autofree char *body = size <= FRAME_LIMIT ? g_try_malloc((size_t)size + 1) : NULL;
    if (body == NULL) {
        g_set_error(error, BASE_ERROR, FAILURE_PERMANENT,
                    "the other process sent a message of %u octets, which is too large",
                    (unsigned)size);
        return NULL;
    }
    if (!receive_all(fd, body, size, until, error)) {
        return NULL;
    }
    body[size] = '\0';
    *type = (uint8_t)head[0];
    *length = size;
    return g_steal_pointer(&body);
}

void frame_put_number(GByteArray *body, int64_t number)
{
    g_byte_array_append(body, (const guint8 *)&number, sizeof number);
}

void frame_put_bytes(GByteArray *body, const void *data, size_t length)
{
    g_assert(length <= FRAME_LIMIT && (data != NULL || length == 0));
    frame_put_number(body, (int64_t)length);
    if (length > 0) {
        g_byte_array_append(body, data, (guint)length);
    }
    g_byte_array_append(body, (const guint8 *)"", 1);
}

void frame_put_text(GByteArray *body, const char *text)
{
    if (text == NULL) {
        frame_put_number(body, (int64_t)FRAME_NONE);
        return;
    }
    frame_put_bytes(body, text, strlen(text));
}

int64_t frame_take_number(struct frame_cursor *cursor)
{
    int64_t number = 0;
    if (cursor->broken || cursor->left < sizeof number) {
        cursor->broken = true;
        return 0;
    }
    memcpy(&number, cursor->at, sizeof number);
    cursor->at += sizeof number;
    cursor->left -= sizeof number;
    return number;
}

/* What follows its length; the other end may be in a stranger's hands, so nothing is believed. */
static const char *take_body(struct frame_cursor *cursor, uint64_t length)
{
    if (cursor->broken || length >= cursor->left || cursor->at[length] != '\0') {
        cursor->broken = true;
        return NULL;
    }
    const char *data = cursor->at;
    cursor->at += length + 1;
    cursor->left -= length + 1;
    return data;
}

const char *frame_take_bytes(struct frame_cursor *cursor, size_t *length)
{
    g_assert(length != NULL);
    uint64_t size = (uint64_t)frame_take_number(cursor);
    const char *data = take_body(cursor, size);
    *length = data != NULL ? (size_t)size : 0;
    return data;
}

const char *frame_take_text(struct frame_cursor *cursor)
{
    uint64_t size = (uint64_t)frame_take_number(cursor);
    if (!cursor->broken && size == FRAME_NONE) {
        return NULL;
    }
    const char *text = take_body(cursor, size);
    if (text != NULL && strlen(text) != size) {
        cursor->broken = true;
        return NULL;
    }
    return text;
}
