/* The lane that throws every mail away, for trials of speed. It keeps the promise of the ledger all
 * the same: the mark before the body, the result after it.
 */
#include "post/lane_kind.h"

static void *discard_open(const struct lane_settings *settings G_GNUC_UNUSED,
                          GError **error G_GNUC_UNUSED)
{
    return g_new0(char, 1);
}

static void discard_deliver(void *state G_GNUC_UNUSED, struct lane_mail *mails, unsigned count,
                            const struct lane_watch *watch)
{
    g_autoptr(GString) room = g_string_new(NULL);
    for (unsigned i = 0; i < count && !watch->ends(watch->context); i++) {
        if (!lane_prepare(watch, &mails[i], room)) {
            continue;
        }
        bool go = lane_hand_over(watch, mails[i].id, NULL);
        lane_settle(watch, mails[i].id, go ? LEDGER_ACCEPTED : LEDGER_NOT_TRIED, go ? "250" : "",
                    go ? "thrown away" : "taken back");
    }
}

const struct lane_kind lane_kind_discard = {
    .open = discard_open, .close = g_free, .deliver = discard_deliver};
