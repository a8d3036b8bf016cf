/* What the sending processes say: marks of several of them in one transaction, ends, and deaths. */
#include <errno.h>
#include <poll.h>

#include "base/failure.h"
#include "base/log.h"
#include "post/deliver_inner.h"

#define DIED "the sending process died"
#define TAKEN_BACK_LIMIT 4u /* mails of a batch; then it is no single person who unsubscribed */

/* Mails that are released ahead: with those that ask, fewer than call for a flush of their own. */
#define AHEAD_A_CONNECTION (STORE_MARKS_A_FLUSH - 2u)

/* What one process said in this round. */
struct word {
    struct way *way;
    struct courier *courier;
    enum sending_word said;
    unsigned first, count; /* its marks */
    char *body;            /* in which their texts lie */
};

static void count(struct deliver_tally *tally, enum ledger_result result)
{
    switch (result) {
    case LEDGER_ACCEPTED:
        tally->sent++;
        break;
    case LEDGER_REFUSED:
        tally->failed++;
        break;
    case LEDGER_LATER:
        tally->later++;
        break;
    case LEDGER_IN_DOUBT:
        tally->doubt++;
        break;
    case LEDGER_OUR_FAULT:
    case LEDGER_NOT_TRIED:
        tally->not_tried++;
        break;
    }
}

static void note_taken(const struct task *task, const struct way *way)
{
    static const enum ledger_class classes[] = {LEDGER_OPEN, LEDGER_CONFIDENTIAL};
    for (size_t i = 0; i < G_N_ELEMENTS(classes); i++) {
        task->tally->taken[classes[i]] += deliver_way(task->deliver, classes[i]) == way ? 1 : 0;
    }
}

/* The relay has taken a mail, and not only on a line that was open when it failed: what is told
 * from now on is about the other one. */
static void recover(const struct task *task, struct way *way)
{
    struct deliver_tally *tally = task->tally;
    if (!way->failed || way_rest_left(way) > 0) {
        return;
    }
    way->failed = false;
    g_clear_pointer(&tally->our_fault, g_free);
    tally->recovered = true;
    for (unsigned w = 0; w < WAYS; w++) {
        struct way *other = &task->deliver->ways[w];
        tally->recovered = tally->recovered && !other->failed;
        if (other->failed && way_rest_left(other) > 0) {
            tally->our_fault = g_strdup(other->fault);
        }
    }
    tally->blamed = tally->blamed && !tally->recovered;
}

static struct ledger_mark *mark_at(const GArray *marks, unsigned at)
{
    return &g_array_index(marks, struct ledger_mark, at);
}

/* Before an end no body is told to go; those marks are not written. */
static bool write_marks(const struct task *task, GArray *marks, GError **error)
{
    int64_t now = clock_now(task->clock);
    if (!task->finish) {
        return ledger_mark(task->store, now, mark_at(marks, 0), marks->len, error);
    }
    g_autoptr(GArray) results = g_array_new(FALSE, TRUE, sizeof(struct ledger_mark));
    for (unsigned i = 0; i < marks->len; i++) {
        if (mark_at(marks, i)->result != 0) {
            g_array_append_val(results, *mark_at(marks, i));
        }
    }
    return results->len == 0 ||
           ledger_mark(task->store, now, mark_at(results, 0), results->len, error);
}

static void answer(const struct task *task, const struct word *word, const GArray *marks)
{
    bool goes = false;
    for (unsigned i = word->first; i < word->first + word->count; i++) {
        const struct ledger_mark *mark = mark_at(marks, i);
        struct batch_mail *open = batch_find(word->courier->current, mark->id);
        open->put_off = open->put_off || (mark->result == 0 && task->finish);
        if (mark->result != 0 && !open->taken_back) {
            count(task->tally, mark->result);
            task->tally->blamed = task->tally->blamed || mark->result == LEDGER_OUR_FAULT;
            word->courier->works = word->courier->works || mark->result == LEDGER_ACCEPTED;
            if (mark->result == LEDGER_ACCEPTED) {
                note_taken(task, word->way);
                recover(task, word->way);
            }
        }
        if (mark->result != 0 || !task->finish) {
            batch_note(word->courier->current, mark);
        }
        goes = goes || mark->go;
    }
    /* An issue that staff have stopped: its copies would be given to the relay and taken back again
     * one by one. What is not begun goes back to the queue instead. */
    bool finish = task->finish || (!goes && word->courier->current->taken_back >= TAKEN_BACK_LIMIT);
    sending_answer(word->courier->sending, mark_at(marks, word->first), word->count, finish);
}

