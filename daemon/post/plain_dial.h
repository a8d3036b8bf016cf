/* Connecting to a relay without waiting: every address of its name in turn.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

struct plain_settings {
    char *host, *port, *server; /* server: host:port, for what people read */
    char *helo, *archive;       /* archive: "" for none */
    int timeout;                /* seconds an answer may take */
    unsigned sessions;
};

struct plain_dial;

/* Looks the name up (which may take a moment) and begins with its first address. */
struct plain_dial *plain_dial_start(const struct plain_settings *settings);
void plain_dial_free(struct plain_dial *dial);

/* -1: no address is left. */
int plain_dial_fd(const struct plain_dial *dial);

/* To be called when the descriptor can be written, or with `give_up` when an address took too long.
 * The connected socket, non-blocking and with TCP_NODELAY, for the caller to close; or -1: not yet
 * (plain_dial_fd is another one now), or never (it is -1, and plain_dial_problem says why). */
int plain_dial_take(struct plain_dial *dial, bool give_up);
const char *plain_dial_problem(const struct plain_dial *dial);
