/* The way of a batch: claimed, composed or refused, handed to a process, and given back when it
 * does not go. */
#include "base/failure.h"
#include "base/log.h"
#include "post/deliver_inner.h"
#include "store/issue.h"

#define GROUP 64u /* mails claimed in one durable commit */

/* The key of the compiled form that a newsletter copy needs. The process gets it when it has not.
 * NULL without an error: there is none. The caller owns it. */
static char *form_for(struct sending *sending, struct store *store, const struct ledger_mail *mail,
                      GError **error)
{
    g_autofree char *key = g_strdup_printf("%s/%d", mail->issue, (int)mail->role);
    if (!sending_has_form(sending, key)) {
        g_autoptr(GBytes) frozen = issue_compiled(store, mail->issue, mail->role, error);
        if (frozen == NULL) {
            return NULL;
        }
        sending_give_form(sending, key, frozen);
    }
    return g_steal_pointer(&key);
}

/* Adds one mail to the batch. `composed` false: there is no text for it. */
static bool add(const struct task *task, struct courier *courier, const struct ledger_mail *mail,
                bool *composed, GError **error)
{
    *composed = true;
    if (mail->composed != NULL) {
        sending_add(courier->sending, mail, NULL, mail->composed);
        return true;
    }
    g_autoptr(GError) problem = NULL;
    g_autofree char *key =
        mail->slots != NULL ? form_for(courier->sending, task->store, mail, &problem) : NULL;
    *composed = key != NULL;
    if (key != NULL) {
        sending_add(courier->sending, mail, key, mail->slots);
        return true;
    }
    if (problem != NULL && problem->code != FAILURE_NOT_FOUND) {
        g_propagate_error(error, g_steal_pointer(&problem));
        return false;
    }
    return true;
}

static bool is_in_hand(const struct way *way, int64_t id)
{
    for (unsigned i = 0; i < way->count; i++) {
        const struct courier *courier = &way->couriers[i];
        if ((courier->current != NULL && batch_holds(courier->current, id)) ||
            (courier->ahead != NULL && batch_holds(courier->ahead, id))) {
            return true;
        }
    }
    return false;
}

/* Adds those that no process has already. An issue that staff stop is queued again, also what waits
 * in a process for its turn; when it goes on before its turn has come, it is claimed for that one
 * anew. */
static void add_free(const struct way *way, GPtrArray *mails, GPtrArray *all)
{
    for (guint i = mails->len; i-- > 0;) {
        const struct ledger_mail *mail = g_ptr_array_index(mails, i);
        if (is_in_hand(way, mail->id)) {
            g_ptr_array_remove_index(mails, i);
        }
    }
    g_ptr_array_extend_and_steal(all, mails);
}

/* Both classes when they go the same way, the next ones first; one mail alone when that is called
 * for. */
static GPtrArray *claim(const struct task *task, const struct way *way, GError **error)
{
    static const enum ledger_class classes[] = {LEDGER_OPEN, LEDGER_CONFIDENTIAL};
    const unsigned most = way->alone > 0 ? 1 : GROUP, limit = way->alone > 0 ? 1 : UINT_MAX;
    g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func((GDestroyNotify)ledger_mail_free);
    for (size_t at = 0; at < G_N_ELEMENTS(classes); at++) {
        unsigned got = most;
        if (deliver_way(task->deliver, classes[at]) != way) {
            continue;
        }
        for (unsigned group = 0; group < way->groups && got == most && all->len < limit; group++) {
            GPtrArray *mails =
                ledger_claim(task->store, clock_now(task->clock), classes[at], most, error);
            if (mails == NULL) {
                return NULL;
            }
            got = mails->len;
            add_free(way, mails, all);
        }
    }
    return g_steal_pointer(&all);
}

/* In one transaction: to look something up outside of one takes locks each time. */
static bool add_all(const struct task *task, struct courier *courier, GArray *refused,
                    GError **error)
{
    const GPtrArray *mails = courier->current->mails;
    STORE_ROLLS_BACK(task->store);
    if (!sending_begin(courier->sending, error) || !store_begin(task->store, error)) {
        return false;
    }
    for (unsigned i = 0; i < mails->len; i++) {
        const struct ledger_mail *mail = g_ptr_array_index(mails, i);
        struct ledger_mark mark = {.id = mail->id,
                                   .result = LEDGER_REFUSED,
                                   .answer = "the store has no text for this mail"};
        bool composed = false;
        if (!add(task, courier, mail, &composed, error)) {
            return false;
        }
        if (!composed) {
            g_array_append_val(refused, mark);
        }
    }
    return store_commit(task->store, error);
}

