#include "post/deliver.h"

#include "base/failure.h"
#include "base/log.h"
#include "post/discreet.h"
#include "post/relay_settings.h"
#include "post/way.h"
#include "store/issue.h"
#include "store/person.h"

#define GROUP 64u /* mails claimed at a time, in one durable commit */
/* Seconds before a mail in doubt is looked at again: until then the relay may still be at it. */
#define DOUBT_WAIT 600

#define DIED "the sending process died"

struct deliver {
    struct way open, confidential; /* confidential.sending NULL: both go the open way */
};

/* A mail of the group that is under way. */
struct open_mail {
    const struct ledger_mail *mail;
    bool handed, taken_back, settled, added;
};

/* A group on its way. */
struct group {
    struct store *store;
    const struct clock *clock;
    struct deliver_tally *tally;
    GHashTable *open; /* &mail->id -> struct open_mail */
    char *fault;      /* why the rest of the group was not tried, NULL: it was */
};

void deliver_tally_clear(struct deliver_tally *tally)
{
    g_free(tally->our_fault);
    *tally = (struct deliver_tally){0};
}

struct deliver *deliver_start(const struct config *config, GError **error)
{
    SCOPED(deliver) struct deliver *deliver = g_new0(struct deliver, 1);
    if (!way_start(&deliver->open, "send", config, false, error)) {
        return NULL;
    }
    if (relay_is_separate(config) &&
        !way_start(&deliver->confidential, "send-secret", config, true, error)) {
        return NULL;
    }
    return g_steal_pointer(&deliver);
}

void deliver_stop(struct deliver *deliver)
{
    if (deliver != NULL) {
        way_clear(&deliver->open);
        way_clear(&deliver->confidential);
        g_free(deliver);
    }
}

static struct way *way_of(struct deliver *deliver, enum ledger_class class)
{
    bool apart = class == LEDGER_CONFIDENTIAL && deliver->confidential.sending != NULL;
    return apart ? &deliver->confidential : &deliver->open;
}

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

static bool settle(struct group *group, struct open_mail *open, enum ledger_result result,
                   const char *status, const char *answer, GError **error)
{
    open->settled = true;
    if (open->taken_back) {
        return true; /* the ledger has said what becomes of it */
    }
    count(group->tally, result);
    group->tally->blamed = group->tally->blamed || result == LEDGER_OUR_FAULT;
    if ((result == LEDGER_NOT_TRIED || result == LEDGER_OUR_FAULT) && group->fault == NULL) {
        g_autofree char *said =
            g_strdup_printf("%s%s%s", status, *status != '\0' ? " " : "", answer);
        group->fault = discreet(said);
    }
    return ledger_settle(group->store, open->mail->id, clock_now(group->clock), result,
                         *status != '\0' ? status : NULL, answer, error);
}

static bool on_hand_over(int64_t id, bool *go, void *context, GError **error)
{
    struct group *group = context;
    struct open_mail *open = g_hash_table_lookup(group->open, &id);
    g_assert(open != NULL && !open->settled);
    if (!ledger_hand_over(group->store, id, clock_now(group->clock), go, error)) {
        return false;
    }
    open->handed = *go;
    open->taken_back = !*go;
    return true;
}

static bool on_settled(int64_t id, enum ledger_result result, const char *status,
                       const char *answer, void *context, GError **error)
{
    struct group *group = context;
    struct open_mail *open = g_hash_table_lookup(group->open, &id);
    g_assert(open != NULL && !open->settled);
    return settle(group, open, result, status, answer, error);
}

/* The key of the compiled form that a newsletter copy needs. The process gets it when it has not.
 * NULL without an error: there is none. The caller owns it. */
static char *form_for(struct way *way, struct store *store, const struct ledger_mail *mail,
                      GError **error)
{
    SCOPED(person) struct person *person = person_get(store, mail->person, error);
    if (person == NULL) {
        return NULL;
    }
    g_autofree char *key = g_strdup_printf("%s/%d", mail->issue, (int)person->role);
    if (!sending_has_form(way->sending, key)) {
        g_autoptr(GBytes) frozen = issue_compiled(store, mail->issue, person->role, error);
        if (frozen == NULL) {
            return NULL;
        }
        sending_give_form(way->sending, key, frozen);
    }
    return g_steal_pointer(&key);
}

