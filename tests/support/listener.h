/* A place on the loopback where somebody may call: what is listened to is up to the test.
 */
#pragma once

#include <glib.h>
#include <netinet/in.h>
#include <sys/socket.h>

/* Takes connections from now on; whoever does not accept them is a mute server. The caller closes
 * the descriptor. */
static inline int listener_open(int *port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    g_assert(bind(listener, (struct sockaddr *)&address, size) == 0);
    g_assert(listen(listener, 20) == 0);
    g_assert(getsockname(listener, (struct sockaddr *)&address, &size) == 0);
    *port = ntohs(address.sin_port);
    return listener;
}
