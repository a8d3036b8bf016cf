#include "post/deliver.h"

#include "base/boot.h"
#include "base/log.h"
#include "post/deliver_inner.h"
#include "post/relay_settings.h"

#define BUDGET 100 /* milliseconds of one step; then main looks at other things */
#define DOUBT_WAIT \
    600 /* seconds before a mail in doubt is looked at: the relay may still be at it */

void deliver_tally_clear(struct deliver_tally *tally)
{
    g_free(tally->our_fault);
    *tally = (struct deliver_tally){0};
}

struct deliver *deliver_start(const struct config *config, GError **error)
{
    SCOPED(deliver) struct deliver *deliver = g_new0(struct deliver, 1);
    deliver->archive_wait = config_number(config, CONFIG_ARCHIVE_WAIT);
    deliver->archive_keep = config_number(config, CONFIG_ARCHIVE_KEEP);
    if (!way_start(&deliver->ways[WAY_OPEN], "send", config, false, error)) {
        return NULL;
    }
    if (relay_is_separate(config) &&
        !way_start(&deliver->ways[WAY_CONFIDENTIAL], "send-secret", config, true, error)) {
        return NULL;
    }
    if (deliver->ways[WAY_OPEN].archives || deliver->ways[WAY_CONFIDENTIAL].archives) {
        deliver->lookup = lookup_start(config, error);
        if (deliver->lookup == NULL) {
            return NULL;
        }
    }
    return g_steal_pointer(&deliver);
}

void deliver_stop(struct deliver *deliver)
{
    if (deliver != NULL) {
        way_clear(&deliver->ways[WAY_OPEN]);
        way_clear(&deliver->ways[WAY_CONFIDENTIAL]);
        lookup_stop(deliver->lookup);
        g_free(deliver->archive_problem);
        g_free(deliver);
    }
}

struct way *deliver_way(struct deliver *deliver, enum ledger_class class)
{
    bool apart = class == LEDGER_CONFIDENTIAL && deliver_is_separate(deliver);
    return &deliver->ways[apart ? WAY_CONFIDENTIAL : WAY_OPEN];
}

bool deliver_is_separate(const struct deliver *deliver)
{
    return deliver->ways[WAY_CONFIDENTIAL].count > 0;
}

static bool is_at_work(const struct deliver *deliver)
{
    for (unsigned w = 0; w < WAYS; w++) {
        for (unsigned i = 0; i < deliver->ways[w].count; i++) {
            if (deliver->ways[w].couriers[i].current != NULL) {
                return true;
            }
        }
    }
    return false;
}

/* Gives work to every process that has none. */
static bool load(const struct task *task, struct way *way, bool *began, GError **error)
{
    if (way->count == 0) {
        return true;
    }
    if (way_rest_left(way) > 0) {
        if (task->tally->our_fault == NULL) {
            task->tally->our_fault = g_strdup(way->fault);
        }
        return true;
    }
    if (way_is_failing(way)) {
        return true;
    }
    bool due = true; /* until a claim gives nothing; what was claimed ahead goes all the same */
    for (unsigned i = 0; i < way->count; i++) {
        struct courier *courier = &way->couriers[i];
        if (courier->current != NULL || way_courier_rests(courier) ||
            (courier->ahead == NULL && !due)) {
            continue;
        }
        if (!deliver_begin(task, way, courier, &due, error)) {
            return false;
        }
        *began = *began || due;
    }
    return true;
}

static bool claim_ahead(const struct task *task, GError **error)
{
    for (unsigned w = 0; w < WAYS; w++) {
        struct way *way = &task->deliver->ways[w];
        for (unsigned i = 0; i < way->count; i++) {
            struct courier *courier = &way->couriers[i];
            bool wants = courier->current != NULL && courier->ahead == NULL &&
                         way_rest_left(way) == 0 && !way_is_failing(way);
            if (wants && !deliver_claim_ahead(task, way, courier, error)) {
                return false;
            }
        }
    }
    return true;
}

