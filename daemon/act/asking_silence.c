/* Questions that nobody answers. */
#include "act/asking.h"
#include "act/human.h"
#include "store/guess.h"
#include "store/inbound.h"

static int64_t patience(const struct office *office)
{
    return config_number(office->config, CONFIG_ANSWERS_SILENCE);
}

static bool give_up(const struct office *office, const struct guess *guess, GError **error)
{
    const struct cause cause = {
        .at = clock_now(office->clock), .actor = "timer", .inbound = guess->inbound};
    STORE_ROLLS_BACK(office->store);
    if (!store_begin(office->store, error)) {
        return false;
    }
    SCOPED(inbound) struct inbound *source = inbound_get(office->store, guess->inbound, error);
    return source != NULL && guess_settle(office->store, &cause, guess, GUESS_SILENT, error) &&
           (source->state != INBOUND_HUMAN ||
            human_tell(office, &cause, source, "guess-silent", error)) &&
           store_commit(office->store, error);
}

bool asking_silence(const struct office *office, GError **error)
{
    g_autoptr(GPtrArray) silent =
        guess_unanswered(office->store, clock_now(office->clock) - patience(office), error);
    for (guint at = 0; silent != NULL && at < silent->len; at++) {
        if (!give_up(office, silent->pdata[at], error)) {
            return false;
        }
    }
    return silent != NULL;
}

bool asking_next(const struct office *office, int64_t *moment, GError **error)
{
    if (!guess_oldest(office->store, moment, error)) {
        return false;
    }
    *moment = *moment == INT64_MAX ? INT64_MAX : *moment + patience(office);
    return true;
}
