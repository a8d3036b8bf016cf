#include "process/watch.h"

#include <string.h>

#include "act/alarm.h"
#include "act/failures.h"
#include "base/file.h"
#include "base/log.h"
#include "process/put_off.h"
#include "store/issue.h"
#include "store/quota.h"

#define IDLE (60 * G_USEC_PER_SEC)
#define STILL 60 /* seconds without any movement before the log says why */

struct watch {
    char *fault; /* of the relay, NULL: none */
    int64_t sent,
        moved; /* moments: a mail last went out; anything last moved. 0: not since start */
    int64_t seen_sent, seen; /* of this round: mails that went out, that moved at all */
    int64_t next;            /* on the stopwatch: the file is not written before */
    bool changed;            /* a round was made since it was written */
    bool calm;               /* nothing that is due was waiting when it was written */
    bool silent;             /* the log has said why nothing moves */
    bool unwritable;         /* the log has said that the file cannot be written */
    char *line;
    char *held; /* as watch.h says */
    struct put_off *put_off;
};

struct watch *watch_new(void)
{
    struct watch *watch = g_new0(struct watch, 1);
    watch->line = g_strdup("starting");
    watch->calm = true;
    watch->put_off = put_off_new();
    return watch;
}

void watch_free(struct watch *watch)
{
    if (watch != NULL) {
        g_free(watch->fault);
        g_free(watch->line);
        g_free(watch->held);
        put_off_free(watch->put_off);
        g_free(watch);
    }
}

const char *watch_line(const struct watch *watch)
{
    return watch->line;
}

const char *watch_held(const struct watch *watch)
{
    return watch->held;
}

const char *watch_later(const struct watch *watch, bool *stuck)
{
    return put_off_words(watch->put_off, stuck);
}

/* A relay that refuses us is not down as well, though it rests between two attempts. */
static bool raise_relay(const struct office *office, const struct deliver_tally *out,
                        GError **error)
{
    bool refuses = out->blamed;
    if (!refuses && !alarm_lasts(office, ALARM_RELAY_REFUSES, &refuses, error)) {
        return false;
    }
    return refuses ? alarm_raise(office, ALARM_RELAY_REFUSES, 0, out->our_fault, error)
                   : alarm_raise(office, ALARM_RELAY_DOWN, ALARM_HOUR, out->our_fault, error);
}

/* `over`: of the whole round. Before, one relay may have taken a mail while nobody has tried the
 * other yet: alarms end only when each that had failed has taken one. */
static bool look_at_relay(struct watch *watch, const struct office *office,
                          const struct deliver_tally *out, bool over, GError **error)
{
    int64_t sum = out->sent + out->failed + out->later + out->doubt;
    bool moved = sum > watch->seen;
    int64_t now = clock_now(office->clock);
    watch->sent = out->sent > watch->seen_sent ? now : watch->sent;
    watch->moved = moved ? now : watch->moved;
    watch->seen_sent = out->sent;
    watch->seen = sum;
    watch->silent = watch->silent && !moved;
    if (!put_off_note_taken(watch->put_off, office, out, error)) {
        return false;
    }
    if (out->our_fault != NULL) {
        g_free(watch->fault);
        watch->fault = g_strdup(out->our_fault);
        return raise_relay(office, out, error);
    }
    if (sum == 0 || !(over || out->recovered)) {
        return true; /* nobody has tried: nobody knows */
    }
    g_clear_pointer(&watch->fault, g_free);
    if (out->sent + out->failed == 0) {
        return true; /* it answers, and takes nothing */
    }
    return alarm_clear(office, ALARM_RELAY_REFUSES, error) &&
           alarm_clear(office, ALARM_RELAY_DOWN, error);
}

void watch_begin(struct watch *watch, const struct office *office)
{
    watch->seen_sent = watch->seen = 0;
    put_off_begin(watch->put_off);
    watch->moved = watch->calm ? clock_now(office->clock) : watch->moved;
}

bool watch_going(struct watch *watch, struct house *house, const struct deliver_tally *out,
                 GError **error)
{
    if (clock_stopwatch() < watch->next) {
        return true;
    }
    watch->changed = true;
    return look_at_relay(watch, &house->office, out, false, error) &&
           watch_status(watch, house, false, error);
}

bool watch_round(struct watch *watch, const struct house *house, const struct deliver_tally *out,
                 GError **error)
{
    watch->changed = true;
    return failures_report(&house->office, error) &&
           look_at_relay(watch, &house->office, out, true, error);
}

