/* What the clock asks. */
#include "act/funnel.h"
#include "act/funnel_step.h"
#include "act/funnel_time.h"
#include "base/failure.h"
#include "store/pause.h"

/* Whether there is nothing to ask any more: they have parted, or one wants no mail of the other. */
static bool is_over(const struct relay_talk *talk, const struct gate *gate)
{
    enum pair_stage stage = talk->pair->stage;
    bool follows = gate->what >= GATE_WEEK_1 && gate->what <= GATE_WEEK_12;
    if (gate->what == GATE_TALKED && talk->pair->stopped != PAIR_NOBODY) {
        return true;
    }
    return follows ? stage != PAIR_HIRED : stage < PAIR_CONTACT || stage >= PAIR_HIRED;
}

/* Nobody answers: staff ask, about both sides. */
static bool give_up(struct funnel *funnel, const struct gate *gate, GError **error)
{
    struct store *store = funnel->talk->office->store;
    g_autoptr(GPtrArray) gates = gate_of(store, gate->pair, error);
    for (guint at = 0; gates != NULL && at < gates->len; at++) {
        const struct gate *one = gates->pdata[at];
        if (one->what != gate->what || one->state != GATE_OPEN || one->asked < FUNNEL_MAILS) {
            continue;
        }
        struct gate silent = *one;
        silent.state = GATE_SILENT;
        if (!gate_put(store, &funnel->talk->cause, &silent, error)) {
            return false;
        }
    }
    return gates != NULL && funnel_tell_staff(funnel, "silent", error);
}

/* Later, or never again. */
static bool put_off(const struct office *office, const struct cause *cause, const struct gate *gate,
                    enum gate_state state, int64_t due, GError **error)
{
    struct gate next = *gate;
    next.state = state;
    next.due = due;
    return gate_put(office->store, cause, &next, error);
}

static bool look_at(struct funnel *funnel, const struct gate *gate, GError **error)
{
    struct relay_talk *talk = funnel->talk;
    struct pause pause = {0};
    if (is_over(talk, gate)) {
        return put_off(talk->office, &talk->cause, gate, GATE_SETTLED, gate->due, error);
    }
    if (!pause_of(talk->office->store, talk->people[gate->side]->id, talk->cause.at, &pause,
                  error)) {
        return false;
    }
    if (pause.until > talk->cause.at) {
        return put_off(talk->office, &talk->cause, gate, GATE_OPEN, pause.until, error);
    }
    return pair_days_get(talk->office->store, gate->pair, &funnel->days, error) &&
           (gate->asked < FUNNEL_MAILS ? funnel_ask(funnel, gate, false, error)
                                       : give_up(funnel, gate, error));
}

/* As it is now: the step before may have settled it. */
static bool is_still_due(const struct office *office, const struct gate *gate, bool *due,
                         GError **error)
{
    g_autoptr(GPtrArray) gates = gate_of(office->store, gate->pair, error);
    *due = false;
    for (guint at = 0; gates != NULL && at < gates->len; at++) {
        const struct gate *one = gates->pdata[at];
        *due = *due || (one->side == gate->side && one->what == gate->what &&
                        one->state == GATE_OPEN && one->due == gate->due);
    }
    return gates != NULL;
}

static bool work_on(const struct office *office, const struct gate *gate, GError **error)
{
    const struct cause cause = {.at = clock_now(office->clock), .actor = "timer"};
    g_autoptr(GError) failure = NULL;
    bool due = false;
    STORE_ROLLS_BACK(office->store);
    if (!store_begin(office->store, error) || !is_still_due(office, gate, &due, error)) {
        return false;
    }
    if (!due) {
        return store_commit(office->store, error);
    }
    SCOPED(relay_talk)
    struct relay_talk *talk = relay_talk_open(office, &cause, gate->pair, &failure);
    if (g_error_matches(failure, STORE_ERROR, FAILURE_NOT_FOUND)) {
        return put_off(office, &cause, gate, GATE_SETTLED, gate->due, error) &&
               store_commit(office->store, error);
    }
    if (talk == NULL) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return false;
    }
    struct funnel funnel = {.talk = talk};
    return look_at(&funnel, gate, error) && store_commit(office->store, error);
}

bool funnel_timer(const struct office *office, GError **error)
{
    if (!funnel_is_time(office)) {
        return true;
    }
    g_autoptr(GPtrArray) due = gate_due(office->store, clock_now(office->clock), error);
    for (guint at = 0; due != NULL && at < due->len; at++) {
        if (!work_on(office, due->pdata[at], error)) {
            return false;
        }
    }
    return due != NULL;
}

bool funnel_timer_next(const struct office *office, int64_t *moment, GError **error)
{
    if (!gate_next(office->store, moment, error)) {
        return false;
    }
    if (*moment <= clock_now(office->clock) && !funnel_is_time(office)) {
        *moment = funnel_next_time(office);
    }
    return true;
}
