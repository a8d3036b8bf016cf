#include "post/way.h"

#include "post/relay_settings.h"

#define REST (60 * G_USEC_PER_SEC)
#define DOUBT_LIMIT 3 /* a mail that ended in doubt so often is not repeated again */

bool way_start(struct way *way, const char *name, const struct config *config, bool confidential,
               GError **error)
{
    struct lane_settings *settings = relay_settings(config, confidential, error);
    if (settings == NULL) {
        return false;
    }
    way->repeats = relay_repeats(config, confidential);
    way->sending = sending_start(name, settings, error);
    return way->sending != NULL;
}

void way_clear(struct way *way)
{
    g_clear_pointer(&way->sending, sending_stop);
    g_clear_pointer(&way->fault, g_free);
}

void way_rest(struct way *way, const char *fault)
{
    way->rests_until = clock_stopwatch() + REST;
    g_free(way->fault);
    way->fault = g_strdup(fault);
}

int64_t way_rest_left(struct way *way)
{
    int64_t left = MAX(way->rests_until - clock_stopwatch(), 0);
    if (left == 0) {
        g_clear_pointer(&way->fault, g_free);
    }
    return left;
}

bool way_ask(struct way *way, const struct ledger_mail *mail, enum ledger_state *state,
             GError **error)
{
    bool known = false, has = false;
    enum sending_end end;
    do {
        end = sending_ask(way->sending, mail->message_id, &known, &has, error);
    } while (end == SENDING_DIED);
    if (end == SENDING_FAILED) {
        return false;
    }
    if (known) {
        *state = has ? LEDGER_SENT : LEDGER_QUEUED;
    }
    return true;
}

bool way_resolve(struct way *way, struct store *store, const struct clock *clock,
                 const struct ledger_mail *mail, bool *known, GError **error)
{
    enum ledger_state state = LEDGER_DOUBT;
    if (!way_ask(way, mail, &state, error)) {
        return false;
    }
    *known = state != LEDGER_DOUBT;
    if (!*known) {
        bool again = way->repeats && mail->attempts < DOUBT_LIMIT;
        state = again ? LEDGER_QUEUED : LEDGER_HELD;
    }
    const struct cause cause = {.at = clock_now(clock), .actor = "program"};
    STORE_ROLLS_BACK(store);
    return store_begin(store, error) && ledger_resolve(store, &cause, mail->id, state, error) &&
           store_commit(store, error);
}
