/* What every kind of lane brings, and what they share. lane.c picks one by the settings.
 */
#pragma once

#include "post/lane.h"

struct lane_kind {
    /* The lane's own state; errors as lane_open. */
    void *(*open)(const struct lane_settings *settings, GError **error);
    void (*close)(void *state);
    void (*deliver)(void *state, struct lane_mail *mails, unsigned count,
                    const struct lane_watch *watch);
    void (*rest)(void *state);                                     /* NULL: keeps nothing open */
    bool (*has)(void *state, const char *message_id, bool *known); /* NULL: cannot know */
};

extern const struct lane_kind lane_kind_maildir, lane_kind_plain, lane_kind_secured,
    lane_kind_discard;

/* The mark before the body of one mail: whether it may leave. `status`: LEDGER_NO_COPY or NULL. */
bool lane_hand_over(const struct lane_watch *watch, int64_t id, const char *status);

/* The result of one mail. `status` like "250" or "450 4.2.0", `answer`: the server's text. */
void lane_settle(const struct lane_watch *watch, int64_t id, enum ledger_result result,
                 const char *status, const char *answer);

/* Composes the mail and looks at it for the last time (sendable.h). False: it has been refused, and
 * the watch knows. */
bool lane_prepare(const struct lane_watch *watch, struct lane_mail *mail, GString *room);
