/* A pair on its way to a job while one mail, or the clock, moves it on: what its letters say, what
 * is asked next, what a stage brings with it. Between the files of the funnel only. Everything is
 * within a transaction of the caller.
 */
#pragma once

#include <jansson.h>

#include "act/funnel_words.h"
#include "act/relay_talk.h"

/* A question goes out so often; then a human asks. */
#define FUNNEL_MAILS 3
/* Working days: from the first contact to our question, from it to the next one, and from a day
 * that they agreed on. */
#define FUNNEL_FIRST 5
#define FUNNEL_AGAIN 3
#define FUNNEL_BEHIND 1

struct funnel {
    struct matter *matter; /* NULL: the clock's */
    struct relay_talk *talk;
    enum pair_side writer; /* PAIR_NOBODY: the clock's */
    struct pair_days days;
    const char *reason; /* what the writer said: kept with a step that ends it; NULL: nothing */
};

/* ---- letters (funnel_letter.c)
 */

struct funnel_letter {
    const char *name;
    enum pair_side reader;
    bool asks;   /* a question: [funnel-ask] knows that it is one */
    bool again;  /* a reminder */
    bool unsure; /* the yes did not say how they go on */
    json_t *more;
    const char *calendar, *method;
};

/* The writer gets it in answer to the mail, at most one, and not when the mail may not be answered
 * (`sent` false); `calendar` goes out in any case. Takes `more`. */
bool funnel_send(struct funnel *funnel, const struct funnel_letter *letter, GError **error);

/* "That is noted": `key` of [da.funnel-noted] and [da.funnel-next]. Nothing when the clock has it.
 */
bool funnel_note(struct funnel *funnel, const char *key, GError **error);

/* What somebody else than the writer is told: `key` of [da.funnel-told]. */
bool funnel_tell_other(struct funnel *funnel, const char *key, GError **error);

/* The fields of every letter of the funnel: opslag, samtaledag, foerstedag, sidstedag, startdag,
 * moededag. New reference. */
json_t *funnel_fields(const struct funnel *funnel, const char *language, GError **error);

/* To staff: who the two are, how far they have come, and `why` of [da.funnel-staff]. */
bool funnel_tell_staff(struct funnel *funnel, const char *why, GError **error);

/* ---- questions (funnel_gates.c)
 */

/* Opens a question to a side; with `due` 0 it goes out at once. */
bool funnel_open_gate(struct funnel *funnel, const struct gate *gate, GError **error);
/* The same to both sides. */
bool funnel_open_both(struct funnel *funnel, enum gate_what what, int64_t due, GError **error);

/* Sends the question once more, or for the first time. */
bool funnel_ask(struct funnel *funnel, const struct gate *gate, bool unsure, GError **error);

/* What the letter of this name asks, as it stands with the side; `what` GATE_NONE: nothing. */
bool funnel_asked(struct funnel *funnel, const char *letter, enum pair_side side, struct gate *gate,
                  GError **error);

/* ---- stages (funnel_move.c, funnel_trial.c, funnel_hired.c)
 */

/* The pair reaches a stage: settles all questions, writes the step. */
bool funnel_reach(struct funnel *funnel, enum pair_stage stage, GError **error);

/* Carries out what a side means. */
bool funnel_carry_out(struct funnel *funnel, const struct funnel_meaning *meaning,
                      const struct gate *asked, GError **error);

/* The days of the trial are known: books its last meeting, asks for what is missing. */
bool funnel_trial(struct funnel *funnel, GError **error);

/* The event of that meeting for a person; the caller owns it. `method`: REQUEST or CANCEL. */
char *funnel_event(const struct funnel *funnel, const struct person *person, const char *address,
                   bool cancelled);
/* Whether one was booked and is still to come. */
bool funnel_has_meeting(const struct funnel *funnel);

/* It is over: the other side hears of it. */
bool funnel_end(struct funnel *funnel, enum pair_stage stage, GError **error);

/* FORTRYD in answer to a letter of the funnel: whether it says so; takes back what its writer said
 * last, or tells that staff see to it (funnel_undo.c). */
bool funnel_undo_asked(const struct matter *matter);
bool funnel_undo(struct funnel *funnel, GError **error);

/* Somebody is hired: job and profile are filled, what else was open ends, and is followed up. */
bool funnel_hire(struct funnel *funnel, int first_day, GError **error);