static bool look_at_inbox(const struct house *house, GError **error)
{
    const char *problem = retrieve_problem(house->retrieve);
    return problem != NULL ? alarm_raise(&house->office, ALARM_INBOX, ALARM_HOUR, problem, error)
                           : alarm_clear(&house->office, ALARM_INBOX, error);
}

static bool look_at_archive(const struct house *house, GError **error)
{
    const char *problem = NULL;
    if (!deliver_archive_problem(house->deliver, &problem)) {
        return true;
    }
    return problem != NULL ? alarm_raise(&house->office, ALARM_ARCHIVE, ALARM_HOUR, problem, error)
                           : alarm_clear(&house->office, ALARM_ARCHIVE, error);
}

/* What the status says. */
struct status {
    int64_t counts[LEDGER_HELD + 1];
    GString *held; /* "2013-03 (failures), ..." */
    bool stopped;  /* by staff, all of them */
    const char *state;
    char *reason;
    bool patient; /* nothing but later tries is waited for */
};

static bool list_held(const struct office *office, struct status *status, GError **error)
{
    GString *held = status->held;
    g_autoptr(GPtrArray) issues = issue_list(office->store, error);
    status->stopped = true;
    for (guint i = 0; issues != NULL && i < issues->len; i++) {
        const struct issue *issue = g_ptr_array_index(issues, i);
        if (issue->state == ISSUE_HELD && !issue_is_given_up(issue)) {
            g_string_append_printf(held, "%s%s (%s)", held->len > 0 ? ", " : "", issue->name,
                                   issue->why_held != NULL ? issue->why_held : "held");
            status->stopped = status->stopped && g_strcmp0(issue->why_held, ISSUE_STOPPED) == 0;
        }
    }
    return issues != NULL;
}

static char *limit_words(const struct clock *clock, const struct quota_wait *wait)
{
    g_autoptr(GDateTime) civil = clock_civil(clock, wait->until);
    g_autofree char *until = g_date_time_format(civil, "%H:%M");
    return *wait->domain == '\0' ? g_strdup_printf("limit of all mail until %s", until)
                                 : g_strdup_printf("limit of %s until %s", wait->domain, until);
}

/* Whether anything waits for a relay now. What staff have given up does not, though nobody has seen
 * the relay well since. */
static bool any_waits(const struct house *house, const struct status *status, bool *waits,
                      GError **error)
{
    int64_t open = INT64_MAX, secret = INT64_MAX;
    if (!ledger_next_due(house->office.store, LEDGER_OPEN, &open, error) ||
        !ledger_next_due(house->office.store, LEDGER_CONFIDENTIAL, &secret, error)) {
        return false;
    }
    *waits = status->counts[LEDGER_CLAIMED] > 0 || MIN(open, secret) <= clock_now(house->clock);
    return true;
}

static bool judge(struct watch *watch, const struct house *house, struct status *status,
                  GError **error)
{
    struct quota_wait wait = {0};
    bool waits = false;
    if (!list_held(&house->office, status, error) || !put_off_look(watch->put_off, house, error) ||
        !ledger_count(house->office.store, NULL, status->counts, error) ||
        !any_waits(house, status, &waits, error) ||
        !quota_waits(house->office.store, &wait, error)) {
        return false;
    }
    const char *deaf = retrieve_problem(house->retrieve), *hold = epoch_sentence(house->hold);
    const char *archive = NULL;
    bool stuck = false;
    const char *later = put_off_words(watch->put_off, &stuck);
    deliver_archive_problem(house->deliver, &archive);
    status->state = "ok";
    if (hold != NULL) {
        status->state = "trouble";
        status->reason = g_strdup(hold);
    } else if (watch->fault != NULL && waits) {
        status->state = "trouble";
        status->reason = g_strdup_printf("the relay rests: %s", watch->fault);
    } else if (deaf != NULL) {
        status->state = "trouble";
        status->reason = g_strdup_printf("no mail can be read: %s", deaf);
    } else if (archive != NULL) {
        status->state = "trouble";
        status->reason = g_strdup_printf("the archive cannot be read: %s", archive);
    } else if (stuck) {
        status->state = "trouble";
        status->reason = g_strdup(later);
    } else if (status->held->len > 0 || later != NULL) {
        bool held = status->held->len > 0;
        status->state = "waiting";
        status->patient = !held;
        status->reason = g_strconcat(held ? "issue held: " : "", status->held->str,
                                     held && later != NULL ? "; " : "", later, NULL);
    } else if (wait.until != INT64_MAX) {
        status->state = "waiting";
        status->reason = limit_words(house->clock, &wait);
    }
    quota_wait_clear(&wait);
    return true;
}

