#include "post/imap_round.h"

#include "base/clock.h"
#include "base/failure.h"
#include "post/imap_mail.h"
#include "post/imap_memory.h"

#define WITHHELD "the server does not hand it out"

struct imap_round {
    const struct imap_settings *settings;
    struct imap_memory memory;
    bool feared;      /* main has a text of the memory that is worse than it is */
    GHashTable *left; /* numbers of mails that are done with, should they still be there */
    bool changed;     /* of what main has been told is left, something is not any more */
    GArray *uids;     /* of this round */
    guint at;
    GArray *taken; /* numbers */
};

struct imap_round *imap_round_new(const struct imap_settings *settings)
{
    struct imap_round *round = g_new0(struct imap_round, 1);
    round->settings = settings;
    round->left = g_hash_table_new(NULL, NULL);
    imap_memory_init(&round->memory);
    round->uids = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    round->taken = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    return round;
}

void imap_round_free(struct imap_round *round)
{
    if (round != NULL) {
        g_hash_table_unref(round->left);
        imap_memory_clear(&round->memory);
        g_array_unref(round->uids);
        g_array_unref(round->taken);
        g_free(round);
    }
}

void imap_round_open(struct imap_round *round, const struct imap *imap)
{
    uint32_t validity = imap_uidvalidity(imap);
    if (validity != round->memory.validity) {
        g_hash_table_remove_all(round->left);
        round->changed = round->changed || reluctant_count(round->memory.reluctant) > 0;
        reluctant_clear(round->memory.reluctant);
        g_clear_pointer(&round->memory.barren, g_free);
        round->memory.validity = validity;
    }
}

void imap_round_none(struct imap_round *round)
{
    g_array_set_size(round->uids, 0);
    round->at = 0;
}

bool imap_round_is_wanted(const struct imap_round *round)
{
    return round->uids->len > 0 || round->changed;
}

static bool is_left(const struct imap_round *round, uint32_t uid)
{
    return g_hash_table_contains(round->left, GUINT_TO_POINTER(uid));
}

static void leave(struct imap_round *round, uint32_t uid)
{
    g_hash_table_add(round->left, GUINT_TO_POINTER(uid));
    reluctant_remove(round->memory.reluctant, uid);
}

/* Adds those of a rank that may be asked for now. */
static void add_ranked(struct imap_round *round, const GArray *found, unsigned rank)
{
    int64_t now = clock_stopwatch();
    for (guint at = 0; at < found->len; at++) {
        uint32_t uid = g_array_index(found, uint32_t, at);
        if (reluctant_rank(round->memory.reluctant, uid) == rank && !is_left(round, uid) &&
            !reluctant_waits(round->memory.reluctant, uid, now)) {
            g_array_append_val(round->uids, uid);
        }
    }
}

bool imap_round_list(struct imap_round *round, struct imap *imap, GError **error)
{
    imap_round_none(round);
    g_autoptr(GArray) found = imap_uids(imap, 1, error);
    if (found == NULL) {
        return false;
    }
    unsigned before = reluctant_count(round->memory.reluctant);
    reluctant_keep(round->memory.reluctant, found);
    round->changed = round->changed || reluctant_count(round->memory.reluctant) < before;
    if (reluctant_count(round->memory.reluctant) == 0) {
        g_clear_pointer(&round->memory.barren, g_free);
    }
    for (unsigned rank = 0; rank <= RELUCTANT_WORST; rank++) {
        add_ranked(round, found, rank);
    }
    return true;
}

static char *name_of(const struct imap_round *round, uint32_t uid)
{
    return g_strdup_printf("%u/%u", round->memory.validity, uid);
}

static char *account_of(const struct imap_round *round)
{
    const struct imap_settings *settings = round->settings;
    return g_strdup_printf("%s@%s:%d/%s", settings->user, settings->host, settings->port,
                           settings->folder);
}

static char *place_of(const struct imap_round *round, uint32_t uid)
{
    g_autofree char *account = account_of(round);
    return g_strdup_printf("%s/%u/%u", account, round->memory.validity, uid);
}

void imap_round_recall(struct imap_round *round, const char *memory, int64_t age)
{
    g_autofree char *account = account_of(round);
    imap_memory_read(&round->memory, account, memory, age);
}

