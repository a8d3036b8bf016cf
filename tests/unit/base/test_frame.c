#include "base/frame.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/failure.h"

struct pair {
    int a, b;
};

static struct pair pair_new(void)
{
    int ends[2];
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
    return (struct pair){ends[0], ends[1]};
}

static void pair_close(struct pair *pair)
{
    close(pair->a);
    if (pair->b >= 0) {
        close(pair->b);
    }
}

static void test_round_trip(void **state)
{
    (void)state;
    struct pair pair = pair_new();
    static const size_t sizes[] = {0, 1, 4090, 4091, 4092, 4096, 100000};
    g_autofree char *data = g_strnfill(100000, 'x');
    data[50] = '\0';
    for (size_t i = 0; i < G_N_ELEMENTS(sizes); i++) {
        assert_true(frame_write(pair.a, (uint8_t)(250 + i), data, sizes[i], NULL));
    }
    for (size_t i = 0; i < G_N_ELEMENTS(sizes); i++) {
        uint8_t type = 0;
        size_t length = 1;
        g_autofree char *body = frame_read(pair.b, 1000, &type, &length, NULL);
        assert_non_null(body);
        assert_int_equal(type, (uint8_t)(250 + i));
        assert_int_equal(length, sizes[i]);
        assert_memory_equal(body, data, length);
        assert_int_equal(body[length], '\0');
    }
    pair_close(&pair);
}

/* A frame larger than the buffer of the kernel, to a reader who is slow, from an end that does not
 * wait by itself. */
static void test_large(void **state)
{
    (void)state;
    struct pair pair = pair_new();
    size_t size = 8 * 1024 * 1024;
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        close(pair.b);
        fcntl(pair.a, F_SETFL, O_NONBLOCK);
        char *data = g_strnfill(size, 'y');
        _exit(frame_write(pair.a, 9, data, size, NULL) ? 0 : 1);
    }
    uint8_t type = 0;
    size_t length = 0;
    g_autofree char *body = frame_read(pair.b, 20000, &type, &length, NULL);
    int status = -1;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(status, 0);
    assert_non_null(body);
    assert_int_equal(length, size);
    assert_true(body[0] == 'y' && body[size - 1] == 'y');
    pair_close(&pair);
}

static void test_too_large_to_write(void **state)
{
    (void)state;
    struct pair pair = pair_new();
    g_autoptr(GError) error = NULL;
    assert_false(frame_write(pair.a, 1, "x", (size_t)FRAME_LIMIT + 1, &error));
    assert_int_equal(error->code, FAILURE_INPUT);
    pair_close(&pair);
}

/* Octets that the other end sends before it closes (or keeps open), and what becomes of them. */
static void test_broken(void **state)
{
    (void)state;
    static const struct {
        const char *octets;
        size_t length;
        bool closed;
        int code;
    } rows[] = {
        {"", 0, true, FAILURE_PERMANENT},
        {"", 0, false, FAILURE_TEMPORARY},
        {"\1\0", 2, true, FAILURE_PERMANENT},
        {"\1\0", 2, false, FAILURE_TEMPORARY},
        {"\1\5\0\0\0abc", 8, true, FAILURE_PERMANENT},
        {"\1\5\0\0\0abc", 8, false, FAILURE_TEMPORARY},
        {"\1\xff\xff\xff\xff", 5, false, FAILURE_PERMANENT},
        {"\1\1\0\0\4", 5, false, FAILURE_PERMANENT},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        struct pair pair = pair_new();
        assert_int_equal(write(pair.b, rows[i].octets, rows[i].length), rows[i].length);
        if (rows[i].closed) {
            close(pair.b);
            pair.b = -1;
        }
        uint8_t type = 42;
        size_t length = 42;
        g_autoptr(GError) error = NULL;
        int64_t start = clock_stopwatch();
        assert_null(frame_read(pair.a, 30, &type, &length, &error));
        assert_true(clock_stopwatch() - start < 5 * G_USEC_PER_SEC);
        assert_int_equal(error->code, rows[i].code);
        assert_int_equal(type, 42);
        assert_int_equal(length, 42);
        pair_close(&pair);
    }
}

