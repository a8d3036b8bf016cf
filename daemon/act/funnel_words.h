/* What an answer about a match means, given what was asked and who answers. Pure: no store, no
 * letters.
 */
#pragma once

#include "store/gate.h"
#include "understand/verdict.h"

/* What stands in the mail. Days are numbers of base/days.h, 0: not named. */
struct funnel_words {
    enum pair_stage stage; /* 0: none */
    bool yes, no;
    int first, last;
};

enum funnel_meant {
    FUNNEL_NOTHING, /* none of our business: other words, thanks */
    FUNNEL_STAGE,   /* this is how far it is: `stage` */
    FUNNEL_NOT_YET, /* they have not talked */
    FUNNEL_CHOOSE,  /* yes, but it does not say how they go on */
    FUNNEL_DAY,     /* they meet on `first` */
    FUNNEL_DAYS,    /* the trial is from `first` to `last` (0: as known) */
    FUNNEL_WELL,    /* all is well */
    FUNNEL_BADLY,   /* it is not */
    FUNNEL_KEEP,    /* no, that is not what he meant */
    FUNNEL_DENY     /* no, what the other side says is not so */
};

struct funnel_meaning {
    enum funnel_meant meant;
    enum pair_stage stage;
    int first, last;
    bool bare; /* by a mere no */
};

/* Days that are past or too far off are left out: without a year they were meant otherwise. */
struct funnel_words funnel_words_read(const struct verdict *verdict, int today);

/* `asked`: what the answered letter asked, `claimed`: what it wanted confirmed (GATE_OWN,
 * GATE_OTHER). */
struct funnel_meaning funnel_words_mean(const struct funnel_words *words, enum gate_what asked,
                                        enum pair_stage claimed, enum pair_side side);

/* The stage that a verdict's slot names, 0: none. */
enum pair_stage funnel_words_stage(const char *name);
