#include "base/clock.h"
#include "base/failure.h"
#include "post/imap_client.h"
#include "post/imap_round.h"
#include "post/source.h"

#define FIRST_PAUSE G_USEC_PER_SEC
#define LONGEST_PAUSE (300 * G_USEC_PER_SEC)
#define PROOF (60 * G_USEC_PER_SEC) /* a connection that lasts so long is sound */
#define LONGEST_IDLE 300            /* seconds; what lies in a buffer of TLS does not wake */
#define LASTING ((int64_t)3600 * G_USEC_PER_SEC) /* it has ended of something else than silence */
#define SHORTEST_QUIET (10 * G_USEC_PER_SEC)     /* what ends sooner does not end of silence */

struct account {
    const struct imap_settings *settings;
    struct imap *imap; /* NULL: not connected */
    int64_t opened;    /* stopwatch: when it was connected */
    int64_t relaxed;   /* stopwatch: since when so much silence has done no harm */
    int64_t pause;     /* before the next try */
    int64_t next;      /* stopwatch: the next try, or the next look */
    int64_t stale;     /* stopwatch: when the folder is to be opened again */
    bool fresh;        /* the last `take` had mails that are new */
    int64_t quiet;     /* stopwatch: since when nothing was said; 0: it is no silence */
    int64_t longest;   /* microseconds of silence that something in the way bears */
    bool brought;      /* the last connection has brought mail */
    bool works;        /* over it all was read that there is */
    bool doubted;      /* the process before died: to find nothing to read proves nothing yet */
    struct imap_round *round;
};

static void *account_open(const struct source_setup *setup, GError **error)
{
    (void)error;
    struct account *account = g_new0(struct account, 1);
    account->settings = setup->imap;
    /* After a death it has to prove that it is sound, as after a broken connection. */
    account->pause = setup->pause > 0 ? MAX(setup->pause, 2 * FIRST_PAUSE) : FIRST_PAUSE;
    account->next = clock_stopwatch() + setup->pause;
    account->doubted = setup->pause > 0;
    account->longest = INT64_MAX;
    account->round = imap_round_new(account->settings);
    return account;
}

static void account_close(void *state)
{
    struct account *account = state;
    imap_close(account->imap);
    imap_round_free(account->round);
    g_free(account);
}

static void account_recall(void *state, const char *memory, int64_t age)
{
    struct account *account = state;
    imap_round_recall(account->round, memory, age);
}

static int account_fd(const void *state)
{
    const struct account *account = state;
    return account->imap != NULL && imap_is_idle(account->imap) ? imap_fd(account->imap) : -1;
}

static int64_t account_due(const void *state)
{
    const struct account *account = state;
    return account->imap != NULL && imap_pending(account->imap) ? 0 : account->next;
}

static int64_t interval(const struct account *account)
{
    return (int64_t)MIN(account->settings->poll, LONGEST_IDLE) * G_USEC_PER_SEC;
}

/* A router on the way forgets a connection on which nothing is said for long: the next one is used
 * twice as often. */
static void learn_silence(struct account *account)
{
    int64_t now = clock_stopwatch(), silence = account->quiet > 0 ? now - account->quiet : 0;
    if (now < account->opened + LASTING && silence >= SHORTEST_QUIET) {
        account->longest = MAX(MIN(silence, interval(account)) / 2, SHORTEST_QUIET);
    }
    account->quiet = 0;
}

/* Every trouble ends the connection; the next one is tried later and later. When all had been read
 * and it ended of itself there is no trouble: the inbox works, and is looked into no later than
 * usual. Neither is there after one that has brought mail. */
static bool lose(struct account *account, GError **error)
{
    account->works = account->works && account->quiet > 0;
    if (account->imap != NULL) {
        learn_silence(account);
    }
    bool fine = account->brought || account->works;
    g_clear_pointer(&account->imap, imap_close);
    imap_round_none(account->round);
    int64_t most = account->works ? MIN(interval(account), LONGEST_PAUSE) : LONGEST_PAUSE;
    int64_t pause = account->brought ? FIRST_PAUSE : MIN(account->pause, most);
    account->next = clock_stopwatch() + pause;
    account->pause = account->brought ? FIRST_PAUSE : MIN(pause * 2, LONGEST_PAUSE);
    if (fine) {
        g_clear_error(error);
    }
    return fine;
}

