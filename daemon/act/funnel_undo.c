/* FORTRYD: what somebody said last of a match is taken back, when nobody has gone on from there. */
#include <string.h>

#include "act/funnel_step.h"
#include "act/funnel_time.h"
#include "store/listing.h"

static struct store *store_of(const struct funnel *funnel)
{
    return funnel->talk->office->store;
}

bool funnel_undo_asked(const struct matter *matter)
{
    const struct verdict_intent *command = verdict_intent(matter->verdict, "command");
    return command != NULL && g_strcmp0(verdict_slot(command, "name"), "undo") == 0;
}

/* The mail that the answered letter tells of; 0: it tells of none. */
static bool told_of(const struct funnel *funnel, int64_t *inbound, GError **error)
{
    SCOPED(ledger_mail)
    struct ledger_mail *told = ledger_get(store_of(funnel), funnel->matter->proof->outgoing, error);
    *inbound = told != NULL ? told->inbound : 0;
    return told != NULL;
}

/* Whether both the profile and the job are still there. */
static bool stands(const struct funnel *funnel, bool *both, GError **error)
{
    const struct pair *pair = funnel->talk->pair;
    const int64_t ids[] = {pair->profile, pair->posting};
    *both = true;
    for (size_t at = 0; at < G_N_ELEMENTS(ids); at++) {
        SCOPED(listing) struct listing *listing = listing_get(store_of(funnel), ids[at], error);
        if (listing == NULL) {
            return false;
        }
        *both = *both && listing->state != LISTING_FILLED && listing->state != LISTING_CLOSED;
    }
    return true;
}

/* Whether the last step is the writer's, by that mail, and nothing followed that stays: a job, a
 * mail to a calendar, words of the other side. A step back is none that can be taken back. */
static bool is_last(const struct funnel *funnel, const struct pair_last *last, int64_t inbound)
{
    const struct pair *pair = funnel->talk->pair;
    bool his = inbound != 0 && last->inbound == inbound &&
               last->person == funnel->talk->people[funnel->writer]->id;
    bool forward = last->before >= PAIR_CONTACT && last->before < last->stage;
    bool calendar = *funnel->days.closing != '\0' || funnel->days.sequence > 0;
    return his && forward && last->stage == pair->stage && pair->stage != PAIR_HIRED && !calendar;
}

/* Whether the seeker's "I am hired" waits for the employer. */
static bool is_claim(const struct funnel *funnel, bool *claim, GError **error)
{
    g_autoptr(GPtrArray) gates = gate_of(store_of(funnel), funnel->talk->pair->id, error);
    *claim = false;
    for (guint at = 0; gates != NULL && at < gates->len; at++) {
        const struct gate *gate = gates->pdata[at];
        *claim = *claim || (gate->what == GATE_OTHER && gate->state == GATE_OPEN &&
                            funnel->writer == PAIR_SEEKER);
    }
    return gates != NULL;
}

/* What is known only by what was taken back. */
static bool forget_days(struct funnel *funnel, enum pair_stage stage, GError **error)
{
    struct pair_days *days = &funnel->days;
    *days->hired = '\0';
    if (stage < PAIR_TRIAL) {
        *days->first = *days->last = '\0';
    }
    if (stage < PAIR_INTERVIEW) {
        *days->interview = '\0';
    }
    return pair_days_put(store_of(funnel), funnel->talk->pair->id, days, error);
}

/* Both are asked again, when it is time for that. */
static bool ask_anew(struct funnel *funnel, enum pair_stage stage, GError **error)
{
    const struct office *office = funnel->talk->office;
    int today = funnel_today(office), meets = days_from_iso(funnel->days.interview);
    enum gate_what what = stage == PAIR_TRIAL       ? GATE_DAYS
                          : stage == PAIR_INTERVIEW ? GATE_MET
                                                    : GATE_TALKED;
    bool later = stage == PAIR_INTERVIEW && meets > today;
    int64_t due = later ? funnel_after(office, meets, FUNNEL_BEHIND)
                        : funnel_after(office, today, FUNNEL_FIRST);
    return funnel_open_both(funnel, what, due, error);
}

/* The pair stands at `stage` again. */
static bool go_back(struct funnel *funnel, enum pair_stage stage, bool told, GError **error)
{
    matter_effect(funnel->matter, "funnel-undone");
    return forget_days(funnel, stage, error) && funnel_reach(funnel, stage, error) &&
           ask_anew(funnel, stage, error) &&
           (!told || funnel_tell_other(funnel, "undone", error)) &&
           funnel_note(funnel, "undone", error);
}

/* Staff see to it, and the writer hears that they do. */
static bool too_late(struct funnel *funnel, GError **error)
{
    funnel->matter->why_human = "funnel-undo";
    return funnel_note(funnel, "undo-late", error);
}

bool funnel_undo(struct funnel *funnel, GError **error)
{
    struct pair_last last = {0};
    int64_t inbound = 0;
    bool both = false, claim = false;
    if (!told_of(funnel, &inbound, error) || !stands(funnel, &both, error) ||
        !is_claim(funnel, &claim, error) ||
        !pair_last_step(store_of(funnel), funnel->talk->pair->id, &last, error)) {
        return false;
    }
    if (both && claim) {
        return go_back(funnel, funnel->talk->pair->stage, true, error);
    }
    bool talked = last.stage == PAIR_INTERVIEW && *funnel->days.interview == '\0';
    return both && is_last(funnel, &last, inbound) ? go_back(funnel, last.before, !talked, error)
                                                   : too_late(funnel, error);
}