/* Before these are asked for: the process may end of it. */
static void say_feared(struct imap_round *round, const struct source_main *main, guint count)
{
    g_autofree char *account = account_of(round);
    g_autofree char *memory = imap_memory_write(
        &round->memory, account, &g_array_index(round->uids, uint32_t, round->at), count);
    round->feared = true;
    main->learned(main->data, memory);
}

static void say_learned(struct imap_round *round, const struct source_main *main)
{
    g_autofree char *account = account_of(round);
    g_autofree char *memory = imap_memory_write(&round->memory, account, NULL, 0);
    main->learned(main->data, memory);
    round->feared = false;
}

struct naming {
    const struct imap_round *round;
    const struct source_main *main;
};

static void name_one(uint32_t uid, const char *why, void *data)
{
    const struct naming *naming = data;
    g_autofree char *name = name_of(naming->round, uid);
    naming->main->skipped(naming->main->data, name, why);
}

/* At the end of each round, however it ends. */
static void name_left(struct imap_round *round, const struct source_main *main)
{
    reluctant_each(round->memory.reluctant, name_one, &(struct naming){round, main});
    if (round->feared || round->changed) {
        say_learned(round, main);
    }
}

const char *imap_round_barren(const struct imap_round *round)
{
    return round->memory.barren;
}

/* These did not come. What the server refuses together is asked for alone, in this round. False:
 * the connection is of no use any more. */
static bool set_all_apart(struct imap_round *round, const GArray *uids, const GError *problem)
{
    bool refused = problem->code == FAILURE_PERMANENT, alone = uids->len == 1;
    for (guint at = 0; at < uids->len; at++) {
        imap_memory_failed(&round->memory, g_array_index(uids, uint32_t, at), refused && alone,
                           problem->message);
    }
    if (refused && !alone) {
        g_array_append_vals(round->uids, uids->data, uids->len);
    }
    return refused;
}

/* How many go together. */
static guint group_size(const struct imap_round *round)
{
    guint most = MIN(round->uids->len - round->at, SOURCE_GROUP), count = 0;
    const uint32_t *next = &g_array_index(round->uids, uint32_t, round->at);
    while (count < most && reluctant_rank(round->memory.reluctant, next[count]) == 0) {
        count++;
    }
    return MAX(count, 1);
}

/* The next ones that weigh little enough, or a larger one alone, into round->taken. */
static bool choose(struct imap_round *round, struct imap *imap, size_t *octets, GError **error)
{
    g_autoptr(GArray) next = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    g_autoptr(GError) problem = NULL;
    guint count = group_size(round);
    g_array_append_vals(next, &g_array_index(round->uids, uint32_t, round->at), count);
    g_autofree size_t *sizes = imap_sizes(imap, next, &problem);
    if (sizes == NULL) {
        round->at += count;
        return set_all_apart(round, next, problem) ||
               (g_propagate_error(error, g_steal_pointer(&problem)), false);
    }
    for (guint at = 0; at < count; at++) {
        uint32_t uid = g_array_index(next, uint32_t, at);
        if (round->taken->len > 0 && *octets + sizes[at] > SOURCE_GROUP_OCTETS) {
            break;
        }
        round->at++;
        if (sizes[at] > 0) {
            *octets += sizes[at];
            g_array_append_val(round->taken, uid);
        } else {
            imap_memory_failed(&round->memory, uid, false, WITHHELD);
        }
    }
    return true;
}

