/* The end of a doubt: the archive knows, or the lane does, or the configuration decides. */
#include "base/log.h"
#include "post/deliver_inner.h"
#include "store/setting.h"

#define ARCHIVE "archive" /* the setting: this store has had one */

#define DOUBT_LIMIT 3 /* a mail that ended in doubt so often is not repeated again */
#define FIRST_REST G_USEC_PER_SEC
#define LONGEST_REST (300 * G_USEC_PER_SEC)
#define PURGE (24 * 3600) /* seconds */
#define BUDGET \
    200000 /* microseconds of one round for the archive; then main looks at other things */

/* Looked at inside the transaction: staff may have decided meanwhile, and theirs counts. */
static bool resolve(const struct task *task, int64_t id, enum ledger_state state, GError **error)
{
    const struct cause cause = {.at = clock_now(task->clock), .actor = "program"};
    STORE_ROLLS_BACK(task->store);
    if (!store_begin(task->store, error)) {
        return false;
    }
    SCOPED(ledger_mail) struct ledger_mail *mail = ledger_get(task->store, id, error);
    return mail != NULL &&
           (mail->state != LEDGER_DOUBT || ledger_resolve(task->store, &cause, id, state, error)) &&
           store_commit(task->store, error);
}

static bool not_gone(const struct task *task, int64_t id, GError **error)
{
    STORE_ROLLS_BACK(task->store);
    return store_begin(task->store, error) &&
           ledger_not_gone(task->store, id, clock_now(task->clock), error) &&
           store_commit(task->store, error);
}

bool deliver_resolve(const struct task *task, const struct ledger_mail *mail, bool *known,
                     GError **error)
{
    struct way *way = deliver_way(task->deliver, mail->class);
    enum ledger_state state = LEDGER_DOUBT;
    if (!way_ask(way, mail, &state, error)) {
        return false;
    }
    *known = state != LEDGER_DOUBT;
    if (state == LEDGER_QUEUED) {
        return not_gone(task, mail->id, error);
    }
    if (!*known) {
        bool again = way->repeats && mail->attempts < DOUBT_LIMIT;
        state = again ? LEDGER_QUEUED : LEDGER_HELD;
    }
    return resolve(task, mail->id, state, error);
}

static bool remember_archive(const struct task *task, GError **error)
{
    STORE_ROLLS_BACK(task->store);
    return store_begin(task->store, error) && setting_set(task->store, ARCHIVE, "used", error) &&
           store_commit(task->store, error);
}

/* Where a mail is in doubt there must have been one. `noted`: it is remembered. */
static bool had_archive(struct store *store, bool *had, bool *noted, GError **error)
{
    g_autoptr(GError) problem = NULL;
    g_autofree char *used = setting_get(store, ARCHIVE, &problem);
    int64_t doubt = INT64_MAX;
    if (problem != NULL) {
        g_propagate_error(error, g_steal_pointer(&problem));
        return false;
    }
    if (used == NULL && !ledger_oldest_doubt(store, &doubt, error)) {
        return false;
    }
    *noted = used != NULL;
    *had = used != NULL || doubt != INT64_MAX;
    return true;
}

bool deliver_had_archive(struct store *store, bool *had, GError **error)
{
    bool noted = false;
    return had_archive(store, had, &noted, error);
}

/* Made first and remembered then: nothing has been sent when a crash comes in between, and the next
 * start finds the folders. */
bool deliver_prepare_archive(const struct task *task, GError **error)
{
    struct deliver *deliver = task->deliver;
    bool had = false, noted = false;
    if (deliver->lookup == NULL || deliver->archive_prepared) {
        return true;
    }
    if (!had_archive(task->store, &had, &noted, error)) {
        return false;
    }
    deliver->archive_prepared = true;
    if (noted) {
        return true;
    }
    g_autoptr(GError) problem = NULL;
    if (!had && !lookup_prepare(deliver->lookup, &problem)) {
        log_error("archive: %s", problem->message);
        return true; /* the first question says so too, and staff are told */
    }
    return remember_archive(task, error);
}

