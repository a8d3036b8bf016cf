#include "post/smtp_socket.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/time.h>

#define DESCRIPTOR_LIMIT 64 /* the process has a handful */

static void wake(int number)
{
    (void)number; /* without SA_RESTART the signal alone ends connect() */
}

void smtp_socket_limit(int seconds)
{
    struct sigaction action = {.sa_handler = wake};
    sigaction(SIGALRM, &action, NULL);
    /* Again and again: a name may have several addresses. */
    struct itimerval timer = {.it_value.tv_sec = seconds, .it_interval.tv_sec = seconds};
    setitimer(ITIMER_REAL, &timer, NULL);
}

void smtp_socket_send_at_once(void)
{
    for (int fd = 3; fd < DESCRIPTOR_LIMIT; fd++) {
        int domain = 0, on = 1;
        socklen_t size = sizeof domain;
        if (getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &domain, &size) == 0 &&
            (domain == AF_INET || domain == AF_INET6)) {
            setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        }
    }
}
