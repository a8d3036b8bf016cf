/* What a side means is carried out. A stage is reached once; two who say the opposite are read by
 * staff.
 */
#include <string.h>

#include "act/funnel_step.h"
#include "act/funnel_time.h"
#include "act/human.h"

static struct store *store_of(const struct funnel *funnel)
{
    return funnel->talk->office->store;
}

static bool to_staff(struct funnel *funnel, const char *why)
{
    funnel->matter->why_human = why;
    human_receipt(funnel->matter);
    return true;
}

static bool contradicts(struct funnel *funnel)
{
    return to_staff(funnel, "funnel-contradicts");
}

bool funnel_reach(struct funnel *funnel, enum pair_stage stage, GError **error)
{
    struct pair after = *funnel->talk->pair;
    after.stage = stage;
    return gate_settle(store_of(funnel), &funnel->talk->cause, after.id, PAIR_NOBODY, error) &&
           relay_talk_change(funnel->talk, &after, stage >= PAIR_DECLINED ? funnel->reason : NULL,
                             error);
}

static void set_day(char iso[DAYS_ISO_ROOM], int day)
{
    if (day != 0) {
        days_to_iso(day, iso);
    }
}

static bool keep_days(struct funnel *funnel, GError **error)
{
    return pair_days_put(store_of(funnel), funnel->talk->pair->id, &funnel->days, error);
}

/* ---- a talk -----------------------------------------------------------------------------------
 */

/* They talk on that day (0: they have): how it went is asked after it. */
static bool meet(struct funnel *funnel, int day, GError **error)
{
    const struct office *office = funnel->talk->office;
    int64_t due = day != 0 ? funnel_after(office, day, FUNNEL_BEHIND)
                           : funnel_after(office, funnel_today(office), FUNNEL_FIRST);
    set_day(funnel->days.interview, day);
    const char *key = day != 0 ? "day" : "talked";
    matter_effect(funnel->matter, "funnel-moved");
    return keep_days(funnel, error) && funnel_reach(funnel, PAIR_INTERVIEW, error) &&
           funnel_open_both(funnel, GATE_MET, due, error) && funnel_note(funnel, key, error) &&
           (day == 0 || funnel_tell_other(funnel, key, error));
}

/* Asked again later, as long as questions are left. */
static bool not_yet(struct funnel *funnel, const struct gate *asked, GError **error)
{
    const struct office *office = funnel->talk->office;
    struct gate next = *asked;
    next.due = funnel_after(office, funnel_today(office), FUNNEL_FIRST);
    matter_effect(funnel->matter, "funnel-noted");
    return gate_put(office->store, &funnel->talk->cause, &next, error) &&
           funnel_note(funnel, "not-yet", error);
}

/* ---- a trial ----------------------------------------------------------------------------------
 */

static bool try_out(struct funnel *funnel, const struct funnel_meaning *meaning, GError **error)
{
    set_day(funnel->days.first, meaning->first);
    set_day(funnel->days.last, meaning->last);
    if (strcmp(funnel->days.last, funnel->days.first) < 0) {
        *funnel->days.last = '\0'; /* an end before the beginning is asked for again */
    }
    matter_effect(funnel->matter, "funnel-moved");
    return (funnel->talk->pair->stage == PAIR_TRIAL || funnel_reach(funnel, PAIR_TRIAL, error)) &&
           funnel_trial(funnel, error);
}

/* ---- the end ----------------------------------------------------------------------------------
 */

static bool end(struct funnel *funnel, enum pair_stage stage, GError **error)
{
    matter_effect(funnel->matter, "funnel-ended");
    return funnel_end(funnel, stage, error) && funnel_note(funnel, "ended", error);
}

bool funnel_end(struct funnel *funnel, enum pair_stage stage, GError **error)
{
    enum pair_side other = pair_other(funnel->writer);
    bool meeting = funnel_has_meeting(funnel);
    funnel->days.sequence += meeting ? 1 : 0;
    for (enum pair_side side = PAIR_EMPLOYER; side <= PAIR_SEEKER; side++) {
        const struct person *person = funnel->talk->people[side];
        g_autofree char *event =
            meeting ? funnel_event(funnel, person, person_address(person), true) : NULL;
        const struct funnel_letter letter = {.name = side == other ? "funnel-over"
                                                                   : "funnel-meeting-off",
                                             .reader = side,
                                             .calendar = event,
                                             .method = meeting ? "CANCEL" : NULL};
        if ((side == other || meeting) && !funnel_send(funnel, &letter, error)) {
            return false;
        }
    }
    if (meeting) {
        *funnel->days.closing = '\0';
    }
    return (!meeting || funnel_tell_staff(funnel, "closing-off", error)) &&
           keep_days(funnel, error) && funnel_reach(funnel, stage, error);
}

/* ---- hired ------------------------------------------------------------------------------------
 */

/* The seeker says so: the employer is asked. */
static bool claim(struct funnel *funnel, int day, GError **error)
{
    set_day(funnel->days.hired, day);
    const struct gate gate = {.side = PAIR_EMPLOYER, .what = GATE_OTHER, .stage = PAIR_HIRED};
    matter_effect(funnel->matter, "funnel-asked");
    return keep_days(funnel, error) &&
           gate_settle(store_of(funnel), &funnel->talk->cause, funnel->talk->pair->id, PAIR_NOBODY,
                       error) &&
           funnel_open_gate(funnel, &gate, error) && funnel_note(funnel, "claimed", error);
}

