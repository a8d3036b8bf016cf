#include "post/plain_dial.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

struct plain_dial {
    struct addrinfo *all, *next; /* the next one to try */
    int fd;
    char *problem;
};

static void note(struct plain_dial *dial, const char *why)
{
    g_free(dial->problem);
    dial->problem = g_strdup(why);
}

static void hang_up(struct plain_dial *dial)
{
    if (dial->fd >= 0) {
        close(dial->fd);
        dial->fd = -1;
    }
}

/* Begins with the next address that can be begun with. */
static void try_next(struct plain_dial *dial)
{
    hang_up(dial);
    while (dial->fd < 0 && dial->next != NULL) {
        const struct addrinfo *address = dial->next;
        dial->next = address->ai_next;
        dial->fd = socket(address->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
        if (dial->fd >= 0 && connect(dial->fd, address->ai_addr, address->ai_addrlen) != 0 &&
            errno != EINPROGRESS) {
            note(dial, g_strerror(errno));
            hang_up(dial);
        }
    }
}

struct plain_dial *plain_dial_start(const struct plain_settings *settings)
{
    struct plain_dial *dial = g_new0(struct plain_dial, 1);
    const struct addrinfo hints = {.ai_socktype = SOCK_STREAM};
    dial->fd = -1;
    int status = getaddrinfo(settings->host, settings->port, &hints, &dial->all);
    if (status != 0) {
        dial->all = NULL;
        note(dial, gai_strerror(status));
        return dial;
    }
    dial->next = dial->all;
    try_next(dial);
    return dial;
}

void plain_dial_free(struct plain_dial *dial)
{
    if (dial == NULL) {
        return;
    }
    hang_up(dial);
    if (dial->all != NULL) {
        freeaddrinfo(dial->all);
    }
    g_free(dial->problem);
    g_free(dial);
}

int plain_dial_fd(const struct plain_dial *dial)
{
    return dial->fd;
}

int plain_dial_take(struct plain_dial *dial, bool give_up)
{
    int status = 0, on = 1;
    socklen_t size = sizeof status;
    if (give_up) {
        note(dial, "no answer in time");
        try_next(dial);
        return -1;
    }
    if (getsockopt(dial->fd, SOL_SOCKET, SO_ERROR, &status, &size) != 0) {
        status = errno;
    }
    if (status != 0) {
        note(dial, g_strerror(status));
        try_next(dial);
        return -1;
    }
    setsockopt(dial->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    int fd = dial->fd;
    dial->fd = -1;
    return fd;
}

const char *plain_dial_problem(const struct plain_dial *dial)
{
    return dial->problem != NULL ? dial->problem : "it has no address";
}
