#include "post/losses.h"

#define A_MAIL 2u       /* lines; then it is this mail */
#define IN_ROW 10u      /* lines; then it is the relay */
#define SILENCE 5u      /* a timeout is long */
#define WORKING_ROW 20u /* the same, of one that worked before */

struct lane_mail *losses_fresh(const GPtrArray *mails, const struct lane_mail *other)
{
    for (unsigned i = mails->len; i > 0; i--) {
        struct lane_mail *mail = g_ptr_array_index(mails, i - 1);
        if (mail != other && mail->lost == 0) {
            return mail;
        }
    }
    return NULL;
}

void losses_answered(struct losses *losses)
{
    *losses = (struct losses){.works = true};
}

enum loss losses_judge(struct losses *losses, struct lane_mail *mail, bool silent, bool others)
{
    mail->lost++;
    losses->in_row += silent ? SILENCE : 1;
    if (losses->in_row >= (losses->works ? WORKING_ROW : IN_ROW) || (!losses->works && !others)) {
        *losses = (struct losses){.works = false};
        return LOSS_STOP;
    }
    /* Many in a row get out of the way of those behind them at once. */
    bool enough = mail->lost >= A_MAIL || losses->in_row >= IN_ROW;
    return losses->works && enough ? LOSS_SETTLE : LOSS_PUT_OFF;
}

enum loss losses_judge_first(struct losses *losses, GPtrArray *waiting, bool silent)
{
    struct lane_mail *mail = g_ptr_array_remove_index(waiting, 0);
    enum loss loss = losses_judge(losses, mail, silent, losses_fresh(waiting, NULL) != NULL);
    if (loss != LOSS_SETTLE) {
        g_ptr_array_add(waiting, mail);
    }
    return loss;
}
