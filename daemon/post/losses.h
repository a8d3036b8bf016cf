/* Lines to a relay that were lost at the envelope of a mail, before they were of any use. Either
 * the relay is unwell, or it drops the line at this one mail each time (a milter that crashes over
 * an address, a filter on the way). The mail must not hold up all others: they go first and show
 * which it is.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "post/lane.h"

#define LOSSES_ANSWER "the relay drops the line at this mail, each time"
#define LOSSES_ROW 20u    /* lines in a row; then it is the relay, whatever it did before */
#define LOSSES_KNOWN 500u /* mails that are remembered */

/* What a lane remembers from one batch to the next. */
struct losses {
    bool works;                  /* the relay's last word was about a mail */
    unsigned in_row;             /* lines lost since then; one by silence counts for several */
    int64_t mails[LOSSES_KNOWN]; /* ids of those at which they were */
    unsigned count;
};

enum loss {
    LOSS_PUT_OFF, /* it is tried again, behind all others */
    LOSS_SETTLE,  /* LEDGER_LATER, with LOSSES_ANSWER */
    LOSS_STOP     /* the relay is unwell: nothing else begins */
};

/* The last of these mails (struct lane_mail) at which no line was lost, but for `other`; NULL:
 * there is none. */
struct lane_mail *losses_fresh(const GPtrArray *mails, const struct lane_mail *other);

/* In which order a batch goes (struct lane_mail, of `mails`): those at which the last one lost a
 * line behind all others, because it may have ended for nothing but them. The caller owns it. */
GPtrArray *losses_order(const struct losses *losses, struct lane_mail *mails, unsigned count);

/* The relay gave the final answer to a mail, whatever it was. */
void losses_answered(struct losses *losses);

/* Another line was lost at this mail; `silent`: after a whole timeout without a word. `others`:
 * mails at which none was are on their way or wait. */
enum loss losses_judge(struct losses *losses, struct lane_mail *mail, bool silent, bool others);

/* The same at the first of those that wait (struct lane_mail): it is removed when it is settled,
 * otherwise it is the last now. */
enum loss losses_judge_first(struct losses *losses, GPtrArray *waiting, bool silent);
