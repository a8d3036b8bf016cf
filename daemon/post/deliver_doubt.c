/* The end of a doubt: the archive knows, or the lane does, or the configuration decides. */
#include "base/log.h"
#include "post/deliver_inner.h"

#define DOUBT_LIMIT 3 /* a mail that ended in doubt so often is not repeated again */

/* An archive that cannot be read leaves the mail in doubt. */
static bool ask(const struct task *task, struct way *way, const struct ledger_mail *mail,
                enum ledger_state *state, GError **error)
{
    if (!way->archives) {
        return way_ask(way, mail, state, error);
    }
    g_autoptr(GError) problem = NULL;
    bool has = false;
    if (lookup_has(task->deliver->lookup, mail->message_id, &has, &problem)) {
        *state = has ? LEDGER_SENT : LEDGER_QUEUED;
    } else {
        log_error("mail=%" G_GINT64_FORMAT " stays in doubt: %s", mail->id, problem->message);
    }
    return true;
}

bool deliver_resolve(const struct task *task, const struct ledger_mail *mail, bool *known,
                     GError **error)
{
    struct way *way = deliver_way(task->deliver, mail->class);
    enum ledger_state state = LEDGER_DOUBT;
    if (!ask(task, way, mail, &state, error)) {
        return false;
    }
    *known = state != LEDGER_DOUBT;
    if (!*known && way->archives) {
        return true;
    }
    if (!*known) {
        bool again = way->repeats && mail->attempts < DOUBT_LIMIT;
        state = again ? LEDGER_QUEUED : LEDGER_HELD;
    }
    const struct cause cause = {.at = clock_now(task->clock), .actor = "program"};
    STORE_ROLLS_BACK(task->store);
    return store_begin(task->store, error) &&
           ledger_resolve(task->store, &cause, mail->id, state, error) &&
           store_commit(task->store, error);
}