static bool hand_out(const struct task *task, struct courier *courier, GError **error)
{
    g_autoptr(GArray) refused = g_array_new(FALSE, TRUE, sizeof(struct ledger_mark));
    if (!add_all(task, courier, refused, error)) {
        return false;
    }
    struct ledger_mark *marks = (struct ledger_mark *)(void *)refused->data;
    if (refused->len > 0 &&
        !ledger_mark(task->store, clock_now(task->clock), marks, refused->len, error)) {
        return false;
    }
    for (unsigned i = 0; i < refused->len; i++) {
        batch_note(courier->current, &marks[i]);
        task->tally->failed++;
    }
    sending_send(courier->sending);
    return true;
}

bool deliver_claim_ahead(const struct task *task, struct way *way, struct courier *courier,
                         GError **error)
{
    GPtrArray *mails = claim(task, way, error);
    if (mails == NULL) {
        return false;
    }
    if (mails->len == 0) {
        g_ptr_array_unref(mails);
    } else {
        courier->ahead = batch_new(mails);
        courier->ahead->alone = way->alone > 0;
        way->alone -= MIN(way->alone, 1);
    }
    return true;
}

/* Whether an issue of which a copy is in the batch has been stopped since it was claimed. */
static bool look_for_stop(const struct task *task, const struct batch *batch, bool *stopped,
                          GError **error)
{
    const char *last = NULL;
    *stopped = false;
    for (unsigned i = 0; i < batch->mails->len && !*stopped; i++) {
        const struct ledger_mail *mail = g_ptr_array_index(batch->mails, i);
        if (mail->issue == NULL || g_strcmp0(mail->issue, last) == 0) {
            continue;
        }
        SCOPED(issue) struct issue *issue = issue_get(task->store, mail->issue, error);
        if (issue == NULL) {
            return false;
        }
        *stopped = issue->state == ISSUE_HELD;
        last = mail->issue;
    }
    return true;
}

/* What was claimed ahead for an issue that is stopped now waits again; another claim finds what
 * else was in the batch. */
static bool drop_stopped(const struct task *task, struct courier *courier, GError **error)
{
    bool stopped = false;
    if (courier->ahead == NULL) {
        return true;
    }
    if (!look_for_stop(task, courier->ahead, &stopped, error) ||
        (stopped && !deliver_give_back(task, courier->ahead, error))) {
        return false;
    }
    if (stopped) {
        g_clear_pointer(&courier->ahead, batch_free);
    }
    return true;
}

bool deliver_begin(const struct task *task, struct way *way, struct courier *courier, bool *began,
                   GError **error)
{
    if (!drop_stopped(task, courier, error)) {
        return false;
    }
    if (courier->ahead == NULL && !deliver_claim_ahead(task, way, courier, error)) {
        return false;
    }
    *began = courier->ahead != NULL;
    courier->current = g_steal_pointer(&courier->ahead);
    return courier->current == NULL || hand_out(task, courier, error);
}

bool deliver_give_back(const struct task *task, struct batch *batch, GError **error)
{
    g_autoptr(GArray) marks = g_array_new(FALSE, TRUE, sizeof(struct ledger_mark));
    for (unsigned i = 0; i < batch->all->len; i++) {
        const struct batch_mail *open = &g_array_index(batch->all, struct batch_mail, i);
        if (!open->settled && !open->taken_back) {
            struct ledger_mark mark = {.id = open->mail->id,
                                       .result = open->handed ? LEDGER_IN_DOUBT : LEDGER_NOT_TRIED};
            g_array_append_val(marks, mark);
        }
    }
    return marks->len == 0 ||
           ledger_mark(task->store, clock_now(task->clock),
                       (struct ledger_mark *)(void *)marks->data, marks->len, error);
}