/* Adds one mail to the batch; one that cannot be composed fails here. */
static bool add(struct group *group, struct way *way, struct open_mail *open, GError **error)
{
    const struct ledger_mail *mail = open->mail;
    if (mail->composed != NULL) {
        sending_add(way->sending, mail, NULL, mail->composed);
        open->added = true;
        return true;
    }
    g_autoptr(GError) problem = NULL;
    g_autofree char *key = mail->slots != NULL ? form_for(way, group->store, mail, &problem) : NULL;
    if (key != NULL) {
        sending_add(way->sending, mail, key, mail->slots);
        open->added = true;
        return true;
    }
    if (problem != NULL && problem->code != FAILURE_NOT_FOUND) {
        g_propagate_error(error, g_steal_pointer(&problem));
        return false;
    }
    return settle(group, open, LEDGER_REFUSED, "", "the store has no text for this mail", error);
}

/* One mail of a process that died. What was not tried is tried again at once, by the next process:
 * that is no reason to stop, and not counted. */
static bool settle_dead(struct group *group, struct open_mail *open, enum ledger_state state,
                        GError **error)
{
    bool again = !open->handed || state == LEDGER_QUEUED;
    if (again && !open->taken_back) {
        open->settled = true;
        return ledger_settle(group->store, open->mail->id, clock_now(group->clock),
                             LEDGER_NOT_TRIED, NULL, DIED, error);
    }
    enum ledger_result result = state == LEDGER_SENT ? LEDGER_ACCEPTED : LEDGER_IN_DOUBT;
    return settle(group, open, result, "", DIED, error);
}

/* The process died: what it was told to go on with is in doubt, the rest was not tried. A lane that
 * can know settles the doubt at once. */
static bool bury(struct group *group, struct way *way, GError **error)
{
    GHashTableIter all;
    void *value = NULL;
    g_hash_table_iter_init(&all, group->open);
    while (g_hash_table_iter_next(&all, NULL, &value)) {
        struct open_mail *open = value;
        if (open->settled) {
            continue;
        }
        enum ledger_state state = LEDGER_DOUBT;
        if (open->handed && !way_ask(way, open->mail, &state, error)) {
            return false;
        }
        if (!settle_dead(group, open, state, error)) {
            return false;
        }
    }
    return true;
}

static bool send_group(struct group *group, struct way *way, GPtrArray *mails, GError **error)
{
    if (!sending_begin(way->sending, error)) {
        return false;
    }
    bool any = false;
    for (unsigned i = 0; i < mails->len; i++) {
        struct ledger_mail *mail = g_ptr_array_index(mails, i);
        struct open_mail *open = g_new0(struct open_mail, 1);
        open->mail = mail;
        g_hash_table_insert(group->open, &mail->id, open);
        if (!add(group, way, open, error)) {
            return false;
        }
        any = any || open->added;
    }
    if (!any) {
        return true;
    }
    const struct sending_marks marks = {on_hand_over, on_settled, group};
    switch (sending_run(way->sending, &marks, error)) {
    case SENDING_DONE:
        return true;
    case SENDING_DIED:
        return bury(group, way, error);
    case SENDING_FAILED:
    default:
        return false;
    }
}

/* After an error, as far as the store still takes it: what was claimed waits again, and what may
 * have gone is in doubt. What stays claimed is found by deliver_recover. */
static void give_back(struct group *group, GPtrArray *mails)
{
    for (unsigned i = 0; i < mails->len; i++) {
        const struct ledger_mail *mail = g_ptr_array_index(mails, i);
        const struct open_mail *open = g_hash_table_lookup(group->open, &mail->id);
        if (open != NULL && (open->settled || open->taken_back)) {
            continue;
        }
        bool handed = open != NULL && open->handed;
        ledger_settle(group->store, mail->id, clock_now(group->clock),
                      handed ? LEDGER_IN_DOUBT : LEDGER_NOT_TRIED, NULL, NULL, NULL);
    }
}

