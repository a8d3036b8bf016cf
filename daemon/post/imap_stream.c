#include "post/imap_stream.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/failure.h"

#define BUFFER 65536            /* octets */
#define SILENCE_BEFORE_PROBE 60 /* seconds; a dead peer is found while nothing is said */

struct imap_stream {
    int fd;
    SSL *ssl;
    mailstream *lent; /* libetpan owns it */
    int64_t until;    /* stopwatch */
    size_t left;      /* octets that may come */
    const char *problem;
};

static bool is_local(const struct sockaddr *address)
{
    if (address->sa_family == AF_INET) {
        struct sockaddr_in in;
        memcpy(&in, address, sizeof in);
        return ntohl(in.sin_addr.s_addr) >> 24 == IN_LOOPBACKNET;
    }
    struct sockaddr_in6 in6;
    memcpy(&in6, address, sizeof in6);
    return address->sa_family == AF_INET6 && IN6_IS_ADDR_LOOPBACK(&in6.sin6_addr);
}

/* Waits for the descriptor; false when the time is over. */
static bool wait_until(int fd, short events, int64_t until)
{
    for (;;) {
        int64_t left = (until - clock_stopwatch()) / 1000;
        struct pollfd ready = {.fd = fd, .events = events};
        int count = left > 0 ? poll(&ready, 1, (int)MIN(left, G_MAXINT)) : 0;
        if (count >= 0 || errno != EINTR) {
            return count > 0;
        }
    }
}

/* -1 with errno. */
static int connect_to(const struct addrinfo *found, int64_t until)
{
    int fd = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0) {
        return -1;
    }
    int number = connect(fd, found->ai_addr, found->ai_addrlen) == 0 ? 0 : errno;
    if (number == EINPROGRESS) {
        socklen_t size = sizeof number;
        number = ETIMEDOUT;
        if (wait_until(fd, POLLOUT, until)) {
            getsockopt(fd, SOL_SOCKET, SO_ERROR, &number, &size);
        }
    }
    if (number != 0) {
        close(fd);
        errno = number;
        return -1;
    }
    int on = 1, silence = SILENCE_BEFORE_PROBE;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
    setsockopt(fd, IPPROTO_TCP, TCP_KEEPIDLE, &silence, sizeof silence);
    return fd;
}

static bool refuse_far(const char *host, GError **error)
{
    g_set_error(error, POST_ERROR, FAILURE_CONFIGURATION,
                "%s is another machine: no login there without TLS", host);
    return false;
}

/* Up to when this address may take: an equal share of what is left, or the first one that is silent
 * (IPv6 into nowhere, say) would leave nothing to the others. */
static int64_t share_of(const struct addrinfo *address, int64_t until)
{
    int64_t now = clock_stopwatch(), count = 0;
    for (const struct addrinfo *at = address; at != NULL; at = at->ai_next) {
        count++;
    }
    return now + (until - now) / count;
}

static bool connect_any(const struct addrinfo *found, const char *host, bool local, int64_t until,
                        int *fd, GError **error)
{
    for (const struct addrinfo *at = found; at != NULL; at = at->ai_next) {
        if (local && !is_local(at->ai_addr)) {
            return refuse_far(host, error);
        }
        *fd = connect_to(at, share_of(at, until));
        if (*fd >= 0) {
            return true;
        }
    }
    g_set_error(error, POST_ERROR, FAILURE_TEMPORARY, "cannot reach %s: %s", host,
                g_strerror(errno));
    return false;
}

struct imap_stream *imap_stream_open(const char *host, int port, bool local, int seconds,
                                     GError **error)
{
    struct addrinfo wanted = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICSERV};
    struct addrinfo *found = NULL;
    char service[16];
    g_snprintf(service, sizeof service, "%d", port);
    int status = getaddrinfo(host, service, &wanted, &found);
    if (status != 0) {
        g_set_error(error, POST_ERROR, FAILURE_TEMPORARY, "cannot find %s: %s", host,
                    gai_strerror(status));
        return NULL;
    }
    int fd = -1;
    bool done = connect_any(found, host, local,
                            clock_stopwatch() + (int64_t)seconds * G_USEC_PER_SEC, &fd, error);
    freeaddrinfo(found);
    if (!done) {
        return NULL;
    }
    struct imap_stream *stream = g_new0(struct imap_stream, 1);
    stream->fd = fd;
    imap_stream_allow(stream, seconds, BUFFER);
    return stream;
}

void imap_stream_close(struct imap_stream *stream)
{
    if (stream == NULL) {
        return;
    }
    SSL_free(stream->ssl);
    close(stream->fd);
    g_free(stream);
}

/* Why an operation of OpenSSL or of the socket did not go on; true: try again. */
static bool may_go_on(struct imap_stream *stream, bool wants_read, bool wants_write)
{
    if (!wants_read && !wants_write) {
        stream->problem = "the connection broke off";
        return false;
    }
    if (!wait_until(stream->fd, wants_read ? POLLIN : POLLOUT, stream->until)) {
        stream->problem = "the server did not answer in time";
        return false;
    }
    return true;
}

