#include "post/lane.h"

#include "post/lane_kind.h"

struct lane {
    const struct lane_kind *kind;
    void *state;
};

static const struct lane_kind *kind_of(const struct lane_settings *settings)
{
    switch (settings->type) {
    case LANE_MAILDIR:
        return &lane_kind_maildir;
    case LANE_SMTP:
        return &lane_kind_smtp;
    case LANE_DISCARD:
        return &lane_kind_discard;
    default:
        g_assert_not_reached();
    }
}

struct lane *lane_open(const struct lane_settings *settings, GError **error)
{
    const struct lane_kind *kind = kind_of(settings);
    void *state = kind->open(settings, error);
    if (state == NULL) {
        return NULL;
    }
    struct lane *lane = g_new0(struct lane, 1);
    lane->kind = kind;
    lane->state = state;
    return lane;
}

void lane_close(struct lane *lane)
{
    if (lane != NULL) {
        lane->kind->close(lane->state);
        g_free(lane);
    }
}

void lane_deliver(struct lane *lane, const struct lane_mail *mails, unsigned count,
                  const struct lane_watch *watch)
{
    lane->kind->deliver(lane->state, mails, count, watch);
}

bool lane_has(struct lane *lane, const char *message_id, bool *known)
{
    return lane->kind->has(lane->state, message_id, known);
}
