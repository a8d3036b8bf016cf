/* Connecting to a name that has several addresses. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include <errno.h>
#include <netdb.h>

#include "base/clock.h"
#include "base/failure.h"
#include "post/imap_stream.h"
#include "unit/post/servers.h"

#define ADDRESSES 3

/* What every name resolves to; the last digit of 127.0.0.x, 0: no more. */
static struct {
    unsigned last[ADDRESSES];
    int port;
    struct sockaddr_in address[ADDRESSES];
    struct addrinfo list[ADDRESSES];
} names;

/* In the place of libc's, for the whole program. */
int getaddrinfo(const char *restrict host G_GNUC_UNUSED, const char *restrict service G_GNUC_UNUSED,
                const struct addrinfo *restrict hints G_GNUC_UNUSED,
                struct addrinfo **restrict found)
{
    struct addrinfo **end = found;
    for (unsigned at = 0; at < ADDRESSES && names.last[at] != 0; at++) {
        names.address[at] =
            (struct sockaddr_in){.sin_family = AF_INET,
                                 .sin_port = htons((uint16_t)names.port),
                                 .sin_addr.s_addr = htonl(0x7f000000 + names.last[at])};
        names.list[at] = (struct addrinfo){.ai_family = AF_INET,
                                           .ai_addr = (struct sockaddr *)&names.address[at],
                                           .ai_addrlen = sizeof names.address[at]};
        *end = &names.list[at];
        end = &names.list[at].ai_next;
    }
    return 0;
}

void freeaddrinfo(struct addrinfo *found G_GNUC_UNUSED)
{
}

/* 127.0.0.LAST on the port of `names` answers no caller, as if a router swallowed each: who waits
 * to be taken fills the queue. */
static void swallow(unsigned last, int fds[4])
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)names.port),
                                  .sin_addr.s_addr = htonl(0x7f000000 + last)};
    fds[0] = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(fds[0], (struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(listen(fds[0], 0), 0);
    for (unsigned at = 1; at < 4; at++) {
        fds[at] = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
        int begun = connect(fds[at], (struct sockaddr *)&address, sizeof address);
        assert_true(begun == 0 || errno == EINPROGRESS);
        g_usleep(20000);
    }
}

static void each_address_has_its_time(void **state G_GNUC_UNUSED)
{
    static const struct {
        unsigned last[ADDRESSES];
        bool reached;
    } rows[] = {
        {{1}, true}, {{2, 1}, true}, {{2, 3, 1}, true}, {{4, 2, 1}, true}, {{2, 3}, false},
    };
    int listener = listener_open(&names.port), second[4], third[4];
    swallow(2, second);
    swallow(3, third);
    for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
        memcpy(names.last, rows[at].last, sizeof names.last);
        g_autoptr(GError) error = NULL;
        int64_t start = clock_stopwatch();
        SCOPED(imap_stream)
        struct imap_stream *stream = imap_stream_open("mail.example", names.port, true, 1, &error);
        assert_int_equal(stream != NULL, rows[at].reached);
        assert_true(clock_stopwatch() - start < 2 * G_USEC_PER_SEC);
        assert_true(rows[at].reached || error->code == FAILURE_TEMPORARY);
    }
    for (unsigned at = 0; at < 4; at++) {
        close(second[at]);
        close(third[at]);
    }
    close(listener);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_address_has_its_time)};
    return cmocka_run_group_tests_name("post/imap_stream", tests, NULL, NULL);
}