static bool tls_may_go_on(struct imap_stream *stream, int returned)
{
    int wish = SSL_get_error(stream->ssl, returned);
    ERR_clear_error();
    return may_go_on(stream, wish == SSL_ERROR_WANT_READ, wish == SSL_ERROR_WANT_WRITE);
}

bool imap_stream_secure(struct imap_stream *stream, struct tls *tls, GError **error)
{
    tls_begin(tls);
    stream->ssl = SSL_new(tls_context(tls));
    g_assert(stream->ssl != NULL && SSL_set_fd(stream->ssl, stream->fd) == 1);
    SSL_set_mode(stream->ssl, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    int got;
    while ((got = SSL_connect(stream->ssl)) != 1) {
        if (!tls_may_go_on(stream, got)) {
            const char *why = tls_problem(tls);
            g_set_error(error, POST_ERROR, FAILURE_TEMPORARY, "no TLS with the server: %s",
                        why != NULL ? why : stream->problem);
            return false;
        }
    }
    return true;
}

void imap_stream_allow(struct imap_stream *stream, int seconds, size_t octets)
{
    stream->until = clock_stopwatch() + (int64_t)seconds * G_USEC_PER_SEC;
    stream->left = octets + BUFFER;
}

int imap_stream_fd(const struct imap_stream *stream)
{
    return stream->fd;
}

bool imap_stream_pending(const struct imap_stream *stream)
{
    return (stream->lent != NULL && stream->lent->read_buffer_len > 0) ||
           (stream->ssl != NULL && SSL_has_pending(stream->ssl) == 1);
}

bool imap_stream_injected(const struct imap_stream *stream)
{
    char octet;
    return stream->lent->read_buffer_len > 0 ||
           recv(stream->fd, &octet, 1, MSG_PEEK | MSG_DONTWAIT) > 0;
}

const char *imap_stream_problem(const struct imap_stream *stream)
{
    return stream->problem;
}

/* ---- the driver of libetpan --------------------------------------------------------------------
 */

/* The end of the connection is an error here: an answer was awaited. */
static ssize_t low_read(mailstream_low *low, void *data, size_t size)
{
    struct imap_stream *stream = low->data;
    size = MIN(size, stream->left);
    if (size == 0) {
        stream->problem = "the server says more than it was asked for";
    }
    while (stream->problem == NULL) {
        ssize_t got = stream->ssl != NULL
                          ? SSL_read(stream->ssl, data, (int)MIN(size, (size_t)G_MAXINT))
                          : recv(stream->fd, data, size, 0);
        if (got > 0) {
            stream->left -= (size_t)got;
            stream->until += got * G_USEC_PER_SEC / IMAP_STREAM_SLOWEST;
            return got;
        }
        if (stream->ssl != NULL) {
            tls_may_go_on(stream, (int)got);
        } else {
            may_go_on(stream, got < 0 && (errno == EAGAIN || errno == EINTR), false);
        }
    }
    return -1;
}

static ssize_t low_write(mailstream_low *low, const void *data, size_t size)
{
    struct imap_stream *stream = low->data;
    while (stream->problem == NULL) {
        ssize_t put = stream->ssl != NULL
                          ? SSL_write(stream->ssl, data, (int)MIN(size, (size_t)G_MAXINT))
                          : send(stream->fd, data, size, MSG_NOSIGNAL);
        if (put > 0) {
            return put;
        }
        if (stream->ssl != NULL) {
            tls_may_go_on(stream, (int)put);
        } else {
            may_go_on(stream, false, put < 0 && (errno == EAGAIN || errno == EINTR));
        }
    }
    return -1;
}

static int low_close(mailstream_low *low)
{
    struct imap_stream *stream = low->data;
    stream->problem = "it is closed";
    stream->lent = NULL;
    return 0;
}

static int low_fd(mailstream_low *low)
{
    const struct imap_stream *stream = low->data;
    return stream->fd;
}

/* mailstream_low_new allocates with malloc. */
static void low_free(mailstream_low *low)
{
    free(low);
}

static void low_cancel(mailstream_low *low)
{
    (void)low;
}

static struct mailstream_cancel *low_get_cancel(mailstream_low *low)
{
    (void)low;
    return NULL;
}

static carray *low_chain(mailstream_low *low)
{
    (void)low;
    return NULL;
}

static int low_idle(mailstream_low *low)
{
    (void)low;
    return -1;
}

mailstream *imap_stream_lend(struct imap_stream *stream)
{
    static mailstream_low_driver driver = {.mailstream_read = low_read,
                                           .mailstream_write = low_write,
                                           .mailstream_close = low_close,
                                           .mailstream_get_fd = low_fd,
                                           .mailstream_free = low_free,
                                           .mailstream_cancel = low_cancel,
                                           .mailstream_get_cancel = low_get_cancel,
                                           .mailstream_get_certificate_chain = low_chain,
                                           .mailstream_setup_idle = low_idle,
                                           .mailstream_unsetup_idle = low_idle,
                                           .mailstream_interrupt_idle = low_idle};
    stream->lent = mailstream_new(mailstream_low_new(stream, &driver), BUFFER);
    return stream->lent;
}
