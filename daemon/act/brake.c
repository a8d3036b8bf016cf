#include "act/brake.h"

#include "act/newsletter.h"
#include "base/failure.h"
#include "store/ledger.h"

enum { DROP_GROUP = 1000, AGAIN_GROUP = 500 };

static struct cause by_staff(const struct office *office)
{
    return (struct cause){.at = clock_now(office->clock), .actor = "staff"};
}

/* Copies that may still leave, by themselves or by a word of staff. */
static bool count_waiting(const struct office *office, const char *name, int64_t *waiting,
                          GError **error)
{
    int64_t counts[LEDGER_HELD + 1] = {0};
    if (!ledger_count(office->store, name, counts, error)) {
        return false;
    }
    *waiting = counts[LEDGER_QUEUED] + counts[LEDGER_CLAIMED] + counts[LEDGER_HELD];
    return true;
}

/* Sent, and nothing of it was queued again since. */
static bool is_over(const struct office *office, const struct issue *issue, bool *over,
                    GError **error)
{
    int64_t waiting = 0;
    if (!count_waiting(office, issue->name, &waiting, error)) {
        return false;
    }
    *over = issue->state == ISSUE_SENT && waiting == 0;
    return true;
}

static bool refuse_over(const struct office *office, const char *name, GError **error)
{
    SCOPED(issue) struct issue *issue = issue_get(office->store, name, error);
    bool over = false;
    if (issue == NULL || !is_over(office, issue, &over, error)) {
        return false;
    }
    if (over) {
        g_set_error(error, ACT_ERROR, FAILURE_PERMANENT,
                    "issue %s cannot be stopped: it is sent already", name);
    }
    return !over;
}

bool brake_stop(const struct office *office, const char *issue, GError **error)
{
    const struct cause cause = by_staff(office);
    STORE_ROLLS_BACK(office->store);
    return store_begin(office->store, error) && refuse_over(office, issue, error) &&
           issue_hold(office->store, &cause, issue, ISSUE_STOPPED, error) &&
           ledger_give_back(office->store, issue, cause.at, error) &&
           store_commit(office->store, error);
}

/* A correction of the issue that has been queued, or NULL without an error. The caller owns it. */
static char *correction_of(const struct office *office, const char *name, GError **error)
{
    g_autoptr(GPtrArray) issues = issue_list(office->store, error);
    for (guint at = 0; issues != NULL && at < issues->len; at++) {
        const struct issue *issue = issues->pdata[at];
        bool queued = issue->queued != 0 || issue->state == ISSUE_SENDING;
        if (queued && g_strcmp0(issue->corrects, name) == 0) {
            return g_strdup(issue->name);
        }
    }
    return NULL;
}

static bool is_uncorrected(const struct office *office, const char *name, GError **error)
{
    g_autoptr(GError) failure = NULL;
    g_autofree char *correction = correction_of(office, name, &failure);
    if (failure != NULL) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return false;
    }
    if (correction != NULL) {
        g_set_error(error, ACT_ERROR, FAILURE_PERMANENT,
                    "issue %s was corrected by %s; its rest stays where it is (moedested "
                    "newsletter stop %s --drop gives it up)",
                    name, correction, name);
    }
    return correction == NULL;
}

static bool corrected_is_still(const struct office *office, const struct issue *issue,
                               GError **error)
{
    if (issue->corrects == NULL) {
        return true;
    }
    SCOPED(issue) struct issue *wrong = issue_get(office->store, issue->corrects, error);
    bool over = false;
    if (wrong == NULL || !is_over(office, wrong, &over, error)) {
        return false;
    }
    if (over || wrong->state == ISSUE_HELD) {
        return true;
    }
    g_set_error(error, ACT_ERROR, FAILURE_PERMANENT,
                "issue %s corrects %s, which is %s; stop it first (moedested newsletter stop %s)",
                issue->name, wrong->name,
                wrong->state == ISSUE_APPROVED ? "about to be sent" : "on its way", wrong->name);
    return false;
}

static bool is_not_given_up(const struct issue *issue, GError **error)
{
    bool given_up = issue_is_given_up(issue);
    if (given_up) {
        g_set_error(error, ACT_ERROR, FAILURE_PERMANENT,
                    "issue %s was given up; as long as none of its copies was queued it can be "
                    "approved anew (moedested newsletter approve %s)",
                    issue->name, issue->name);
    }
    return !given_up;
}

bool brake_allows(const struct office *office, const struct issue *issue, GError **error)
{
    if (!is_not_given_up(issue, error)) {
        return false;
    }
    if (issue->state == ISSUE_HELD && g_strcmp0(issue->why_held, ISSUE_LATE) != 0) {
        g_set_error(error, ACT_ERROR, FAILURE_PERMANENT,
                    "issue %s is held (%s); moedested newsletter resume %s lets it go on",
                    issue->name, issue->why_held, issue->name);
        return false;
    }
    return is_uncorrected(office, issue->name, error) && corrected_is_still(office, issue, error);
}

