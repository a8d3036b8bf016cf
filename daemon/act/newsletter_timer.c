#include "act/newsletter.h"

#include "act/brake.h"
#include "act/staff.h"
#include "base/failure.h"
#include "store/ledger.h"
#include "store/quota.h"

#define LOOK_PAUSE 60 /* seconds between two looks for readers */

/* By issue: when nobody was found to read it. */
struct newsletter_looks {
    GHashTable *vain; /* name -> int64_t, a moment */
};

struct newsletter_looks *newsletter_looks_new(void)
{
    struct newsletter_looks *looks = g_new0(struct newsletter_looks, 1);
    looks->vain = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    return looks;
}

void newsletter_looks_free(struct newsletter_looks *looks)
{
    if (looks != NULL) {
        g_hash_table_unref(looks->vain);
        g_free(looks);
    }
}

/* When somebody is looked for again; a moment in the past: now. */
static int64_t next_look(const struct office *office, const struct issue *issue)
{
    const int64_t *vain =
        office->looks != NULL ? g_hash_table_lookup(office->looks->vain, issue->name) : NULL;
    bool counts = vain != NULL && *vain <= clock_now(office->clock); /* the clock went back */
    return counts ? *vain + LOOK_PAUSE : issue->due;
}

/* After a look: when it has begun nothing is waited for. */
static bool note_look(const struct office *office, const char *name, GError **error)
{
    SCOPED(issue) struct issue *issue = issue_get(office->store, name, error);
    if (issue == NULL || office->looks == NULL) {
        return issue != NULL;
    }
    if (issue->state == ISSUE_APPROVED) {
        int64_t *now = g_new(int64_t, 1);
        *now = clock_now(office->clock);
        g_hash_table_insert(office->looks->vain, g_strdup(name), now);
    } else {
        g_hash_table_remove(office->looks->vain, name);
    }
    return true;
}

static bool set_state(const struct office *office, const char *issue, enum issue_state state,
                      GError **error)
{
    struct cause cause = {.at = clock_now(office->clock), .actor = "timer"};
    return issue_set_state(office->store, &cause, issue, state, error);
}

/* Too late to go out by itself: staff decide (it may invite to a meeting that is over). */
static bool hold(const struct office *office, const struct issue *issue, GError **error)
{
    struct cause cause = {.at = clock_now(office->clock), .actor = "timer"};
    g_autofree char *due = templates_date(office->templates, "da", office->clock, issue->due, true);
    g_autofree char *latest =
        templates_date(office->templates, "da", office->clock, issue->latest, true);
    json_auto_t *fields =
        json_pack("{s:s, s:s, s:s}", "nummer", issue->name, "udsendes", due, "senest", latest);
    STORE_ROLLS_BACK(office->store);
    return store_begin(office->store, error) &&
           issue_hold(office->store, &cause, issue->name, ISSUE_LATE, error) &&
           staff_tell(office, &cause, "staff-held", fields, error) &&
           store_commit(office->store, error);
}

static bool is_untried(const struct ledger_mail *mail, void *data)
{
    bool *untried = data;
    *untried = mail->attempts == 0;
    return !*untried;
}

/* An issue on its way: sent when nothing waits any more; held when copies that were never tried
 * would come too late (the relay was down for a day). Those that only a full mailbox keeps back go
 * on, and so do those that the limits stretch over days. */
static bool look_at_rest(const struct office *office, const struct issue *issue, GError **error)
{
    int64_t counts[LEDGER_HELD + 1] = {0};
    if (!ledger_count(office->store, issue->name, counts, error)) {
        return false;
    }
    if (counts[LEDGER_QUEUED] + counts[LEDGER_CLAIMED] + counts[LEDGER_DOUBT] +
            counts[LEDGER_HELD] >
        0) {
        bool late = clock_now(office->clock) > issue->latest, untried = false, moving = false;
        if (late && !quota_moving(office->store, clock_now(office->clock), &moving, error)) {
            return false;
        }
        if (late && !moving &&
            !ledger_each(office->store, issue->name, 0, LEDGER_QUEUED, is_untried, &untried,
                         error)) {
            return false;
        }
        return !untried || hold(office, issue, error);
    }
    STORE_ROLLS_BACK(office->store);
    return store_begin(office->store, error) && set_state(office, issue->name, ISSUE_SENT, error) &&
           store_commit(office->store, error);
}

bool newsletter_release(const struct office *office, const char *issue, GError **error)
{
    int64_t until =
        clock_now(office->clock) + config_number(office->config, CONFIG_NEWSLETTER_SEND_BEFORE);
    STORE_ROLLS_BACK(office->store);
    return store_begin(office->store, error) &&
           issue_set_latest(office->store, issue, until, error) &&
           store_commit(office->store, error);
}

/* A correction waits while what it corrects is on its way, and what staff have stopped since the
 * issues were listed stays so. */
static bool begin(const struct office *office, const struct issue *issue, GError **error)
{
    g_autoptr(GError) why = NULL;
    if (newsletter_queue(office, issue->name, NULL, NULL, &why)) {
        return note_look(office, issue->name, error);
    }
    if (g_error_matches(why, ACT_ERROR, FAILURE_PERMANENT)) {
        return true;
    }
    g_propagate_error(error, g_steal_pointer(&why));
    return false;
}

/* What was on the line, or in doubt, when the issue was given up comes back to the queue, or to
 * staff. */
static bool drop_rest(const struct office *office, const struct issue *issue, GError **error)
{
    bool any = false;
    int64_t dropped = 0;
    return ledger_any_to_drop(office->store, issue->name, &any, error) &&
           (!any || brake_drop(office, issue->name, &dropped, error));
}

static bool look_at(const struct office *office, const struct issue *issue, GError **error)
{
    int64_t now = clock_now(office->clock);
    switch (issue->state) {
    case ISSUE_APPROVED:
        if (now < issue->due) {
            return true;
        }
        if (now > issue->latest) {
            return hold(office, issue, error);
        }
        return now < next_look(office, issue) || begin(office, issue, error);
    case ISSUE_SENDING:
        if (issue->queued == 0 && now <= issue->latest) {
            return begin(office, issue, error);
        }
        return issue->queued == 0 ? hold(office, issue, error) : look_at_rest(office, issue, error);
    case ISSUE_HELD:
        return !issue_is_given_up(issue) || drop_rest(office, issue, error);
    case ISSUE_SENT:
        break;
    }
    return true;
}

bool newsletter_timer(const struct office *office, GError **error)
{
    g_autoptr(GPtrArray) issues = issue_list(office->store, error);
    if (issues == NULL) {
        return false;
    }
    for (guint at = 0; at < issues->len; at++) {
        if (!look_at(office, issues->pdata[at], error)) {
            return false;
        }
    }
    return true;
}

bool newsletter_look(const struct office *office, const char *name, GError **error)
{
    SCOPED(issue) struct issue *issue = issue_get(office->store, name, error);
    return issue != NULL && look_at(office, issue, error);
}

bool newsletter_next(const struct office *office, int64_t *moment, GError **error)
{
    *moment = INT64_MAX;
    g_autoptr(GPtrArray) issues = issue_list(office->store, error);
    for (guint at = 0; issues != NULL && at < issues->len; at++) {
        const struct issue *issue = issues->pdata[at];
        if (issue->state == ISSUE_APPROVED) {
            int64_t next = MIN(next_look(office, issue), issue->latest + 1);
            *moment = MIN(*moment, MAX(next, issue->due));
        }
    }
    return issues != NULL;
}
