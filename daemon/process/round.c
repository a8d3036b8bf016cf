#include "process/round.h"

#include "act/bounce.h"
#include "act/failures.h"
#include "process/due.h"
#include "process/hold.h"
#include "process/intake.h"
#include "process/watch.h"

void round_clear(struct round *round)
{
    deliver_tally_clear(&round->delivered);
}

bool round_look_around(struct house *house, struct round *round, GError **error)
{
    if (round->progress != NULL) {
        round->progress(round, round->data);
    }
    return watch_going(house->watch, house, &round->delivered, error);
}

bool round_is_stopped(const struct round *round)
{
    return round->stop != NULL && *round->stop;
}

bool round_inbound(struct house *house, struct round *round, GError **error)
{
    if (round->scope == ROUND_QUEUE) {
        return true;
    }
    unsigned kept = 0;
    if (!retrieve_round(house->retrieve, house->office.store, house->clock, &kept, error)) {
        return false;
    }
    round->received += kept;
    return intake_waiting(house, round, error);
}

bool round_step(struct house *house, struct round *round, bool *more, GError **error)
{
    return round_inbound(house, round, error) && hold_advance(house, error) &&
           deliver_step(house->deliver, house->office.store, house->clock, &round->delivered, more,
                        error) &&
           bounce_take_refusals(&house->office, error) && failures_judge(&house->office, error) &&
           round_look_around(house, round, error);
}

/* Nothing is on its way when it returns, also after an error. */
static bool step_on(struct house *house, struct round *round, GError **error)
{
    bool more = true, fine = true;
    while (fine && more && !round_is_stopped(round)) {
        fine = round_step(house, round, &more, error);
    }
    bool finished = deliver_finish(house->deliver, house->office.store, house->clock,
                                   &round->delivered, fine ? error : NULL);
    return fine && finished;
}

/* What staff have to know goes out at once, by a relay that can be used. */
static bool step_letters(struct house *house, struct round *round, GError **error)
{
    int64_t due = INT64_MAX;
    if (!ledger_next_due(house->office.store, LEDGER_CONFIDENTIAL, &due, error)) {
        return false;
    }
    return due > clock_now(house->clock) || step_on(house, round, error);
}

/* Group by group, and what came in between two groups is not kept waiting. */
static bool do_due(struct house *house, struct round *round, GError **error)
{
    bool more = round->scope == ROUND_ALL;
    while (more && !round_is_stopped(round)) {
        if (!due_work(&house->office, &more, error) ||
            (more &&
             !(round_inbound(house, round, error) && round_look_around(house, round, error)))) {
            return false;
        }
    }
    return true;
}

static bool do_all(struct house *house, struct round *round, GError **error)
{
    if (!round_inbound(house, round, error) || !hold_look(house, &round->delivered, error)) {
        return false;
    }
    if (house->hold != EPOCH_CURRENT) {
        return true; /* what the store plans may have happened already */
    }
    if (!do_due(house, round, error) ||
        !deliver_review(house->deliver, house->office.store, house->clock, error) ||
        !step_on(house, round, error) ||
        !watch_round(house->watch, house, &round->delivered, error) ||
        !step_letters(house, round, error)) {
        return false;
    }
    /* An issue whose last copy has gone is sent; who subscribed meanwhile is invited. */
    return do_due(house, round, error);
}

bool round_all(struct house *house, struct round *round, const volatile bool *stop, GError **error)
{
    watch_begin(house->watch, &house->office);
    round->stop = stop;
    bool done = do_all(house, round, error);
    round->stop = NULL;
    return done;
}

bool round_next(struct house *house, int64_t *moment, GError **error)
{
    int64_t due = INT64_MAX, mail = INT64_MAX;
    if (!due_next(&house->office, &due, error) ||
        !deliver_next(house->deliver, house->office.store, house->clock, &mail, error)) {
        return false;
    }
    g_autoptr(GArray) postponed = inbound_waiting(house->office.store, 1, 0, error);
    if (postponed == NULL) {
        return false;
    }
    int64_t planned = house->hold == EPOCH_CURRENT ? MIN(due, mail) : INT64_MAX;
    *moment = postponed->len > 0 ? clock_now(house->clock) : planned;
    return true;
}
