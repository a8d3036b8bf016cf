/* A lane delivers a batch of finished messages and gives a result per message. One table of
 * functions per kind: SMTP by libESMTP, Maildir outbox, discard. It runs in the sending process,
 * which has neither the store nor other people's data.
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
    const char *octets; /* the whole message, CRLF */
    size_t length;
};

/* What a lane tells while it works. */
struct lane_watch {
    /* Before the first octet of the body may leave: false means "leave this one out". Blocks until
     * the mark is committed. */
    bool (*hand_over)(int64_t id, void *context);
    /* The result of one message, in any order, exactly once per message of the batch. `status` like
     * "250" or "450 4.2.0", `answer`: the server's text, one line. */
    void (*settled)(int64_t id, enum ledger_result result, const char *status, const char *answer,
                    void *context);
    void *context;
};

/* From the configuration; plain data, so that it can be handed to the process. */
struct lane_settings {
    enum { LANE_MAILDIR = 1, LANE_SMTP, LANE_DISCARD } type;
    char *path;
    char *host;
    int port;
    bool tls;
    char *ca_file, *user, *password; /* "" for none */
    int timeout;                     /* seconds */
    char *helo;
};

struct lane;

/* FAILURE_CONFIGURATION when the settings cannot work (password file missing, no outbox ...). The
 * caller owns it. */
struct lane *lane_open(const struct lane_settings *settings, GError **error);
void lane_close(struct lane *lane);
SCOPE_DEFINE(lane, lane_close)

void lane_deliver(struct lane *lane, const struct lane_mail *mails, unsigned count,
                  const struct lane_watch *watch);

/* Whether a message with this Message-ID has arrived already (Maildir outbox; the file name is made
 * from it). Lanes that cannot know say false in `known`. */
bool lane_has(struct lane *lane, const char *message_id, bool *known);
