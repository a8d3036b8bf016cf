#include "process/nursery_outbox.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/frame.h"
#include "process/nursery.h"
#include "understand/verdict_frame.h"

#define VERDICTS 20u

static void add(struct outbox *outbox, unsigned index)
{
    SCOPED(verdict) struct verdict *verdict = verdict_new();
    verdict->subject = g_strdup_printf("mail %u", index);
    assert_true(outbox_add(outbox, index, verdict));
}

/* The next frame has verdicts from `index` on; returns the index behind its last. */
static unsigned take(int fd, unsigned index)
{
    uint8_t type = 0;
    size_t length = 0;
    g_autofree char *frame = frame_read(fd, 1000, &type, &length, NULL);
    assert_non_null(frame);
    assert_int_equal(type, NURSERY_VERDICTS);
    assert_true(length > 0);
    struct frame_cursor cursor = {.at = frame, .left = length};
    for (; cursor.left > 0; index++) {
        assert_int_equal(frame_take_number(&cursor), index);
        struct frame_cursor inner = {0};
        inner.at = frame_take_bytes(&cursor, &inner.left);
        assert_false(cursor.broken);
        SCOPED(verdict) struct verdict *verdict = verdict_frame_take(&inner, false);
        g_autofree char *subject = g_strdup_printf("mail %u", index);
        assert_string_equal(verdict->subject, subject);
    }
    return index;
}

static void test_sends_all_in_their_order(void **state)
{
    (void)state;
    int ends[2];
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
    SCOPED(outbox) struct outbox *outbox = outbox_new(ends[0]);
    for (unsigned i = 0; i < VERDICTS; i++) {
        add(outbox, i);
    }
    assert_true(outbox_send(outbox));
    assert_true(outbox_send(outbox)); /* nothing is left */
    for (unsigned index = 0; index < VERDICTS;) {
        index = take(ends[1], index);
    }
    char more;
    assert_int_equal(recv(ends[1], &more, 1, MSG_DONTWAIT), -1);
    close(ends[0]);
    close(ends[1]);
}

/* What waits is sent before a file is asked about, which may take long or kill. */
static void test_sends_before_it_asks(void **state)
{
    (void)state;
    int ends[2];
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
    SCOPED(outbox) struct outbox *outbox = outbox_new(ends[0]);
    add(outbox, 0);
    const struct file_converter converter = outbox_converter(outbox);
    assert_true(frame_write(ends[1], NURSERY_READY, NULL, 0, NULL)); /* no answer to a question */
    g_autoptr(GByteArray) file = g_byte_array_append(g_byte_array_new(), (const guint8 *)"x", 1);
    enum conversion how = CONVERTED;
    assert_null(converter.convert(converter.data, FILE_PDF, file, &how));
    assert_int_equal(take(ends[1], 0), 1);
    uint8_t type = 0;
    size_t length = 0;
    g_autofree char *asked = frame_read(ends[1], 1000, &type, &length, NULL);
    assert_non_null(asked);
    assert_int_equal(type, NURSERY_FILE);
    close(ends[0]);
    close(ends[1]);
}

static void test_says_when_nobody_listens(void **state)
{
    (void)state;
    int ends[2];
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
    SCOPED(outbox) struct outbox *outbox = outbox_new(ends[0]);
    add(outbox, 3);
    close(ends[1]);
    assert_false(outbox_send(outbox));
    close(ends[0]);
}

/* Frames of a child in a stranger's hands: pairs of an index and a length, of which so many octets
 * are there. */
static void test_believes_no_other_frame(void **state)
{
    (void)state;
    static const struct {
        int64_t indices[2];
        unsigned count;
        size_t cut;
        bool is_one;
    } rows[] = {
        {{0, 2}, 2, 0, true},  {{2, 0}, 0, 0, false},  {{1, 1}, 2, 0, false}, {{2, 1}, 2, 0, false},
        {{0, 3}, 2, 0, false}, {{-1, 0}, 1, 0, false}, {{0, 1}, 2, 1, false},
    };
    for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
        g_autoptr(GByteArray) frame = g_byte_array_new();
        for (unsigned i = 0; i < rows[at].count; i++) {
            frame_put_number(frame, rows[at].indices[i]);
            frame_put_bytes(frame, "abc", 3);
        }
        bool has[3] = {false};
        bool is_one = outbox_look((const char *)frame->data, frame->len - rows[at].cut, has, 3);
        assert_int_equal(is_one, rows[at].is_one);
        assert_true(!is_one || (has[0] && !has[1] && has[2]));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_believes_no_other_frame),
        cmocka_unit_test(test_sends_all_in_their_order),
        cmocka_unit_test(test_sends_before_it_asks),
        cmocka_unit_test(test_says_when_nobody_listens),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