bool deliver_archive_knows(struct deliver *deliver, const struct ledger_mail *mail)
{
    return deliver_way(deliver, mail->class)->archives &&
           g_strcmp0(mail->status, LEDGER_NO_COPY) != 0;
}

/* The next question, if there is one. Old copies are removed once a day, and never while a mail may
 * still have to be looked for among them: it would go out again. */
static bool ask_archive(const struct task *task, const GPtrArray *mails)
{
    struct deliver *deliver = task->deliver;
    int64_t now = clock_now(task->clock);
    bool needed = false;
    for (guint i = 0; i < mails->len; i++) {
        const struct ledger_mail *mail = g_ptr_array_index(mails, i);
        bool knows = deliver_archive_knows(deliver, mail);
        if (knows && mail->changed + deliver->archive_wait <= now) {
            lookup_ask(deliver->lookup, mail->id, mail->message_id);
            return true;
        }
        needed = needed || knows;
    }
    if (needed || now < deliver->purged + PURGE) {
        return false;
    }
    lookup_ask_purge(deliver->lookup, now - deliver->archive_keep);
    return true;
}

/* It is left alone, longer each time. */
static void rest(struct deliver *deliver, const char *problem)
{
    deliver->archive_rest = CLAMP(deliver->archive_rest * 2, FIRST_REST, LONGEST_REST);
    deliver->archive_rests_until = clock_stopwatch() + deliver->archive_rest;
    g_free(deliver->archive_problem);
    deliver->archive_problem = g_strdup(problem);
    log_error("archive unreadable pause=%d reason=\"%s\"",
              (int)(deliver->archive_rest / G_USEC_PER_SEC), problem);
}

/* What the archive says about one of the mails, which is none of them any more afterwards. */
static bool act_on(const struct task *task, GPtrArray *mails, const struct lookup_answer *answer,
                   GError **error)
{
    struct deliver *deliver = task->deliver;
    deliver->archive_known = true;
    if (answer->problem != NULL) {
        rest(deliver, answer->problem);
        return true;
    }
    deliver->archive_rest = 0;
    g_clear_pointer(&deliver->archive_problem, g_free);
    if (answer->mail == 0) {
        deliver->purged = clock_now(task->clock);
        log_notice("archive purged copies=%d", (int)answer->number);
        return true;
    }
    for (guint i = 0; i < mails->len; i++) {
        const struct ledger_mail *mail = g_ptr_array_index(mails, i);
        if (mail->id == answer->mail) {
            bool done = answer->number > 0 ? resolve(task, mail->id, LEDGER_SENT, error)
                                           : not_gone(task, mail->id, error);
            g_ptr_array_remove_index(mails, i);
            return done;
        }
    }
    return true; /* staff have decided meanwhile */
}

bool deliver_archive_rests(const struct deliver *deliver)
{
    return deliver->archive_rests_until > clock_stopwatch();
}

bool deliver_look_up(const struct task *task, GPtrArray *mails, GError **error)
{
    struct deliver *deliver = task->deliver;
    int64_t until = clock_stopwatch() + BUDGET;
    while (deliver->lookup != NULL && !deliver_archive_rests(deliver)) {
        if (!lookup_is_asked(deliver->lookup) && !ask_archive(task, mails)) {
            return true;
        }
        int64_t left = MAX(until - clock_stopwatch(), 0) / 1000;
        struct lookup_answer answer = {0};
        if (!lookup_take(deliver->lookup, deliver->hurries ? (int)left : -1, &answer)) {
            return true; /* in a later round */
        }
        bool done = act_on(task, mails, &answer, error);
        lookup_answer_clear(&answer);
        if (!done) {
            return false;
        }
    }
    return true;
}