static void test_write_to_nobody(void **state)
{
    (void)state;
    struct pair pair = pair_new();
    close(pair.b);
    pair.b = -1;
    g_autoptr(GError) error = NULL;
    /* And no SIGPIPE. */
    assert_false(frame_write(pair.a, 1, "x", 1, &error));
    assert_int_equal(error->code, FAILURE_TEMPORARY);
    pair_close(&pair);
}

static GByteArray *sample_body(void)
{
    GByteArray *body = g_byte_array_new();
    frame_put_number(body, INT64_MIN);
    frame_put_text(body, "h\xc3\xa6j");
    frame_put_text(body, NULL);
    frame_put_text(body, "");
    frame_put_bytes(body, "a\0b", 3);
    frame_put_bytes(body, NULL, 0);
    frame_put_number(body, 7);
    return body;
}

static void test_cursor(void **state)
{
    (void)state;
    g_autoptr(GByteArray) body = sample_body();
    struct frame_cursor cursor = {.at = (const char *)body->data, .left = body->len};
    size_t length = 9;
    assert_true(frame_take_number(&cursor) == INT64_MIN);
    assert_string_equal(frame_take_text(&cursor), "h\xc3\xa6j");
    assert_null(frame_take_text(&cursor));
    assert_false(cursor.broken);
    assert_string_equal(frame_take_text(&cursor), "");
    assert_memory_equal(frame_take_bytes(&cursor, &length), "a\0b", 4);
    assert_int_equal(length, 3);
    assert_non_null(frame_take_bytes(&cursor, &length));
    assert_int_equal(length, 0);
    assert_int_equal(frame_take_number(&cursor), 7);
    assert_int_equal(cursor.left, 0);
    assert_false(cursor.broken);
    assert_int_equal(frame_take_number(&cursor), 0);
    assert_true(cursor.broken);
    assert_null(frame_take_text(&cursor));
    assert_null(frame_take_bytes(&cursor, &length));
}

/* Cut anywhere: the reader notices and stays inside. */
static void test_cursor_cut(void **state)
{
    (void)state;
    g_autoptr(GByteArray) body = sample_body();
    for (size_t left = 0; left < body->len; left++) {
        g_autofree char *copy = g_memdup2(body->data, MAX(left, 1));
        struct frame_cursor cursor = {.at = copy, .left = left};
        size_t length;
        frame_take_number(&cursor);
        frame_take_text(&cursor);
        frame_take_text(&cursor);
        frame_take_text(&cursor);
        frame_take_bytes(&cursor, &length);
        frame_take_bytes(&cursor, &length);
        frame_take_number(&cursor);
        assert_true(cursor.broken);
    }
}

static void test_cursor_lies(void **state)
{
    (void)state;
    static const int64_t lengths[] = {4, 3, 100, INT64_MAX, INT64_MIN, -2};
    for (size_t i = 0; i < G_N_ELEMENTS(lengths); i++) {
        g_autoptr(GByteArray) body = g_byte_array_new();
        frame_put_number(body, lengths[i]);
        g_byte_array_append(body, (const guint8 *)"abc", 3);
        struct frame_cursor cursor = {.at = (const char *)body->data, .left = body->len};
        assert_null(frame_take_text(&cursor));
        assert_true(cursor.broken);
    }
    /* A text with a NUL inside is no text. */
    g_autoptr(GByteArray) body = g_byte_array_new();
    frame_put_bytes(body, "a\0b", 3);
    struct frame_cursor cursor = {.at = (const char *)body->data, .left = body->len};
    assert_null(frame_take_text(&cursor));
    assert_true(cursor.broken);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_round_trip),         cmocka_unit_test(test_large),
        cmocka_unit_test(test_too_large_to_write), cmocka_unit_test(test_broken),
        cmocka_unit_test(test_write_to_nobody),    cmocka_unit_test(test_cursor),
        cmocka_unit_test(test_cursor_cut),         cmocka_unit_test(test_cursor_lies),
    };
    return cmocka_run_group_tests_name("base/frame", tests, NULL, NULL);
}