static bool work_on(const struct task *task, bool *ended, GError **error)
{
    int64_t until = clock_stopwatch() + BUDGET * 1000;
    bool ahead = false;
    while (is_at_work(task->deliver) && !*ended && clock_stopwatch() < until) {
        int64_t left = (until - clock_stopwatch()) / 1000;
        if (!deliver_take_in(task, ahead ? (int)MAX(left, 0) : 0, ended, error)) {
            return false;
        }
        if (!ahead && !*ended && !claim_ahead(task, error)) {
            return false;
        }
        ahead = true;
    }
    return true;
}

static void abandon_courier(const struct task *task, struct courier *courier)
{
    if (courier->current != NULL) {
        sending_kill(courier->sending); /* before another mail goes out that nobody marks */
        deliver_give_back(task, courier->current, NULL);
        g_clear_pointer(&courier->current, batch_free);
    }
    if (courier->ahead != NULL) {
        deliver_give_back(task, courier->ahead, NULL);
        g_clear_pointer(&courier->ahead, batch_free);
    }
}

/* After an error, as far as the store still takes it: what was claimed waits again, and what may
 * have gone is in doubt. What stays claimed is found by deliver_recover. */
static void abandon(const struct task *task)
{
    for (unsigned w = 0; w < WAYS; w++) {
        struct way *way = &task->deliver->ways[w];
        for (unsigned i = 0; i < way->count; i++) {
            abandon_courier(task, &way->couriers[i]);
        }
    }
}

bool deliver_step(struct deliver *deliver, struct store *store, const struct clock *clock,
                  struct deliver_tally *tally, bool *more, GError **error)
{
    const struct task task = {deliver, store, clock, tally, false};
    bool began = false, ended = false;
    store_set_connections(store, deliver->ways[WAY_OPEN].connections +
                                     deliver->ways[WAY_CONFIDENTIAL].connections);
    if (!load(&task, &deliver->ways[WAY_OPEN], &began, error) ||
        !load(&task, &deliver->ways[WAY_CONFIDENTIAL], &began, error) ||
        !work_on(&task, &ended, error)) {
        abandon(&task);
        return false;
    }
    *more = began || ended || is_at_work(deliver);
    return true;
}

bool deliver_finish(struct deliver *deliver, struct store *store, const struct clock *clock,
                    struct deliver_tally *tally, GError **error)
{
    const struct task task = {deliver, store, clock, tally, true};
    for (unsigned w = 0; w < WAYS; w++) {
        struct way *way = &deliver->ways[w];
        for (unsigned i = 0; i < way->count; i++) {
            struct courier *courier = &way->couriers[i];
            if (courier->ahead != NULL && !deliver_give_back(&task, courier->ahead, error)) {
                return false;
            }
            g_clear_pointer(&courier->ahead, batch_free);
        }
    }
    while (is_at_work(deliver)) {
        bool ended = false;
        if (!deliver_take_in(&task, BUDGET, &ended, error)) {
            abandon(&task);
            return false;
        }
    }
    return true;
}

