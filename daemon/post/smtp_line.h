/* The line to a relay: whether it is as the configuration asks, and whose fault it is when not.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "post/smtp_dialogue.h"
#include "post/tls.h"

struct smtp_relay {
    char *server;                 /* host:port */
    char *user, *password, *helo; /* "" for none; at most 255 octets each */
    char *archive;                /* second recipient of every mail, "" for none */
    int timeout;                  /* seconds an answer may take */
    struct tls *tls;              /* NULL: no TLS */
};

struct smtp_line {
    const struct smtp_relay *relay;
    struct smtp_dialogue dialogue;
    bool connected, no_starttls, secured;
    bool held_back; /* we hung up because the line was not right */
};

/* For the next answer as a whole. A little longer than libESMTP waits for an octet of it, which
 * takes silence better. */
void smtp_line_patience(const struct smtp_line *line);

/* These octets went over it, written by us or read. */
void smtp_line_passed(struct smtp_line *line, const char *octets, size_t length, bool written);

/* The handshake is done: says EHLO, as RFC 3207 asks for, and drops what was said before. */
void smtp_line_secure(struct smtp_line *line, SSL *ssl);

/* Whether mail may go over it: TLS and login as configured. */
bool smtp_line_is_right(const struct smtp_line *line);

/* Why it is not right, when that is our fault (TLS, certificate, login); otherwise NULL. The caller
 * owns it. */
char *smtp_line_fault(const struct smtp_line *line);

/* How a line that is right ended, for the report. The caller owns it. */
char *smtp_line_end(const struct smtp_line *line);