/* Whether the employer was asked and has not answered yet. */
static bool is_claimed(struct funnel *funnel, bool *claimed, GError **error)
{
    g_autoptr(GPtrArray) gates = gate_of(store_of(funnel), funnel->talk->pair->id, error);
    *claimed = false;
    for (guint at = 0; gates != NULL && at < gates->len; at++) {
        const struct gate *gate = gates->pdata[at];
        *claimed = *claimed || (gate->what == GATE_OTHER && gate->state != GATE_SETTLED);
    }
    return gates != NULL;
}

/* ---- which of them ----------------------------------------------------------------------------
 */

static bool noted(struct funnel *funnel, const char *key, GError **error)
{
    matter_effect(funnel->matter, "funnel-noted");
    return funnel_note(funnel, key, error);
}

static bool stage_below_hired(struct funnel *funnel, const struct funnel_meaning *meaning,
                              GError **error)
{
    enum pair_stage now = funnel->talk->pair->stage, next = meaning->stage;
    bool claimed = false;
    if (!is_claimed(funnel, &claimed, error)) {
        return false;
    }
    if (next >= PAIR_DECLINED) {
        return claimed ? contradicts(funnel) : end(funnel, next, error);
    }
    if (next == PAIR_HIRED && funnel->writer == PAIR_EMPLOYER) {
        matter_effect(funnel->matter, "funnel-hired");
        return funnel_hire(funnel, meaning->first, error);
    }
    if (next == PAIR_HIRED) {
        return claimed ? noted(funnel, "claimed", error) : claim(funnel, meaning->first, error);
    }
    if (next == PAIR_TRIAL && (now < PAIR_TRIAL || meaning->first != 0)) {
        return try_out(funnel, meaning, error);
    }
    if (next == PAIR_INTERVIEW &&
        (now < PAIR_INTERVIEW || (now == PAIR_INTERVIEW && meaning->first != 0))) {
        return meet(funnel, meaning->first, error);
    }
    return noted(funnel, now == PAIR_TRIAL ? "trial" : "talked", error);
}

static bool stage(struct funnel *funnel, const struct funnel_meaning *meaning, GError **error)
{
    enum pair_stage now = funnel->talk->pair->stage, next = meaning->stage;
    bool over = now >= PAIR_DECLINED;
    if (over || now == PAIR_HIRED) {
        bool opposite =
            over ? next < PAIR_DECLINED && next > PAIR_INTERVIEW : next >= PAIR_DECLINED;
        return opposite ? contradicts(funnel) : noted(funnel, over ? "over" : "hired", error);
    }
    return stage_below_hired(funnel, meaning, error);
}

/* A mere no to a question that the other side has answered otherwise. */
static bool says_no_too_late(const struct funnel *funnel, const struct funnel_meaning *meaning,
                             const struct gate *asked)
{
    bool no = meaning->bare || meaning->meant == FUNNEL_NOT_YET || meaning->meant == FUNNEL_DENY;
    enum pair_stage now = funnel->talk->pair->stage;
    bool moved = (asked->what == GATE_TALKED && now > PAIR_CONTACT) ||
                 (asked->what == GATE_MET && now > PAIR_INTERVIEW) ||
                 (asked->what == GATE_DAYS && asked->state != GATE_OPEN) ||
                 (asked->what == GATE_TRIED && now > PAIR_TRIAL);
    return no && moved && now < PAIR_DECLINED;
}

/* The yes of a talk is asked once how they go on, then a human reads it. */
static bool choose(struct funnel *funnel, const struct gate *asked, GError **error)
{
    if (asked->state != GATE_OPEN || asked->asked >= FUNNEL_MAILS) {
        return to_staff(funnel, "unclear");
    }
    matter_effect(funnel->matter, "funnel-asked");
    return funnel_ask(funnel, asked, true, error);
}

static bool settle_one(struct funnel *funnel, const struct gate *asked, GError **error)
{
    struct gate next = *asked;
    next.state = GATE_SETTLED;
    return next.what == GATE_NONE || gate_put(store_of(funnel), &funnel->talk->cause, &next, error);
}

bool funnel_carry_out(struct funnel *funnel, const struct funnel_meaning *meaning,
                      const struct gate *asked, GError **error)
{
    bool trial = funnel->talk->pair->stage == PAIR_TRIAL;
    bool over = funnel->talk->pair->stage >= PAIR_DECLINED;
    if (says_no_too_late(funnel, meaning, asked)) {
        return contradicts(funnel);
    }
    switch (meaning->meant) {
    case FUNNEL_STAGE:
        return stage(funnel, meaning, error);
    case FUNNEL_NOT_YET:
        return over ? noted(funnel, "over", error) : not_yet(funnel, asked, error);
    case FUNNEL_CHOOSE:
        return over ? noted(funnel, "over", error) : choose(funnel, asked, error);
    case FUNNEL_DAY:
        return stage(funnel,
                     &(struct funnel_meaning){.stage = PAIR_INTERVIEW, .first = meaning->first},
                     error);
    case FUNNEL_DAYS:
        return trial ? try_out(funnel, meaning, error) : to_staff(funnel, "unclear");
    case FUNNEL_WELL:
        return settle_one(funnel, asked, error) && noted(funnel, "well", error);
    case FUNNEL_BADLY:
        return settle_one(funnel, asked, error) &&
               to_staff(funnel, asked->what != GATE_NONE ? "funnel-badly" : "funnel-wrong");
    case FUNNEL_KEEP:
        return settle_one(funnel, asked, error) && noted(funnel, "kept", error);
    case FUNNEL_DENY:
        return settle_one(funnel, asked, error) && contradicts(funnel);
    case FUNNEL_NOTHING:
        break;
    }
    return true;
}