static void write_file(struct watch *watch, const struct house *house, const struct status *status)
{
    g_autofree char *path = config_path(house->config, CONFIG_STORE_STATUS, "moedested.status");
    const char *deaf = retrieve_problem(house->retrieve);
    g_autofree char *time = clock_format(house->clock, clock_now(house->clock));
    g_autofree char *sent =
        watch->sent != 0 ? clock_format(house->clock, watch->sent) : g_strdup("");
    g_autofree char *text = g_strdup_printf(
        "time=%s\nstate=%s\nreason=%s\nqueued=%" G_GINT64_FORMAT "\nsent=%" G_GINT64_FORMAT
        "\nfailed=%" G_GINT64_FORMAT "\ndoubt=%" G_GINT64_FORMAT
        "\nlast_sent=%s\ninbox=%s\nleft=%u\nheld=%s\n",
        time, status->state, status->reason != NULL ? status->reason : "",
        status->counts[LEDGER_QUEUED] + status->counts[LEDGER_CLAIMED], status->counts[LEDGER_SENT],
        status->counts[LEDGER_FAILED], status->counts[LEDGER_DOUBT], sent,
        deaf != NULL ? deaf : "ok", retrieve_left(house->retrieve), status->held->str);
    g_autoptr(GError) problem = NULL;
    bool written = file_write(path, text, strlen(text), 0644, &problem);
    if (!written && !watch->unwritable) {
        log_warning("status file: %s", problem->message);
    }
    watch->unwritable = !written;
}

/* Once for each standstill. */
static bool say_still(struct watch *watch, struct house *house, const struct status *status,
                      GError **error)
{
    int64_t now = clock_now(house->clock);
    int64_t waiting = status->counts[LEDGER_QUEUED] + status->counts[LEDGER_CLAIMED];
    int64_t since = watch->moved;
    int64_t next = INT64_MAX;
    if (waiting > 0 && !round_next(house, &next, error)) {
        return false;
    }
    bool under_way = status->counts[LEDGER_CLAIMED] > 0;
    watch->calm = (status->reason == NULL || status->patient) && next > now && !under_way;
    if (watch->calm || watch->silent || now < since + STILL || waiting == 0) {
        return true;
    }
    watch->silent = true;
    log_warning("nothing moves seconds=%" G_GINT64_FORMAT " waiting=%" G_GINT64_FORMAT
                " reason=\"%s\"",
                now - since, waiting,
                status->reason != NULL ? status->reason
                : under_way            ? "on their way, and the relay does not answer"
                                       : "unknown: see the lines above");
    return true;
}

bool watch_status(struct watch *watch, struct house *house, bool now, GError **error)
{
    int64_t started = clock_stopwatch();
    if (!now && started < watch->next + (watch->changed ? 0 : IDLE)) {
        return true;
    }
    watch->changed = false;
    g_autoptr(GString) held = g_string_new(NULL);
    struct status status = {.held = held};
    if (!look_at_inbox(house, error) || !look_at_archive(house, error) ||
        !judge(watch, house, &status, error) ||
        !put_off_alarm(watch->put_off, &house->office, error)) {
        return false;
    }
    write_file(watch, house, &status);
    g_free(watch->held);
    watch->held = held->len > 0 && !status.stopped ? g_strdup(held->str) : NULL;
    g_free(watch->line);
    watch->line = g_strdup_printf(
        "%s%s%s; queued %" G_GINT64_FORMAT ", failed %" G_GINT64_FORMAT, status.state,
        status.reason != NULL ? ": " : "", status.reason != NULL ? status.reason : "",
        status.counts[LEDGER_QUEUED] + status.counts[LEDGER_CLAIMED], status.counts[LEDGER_FAILED]);
    bool said = say_still(watch, house, &status, error);
    g_free(status.reason);
    /* Counting a million rows takes a while: never more than a small part of the time. */
    int64_t ended = clock_stopwatch();
    watch->next = ended + MAX((int64_t)G_USEC_PER_SEC, 50 * (ended - started));
    return said;
}
