/* One connection of the plain lane: our own SMTP writer to a trusted relay (RFC 5321), without TLS
 * and login. With PIPELINING (RFC 2920) the body, the dot and the envelope of the next mail leave
 * in one write; without, step by step. Never CHUNKING.
 *
 * It never waits: the lane polls its descriptor, gives it mails, and asks it for results. At most
 * one body is on the line.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "post/lane_kind.h"
#include "post/plain_dial.h"
#include "post/smtp_outcome.h"
#include "post/smtp_reader.h"

/* One mail in the hands of a connection. */
struct flight {
    struct lane_mail *mail; /* NULL: the place is free */
    GString *octets;        /* the whole message, dots stuffed */
    struct smtp_trace trace;
    char *words;       /* of the reply that decides so far */
    bool copy_refused; /* the archive's address was */
};

enum expectation {
    EXPECT_GREETING,
    EXPECT_EHLO,
    EXPECT_HELO,
    EXPECT_RESET,
    EXPECT_MAIL,
    EXPECT_RECIPIENT,
    EXPECT_ARCHIVE,
    EXPECT_DATA,
    EXPECT_END,    /* of a body */
    EXPECT_NOTHING /* of a body that is none: nobody wanted the mail */
};

#define EXPECTATIONS 16u

struct plain_connection {
    const struct plain_settings *settings;
    struct plain_dial *dial; /* on its way to the relay; NULL: not dialling */
    int fd;                  /* -1: not connected */
    bool ready;              /* greeted: mails may be given */
    bool pipelining;
    bool used;     /* it was good for an earlier batch: its end may have come meanwhile */
    bool wants_go; /* the relay waits for the body of `next`, and so do we for main */
    bool dirty;    /* a transaction was left half way: RSET before the next */
    bool worked;   /* a mail got its final answer over it */
    int64_t until; /* stopwatch: by then the relay must have answered */
    struct flight flights[2];
    struct flight *body, *next; /* on the line; with its envelope on the line. NULL: none */
    bool recipient_accepted;    /* of some mail of this connection */
    enum expectation expected[EXPECTATIONS];
    unsigned expected_count;
    size_t body_sent; /* octets of the body */
    GString *out;     /* commands that wait to be written, behind the body */
    struct smtp_reader reader;
    char *problem;               /* why it is gone */
    struct lane_mail *lost_mail; /* at whose envelope, before it was of use; NULL: at none */
    bool lost_silently;          /* there was no word for too long */
};

/* What comes of events. */
struct plain_results {
    GArray *marks;    /* struct ledger_mark */
    GPtrArray *texts; /* that they point to */
    GArray *unsure;   /* struct ledger_mark: our fault, unless the relay takes other recipients */
    GPtrArray *kept;  /* texts that these point to */
    GPtrArray *back;  /* struct lane_mail: to be given to another connection */
};

void plain_connection_init(struct plain_connection *connection,
                           const struct plain_settings *settings);
void plain_connection_clear(struct plain_connection *connection);

/* Begins to connect. */
void plain_connection_open(struct plain_connection *connection);

/* Whether it may be given a mail now. */
bool plain_connection_is_free(const struct plain_connection *connection);

/* Gives it a mail that is composed and sendable; `octets` is taken over. */
void plain_connection_give(struct plain_connection *connection, struct lane_mail *mail,
                           GString *octets);

/* Main's word for the mail that wants to go. After `go` the next mail may be given before
 * plain_connection_write, so that both leave together. Without it the line is hung up: nothing else
 * takes a DATA back. */
void plain_connection_go(struct plain_connection *connection, bool go,
                         struct plain_results *results);

/* What poll(2) is to wait for; 0: nothing. */
short plain_connection_events(const struct plain_connection *connection);
int plain_connection_fd(const struct plain_connection *connection);

/* Whether the relay, or the network, has to answer by `until`. */
bool plain_connection_waits(const struct plain_connection *connection);

/* Reads and writes what can be, and notices the end of patience. When the line is gone `problem`
 * says why, and its mails are in the results. */
void plain_connection_work(struct plain_connection *connection, short events,
                           struct plain_results *results);
void plain_connection_write(struct plain_connection *connection, struct plain_results *results);

/* Says QUIT and hangs up. It must have no mail. */
void plain_connection_close(struct plain_connection *connection);

/* Hangs up on a relay that says what is no SMTP. */
void plain_connection_lose_nonsense(struct plain_connection *connection,
                                    struct plain_results *results);

/* Hangs up; what it had is in the results. */
void plain_connection_lose(struct plain_connection *connection, const char *why,
                           struct plain_results *results);
