#include "act/funnel_words.h"

#include <string.h>

enum { FAR_DAYS = 250 };

enum pair_stage funnel_words_stage(const char *name)
{
    for (enum pair_stage stage = PAIR_CONTACT; name != NULL && stage <= PAIR_WITHDRAWN; stage++) {
        if (strcmp(name, pair_stage_name(stage)) == 0) {
            return stage;
        }
    }
    return 0;
}

/* "Jobbet er besat" in answer to our question is a no to this one. */
static enum pair_stage stage_of(const struct verdict *verdict)
{
    const struct verdict_intent *outcome = verdict_intent(verdict, "outcome");
    if (outcome != NULL) {
        return funnel_words_stage(verdict_slot(outcome, "stage"));
    }
    const struct verdict_intent *state = verdict_intent(verdict, "job-state");
    const char *name = state != NULL ? verdict_slot(state, "state") : NULL;
    bool over = g_strcmp0(name, "filled") == 0 || g_strcmp0(name, "closed") == 0;
    return over ? PAIR_DECLINED : 0;
}

static int day_of(const json_t *days, size_t at, int today)
{
    const char *iso = json_string_value(json_array_get(days, at));
    int day = iso != NULL && *iso != '\0' ? days_from_iso(iso) : 0;
    return day >= today && day <= today + FAR_DAYS ? day : 0;
}

struct funnel_words funnel_words_read(const struct verdict *verdict, int today)
{
    const char *says = json_string_value(json_object_get(verdict->open, "says"));
    const json_t *days = json_object_get(verdict->open, "days");
    return (struct funnel_words){.stage = stage_of(verdict),
                                 .yes = g_strcmp0(says, "yes") == 0,
                                 .no = g_strcmp0(says, "no") == 0,
                                 .first = day_of(days, 0, today),
                                 .last = day_of(days, 1, today)};
}

/* Who goes no further: the job says no, or the seeker goes his way. */
static struct funnel_meaning parted(enum pair_side side)
{
    return (struct funnel_meaning){.meant = FUNNEL_STAGE,
                                   .stage = side == PAIR_EMPLOYER ? PAIR_DECLINED : PAIR_WITHDRAWN,
                                   .bare = true};
}

static struct funnel_meaning means(const struct funnel_words *words, enum funnel_meant meant,
                                   enum pair_stage stage)
{
    return (struct funnel_meaning){
        .meant = meant, .stage = stage, .first = words->first, .last = words->last};
}

/* Of words that name no later stage: "ja", "nej", a day. */
static struct funnel_meaning short_answer(const struct funnel_words *words, enum gate_what asked,
                                          enum pair_side side)
{
    bool day = words->first != 0, talked = words->stage != 0;
    switch (asked) {
    case GATE_TALKED:
        return words->no                     ? means(words, FUNNEL_NOT_YET, 0)
               : words->yes || talked || day ? means(words, FUNNEL_STAGE, PAIR_INTERVIEW)
                                             : means(words, FUNNEL_NOTHING, 0);
    case GATE_MET:
        return words->no              ? parted(side)
               : day                  ? means(words, FUNNEL_DAY, 0)
               : words->yes || talked ? means(words, FUNNEL_CHOOSE, 0)
                                      : means(words, FUNNEL_NOTHING, 0);
    case GATE_DAYS:
        return day || words->last != 0 ? means(words, FUNNEL_DAYS, 0)
               : words->no             ? parted(side)
               : words->yes            ? means(words, FUNNEL_CHOOSE, 0)
                                       : means(words, FUNNEL_NOTHING, 0);
    case GATE_TRIED:
        return words->no ? parted(side)
                         : means(words, words->yes ? FUNNEL_STAGE : FUNNEL_NOTHING, PAIR_HIRED);
    case GATE_WEEK_1:
    case GATE_WEEK_4:
    case GATE_WEEK_12:
    case GATE_NONE:
    case GATE_OWN:
    case GATE_OTHER:
        break;
    }
    return means(words,
                 talked      ? FUNNEL_STAGE
                 : words->no ? FUNNEL_BADLY
                             : FUNNEL_NOTHING,
                 PAIR_INTERVIEW);
}

struct funnel_meaning funnel_words_mean(const struct funnel_words *words, enum gate_what asked,
                                        enum pair_stage claimed, enum pair_side side)
{
    if (asked >= GATE_WEEK_1 && asked <= GATE_WEEK_12) {
        bool bad = words->no || words->stage >= PAIR_DECLINED;
        return means(words, bad ? FUNNEL_BADLY : words->yes ? FUNNEL_WELL : FUNNEL_NOTHING, 0);
    }
    bool checks = asked == GATE_OWN || asked == GATE_OTHER;
    if (checks && words->no) {
        return means(words, asked == GATE_OWN ? FUNNEL_KEEP : FUNNEL_DENY, 0);
    }
    if (words->stage >= PAIR_TRIAL) {
        return means(words, FUNNEL_STAGE, words->stage);
    }
    if (checks && words->yes) {
        return means(words, FUNNEL_STAGE, claimed);
    }
    return short_answer(words, asked, side);
}
