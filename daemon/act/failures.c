#include "act/failures.h"

#include "act/staff.h"
#include "store/issue.h"
#include "store/ledger.h"
#include "store/ledger_failed.h"
#include "store/setting.h"
#include "store/suppression.h"

#define FIRST LEDGER_UNJUDGED /* copies that are watched */
#define ENOUGH 20             /* of a smaller issue: fewer say nothing */
#define NOISE 16              /* in doubt: so many a relay leaves that is started again */
#define REASONS 3             /* that staff are told */
#define ALL_REASONS 100       /* that are looked at */
#define LINE_LIMIT 200
#define DAY (24 * 3600)
#define LOOKED "given-up.looked" /* the setting: when staff were last told */

/* "12 × 550 5.1.1 User unknown", a line each. The caller owns it. */
static char *in_lines(const GPtrArray *reasons)
{
    GString *lines = g_string_new(NULL);
    for (guint i = 0; i < reasons->len; i++) {
        const struct ledger_reason *reason = g_ptr_array_index(reasons, i);
        g_autofree char *answer = g_strndup(reason->answer, LINE_LIMIT);
        g_autofree char *valid = g_utf8_make_valid(answer, -1);
        g_string_append_printf(lines, "%s%" G_GINT64_FORMAT " × %s%s%s", i > 0 ? "\n" : "",
                               reason->count, reason->status, *reason->status != '\0' ? " " : "",
                               valid);
    }
    return g_string_free(lines, FALSE);
}

/* With what is in doubt, when that is too much to be an accident. */
static int64_t failed_of(const struct ledger_tried *tried)
{
    return tried->failed + (tried->doubt > NOISE ? tried->doubt : 0);
}

static bool tell_stopped(const struct office *office, const struct cause *cause, const char *issue,
                         const struct ledger_tried *tried, GError **error)
{
    g_autoptr(GPtrArray) reasons = ledger_reasons(office->store, issue, REASONS, error);
    if (reasons == NULL) {
        return false;
    }
    g_autofree char *why = in_lines(reasons);
    g_autofree char *failed = g_strdup_printf("%" G_GINT64_FORMAT, failed_of(tried));
    g_autofree char *all = g_strdup_printf("%" G_GINT64_FORMAT, failed_of(tried) + tried->sent);
    g_autofree char *doubt = g_strdup_printf("%" G_GINT64_FORMAT, tried->doubt);
    json_auto_t *fields =
        json_pack("{s:s, s:s, s:s, s:s, s:s, s:s}", "nummer", issue, "afviste", failed, "proevede",
                  all, "svarene", why, "venter", tried->waiting > 0 ? "ja" : "", "tvivl",
                  tried->doubt > NOISE ? doubt : "");
    return staff_tell(office, cause, "staff-failures", fields, error);
}

enum judgement { TOO_EARLY, FINE, TOO_MANY };

static enum judgement judge(const struct ledger_tried *tried, int64_t percent)
{
    int64_t failed = failed_of(tried), done = tried->sent + failed;
    bool small = tried->copies < FIRST;
    /* Of a large issue the share of all the first copies counts, however early it is certain. */
    int64_t of = small || done > FIRST ? done : FIRST;
    bool says_something = !small || done >= ENOUGH;
    if (says_something && failed * 100 > percent * of) {
        return TOO_MANY;
    }
    return done >= FIRST ? FINE : TOO_EARLY;
}

/* An issue stops once: when staff resume it, it goes on. The caller owns the name of the setting.
 */
static char *stopped_name(const char *issue)
{
    return g_strdup_printf("failures.stopped.%s", issue);
}

/* When most are refused it is the relay that is wrong, and not all of its readers are gone. */
static bool trust_readers(const struct office *office, const struct cause *cause, const char *issue,
                          GError **error)
{
    int64_t lifted = 0;
    if (!suppression_lift_refused(office->store, cause, issue, &lifted, error)) {
        return false;
    }
    g_autofree char *words = g_strdup_printf(
        "%" G_GINT64_FORMAT " suppressions lifted: the relay refused too many", lifted);
    return lifted == 0 || event_add(office->store, cause, 0, 0, "issue", issue, NULL, words, error);
}

static bool stop(const struct office *office, const struct cause *cause, const char *issue,
                 const struct ledger_tried *tried, GError **error)
{
    g_autofree char *stopped = stopped_name(issue);
    return (tried->waiting == 0 ||
            issue_hold(office->store, cause, issue, ISSUE_FAILURES, error)) &&
           setting_set(office->store, stopped, "1", error) &&
           (tried->failed <= tried->sent || trust_readers(office, cause, issue, error)) &&
           tell_stopped(office, cause, issue, tried, error);
}

static bool judge_first(const struct office *office, const char *issue, GError **error)
{
    struct ledger_tried tried = {0};
    if (!ledger_tried(office->store, issue, FIRST, &tried, error)) {
        return false;
    }
    enum judgement judgement =
        judge(&tried, config_number(office->config, CONFIG_NEWSLETTER_FAILURES));
    if (judgement == TOO_EARLY) {
        return true;
    }
    const struct cause cause = {.at = clock_now(office->clock), .actor = "program"};
    STORE_ROLLS_BACK(office->store);
    return store_begin(office->store, error) && issue_set_judged(office->store, issue, error) &&
           (judgement == FINE || stop(office, &cause, issue, &tried, error)) &&
           store_commit(office->store, error);
}

