/* What every kind of lane brings. lane.c picks one by the settings.
 */
#pragma once

#include "post/lane.h"

struct lane_kind {
    /* The lane's own state; errors as lane_open. */
    void *(*open)(const struct lane_settings *settings, GError **error);
    void (*close)(void *state);
    void (*deliver)(void *state, const struct lane_mail *mails, unsigned count,
                    const struct lane_watch *watch);
    bool (*has)(void *state, const char *message_id, bool *known);
};

extern const struct lane_kind lane_kind_maildir, lane_kind_smtp, lane_kind_discard;