/* The last connections did not break at once: a server that only greets is of no use. */
static bool is_sound(const struct account *account)
{
    return (account->imap != NULL || account->brought) && account->pause == FIRST_PAUSE;
}

static void note_opened(struct account *account)
{
    imap_round_open(account->round, account->imap);
    account->stale = clock_stopwatch() + interval(account);
}

/* A folder that was deleted and made anew meanwhile has other mails under the same numbers. */
static bool open_again(struct account *account, GError **error)
{
    if (clock_stopwatch() < account->stale) {
        return true;
    }
    if (!imap_select(account->imap, error)) {
        return false;
    }
    note_opened(account);
    return true;
}

static bool connect_and_list(struct account *account, GError **error)
{
    if (account->imap == NULL) {
        account->brought = account->works = false;
        account->imap = imap_open(account->settings, error);
        if (account->imap == NULL) {
            return false;
        }
        account->opened = account->relaxed = clock_stopwatch();
        note_opened(account);
    }
    if (!imap_idle_done(account->imap, error) || !open_again(account, error) ||
        !imap_round_list(account->round, account->imap, error)) {
        return false;
    }
    account->quiet = 0;
    return true;
}

static bool account_begin(void *state, GError **error)
{
    struct account *account = state;
    if (account->imap == NULL && clock_stopwatch() < account->next) {
        imap_round_none(account->round); /* its trouble has been told; main need not wait */
        return true;
    }
    return connect_and_list(account, error) || lose(account, error);
}

static bool account_end(void *state, GError **error)
{
    struct account *account = state;
    if (account->imap == NULL) {
        return true;
    }
    int64_t now = clock_stopwatch();
    bool lasts = now >= account->opened + PROOF;
    account->pause = lasts ? FIRST_PAUSE : account->pause;
    int64_t wait = is_sound(account) ? interval(account) : MIN(interval(account), PROOF);
    if (now >= account->relaxed + LASTING) { /* so much silence does no harm */
        account->longest = MIN(account->longest, INT64_MAX / 2) * 2;
        account->relaxed = now;
    }
    account->next = now + MIN(wait, account->longest);
    if (!imap_idle(account->imap, error)) {
        return lose(account, error);
    }
    account->quiet = now;
    /* A server that lists mails and hands out none is no better than one that is away. */
    const char *barren = imap_round_barren(account->round);
    account->doubted = account->doubted && !lasts && !account->brought;
    account->works = barren == NULL && !account->doubted;
    if (barren != NULL) {
        g_set_error(error, POST_ERROR, FAILURE_TEMPORARY, "no mail comes: %s", barren);
    }
    return barren == NULL;
}

static bool account_look(void *state, GError **error)
{
    struct account *account = state;
    if (!connect_and_list(account, error)) {
        lose(account, error);
        return false;
    }
    return imap_round_is_wanted(account->round) || (account_end(account, error) && false);
}

static enum source_more account_take(void *state, const struct source_main *main, GPtrArray *mails,
                                     GError **error)
{
    struct account *account = state;
    enum source_more more = imap_round_take(account->round, account->imap, main, mails, error);
    account->fresh = mails->len > 0;
    return more == SOURCE_BROKEN && lose(account, error) ? SOURCE_END : more;
}

static bool account_settle(void *state, const struct source_main *main, GError **error)
{
    struct account *account = state;
    bool moved = false;
    account->brought = account->brought || account->fresh;
    if (!imap_round_settle(account->round, account->imap, main, &moved, error)) {
        return lose(account, error);
    }
    account->pause = moved ? FIRST_PAUSE : account->pause;
    return true;
}

static bool account_well(const void *state)
{
    const struct account *account = state;
    return account->works || account->brought;
}

const struct source_kind source_kind_imap = {
    .is_remote = true,
    .open = account_open,
    .close = account_close,
    .recall = account_recall,
    .fd = account_fd,
    .due = account_due,
    .look = account_look,
    .begin = account_begin,
    .take = account_take,
    .settle = account_settle,
    .end = account_end,
    .well = account_well,
};
