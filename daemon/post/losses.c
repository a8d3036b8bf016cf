#include "post/losses.h"

#define A_MAIL 2u  /* lines; then it is this mail */
#define IN_ROW 10u /* lines; then it is a relay that did not work before */
#define SILENCE 5u /* a timeout is long */

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

static bool is_known(const struct losses *losses, int64_t id)
{
    bool known = false;
    for (unsigned i = 0; i < losses->count; i++) {
        known = known || losses->mails[i] == id;
    }
    return known;
}

GPtrArray *losses_order(const struct losses *losses, struct lane_mail *mails, unsigned count)
{
    GPtrArray *order = g_ptr_array_sized_new(count);
    for (unsigned last = 0; last <= 1; last++) {
        for (unsigned i = 0; i < count; i++) {
            if (is_known(losses, mails[i].id) == (last == 1)) {
                g_ptr_array_add(order, &mails[i]);
            }
        }
    }
    return order;
}

void losses_answered(struct losses *losses)
{
    losses->works = true;
    losses->in_row = 0;
    losses->count = 0;
}

enum loss losses_judge(struct losses *losses, struct lane_mail *mail, bool silent, bool others)
{
    mail->lost++;
    losses->in_row += silent ? SILENCE : 1;
    if (losses->count < LOSSES_KNOWN && !is_known(losses, mail->id)) {
        losses->mails[losses->count++] = mail->id;
    }
    if (losses->in_row >= (losses->works ? LOSSES_ROW : IN_ROW) || (!losses->works && !others)) {
        losses->works = false;
        losses->in_row = 0;
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
