/* A lane delivers a batch of messages and gives a result per message. One table of functions per
 * kind: our own SMTP writer for a trusted relay (plain), libESMTP where TLS or a login is asked for
 * (secured), Maildir outbox, discard. It runs in the sending process, which has neither the store
 * nor other people's data.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/scope.h"
#include "store/ledger.h"

struct lane_mail {
    int64_t id;
    const char *sender, *recipient, *message_id;
    const char *octets; /* the whole message, CRLF; NULL until it is composed */
    size_t length;
    unsigned lost; /* lines, at its envelope (losses.h) */
};

/* What a lane tells and asks while it works. */
struct lane_watch {
    /* Writes marks down, and fills in `go` of those that stand before a body; blocks until those
     * are committed. Results may be on their way still when it returns, but are committed before
     * any later mark. False: main is gone, and nothing may leave any more. */
    bool (*mark)(struct ledger_mark *marks, unsigned count, void *context);
    /* Composes a mail into `room` (which it empties); its octets point there afterwards. False: it
     * does not fit its form. */
    bool (*compose)(struct lane_mail *mail, GString *room, void *context);
    /* Whether no other mail may begin its way: what is on the line gets its result, the rest of the
     * batch needs none. */
    bool (*ends)(void *context);
    void *context;
};

/* From the configuration; plain data, so that it can be handed to the process. */
struct lane_settings {
    enum lane_type { LANE_MAILDIR = 1, LANE_PLAIN, LANE_SECURED, LANE_DISCARD } type;
    char *path;
    char *host;
    int port;
    bool tls;
    char *ca_file, *user, *password; /* "" for none */
    int timeout;                     /* seconds */
    char *helo;
    unsigned
        sessions;  /* connections at a time: of a plain lane; a secured one has a process each */
    char *archive; /* second recipient of every mail, "" for none */
};

struct lane;

/* FAILURE_CONFIGURATION when the settings cannot work (password file missing, no outbox ...). The
 * caller owns it. */
struct lane *lane_open(const struct lane_settings *settings, GError **error);
void lane_close(struct lane *lane);
SCOPE_DEFINE(lane, lane_close)

/* Every mail of the batch gets exactly one result, in any order. `mails` is worked on in place, but
 * each stays where it is: `compose` goes by that. */
void lane_deliver(struct lane *lane, struct lane_mail *mails, unsigned count,
                  const struct lane_watch *watch);

/* Nothing is to be done for now: connections are closed. */
void lane_rest(struct lane *lane);

/* Whether a message with this Message-ID has arrived already (Maildir outbox; the file name is made
 * from it). Lanes that cannot know say false in `known`. */
bool lane_has(struct lane *lane, const char *message_id, bool *known);