/* `alone`: the process died at this one, and others with it; it must not kill the next at once. */
static struct ledger_mark judge_dead(const struct batch_mail *open, enum ledger_state state,
                                     bool alone)
{
    struct ledger_mark mark = {.id = open->mail->id, .answer = DIED};
    if (!open->handed || state == LEDGER_QUEUED) {
        mark.result = alone ? LEDGER_LATER : LEDGER_NOT_TRIED;
        mark.status = alone ? "" : NULL;
    } else if (state == LEDGER_SENT) {
        mark.result = LEDGER_ACCEPTED;
        mark.status = "";
    } else {
        mark.result = LEDGER_IN_DOUBT; /* its status says whether the archive got a copy */
    }
    return mark;
}

/* The process died: what it was told to go on with is in doubt, the rest was not tried. A lane that
 * can know settles the doubt at once. */
static bool bury(const struct task *task, struct way *way, struct batch *batch, GError **error)
{
    int64_t first_again = 0;
    unsigned again = 0;
    for (unsigned i = 0; i < batch->all->len; i++) {
        struct batch_mail *open = &g_array_index(batch->all, struct batch_mail, i);
        enum ledger_state state = LEDGER_DOUBT;
        if (open->settled || open->taken_back) {
            continue;
        }
        if (open->handed && !way_ask(way, open->mail, &state, error)) {
            return false;
        }
        struct ledger_mark mark = judge_dead(open, state, batch->alone);
        if (mark.result == LEDGER_NOT_TRIED) {
            first_again = first_again == 0 ? mark.id : first_again;
            again++;
        }
        if (!ledger_mark(task->store, clock_now(task->clock), &mark, 1, error)) {
            return false;
        }
        /* What was not tried is not counted: no relay has said a word. */
        if (mark.result != LEDGER_NOT_TRIED && mark.result != LEDGER_LATER) {
            count(task->tally, mark.result);
        }
        open->settled = true;
    }
    if (batch->alone) {
        way_note_culprit(way);
    }
    way_note_death(way, first_again, again);
    return true;
}

/* The relay is left alone for a while, and what was claimed for it waits. */
static bool stop_way(const struct task *task, struct way *way, const char *fault, GError **error)
{
    if (way_rest_left(way) == 0) {
        log_error("deliver stopped way=%s reason=\"%s\"",
                  way == &task->deliver->ways[WAY_OPEN] ? "open" : "confidential", fault);
    }
    way_rest(way, fault);
    task->tally->recovered = false;
    if (task->tally->our_fault == NULL) {
        task->tally->our_fault = g_strdup(fault);
    }
    for (unsigned i = 0; i < way->count; i++) {
        struct batch *ahead = way->couriers[i].ahead;
        if (ahead != NULL && !deliver_give_back(task, ahead, error)) {
            return false;
        }
        g_clear_pointer(&way->couriers[i].ahead, batch_free);
    }
    return true;
}

static bool end_batch(const struct task *task, const struct word *word, GError **error)
{
    struct courier *courier = word->courier;
    SCOPED(batch) struct batch *batch = g_steal_pointer(&courier->current);
    if (word->said == SENDING_DIED) {
        return sending_start_again(courier->sending, error) && bury(task, word->way, batch, error);
    }
    if (!deliver_give_back(task, batch, error)) { /* what was not begun before an end */
        return false;
    }
    if (batch->fault == NULL) {
        return true;
    }
    if (batch->ours || !way_rest_alone(word->way, courier)) {
        return stop_way(task, word->way, batch->fault, error);
    }
    log_warning("deliver goes on with fewer connections reason=\"%s\"", batch->fault);
    SCOPED(batch) struct batch *ahead = g_steal_pointer(&courier->ahead);
    return ahead == NULL || deliver_give_back(task, ahead, error);
}