/* What of the first copies comes back later, while the others go out. */
static bool judge_returned(const struct office *office, const char *issue, GError **error)
{
    struct ledger_tried tried = {0};
    g_autoptr(GError) problem = NULL;
    if (!ledger_first(office->store, issue, FIRST, &tried, error)) {
        return false;
    }
    if (judge(&tried, config_number(office->config, CONFIG_NEWSLETTER_FAILURES)) != TOO_MANY) {
        return true;
    }
    g_autofree char *name = stopped_name(issue);
    g_autofree char *stopped = setting_get(office->store, name, &problem);
    if (stopped != NULL || problem != NULL) {
        if (problem != NULL) {
            g_propagate_error(error, g_steal_pointer(&problem));
        }
        return stopped != NULL;
    }
    const struct cause cause = {.at = clock_now(office->clock), .actor = "program"};
    STORE_ROLLS_BACK(office->store);
    return store_begin(office->store, error) && stop(office, &cause, issue, &tried, error) &&
           store_commit(office->store, error);
}

bool failures_judge(const struct office *office, GError **error)
{
    g_autoptr(GPtrArray) issues = issue_list(office->store, error);
    for (guint i = 0; issues != NULL && i < issues->len; i++) {
        const struct issue *issue = g_ptr_array_index(issues, i);
        bool running = issue->state == ISSUE_SENDING;
        if (running && !(issue->judged ? judge_returned(office, issue->name, error)
                                       : judge_first(office, issue->name, error))) {
            return false;
        }
    }
    return issues != NULL;
}

bool failures_have_stopped(const struct office *office, const char *name, bool *stopped,
                           GError **error)
{
    SCOPED(issue) struct issue *issue = name != NULL ? issue_get(office->store, name, error) : NULL;
    *stopped = issue != NULL && g_strcmp0(issue->why_held, ISSUE_FAILURES) == 0;
    return issue != NULL || name == NULL;
}

static bool tell_given_up(const struct office *office, const struct cause *cause, int64_t since,
                          GError **error)
{
    int64_t count = 0;
    g_autoptr(GPtrArray) reasons =
        ledger_given_up(office->store, since, ALL_REASONS, &count, error);
    if (reasons == NULL || count == 0) {
        return reasons != NULL;
    }
    bool later = false, ours = false;
    for (guint i = 0; i < reasons->len; i++) {
        const struct ledger_reason *reason = g_ptr_array_index(reasons, i);
        later = later || *reason->status != '\0';
        ours = ours || *reason->status == '\0';
    }
    g_ptr_array_set_size(reasons, (int)MIN(reasons->len, REASONS));
    g_autofree char *why = in_lines(reasons);
    g_autofree char *number = g_strdup_printf("%" G_GINT64_FORMAT, count);
    json_auto_t *fields =
        json_pack("{s:s, s:s, s:s, s:s, s:s}", "opgivne", number, "flere", count > 1 ? "ja" : "",
                  "svarene", why, "senere", later ? "ja" : "", "ikkeud", ours ? "ja" : "");
    return staff_tell(office, cause, "staff-given-up", fields, error);
}

static bool tell_left_in_doubt(const struct office *office, const struct cause *cause,
                               int64_t since, GError **error)
{
    int64_t count = 0;
    if (!ledger_left_in_doubt(office->store, since, &count, error)) {
        return false;
    }
    if (count == 0) {
        return true;
    }
    g_autofree char *number = g_strdup_printf("%" G_GINT64_FORMAT, count);
    json_auto_t *fields = json_pack("{s:s, s:s}", "antal", number, "flere", count > 1 ? "ja" : "");
    return staff_tell(office, cause, "staff-doubt", fields, error);
}

static bool report_since(const struct office *office, int64_t since, GError **error)
{
    int64_t now = clock_now(office->clock);
    const struct cause cause = {.at = now, .actor = "timer"};
    g_autofree char *looked = g_strdup_printf("%" G_GINT64_FORMAT, now);
    STORE_ROLLS_BACK(office->store);
    return store_begin(office->store, error) && tell_given_up(office, &cause, since, error) &&
           tell_left_in_doubt(office, &cause, since, error) &&
           setting_set(office->store, LOOKED, looked, error) && store_commit(office->store, error);
}

bool failures_report(const struct office *office, GError **error)
{
    g_autoptr(GError) problem = NULL;
    g_autofree char *looked = setting_get(office->store, LOOKED, &problem);
    if (problem != NULL) {
        g_propagate_error(error, g_steal_pointer(&problem));
        return false;
    }
    int64_t since = looked != NULL ? g_ascii_strtoll(looked, NULL, 10) : 0;
    int64_t now = clock_now(office->clock);
    since = since > now ? now - DAY : since; /* by a clock that was ahead */
    return now < since + DAY || report_since(office, since, error);
}
