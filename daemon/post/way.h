/* One relay as main sees it: its sending processes, each with the batch that is on its way and the
 * one that follows, and whether the relay is left alone for a while.
 */
#pragma once

#include <stdbool.h>

#include "base/config.h"
#include "post/batch.h"
#include "post/sending.h"
#include "store/ledger.h"

struct courier {
    struct sending *sending;
    struct batch *current; /* on its way; NULL: none */
    struct batch *ahead;   /* claimed already, goes next; NULL: none */
    bool works;            /* the relay has taken a mail from it since it last failed */
    int64_t rests_until;   /* on the stopwatch: the relay takes no more connections */
};

struct way {
    struct courier *couriers;
    unsigned count;       /* 0: this way is not configured */
    unsigned groups;      /* durable claims in one batch */
    unsigned connections; /* of all its processes */
    bool repeats;         /* a mail in doubt; otherwise it is held for staff */
    bool archives;        /* every mail has a second recipient, our archive */
    int64_t rests_until;  /* on the stopwatch; 0: does not rest */
    char *fault;          /* why it rests; NULL: it does not */
    bool failed;          /* it had to, and the relay has taken no mail since */
    int64_t first_again;  /* after a death this mail was the first to go again; 0: none */
    unsigned alone;       /* so many batches have one mail each */
};

/* Forks the sending processes: one, or one a connection where libESMTP is at work. */
bool way_start(struct way *way, const char *name, const struct config *config, bool confidential,
               GError **error);
void way_clear(struct way *way);

/* After a fault of ours (wrong password, no TLS, nobody answers) it is left alone for a while. The
 * other relay is not touched by that. */
void way_rest(struct way *way, const char *fault);
/* Microseconds that it still rests; 0: it may be used. */
int64_t way_rest_left(struct way *way);

/* Whether a process has told that it begins nothing else, and is not at the end of its batch yet:
 * what it has given back is not for the next process before it is known why. */
bool way_is_failing(const struct way *way);

/* A process died, and this mail is the first of `count` that go again (0: none does). When it was
 * so before, one of them is to blame: so many go alone, to show which. */
void way_note_death(struct way *way, int64_t first_again, unsigned count);

/* It is known: one that died alone has stepped aside. All but the next one go together again. */
void way_note_culprit(struct way *way);

/* One of several connections that the relay does not take, while others work, is left out for a
 * while. Whether it is so. */
bool way_rest_alone(struct way *way, struct courier *courier);
bool way_courier_rests(const struct courier *courier);

/* Asks the relay whether a mail has arrived: LEDGER_SENT or LEDGER_QUEUED; `state` stays as it is
 * when the relay cannot know (SMTP), or every process is at work. */
bool way_ask(struct way *way, const struct ledger_mail *mail, enum ledger_state *state,
             GError **error);
