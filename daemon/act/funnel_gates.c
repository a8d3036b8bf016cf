/* What the two sides are asked, and when. */
#include <string.h>

#include "act/funnel_step.h"
#include "act/funnel_time.h"

/* The letter that asks. */
static const char *letter_of(enum gate_what what)
{
    static const char *const letters[] = {
        [GATE_TALKED] = "funnel-talked",    [GATE_MET] = "funnel-met",
        [GATE_DAYS] = "funnel-days",        [GATE_TRIED] = "funnel-tried",
        [GATE_WEEK_1] = "funnel-followup",  [GATE_WEEK_4] = "funnel-followup",
        [GATE_WEEK_12] = "funnel-followup", [GATE_OWN] = "funnel-check",
        [GATE_OTHER] = "funnel-check"};
    return letters[what];
}

static const char *weeks_of(const struct office *office, const char *language, enum gate_what what)
{
    return what == GATE_WEEK_1   ? templates_word(office->templates, language, "funnel-weeks", "1")
           : what == GATE_WEEK_4 ? templates_word(office->templates, language, "funnel-weeks", "4")
           : what == GATE_WEEK_12
               ? templates_word(office->templates, language, "funnel-weeks", "12")
               : "";
}

static json_t *fields_of(const struct funnel *funnel, const struct gate *gate)
{
    const struct office *office = funnel->talk->office;
    const char *language = funnel->talk->people[gate->side]->language;
    bool checks = gate->what == GATE_OWN || gate->what == GATE_OTHER;
    const char *claim = checks ? templates_word(office->templates, language, "funnel-claim",
                                                pair_stage_name(gate->stage))
                               : "";
    return json_pack("{s:s, s:s, s:s, s:s}", "paastand", claim, "denanden",
                     gate->what == GATE_OTHER ? "ja" : "", "ansat",
                     gate->stage == PAIR_HIRED ? "ja" : "", "uger",
                     weeks_of(office, language, gate->what));
}

bool funnel_ask(struct funnel *funnel, const struct gate *gate, bool unsure, GError **error)
{
    const struct office *office = funnel->talk->office;
    struct gate next = *gate;
    next.asked++;
    next.due = funnel_after(office, funnel_today(office), FUNNEL_AGAIN);
    return funnel_send(funnel,
                       &(struct funnel_letter){.name = letter_of(gate->what),
                                               .reader = gate->side,
                                               .again = gate->asked > 0 && !unsure,
                                               .unsure = unsure,
                                               .more = fields_of(funnel, gate)},
                       error) &&
           gate_put(office->store, &funnel->talk->cause, &next, error);
}

bool funnel_open_gate(struct funnel *funnel, const struct gate *gate, GError **error)
{
    struct gate fresh = *gate;
    fresh.pair = funnel->talk->pair->id;
    fresh.state = GATE_OPEN;
    return fresh.due == 0
               ? funnel_ask(funnel, &fresh, false, error)
               : gate_put(funnel->talk->office->store, &funnel->talk->cause, &fresh, error);
}

bool funnel_open_both(struct funnel *funnel, enum gate_what what, int64_t due, GError **error)
{
    for (enum pair_side side = PAIR_EMPLOYER; side <= PAIR_SEEKER; side++) {
        const struct gate gate = {.side = side, .what = what, .due = due};
        if (!funnel_open_gate(funnel, &gate, error)) {
            return false;
        }
    }
    return true;
}

bool funnel_asked(struct funnel *funnel, const char *letter, enum pair_side side, struct gate *gate,
                  GError **error)
{
    *gate = (struct gate){.what = GATE_NONE};
    g_autoptr(GPtrArray) gates =
        gate_of(funnel->talk->office->store, funnel->talk->pair->id, error);
    for (guint at = 0; gates != NULL && at < gates->len; at++) {
        const struct gate *one = gates->pdata[at];
        bool asked = one->side == side && one->asked > 0 && letter != NULL &&
                     strcmp(letter_of(one->what), letter) == 0;
        /* Of several, as the weeks have it, an open one; else the newest. */
        if (asked &&
            (gate->what == GATE_NONE || (gate->state != GATE_OPEN && one->state == GATE_OPEN))) {
            *gate = *one;
        }
    }
    return gates != NULL;
}
