#include "base/clock.h"
#include "base/failure.h"
#include "post/imap_mail.h"
#include "post/maildir_in.h"
#include "post/reluctant.h"
#include "post/source.h"

#define FIRST_PAUSE G_USEC_PER_SEC
#define LONGEST_PAUSE (300 * G_USEC_PER_SEC)
#define LONGEST_IDLE 300 /* seconds; what lies in a buffer of TLS does not wake */
#define REFUSED_PAUSE (600 * G_USEC_PER_SEC)

struct account {
    const struct imap_settings *settings;
    struct imap *imap; /* NULL: not connected */
    int64_t pause;     /* before the next try */
    int64_t next;      /* stopwatch: the next try, or the next look */
    int64_t stale;     /* stopwatch: when the folder is to be opened again */
    uint32_t validity; /* of what the numbers below mean */
    GHashTable *left;  /* numbers of mails that stay where they are */
    struct reluctant *reluctant;
    GArray *uids; /* of this round */
    guint at;
    GArray *taken; /* numbers */
};

static void *account_open(const struct source_setup *setup, GError **error)
{
    (void)error;
    struct account *account = g_new0(struct account, 1);
    account->settings = setup->imap;
    account->pause = MAX(setup->pause, FIRST_PAUSE);
    account->next = clock_stopwatch() + setup->pause;
    account->left = g_hash_table_new(NULL, NULL);
    account->reluctant = reluctant_new();
    account->uids = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    account->taken = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    return account;
}