static void note_fault(struct deliver_tally *tally, const char *fault)
{
    if (tally->our_fault == NULL) {
        tally->our_fault = g_strdup(fault);
    }
}

/* The other class may have stopped before: each group has a fault of its own. */
static void stop_way(struct way *way, enum ledger_class class, struct group *group)
{
    way_rest(way, group->fault);
    note_fault(group->tally, group->fault);
    log_error("deliver stopped class=%d reason=\"%s\"", (int)class, group->fault);
}

static bool step_class(struct deliver *deliver, struct group *group, enum ledger_class class,
                       bool *more, GError **error)
{
    struct way *way = way_of(deliver, class);
    if (way_rest_left(way) > 0) {
        note_fault(group->tally, way->fault);
        return true;
    }
    g_autoptr(GPtrArray) mails =
        ledger_claim(group->store, clock_now(group->clock), class, GROUP, error);
    if (mails == NULL) {
        return false;
    }
    if (mails->len == 0) {
        return true;
    }
    g_autoptr(GHashTable) open = g_hash_table_new_full(g_int64_hash, g_int64_equal, NULL, g_free);
    group->open = open;
    bool fine = send_group(group, way, mails, error);
    if (!fine) {
        give_back(group, mails);
    }
    if (group->fault != NULL) {
        stop_way(way, class, group);
        g_clear_pointer(&group->fault, g_free);
    } else {
        *more = true;
    }
    return fine;
}

bool deliver_step(struct deliver *deliver, struct store *store, const struct clock *clock,
                  struct deliver_tally *tally, bool *more, GError **error)
{
    struct group group = {.store = store, .clock = clock, .tally = tally};
    bool left = false;
    if (!step_class(deliver, &group, LEDGER_OPEN, &left, error) ||
        !step_class(deliver, &group, LEDGER_CONFIDENTIAL, &left, error)) {
        return false;
    }
    *more = left;
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
        int64_t rest = way_rest_left(way_of(deliver, classes[i]));
        if (rest > 0) {
            int64_t seconds = (rest + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC;
            due = MAX(due, clock_now(clock) + seconds);
        }
        first = MIN(first, due);
    }
    int64_t doubt = INT64_MAX;
    if (!ledger_oldest_doubt(store, &doubt, error)) {
        return false;
    }
    *moment = MIN(first, doubt == INT64_MAX ? doubt : doubt + DOUBT_WAIT);
    return true;
}

/* Afterwards `mails` holds only those that the relay could not tell anything about. */
static bool resolve_all(struct deliver *deliver, struct store *store, const struct clock *clock,
                        GPtrArray *mails, GError **error)
{
    for (unsigned i = mails->len; i > 0; i--) {
        const struct ledger_mail *mail = g_ptr_array_index(mails, i - 1);
        bool known = false;
        if (!way_resolve(way_of(deliver, mail->class), store, clock, mail, &known, error)) {
            return false;
        }
        if (known) {
            g_ptr_array_remove_index(mails, i - 1);
        }
    }
    return true;
}

bool deliver_recover(struct deliver *deliver, struct store *store, const struct clock *clock,
                     GPtrArray **doubtful, GError **error)
{
    int64_t requeued = 0, fresh = 0;
    if (!ledger_recover(store, clock_now(clock), &requeued, &fresh, error)) {
        return false;
    }
    g_autoptr(GPtrArray) mails = ledger_doubtful(store, INT64_MAX, error);
    if (mails == NULL) {
        return false;
    }
    if (!resolve_all(deliver, store, clock, mails, error)) {
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
    g_autoptr(GPtrArray) mails = ledger_doubtful(store, clock_now(clock) - DOUBT_WAIT, error);
    if (mails == NULL) {
        return false;
    }
    if (mails->len > 0) {
        log_notice("deliver reviewed doubt=%u", mails->len);
    }
    return resolve_all(deliver, store, clock, mails, error);
}
