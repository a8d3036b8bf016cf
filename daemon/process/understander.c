#include "process/understander.h"

#include <string.h>

#include "base/failure.h"
#include "base/frame.h"
#include "base/log.h"
#include "mail/precheck.h"
#include "process/nursery.h"
#include "process/understander_inner.h"
#include "understand/verdict_frame.h"

#define RESTART_LIMIT 3u /* in a row; then it is no accident */

/* What a mail weighs on its way to the nursery: one octet too many is enough for the verdict that
 * it is too large. */
static size_t weight(const struct understander_mail *mail)
{
    return MIN(mail->length, (size_t)PRECHECK_MESSAGE_LIMIT + 1);
}

/* How many of the mails make the next batch. */
static unsigned batch_size(const struct understander_mail *mails, unsigned count)
{
    size_t octets = 0;
    unsigned size = 0;
    while (size < count && size < NURSERY_BATCH) {
        octets += weight(&mails[size]);
        if (size > 0 && octets > NURSERY_BATCH_OCTETS) {
            break;
        }
        size++;
    }
    return size;
}

static bool send_batch(const struct understander *understander,
                       const struct understander_mail *mails, unsigned count, GError **error)
{
    g_autoptr(GByteArray) body = g_byte_array_new();
    frame_put_number(body, count);
    for (unsigned i = 0; i < count; i++) {
        const struct understander_mail *mail = &mails[i];
        frame_put_bytes(body, mail->raw, weight(mail));
        frame_put_text(body, mail->replying_to == NULL ? "none" : mail->replying_to);
        frame_put_text(body, mail->today == NULL ? "" : mail->today);
        frame_put_number(body, mail->full);
        frame_put_number(body, mail->terse);
    }
    return frame_write(understander->worker->fd, NURSERY_BATCH_IN, body->data, body->len, error);
}

static const char *death_name(int64_t death)
{
    switch (death) {
    case DEATH_UNBORN:
        return NULL;
    case DEATH_TIME:
    case DEATH_KILLED:
        return "out of time";
    case DEATH_MEMORY:
        return "out of memory";
    default:
        return "crashed";
    }
}

/* Whether the mail was asked about and has no answer yet. */
static bool is_open(const struct understander_mail *mails, unsigned count, int64_t index)
{
    return index >= 0 && index < count && !mails[index].answered;
}

/* Whether they are some of those that were sent before they were wanted. */
static bool is_ahead(const struct understander *understander, const struct understander_mail *mails)
{
    const struct asked *ahead = &understander->ahead;
    return ahead->mails != NULL && mails >= ahead->mails && mails < ahead->mails + ahead->count;
}

/* The next of the answers in a frame; false when there is none that was asked for. */
static bool take_answer(struct frame_cursor *cursor, uint8_t type, struct understander_mail *mails,
                        unsigned count)
{
    int64_t index = frame_take_number(cursor);
    if (!is_open(mails, count, index)) {
        return false;
    }
    struct understander_mail *mail = &mails[index];
    mail->answered = true;
    if (type == NURSERY_DIED) {
        mail->died = death_name(frame_take_number(cursor));
        return true;
    }
    size_t length = 0;
    const char *bytes = frame_take_bytes(cursor, &length);
    struct frame_cursor inner = {.at = bytes, .left = length, .broken = bytes == NULL};
    mail->verdict = verdict_frame_take(&inner, !mail->unmasked);
    mail->died = mail->verdict == NULL ? death_name(DEATH_CRASHED) : NULL;
    return true;
}

/* Those of one frame; false: the nursery died or cannot be believed. */
static bool take_answers(const struct understander *understander, struct understander_mail *mails,
                         unsigned count, GError **error)
{
    uint8_t type = 0;
    size_t length = 0;
    g_autofree char *frame = frame_read(understander->worker->fd, understander->answer_milliseconds,
                                        &type, &length, error);
    if (frame == NULL) {
        g_prefix_error(error, "the understanding process: ");
        return false;
    }
    struct frame_cursor cursor = {.at = frame, .left = length};
    bool fits = type == NURSERY_VERDICTS || type == NURSERY_DIED;
    do {
        fits = fits && take_answer(&cursor, type, mails, count);
    } while (fits && !cursor.broken && cursor.left > 0);
    if (!fits || cursor.broken) {
        g_set_error_literal(error, PROCESS_ERROR, FAILURE_PERMANENT,
                            "the understanding process answers what it was not asked");
        return false;
    }
    return true;
}

static void clear(struct understander_mail *mails, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        g_clear_pointer(&mails[i].verdict, verdict_free);
        mails[i].died = NULL;
        mails[i].answered = false;
    }
}