/* When a doubt is looked at next. */
static bool next_doubt(const struct deliver *deliver, struct store *store,
                       const struct clock *clock, int64_t *moment, GError **error)
{
    int64_t oldest = INT64_MAX, now = clock_now(clock);
    if (!ledger_oldest_doubt(store, &oldest, error)) {
        return false;
    }
    if (oldest == INT64_MAX) {
        *moment = INT64_MAX;
        return true;
    }
    int64_t wait = deliver->lookup != NULL ? MIN(deliver->archive_wait, DOUBT_WAIT) : DOUBT_WAIT;
    int64_t rest = MAX(deliver->archive_rests_until - clock_stopwatch(), 0);
    *moment = MAX(oldest + wait, now + (rest + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC);
    if (deliver->lookup != NULL && lookup_is_asked(deliver->lookup)) {
        *moment = MAX(*moment, now + 1);
    }
    return true;
}

bool deliver_next(struct deliver *deliver, struct store *store, const struct clock *clock,
                  int64_t *moment, GError **error)
{
    static const enum ledger_class classes[] = {LEDGER_OPEN, LEDGER_CONFIDENTIAL};
    int64_t first = INT64_MAX;
    for (size_t i = 0; i < G_N_ELEMENTS(classes); i++) {
        int64_t due = INT64_MAX;
        if (!ledger_next_due(store, classes[i], &due, error)) {
            return false;
        }
        int64_t rest = way_rest_left(deliver_way(deliver, classes[i]));
        if (rest > 0) {
            int64_t seconds = (rest + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC;
            due = MAX(due, clock_now(clock) + seconds);
        }
        first = MIN(first, due);
    }
    int64_t doubt = INT64_MAX;
    if (!next_doubt(deliver, store, clock, &doubt, error)) {
        return false;
    }
    *moment = MIN(first, doubt);
    return true;
}

/* Those that no archive knows. Afterwards `mails` holds only those about which nobody could tell
 * anything. `at_once`: whatever their age. */
static bool resolve_all(const struct task *task, GPtrArray *mails, bool at_once, GError **error)
{
    int64_t now = clock_now(task->clock);
    for (unsigned i = mails->len; i > 0; i--) {
        const struct ledger_mail *mail = g_ptr_array_index(mails, i - 1);
        bool archived = deliver_archive_knows(task->deliver, mail);
        if (archived || (!at_once && mail->changed + DOUBT_WAIT > now)) {
            continue;
        }
        bool known = false;
        if (!deliver_resolve(task, mail, &known, error)) {
            return false;
        }
        if (known) {
            g_ptr_array_remove_index(mails, i - 1);
        }
    }
    return true;
}

/* Otherwise such a mail would wait until then. */
static bool bring_near(const struct task *task, GError **error)
{
    int64_t count = 0;
    if (!ledger_bring_near(task->store, clock_now(task->clock), &count, error)) {
        return false;
    }
    if (count > 0) {
        log_notice("deliver brought-near=%" G_GINT64_FORMAT
                   " reason=\"queued by a clock that was ahead\"",
                   count);
    }
    return true;
}

static bool clock_went_back(const struct task *task)
{
    int64_t now = clock_now(task->clock), before = task->deliver->seen;
    task->deliver->seen = now;
    return now < before;
}

bool deliver_recover(struct deliver *deliver, struct store *store, const struct clock *clock,
                     GPtrArray **doubtful, GError **error)
{
    const struct task task = {deliver, store, clock, NULL, false};
    int64_t requeued = 0, fresh = 0;
    deliver->seen = clock_now(clock);
    g_autofree char *boot = boot_id();
    if (!ledger_recover(store, clock_now(clock), boot, &requeued, &fresh, error) ||
        !bring_near(&task, error)) {
        return false;
    }
    if (!deliver_prepare_archive(&task, error)) {
        return false;
    }
    g_autoptr(GPtrArray) mails = ledger_doubtful(store, INT64_MAX, error);
    if (mails == NULL || !resolve_all(&task, mails, true, error)) {
        return false;
    }
    if (requeued > 0 || mails->len > 0) {
        log_notice("deliver recovered requeued=%" G_GINT64_FORMAT " doubt=%u", requeued,
                   mails->len);
    }
    *doubtful = g_steal_pointer(&mails);
    return true;
}

bool deliver_review(struct deliver *deliver, struct store *store, const struct clock *clock,
                    GError **error)
{
    const struct task task = {deliver, store, clock, NULL, false};
    if (!deliver_prepare_archive(&task, error)) { /* a new configuration may bring one */
        return false;
    }
    g_autoptr(GPtrArray) mails = ledger_doubtful(store, INT64_MAX, error);
    return mails != NULL && resolve_all(&task, mails, false, error) &&
           deliver_look_up(&task, mails, error) &&
           (!clock_went_back(&task) || bring_near(&task, error));
}

void deliver_hurry(struct deliver *deliver)
{
    deliver->hurries = true;
}

bool deliver_archive_problem(const struct deliver *deliver, const char **problem)
{
    *problem = deliver->archive_problem;
    return deliver->archive_known;
}
