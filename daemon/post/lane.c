#include "post/lane.h"

#include "post/lane_kind.h"
#include "post/sendable.h"

struct lane {
    const struct lane_kind *kind;
    void *state;
};

static const struct lane_kind *kind_of(const struct lane_settings *settings)
{
    switch (settings->type) {
    case LANE_MAILDIR:
        return &lane_kind_maildir;
    case LANE_PLAIN:
        return &lane_kind_plain;
    case LANE_SECURED:
        return &lane_kind_secured;
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

void lane_deliver(struct lane *lane, struct lane_mail *mails, unsigned count,
                  const struct lane_watch *watch)
{
    lane->kind->deliver(lane->state, mails, count, watch);
}

void lane_rest(struct lane *lane)
{
    if (lane->kind->rest != NULL) {
        lane->kind->rest(lane->state);
    }
}

bool lane_has(struct lane *lane, const char *message_id, bool *known)
{
    *known = false;
    return lane->kind->has != NULL && lane->kind->has(lane->state, message_id, known);
}

bool lane_hand_over(const struct lane_watch *watch, int64_t id, const char *status)
{
    struct ledger_mark mark = {.id = id, .status = status};
    return watch->mark(&mark, 1, watch->context) && mark.go;
}

void lane_settle(const struct lane_watch *watch, int64_t id, enum ledger_result result,
                 const char *status, const char *answer)
{
    struct ledger_mark mark = {id, result, status, answer, false};
    watch->mark(&mark, 1, watch->context); /* who is gone is noticed at the next body */
}

bool lane_prepare(const struct lane_watch *watch, struct lane_mail *mail, GString *room)
{
    const char *reason = "the mail does not fit the compiled issue";
    if (watch->compose(mail, room, watch->context) && sendable(mail, &reason)) {
        return true;
    }
    lane_settle(watch, mail->id, LEDGER_REFUSED, "", reason);
    return false;
}