/* Those at work, with a descriptor each. */
static void gather(const struct task *task, GArray *words, GArray *fds)
{
    for (unsigned w = 0; w < WAYS; w++) {
        struct way *way = &task->deliver->ways[w];
        for (unsigned i = 0; i < way->count; i++) {
            struct courier *courier = &way->couriers[i];
            if (courier->current != NULL) {
                struct word word = {.way = way, .courier = courier};
                struct pollfd fd = {.fd = sending_fd(courier->sending), .events = POLLIN};
                g_array_append_val(words, word);
                g_array_append_val(fds, fd);
            }
        }
    }
}

/* Who has said something is not silent, however long nobody has listened. */
static void listen_to(struct word *word, const struct pollfd *fd, GArray *marks)
{
    word->first = marks->len;
    if (fd->fd >= 0 && fd->revents != 0) {
        word->said = sending_take(word->courier->sending, marks, &word->body);
    } else if (fd->fd < 0 || sending_is_silent(word->courier->sending)) {
        word->said = SENDING_DIED;
    }
    word->count = marks->len - word->first;
}

/* Lanes take the mails of a batch in their order, but for the few at which a line was lost before
 * (losses.h): the next of every batch may go. */
static bool release(const struct task *task, GError **error)
{
    g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
    for (unsigned w = 0; w < WAYS; w++) {
        const struct way *way = &task->deliver->ways[w];
        for (unsigned i = 0; i < way->count; i++) {
            struct batch *batch = way->couriers[i].current;
            if (batch != NULL) {
                unsigned connections = MAX(way->connections / way->count, 1);
                batch_release(batch, connections * AHEAD_A_CONNECTION, ids);
            }
        }
    }
    return ledger_release(task->store, (const int64_t *)(const void *)ids->data, ids->len, error);
}

/* What asks to go has to be released: after a power cut nothing else is in doubt. */
static bool release_asking(const struct task *task, const GArray *words, const GArray *marks,
                           GError **error)
{
    bool released = true;
    for (unsigned i = 0; i < words->len; i++) {
        const struct word *word = &g_array_index(words, struct word, i);
        for (unsigned at = word->first; at < word->first + word->count; at++) {
            const struct ledger_mark *mark = mark_at(marks, at);
            bool asks = mark->result == 0;
            released = (!asks || batch_reach(word->courier->current, mark->id)) && released;
        }
    }
    return released || task->finish || release(task, error);
}

static bool take_words(const struct task *task, GArray *words, GArray *marks, bool *ended,
                       GError **error)
{
    if (marks->len > 0 &&
        (!release_asking(task, words, marks, error) || !write_marks(task, marks, error))) {
        return false;
    }
    bool done = true;
    for (unsigned i = 0; i < words->len && done; i++) {
        const struct word *word = &g_array_index(words, struct word, i);
        if (word->said == SENDING_MARKS) {
            answer(task, word, marks);
        } else if (word->said != 0) {
            *ended = true;
            done = end_batch(task, word, error);
        }
    }
    return done;
}

bool deliver_take_in(const struct task *task, int wait, bool *ended, GError **error)
{
    g_autoptr(GArray) words = g_array_new(FALSE, TRUE, sizeof(struct word));
    g_autoptr(GArray) fds = g_array_new(FALSE, TRUE, sizeof(struct pollfd));
    g_autoptr(GArray) marks = g_array_new(FALSE, TRUE, sizeof(struct ledger_mark));
    gather(task, words, fds);
    poll((struct pollfd *)(void *)fds->data, fds->len, wait); /* interrupted: the next one tells */
    for (unsigned i = 0; i < words->len; i++) {
        listen_to(&g_array_index(words, struct word, i), &g_array_index(fds, struct pollfd, i),
                  marks);
    }
    bool done = take_words(task, words, marks, ended, error);
    for (unsigned i = 0; i < words->len; i++) {
        g_free(g_array_index(words, struct word, i).body);
    }
    return done;
}