static void account_close(void *state)
{
    struct account *account = state;
    imap_close(account->imap);
    g_hash_table_unref(account->left);
    reluctant_free(account->reluctant);
    g_array_unref(account->uids);
    g_array_unref(account->taken);
    g_free(account);
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

/* Every trouble ends the connection; the next one is tried later and later. */
static bool lose(struct account *account)
{
    g_clear_pointer(&account->imap, imap_close);
    account->next = clock_stopwatch() + account->pause;
    account->pause = MIN(account->pause * 2, LONGEST_PAUSE);
    return false;
}

/* Numbers that were left behind mean other mails when the folder was made anew. */
static void remember_folder(struct account *account)
{
    uint32_t validity = imap_uidvalidity(account->imap);
    if (validity != account->validity) {
        g_hash_table_remove_all(account->left);
        reluctant_clear(account->reluctant);
        account->validity = validity;
    }
}

static int64_t interval(const struct account *account)
{
    return (int64_t)MIN(account->settings->poll, LONGEST_IDLE) * G_USEC_PER_SEC;
}

static void note_opened(struct account *account)
{
    remember_folder(account);
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

static bool is_left(const struct account *account, uint32_t uid)
{
    return g_hash_table_contains(account->left, GUINT_TO_POINTER(uid));
}

static void leave(struct account *account, uint32_t uid)
{
    g_hash_table_add(account->left, GUINT_TO_POINTER(uid));
    reluctant_remove(account->reluctant, uid);
}

/* Adds those of a rank that may be asked for now. */
static void add_ranked(struct account *account, const GArray *found, unsigned rank)
{
    int64_t now = clock_stopwatch();
    for (guint at = 0; at < found->len; at++) {
        uint32_t uid = g_array_index(found, uint32_t, at);
        if (reluctant_rank(account->reluctant, uid) == rank && !is_left(account, uid) &&
            !reluctant_waits(account->reluctant, uid, now)) {
            g_array_append_val(account->uids, uid);
        }
    }
}

/* What is there, into account->uids. */
static bool list(struct account *account, GError **error)
{
    g_array_set_size(account->uids, 0);
    account->at = 0;
    if (!imap_idle_done(account->imap, error) || !open_again(account, error)) {
        return false;
    }
    g_autoptr(GArray) found = imap_uids(account->imap, 1, error);
    for (unsigned rank = 0; found != NULL && rank <= RELUCTANT_WORST; rank++) {
        add_ranked(account, found, rank);
    }
    return found != NULL;
}

static bool connect_and_list(struct account *account, GError **error)
{
    if (account->imap == NULL) {
        account->imap = imap_open(account->settings, error);
        if (account->imap == NULL) {
            return false;
        }
        note_opened(account);
    }
    return list(account, error);
}

static bool account_begin(void *state, GError **error)
{
    struct account *account = state;
    if (account->imap == NULL && clock_stopwatch() < account->next) {
        g_array_set_size(account->uids, 0); /* its trouble has been told; main need not wait */
        account->at = 0;
        return true;
    }
    return connect_and_list(account, error) || lose(account);
}

static bool account_end(void *state, GError **error)
{
    struct account *account = state;
    if (account->imap == NULL) {
        return true;
    }
    account->next = clock_stopwatch() + interval(account);
    if (!imap_idle(account->imap, error)) {
        return lose(account);
    }
    account->pause = FIRST_PAUSE;
    return true;
}

static bool account_look(void *state, GError **error)
{
    struct account *account = state;
    if (!connect_and_list(account, error)) {
        return lose(account);
    }
    return account->uids->len > 0 || (account_end(account, error) && false);
}

static char *name_of(const struct account *account, uint32_t uid)
{
    return g_strdup_printf("%u/%u", account->validity, uid);
}

static char *place_of(const struct account *account, uint32_t uid)
{
    const struct imap_settings *settings = account->settings;
    return g_strdup_printf("%s@%s:%d/%s/%u/%u", settings->user, settings->host, settings->port,
                           settings->folder, account->validity, uid);
}

/* These did not come. What the server refuses alone is asked for again much later. False: the
 * connection is of no use any more. */
static bool set_apart(struct account *account, const struct source_main *main, const GArray *uids,
                      const GError *problem)
{
    bool refused = problem->code == FAILURE_PERMANENT, alone = uids->len == 1;
    int64_t next = refused && alone ? clock_stopwatch() + REFUSED_PAUSE : 0;
    for (guint at = 0; at < uids->len; at++) {
        reluctant_add(account->reluctant, g_array_index(uids, uint32_t, at), next);
    }
    if (refused && alone) {
        g_autofree char *name = name_of(account, g_array_index(uids, uint32_t, 0));
        main->skipped(main->data, name, problem->message);
    } else if (refused) {
        g_array_append_vals(account->uids, uids->data, uids->len);
    }
    return refused;
}

/* How many go together. */
static guint group_size(const struct account *account)
{
    guint most = MIN(account->uids->len - account->at, SOURCE_GROUP), count = 0;
    const uint32_t *next = &g_array_index(account->uids, uint32_t, account->at);
    while (count < most && reluctant_rank(account->reluctant, next[count]) == 0) {
        count++;
    }
    return MAX(count, 1);
}

/* The next ones that weigh little enough, into account->taken; what is too large is left. */
static bool choose(struct account *account, const struct source_main *main, size_t *octets,
                   GError **error)
{
    g_autoptr(GArray) next = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    g_autoptr(GError) problem = NULL;
    guint count = group_size(account);
    g_array_append_vals(next, &g_array_index(account->uids, uint32_t, account->at), count);
    g_autofree size_t *sizes = imap_sizes(account->imap, next, &problem);
    if (sizes == NULL) {
        account->at += count;
        return set_apart(account, main, next, problem) ||
               (g_propagate_error(error, g_steal_pointer(&problem)), false);
    }
    for (guint at = 0; at < count; at++) {
        uint32_t uid = g_array_index(next, uint32_t, at);
        if (account->taken->len > 0 && *octets + sizes[at] > SOURCE_GROUP_OCTETS) {
            break;
        }
        account->at++;
        if (sizes[at] > MAILDIR_IN_LIMIT) {
            g_autofree char *name = name_of(account, uid);
            main->skipped(main->data, name, "it is larger than 48 MiB");
            leave(account, uid);
        } else if (sizes[at] > 0) {
            *octets += sizes[at];
            g_array_append_val(account->taken, uid);
        }
    }
    return true;
}

/* Those of account->taken that are not in the store. NULL: main is gone. */
static GArray *unknown_ones(const struct account *account, const struct source_main *main)
{
    g_autoptr(GPtrArray) places = g_ptr_array_new_with_free_func(g_free);
    for (guint at = 0; at < account->taken->len; at++) {
        g_ptr_array_add(places, place_of(account, g_array_index(account->taken, uint32_t, at)));
    }
    bool known[SOURCE_GROUP] = {false};
    if (places->len > 0 && !main->known(main->data, places, known)) {
        return NULL;
    }
    GArray *unknown = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    for (guint at = 0; at < account->taken->len; at++) {
        if (!known[at]) {
            g_array_append_val(unknown, g_array_index(account->taken, uint32_t, at));
        }
    }
    return unknown;
}

static bool has_uid(const GPtrArray *fetched, uint32_t uid)
{
    for (guint at = 0; at < fetched->len; at++) {
        const struct imap_mail *mail = fetched->pdata[at];
        if (mail->uid == uid) {
            return true;
        }
    }
    return false;
}

/* What did not come with the others has gone, or could not be had: it is not ours to move. */
static void forget_missing(struct account *account, const GArray *asked, const GPtrArray *fetched)
{
    for (guint at = 0; at < asked->len; at++) {
        uint32_t uid = g_array_index(asked, uint32_t, at);
        for (guint i = 0; !has_uid(fetched, uid) && i < account->taken->len; i++) {
            if (g_array_index(account->taken, uint32_t, i) == uid) {
                g_array_remove_index(account->taken, i);
            }
        }
    }
}

static bool fetch(struct account *account, const struct source_main *main, const GArray *uids,
                  size_t octets, GPtrArray *mails, GError **error)
{
    if (uids->len == 0) {
        return true;
    }
    g_autoptr(GError) problem = NULL;
    g_autoptr(GPtrArray) fetched = imap_fetch(account->imap, uids, octets, &problem);
    if (fetched == NULL) {
        g_autoptr(GPtrArray) none = g_ptr_array_new();
        forget_missing(account, uids, none);
        return set_apart(account, main, uids, problem) ||
               (g_propagate_error(error, g_steal_pointer(&problem)), false);
    }
    forget_missing(account, uids, fetched);
    for (guint at = 0; at < fetched->len; at++) {
        struct imap_mail *one = fetched->pdata[at];
        struct source_mail *mail = g_new0(struct source_mail, 1);
        *mail = (struct source_mail){name_of(account, one->uid), place_of(account, one->uid),
                                     g_steal_pointer(&one->octets), one->length};
        g_ptr_array_add(mails, mail);
    }
    return true;
}

static enum source_more account_take(void *state, const struct source_main *main, GPtrArray *mails,
                                     GError **error)
{
    struct account *account = state;
    g_array_set_size(account->taken, 0);
    if (account->at >= account->uids->len) {
        return SOURCE_END;
    }
    size_t octets = 0;
    if (!choose(account, main, &octets, error)) {
        lose(account);
        return SOURCE_BROKEN;
    }
    g_autoptr(GArray) unknown = unknown_ones(account, main);
    if (unknown == NULL) {
        return SOURCE_END;
    }
    if (!fetch(account, main, unknown, octets, mails, error)) {
        lose(account);
        return SOURCE_BROKEN;
    }
    return SOURCE_MORE;
}

/* A mail that the server will not move is left, and known by its place; those behind it are not
 * held up. */
static bool account_settle(void *state, const struct source_main *main, GError **error)
{
    struct account *account = state;
    g_autoptr(GError) problem = NULL;
    bool done = imap_settle(account->imap, account->taken, &problem);
    if (!done && problem->code != FAILURE_PERMANENT) {
        g_propagate_error(error, g_steal_pointer(&problem));
        return lose(account);
    }
    for (guint at = 0; at < account->taken->len; at++) {
        leave(account, g_array_index(account->taken, uint32_t, at));
    }
    if (!done) {
        main->skipped(main->data, "group", problem->message);
    }
    return true;
}

static bool account_well(const void *state)
{
    const struct account *account = state;
    return account->imap != NULL;
}

const struct source_kind source_kind_imap = {
    .is_remote = true,
    .open = account_open,
    .close = account_close,
    .fd = account_fd,
    .due = account_due,
    .look = account_look,
    .begin = account_begin,
    .take = account_take,
    .settle = account_settle,
    .end = account_end,
    .well = account_well,
};
