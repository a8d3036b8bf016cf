#include "process/hold.h"

#include "base/log.h"

bool hold_look(struct house *house, struct deliver_tally *out, GError **error)
{
    enum epoch_hold before = house->hold;
    if (!epoch_look(house->office.store, &house->hold, error)) {
        return false;
    }
    const char *sentence = epoch_sentence(house->hold);
    if (sentence != NULL && out->our_fault == NULL) {
        out->our_fault = g_strdup(sentence);
    }
    if (before != house->hold) {
        log_notice("deliver hold=%d%s%s", (int)house->hold, sentence != NULL ? " reason=" : "",
                   sentence != NULL ? sentence : "");
    }
    return true;
}

bool hold_advance(struct house *house, GError **error)
{
    static const enum ledger_class classes[] = {LEDGER_OPEN, LEDGER_CONFIDENTIAL};
    int64_t stopwatch = clock_stopwatch(), now = clock_now(house->clock), first = INT64_MAX;
    if (house->advanced != 0 && stopwatch - house->advanced < G_USEC_PER_SEC) {
        return true;
    }
    for (size_t at = 0; at < G_N_ELEMENTS(classes); at++) {
        int64_t due = INT64_MAX;
        if (!ledger_next_due(house->office.store, classes[at], &due, error)) {
            return false;
        }
        first = MIN(first, due);
    }
    if (first > now) {
        return true;
    }
    house->advanced = stopwatch;
    return epoch_advance(house->office.store, error);
}