static bool is_held(const struct issue *issue, GError **error)
{
    if (issue->state != ISSUE_HELD) {
        g_set_error(error, ACT_ERROR, FAILURE_PERMANENT, "issue %s is not stopped: it is %s",
                    issue->name, issue_state_name(issue->state));
    }
    return issue->state == ISSUE_HELD;
}

bool brake_resume(const struct office *office, const char *name, GError **error)
{
    const struct cause cause = by_staff(office);
    SCOPED(issue) struct issue *issue = issue_get(office->store, name, error);
    if (issue == NULL || !is_held(issue, error) || !is_not_given_up(issue, error) ||
        !is_uncorrected(office, name, error) || !corrected_is_still(office, issue, error)) {
        return false;
    }
    bool early = issue->queued == 0 && cause.at < issue->due; /* it goes at its time */
    if (!early && !newsletter_release(office, name, error)) {
        return false;
    }
    STORE_ROLLS_BACK(office->store);
    return store_begin(office->store, error) && issue_resume(office->store, &cause, name, error) &&
           store_commit(office->store, error);
}

static bool drop_group(const struct office *office, const char *issue, int64_t *dropped,
                       GError **error)
{
    const struct cause cause = by_staff(office);
    STORE_ROLLS_BACK(office->store);
    if (!store_begin(office->store, error) ||
        !ledger_drop_some(office->store, issue, cause.at, DROP_GROUP, dropped, error)) {
        return false;
    }
    g_autofree char *count = g_strdup_printf("dropped %" G_GINT64_FORMAT, *dropped);
    return (*dropped == 0 ||
            event_add(office->store, &cause, 0, 0, "issue", issue, "held", count, error)) &&
           store_commit(office->store, error);
}

/* Before its copies are dropped: then a crash between them leaves nothing that a resume would send.
 */
static bool give_up(const struct office *office, const char *name, GError **error)
{
    const struct cause cause = by_staff(office);
    STORE_ROLLS_BACK(office->store);
    if (!store_begin(office->store, error)) {
        return false;
    }
    SCOPED(issue) struct issue *issue = issue_get(office->store, name, error);
    return issue != NULL && is_held(issue, error) &&
           issue_give_up(office->store, &cause, name, error) && store_commit(office->store, error);
}

bool brake_drop(const struct office *office, const char *name, int64_t *dropped, GError **error)
{
    if (!give_up(office, name, error)) {
        return false;
    }
    int64_t all = 0, some = 0;
    do {
        if (!drop_group(office, name, &some, error)) {
            return false;
        }
        all += some;
    } while (some > 0);
    *dropped = all;
    return true;
}

static bool note_failed(const struct ledger_mail *mail, void *data)
{
    GArray *ids = data;
    g_array_append_val(ids, mail->id);
    return true;
}

static bool queue_group(const struct office *office, const GArray *ids, guint from, GError **error)
{
    const struct cause cause = by_staff(office);
    STORE_ROLLS_BACK(office->store);
    if (!store_begin(office->store, error)) {
        return false;
    }
    for (guint at = from; at < MIN(ids->len, from + AGAIN_GROUP); at++) {
        int64_t id = g_array_index(ids, int64_t, at);
        if (!ledger_resolve(office->store, &cause, id, LEDGER_QUEUED, error)) {
            return false;
        }
    }
    return store_commit(office->store, error);
}

bool brake_allows_again(const struct office *office, const struct issue *issue, GError **error)
{
    int64_t waiting = 0;
    if (!brake_allows(office, issue, error) ||
        !count_waiting(office, issue->name, &waiting, error)) {
        return false;
    }
    bool others = issue->state == ISSUE_HELD && (waiting > 0 || issue->queued == 0);
    if (others) {
        g_set_error(error, ACT_ERROR, FAILURE_PERMANENT,
                    "issue %s is held (%s), and others wait for it who would get it too; let it go "
                    "on first (moedested newsletter resume %s)",
                    issue->name, issue->why_held, issue->name);
    }
    return !others;
}

/* So that it is seen as sent again when the last of them has gone. Looked at within the
 * transaction: staff may have stopped it since. */
static bool set_sending(const struct office *office, const char *name, GError **error)
{
    const struct cause cause = by_staff(office);
    STORE_ROLLS_BACK(office->store);
    if (!store_begin(office->store, error)) {
        return false;
    }
    SCOPED(issue) struct issue *issue = issue_get(office->store, name, error);
    return issue != NULL && brake_allows_again(office, issue, error) &&
           issue_set_state(office->store, &cause, name, ISSUE_SENDING, error) &&
           store_commit(office->store, error);
}

bool brake_again(const struct office *office, const char *name, int64_t *queued, GError **error)
{
    g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
    SCOPED(issue) struct issue *issue = issue_get(office->store, name, error);
    if (issue == NULL || !brake_allows_again(office, issue, error) ||
        !ledger_each(office->store, name, 0, LEDGER_FAILED, note_failed, ids, error)) {
        return false;
    }
    if (ids->len > 0 &&
        !(newsletter_release(office, name, error) && set_sending(office, name, error))) {
        return false;
    }
    for (guint from = 0; from < ids->len; from += AGAIN_GROUP) {
        if (!queue_group(office, ids, from, error)) {
            return false;
        }
    }
    *queued = ids->len;
    return true;
}