/* Those of round->taken that are not in the store. NULL: main is gone. */
static GArray *unknown_ones(const struct imap_round *round, const struct source_main *main)
{
    g_autoptr(GPtrArray) places = g_ptr_array_new_with_free_func(g_free);
    for (guint at = 0; at < round->taken->len; at++) {
        g_ptr_array_add(places, place_of(round, g_array_index(round->taken, uint32_t, at)));
    }
    bool known[SOURCE_GROUP] = {false};
    if (places->len > 0 && !main->known(main->data, places, known)) {
        return NULL;
    }
    GArray *unknown = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    for (guint at = 0; at < round->taken->len; at++) {
        if (!known[at]) {
            g_array_append_val(unknown, g_array_index(round->taken, uint32_t, at));
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
static void forget_missing(struct imap_round *round, const GArray *asked, const GPtrArray *fetched)
{
    for (guint at = 0; at < asked->len; at++) {
        uint32_t uid = g_array_index(asked, uint32_t, at);
        for (guint i = 0; !has_uid(fetched, uid) && i < round->taken->len; i++) {
            if (g_array_index(round->taken, uint32_t, i) == uid) {
                g_array_remove_index(round->taken, i);
            }
        }
    }
}

/* What has gone is not in the next list, and forgotten then. */
static void set_withheld_apart(struct imap_round *round, const GArray *asked,
                               const GPtrArray *fetched)
{
    for (guint at = 0; at < asked->len; at++) {
        uint32_t uid = g_array_index(asked, uint32_t, at);
        if (!has_uid(fetched, uid)) {
            imap_memory_failed(&round->memory, uid, false, WITHHELD);
        }
    }
}

static bool fetch(struct imap_round *round, struct imap *imap, const GArray *uids, size_t octets,
                  GPtrArray *mails, GError **error)
{
    if (uids->len == 0) {
        return true;
    }
    g_autoptr(GError) problem = NULL;
    unsigned failures = reluctant_rank(round->memory.reluctant, g_array_index(uids, uint32_t, 0));
    g_autoptr(GPtrArray) fetched = imap_fetch(imap, uids, octets, failures, &problem);
    if (fetched == NULL) {
        g_autoptr(GPtrArray) none = g_ptr_array_new();
        forget_missing(round, uids, none);
        return set_all_apart(round, uids, problem) ||
               (g_propagate_error(error, g_steal_pointer(&problem)), false);
    }
    forget_missing(round, uids, fetched);
    set_withheld_apart(round, uids, fetched);
    for (guint at = 0; at < fetched->len; at++) {
        struct imap_mail *one = fetched->pdata[at];
        imap_memory_came(&round->memory, one->uid);
        struct source_mail *mail = g_new0(struct source_mail, 1);
        *mail = (struct source_mail){name_of(round, one->uid), place_of(round, one->uid),
                                     g_steal_pointer(&one->octets), one->length};
        g_ptr_array_add(mails, mail);
    }
    return true;
}

static enum source_more take(struct imap_round *round, struct imap *imap,
                             const struct source_main *main, GPtrArray *mails, GError **error)
{
    g_array_set_size(round->taken, 0);
    if (round->at >= round->uids->len) {
        return SOURCE_END;
    }
    say_feared(round, main, group_size(round));
    size_t octets = 0;
    if (!choose(round, imap, &octets, error)) {
        return SOURCE_BROKEN;
    }
    g_autoptr(GArray) unknown = unknown_ones(round, main);
    if (unknown == NULL) {
        return SOURCE_END;
    }
    return fetch(round, imap, unknown, octets, mails, error) ? SOURCE_MORE : SOURCE_BROKEN;
}

enum source_more imap_round_take(struct imap_round *round, struct imap *imap,
                                 const struct source_main *main, GPtrArray *mails, GError **error)
{
    enum source_more more = take(round, imap, main, mails, error);
    if (more != SOURCE_MORE) {
        name_left(round, main);
        round->changed = round->changed && more != SOURCE_END;
    }
    return more;
}

/* These are in the folder for what is done, and here: not once more. */
static void leave_copied(struct imap_round *round, const char *why)
{
    for (guint at = 0; at < round->taken->len; at++) {
        uint32_t uid = g_array_index(round->taken, uint32_t, at);
        imap_memory_failed(&round->memory, uid, true, why);
        reluctant_never(round->memory.reluctant, uid);
    }
}

/* A mail that the server will not move is known by its place when it is tried again; those behind
 * it are not held up. */
bool imap_round_settle(struct imap_round *round, struct imap *imap, const struct source_main *main,
                       bool *moved, GError **error)
{
    g_autoptr(GError) problem = NULL;
    bool copied = false;
    *moved = imap_settle(imap, round->taken, &copied, &problem) && round->taken->len > 0;
    if (problem == NULL) {
        for (guint at = 0; at < round->taken->len; at++) {
            leave(round, g_array_index(round->taken, uint32_t, at));
        }
        return true;
    }
    if (copied) {
        leave_copied(round, problem->message);
    }
    bool usable =
        copied ? problem->code == FAILURE_PERMANENT : set_all_apart(round, round->taken, problem);
    g_clear_pointer(&round->memory.barren, g_free); /* they have come */
    if (!usable) {
        name_left(round, main);
        g_propagate_error(error, g_steal_pointer(&problem));
        return false;
    }
    return true;
}
