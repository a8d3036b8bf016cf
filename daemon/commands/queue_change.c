/* moedested queue hold, release, retry, drop: beside a running daemon, in short transactions. */
#include <inttypes.h>
#include <stdio.h>

#include "base/failure.h"
#include "commands/queue.h"
#include "store/epoch.h"

enum { GROUP = 500 };

struct change {
    const char *verb, *done; /* "hold", "held" */
    enum ledger_state from[4];
    unsigned from_count;
    enum ledger_state to;
};

struct choosing {
    const struct change *change;
    GArray *ids;
};

static bool fits(const struct change *change, enum ledger_state state)
{
    for (unsigned at = 0; at < change->from_count; at++) {
        if (change->from[at] == state) {
            return true;
        }
    }
    return false;
}

static bool choose_one(const struct ledger_mail *mail, void *data)
{
    struct choosing *choosing = data;
    if (fits(choosing->change, mail->state)) {
        g_array_append_val(choosing->ids, mail->id);
    }
    return true;
}

/* The mails of a selection that the verb fits. The caller owns it. */
static GArray *choose(const struct site *site, const struct queue_words *words,
                      const struct change *change, GError **error)
{
    g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
    struct choosing choosing = {.change = change, .ids = ids};
    if (!ledger_each(site->house->office.store, words->issue, 0, words->state, choose_one,
                     &choosing, error)) {
        return NULL;
    }
    return g_steal_pointer(&ids);
}

/* What is in the way of it, for somebody who named the mail. */
static const char *advice(enum ledger_state state)
{
    static const char *const advices[] = {
        [LEDGER_QUEUED] = "it waits for its turn: hold, retry or drop it",
        [LEDGER_CLAIMED] = "it is being sent just now; look again in a moment",
        [LEDGER_SENT] = "it has gone, and nothing takes it back",
        [LEDGER_FAILED] = "retry or drop it",
        [LEDGER_DOUBT] = "it may have gone: retry, hold or drop it",
        [LEDGER_DROPPED] = "it was taken back and does not go any more",
        [LEDGER_HELD] = "release or drop it"};
    return advices[state];
}

/* Looked at inside the transaction: a daemon may have been faster. */
static bool change_one(const struct site *site, const struct change *change, int64_t id,
                       GError **error)
{
    struct store *store = site->house->office.store;
    const struct cause cause = {.at = clock_now(site->clock), .actor = "staff"};
    SCOPED(ledger_mail) struct ledger_mail *mail = ledger_get(store, id, error);
    if (mail == NULL) {
        return false;
    }
    if (!fits(change, mail->state)) {
        g_set_error(error, STORE_ERROR, FAILURE_PERMANENT,
                    "mail %" PRId64 " is %s, so there is nothing to %s: %s", id,
                    ledger_state_name(mail->state), change->verb, advice(mail->state));
        return false;
    }
    return ledger_resolve(store, &cause, id, change->to, error);
}

static bool is_of_the_mail(const GError *failure)
{
    return failure->code == FAILURE_PERMANENT || failure->code == FAILURE_NOT_FOUND;
}

/* What the change did not fit; told one by one to somebody who has `named` them. */
struct refused {
    bool named;
    unsigned count, missing;
};

static bool change_group(const struct site *site, const struct change *change, const GArray *ids,
                         guint from, struct refused *refused, GError **error)
{
    struct store *store = site->house->office.store;
    STORE_ROLLS_BACK(store);
    if (!store_begin(store, error)) {
        return false;
    }
    for (guint at = from; at < MIN(ids->len, from + GROUP); at++) {
        g_autoptr(GError) failure = NULL;
        if (change_one(site, change, g_array_index(ids, int64_t, at), &failure)) {
            continue;
        }
        if (!is_of_the_mail(failure)) {
            g_propagate_error(error, g_steal_pointer(&failure));
            return false;
        }
        refused->count++;
        refused->missing += failure->code == FAILURE_NOT_FOUND ? 1 : 0;
        if (refused->named) {
            fprintf(stderr, "moedested: %s\n", failure->message);
        }
    }
    return store_commit(store, error);
}

static int change_all(const struct site *site, const struct queue_words *words,
                      const struct change *change)
{
    g_autoptr(GError) error = NULL;
    bool named = words->ids->len > 0;
    g_autoptr(GArray) ids = named ? g_array_ref(words->ids) : choose(site, words, change, &error);
    if (ids == NULL) {
        return command_fail(error);
    }
    if (change->to == LEDGER_DROPPED && !named && !words->yes) {
        fprintf(stderr, "%u mails would be dropped for good; say it again with --yes\n", ids->len);
        return EXIT_FINDINGS;
    }
    struct refused refused = {.named = named};
    for (guint from = 0; from < ids->len; from += GROUP) {
        if (!change_group(site, change, ids, from, &refused, &error)) {
            return command_fail(error);
        }
    }
    unsigned changed = ids->len - refused.count;
    printf(changed == 1 ? "%u mail %s\n" : "%u mails %s\n", changed, change->done);
    if (!named || refused.count == 0) {
        return EXIT_DONE; /* of a selection a daemon may have taken some meanwhile */
    }
    return refused.missing == ids->len ? EXIT_NOT_FOUND : EXIT_FINDINGS;
}

int queue_hold(const struct site *site, const struct queue_words *words)
{
    const struct change change = {"hold", "held", {LEDGER_QUEUED, LEDGER_DOUBT}, 2, LEDGER_HELD};
    return change_all(site, words, &change);
}

static int end_hold(const struct site *site)
{
    g_autoptr(GError) error = NULL;
    struct store *store = site->house->office.store;
    const struct cause cause = {.at = clock_now(site->clock), .actor = "staff"};
    enum epoch_hold hold = EPOCH_CURRENT;
    if (!epoch_look(store, &hold, &error)) {
        return command_fail(error);
    }
    if (hold == EPOCH_CURRENT) {
        printf("delivery is not on hold\n");
        return EXIT_DONE;
    }
    if (!epoch_release(store, &cause, &error)) {
        return command_fail(error);
    }
    printf("delivery goes on; an issue whose time is over is held all the same\n");
    return EXIT_DONE;
}

int queue_release(const struct site *site, const struct queue_words *words)
{
    if (words->restored) {
        return end_hold(site);
    }
    const struct change change = {"release", "released", {LEDGER_HELD}, 1, LEDGER_QUEUED};
    return change_all(site, words, &change);
}

int queue_retry(const struct site *site, const struct queue_words *words)
{
    const struct change change = {"retry",
                                  "to be tried again",
                                  {LEDGER_QUEUED, LEDGER_FAILED, LEDGER_DOUBT},
                                  3,
                                  LEDGER_QUEUED};
    return change_all(site, words, &change);
}

int queue_drop(const struct site *site, const struct queue_words *words)
{
    const struct change change = {"drop",
                                  "dropped",
                                  {LEDGER_QUEUED, LEDGER_HELD, LEDGER_FAILED, LEDGER_DOUBT},
                                  4,
                                  LEDGER_DROPPED};
    return change_all(site, words, &change);
}