static bool all_answered(const struct understander_mail *mails, unsigned count)
{
    unsigned at = 0;
    while (at < count && mails[at].answered) {
        at++;
    }
    return at == count;
}

static bool ask(struct understander *understander, struct asked *asked,
                struct understander_mail *mails, unsigned count, GError **error)
{
    clear(mails, count);
    *asked = (struct asked){.mails = mails, .count = count};
    return understander_wake(understander, error) && send_batch(understander, mails, count, error);
}

/* Until these of them have their answers; false when the nursery died or cannot be believed. */
static bool wait_for(const struct understander *understander, const struct asked *asked,
                     const struct understander_mail *mails, unsigned count, GError **error)
{
    while (!all_answered(mails, count)) {
        if (!take_answers(understander, asked->mails, asked->count, error)) {
            return false;
        }
    }
    return true;
}

/* One attempt: false when the nursery died or cannot be believed. */
static bool read_once(struct understander *understander, struct understander_mail *mails,
                      unsigned count, GError **error)
{
    const struct asked *ahead = &understander->ahead;
    if (all_answered(mails, count)) {
        return true;
    }
    if (is_ahead(understander, mails) && !ahead->gone) {
        return wait_for(understander, ahead, mails, count, error);
    }
    struct asked now;
    return ask(understander, &now, mails, count, error) &&
           wait_for(understander, &now, mails, count, error);
}

static void lose_nursery(struct understander *understander)
{
    understander->ahead.gone = true;
    if (understander->worker != NULL) {
        understander_end_worker(understander);
    }
}

/* Repeats them with another nursery when it dies. The mails are innocent: it only passes them on,
 * their own children read them. */
static bool insist(struct understander *understander, struct understander_mail *mails,
                   unsigned count, GError **error)
{
    g_autofree char *last = NULL;
    for (unsigned deaths = 0; deaths < RESTART_LIMIT; deaths++) {
        g_autoptr(GError) problem = NULL;
        if (read_once(understander, mails, count, &problem)) {
            return true;
        }
        if (understander_is_final(problem)) {
            g_propagate_error(error, g_steal_pointer(&problem));
            return false;
        }
        log_error("process died name=understand deaths=%u reason=\"%s\"", deaths + 1,
                  problem->message);
        lose_nursery(understander);
        g_free(last);
        last = g_strdup(problem->message);
    }
    clear(mails, count);
    g_set_error(
        error, PROCESS_ERROR, FAILURE_TEMPORARY,
        "the process \"understand\" failed %u times in a row; the log says more. At last: %s",
        RESTART_LIMIT, last);
    return false;
}

static bool is_at_work(const struct understander *understander)
{
    const struct asked *ahead = &understander->ahead;
    return ahead->mails != NULL && !ahead->gone && !all_answered(ahead->mails, ahead->count);
}

void understander_finish(struct understander *understander)
{
    const struct asked *ahead = &understander->ahead;
    if (is_at_work(understander) &&
        !wait_for(understander, ahead, ahead->mails, ahead->count, NULL)) {
        lose_nursery(understander);
    }
}

static bool read_ahead(struct understander *understander, struct understander_mail *mails,
                       unsigned count, GError **error)
{
    struct asked *ahead = &understander->ahead;
    bool read = insist(understander, mails, count, error);
    if (mails + count == ahead->mails + ahead->count) {
        ahead->mails = NULL;
    }
    return read;
}

static void begin_answers(struct understander_mail *mails, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        mails[i].verdict = NULL;
        mails[i].died = NULL;
        mails[i].answered = false;
    }
}

bool understander_read(struct understander *understander, struct understander_mail *mails,
                       unsigned count, GError **error)
{
    if (is_ahead(understander, mails)) {
        return read_ahead(understander, mails, count, error);
    }
    begin_answers(mails, count);
    if (is_at_work(understander)) { /* its answers would come in between; to wait may take long */
        lose_nursery(understander);
    }
    for (unsigned at = 0; at < count;) {
        unsigned size = batch_size(mails + at, count - at);
        if (!insist(understander, mails + at, size, error)) {
            return false;
        }
        at += size;
    }
    return true;
}

void understander_ahead(struct understander *understander, struct understander_mail *mails,
                        unsigned count)
{
    g_assert(understander->ahead.mails == NULL);
    begin_answers(mails, count);
    if (batch_size(mails, count) != count ||
        !ask(understander, &understander->ahead, mails, count, NULL)) {
        understander->ahead.mails = NULL;
    }
}

void understander_forget(struct understander *understander)
{
    if (is_at_work(understander)) {
        lose_nursery(understander);
    }
    understander->ahead.mails = NULL;
}
