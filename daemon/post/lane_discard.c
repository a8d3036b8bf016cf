/* The lane that throws every mail away, for trials of speed. It keeps the promise of the ledger all
 * the same: the mark before the body, the result after it.
 */
#include "post/lane_kind.h"

static void *discard_open(const struct lane_settings *settings G_GNUC_UNUSED,
                          GError **error G_GNUC_UNUSED)
{
    return g_new0(char, 1);
}

static void discard_deliver(void *state G_GNUC_UNUSED, const struct lane_mail *mails,
                            unsigned count, const struct lane_watch *watch)
{
    for (unsigned i = 0; i < count; i++) {
        bool go = watch->hand_over(mails[i].id, watch->context);
        watch->settled(mails[i].id, go ? LEDGER_ACCEPTED : LEDGER_NOT_TRIED, go ? "250" : "",
                       go ? "thrown away" : "taken back", watch->context);
    }
}

static bool discard_has(void *state G_GNUC_UNUSED, const char *message_id G_GNUC_UNUSED,
                        bool *known)
{
    *known = false;
    return false;
}

const struct lane_kind lane_kind_discard = {discard_open, g_free, discard_deliver, discard_has};
