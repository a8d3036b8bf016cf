/* What goes over an SMTP line, read beside libESMTP, which does not tell and is too trusting.
 *
 * It keeps three things: whether the server spoke out of turn before TLS (an answer put there by
 * somebody else would be taken for the first encrypted one: STARTTLS response injection), how the
 * login went (libESMTP goes on without one), and the last objection, for the report.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#define SMTP_REPLY_LIMIT 512u /* RFC 5321 4.5.3.1.5 */

enum smtp_login { SMTP_LOGIN_NONE, SMTP_LOGIN_ACCEPTED, SMTP_LOGIN_LATER, SMTP_LOGIN_REFUSED };

struct smtp_dialogue {
    bool out_of_turn;       /* octets behind a complete answer, before we wrote again */
    bool starttls_accepted; /* 220 to STARTTLS */
    bool greeting;          /* we said EHLO, and nothing since */
    bool mailing;           /* we said MAIL */
    enum smtp_login login;
    char objection[SMTP_REPLY_LIMIT]; /* the last 4xx or 5xx that the server said */

    /* Its own. */
    bool complete; /* the answer that we wait for is all there */
    bool secure;
    enum { SMTP_ASKED_OTHER, SMTP_ASKED_STARTTLS, SMTP_ASKED_LOGIN } asked;
    char line[SMTP_REPLY_LIMIT];
    size_t length;
};

void smtp_dialogue_begin(struct smtp_dialogue *dialogue);
void smtp_dialogue_wrote(struct smtp_dialogue *dialogue, const char *octets, size_t length);
void smtp_dialogue_read(struct smtp_dialogue *dialogue, const char *octets, size_t length);

/* From here on the line is encrypted, so nobody else can speak in it; pipelining may begin. */
void smtp_dialogue_secured(struct smtp_dialogue *dialogue);

/* libESMTP uses BDAT whenever the server offers it: three answers a mail that Nagle's algorithm at
 * the server holds back one by one (7 mails a second with Postfix), and the leak of on_read. What
 * the monitor sees is libESMTP's own buffer, not yet parsed, so the offer is made unreadable there.
 * An offer that arrives in two pieces is overlooked, and BDAT is used. */
void smtp_dialogue_hide_chunking(const char *octets, size_t length);
