#include "post/smtp_socket.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/socket.h>
#include <sys/time.h>

#define DESCRIPTOR_LIMIT 64 /* the process has a handful */

static void wake(int number)
{
    (void)number; /* without SA_RESTART the signal alone ends connect() */
}

static bool is_internet(int fd)
{
    int domain = 0;
    socklen_t size = sizeof domain;
    return getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &domain, &size) == 0 &&
           (domain == AF_INET || domain == AF_INET6);
}

/* In a signal handler: only system calls that may be used there (signal-safety(7)). */
static void cut(int number)
{
    (void)number;
    int before = errno;
    for (int fd = 3; fd < DESCRIPTOR_LIMIT; fd++) {
        if (is_internet(fd)) {
            shutdown(fd, SHUT_RDWR);
        }
    }
    errno = before;
}

static void set_alarm(void (*handler)(int), int seconds, int interval)
{
    struct sigaction action = {.sa_handler = handler};
    sigaction(SIGALRM, &action, NULL);
    struct itimerval timer = {.it_value.tv_sec = seconds, .it_interval.tv_sec = interval};
    setitimer(ITIMER_REAL, &timer, NULL);
}

void smtp_socket_limit(int seconds)
{
    set_alarm(wake, seconds, seconds); /* again and again: a name may have several addresses */
}

void smtp_socket_patience(int seconds)
{
    set_alarm(cut, seconds, 0);
}

void smtp_socket_send_at_once(void)
{
    int on = 1;
    for (int fd = 3; fd < DESCRIPTOR_LIMIT; fd++) {
        if (is_internet(fd)) {
            setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        }
    }
}
