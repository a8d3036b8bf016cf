/* moedested queue list, show. */
#include <inttypes.h>
#include <stdio.h>

#include "base/failure.h"
#include "commands/answers.h"
#include "commands/print.h"
#include "commands/queue.h"
#include "store/epoch.h"
#include "store/issue.h"

struct view {
    const struct site *site;
    const struct queue_words *words;
    int64_t counts[LEDGER_HELD + 1];
    GHashTable *answers;
};

int queue_knows_issue(const struct site *site, const char *name)
{
    if (name == NULL) {
        return EXIT_DONE;
    }
    g_autoptr(GError) error = NULL;
    SCOPED(issue) struct issue *issue = issue_get(site->house->office.store, name, &error);
    return issue != NULL ? EXIT_DONE : command_fail(error);
}

static void print_object(const struct view *view, const struct ledger_mail *mail)
{
    g_autofree char *since = clock_format(view->site->clock, mail->changed);
    g_autofree char *due = clock_format(view->site->clock, mail->due);
    g_autofree char *queued = clock_format(view->site->clock, mail->queued);
    json_auto_t *row =
        json_pack("{s:i, s:I, s:s, s:s, s:s, s:s, s:i, s:s, s:s?, s:s, s:s, s:s?, s:s?}", "format",
                  1, "id", (json_int_t)mail->id, "state", ledger_state_name(mail->state), "since",
                  since, "queued", queued, "due", due, "attempts", mail->attempts, "kind",
                  mail->kind, "issue", mail->issue, "recipient", mail->recipient, "message_id",
                  mail->message_id, "status", mail->status, "answer", mail->answer);
    print_row(row);
}

static void print_line(const struct view *view, const struct ledger_mail *mail)
{
    bool waits = mail->state == LEDGER_QUEUED && mail->due > mail->changed;
    g_autofree char *since = print_time(view->site->clock, mail->changed);
    g_autofree char *due = waits ? print_time(view->site->clock, mail->due) : g_strdup("-");
    printf("%6" PRId64 "  %-7s  %s  %-16s  %2d  %s%s%s  %s", mail->id,
           ledger_state_name(mail->state), since, due, mail->attempts, mail->kind,
           mail->issue != NULL ? " " : "", mail->issue != NULL ? mail->issue : "", mail->recipient);
    if (mail->status != NULL || mail->answer != NULL) {
        printf("  %s%s%s", mail->status != NULL ? mail->status : "",
               mail->status != NULL && mail->answer != NULL ? " " : "",
               mail->answer != NULL ? mail->answer : "");
    }
    printf("\n");
}

static bool list_one(const struct ledger_mail *mail, void *data)
{
    struct view *view = data;
    bool over = mail->state == LEDGER_SENT || mail->state == LEDGER_DROPPED;
    if (over && !view->words->all && view->words->state == 0) {
        return true;
    }
    int64_t shown = 0;
    for (enum ledger_state at = LEDGER_QUEUED; at <= LEDGER_HELD; at++) {
        shown += view->counts[at];
    }
    if (shown == 0 && !view->words->as_json) {
        fprintf(stderr,
                "    ID  STATE    SINCE             DUE               TRIES  WHAT, TO WHOM, "
                "LAST ANSWER\n");
    }
    view->counts[mail->state]++;
    answers_add(view->answers, mail);
    if (view->words->as_json) {
        print_object(view, mail);
    } else {
        print_line(view, mail);
    }
    return true;
}

/* "3 mails: 2 queued, 1 failed" */
static void print_sum(const struct view *view)
{
    int64_t sum = 0;
    g_autoptr(GString) parts = g_string_new(NULL);
    for (enum ledger_state at = LEDGER_QUEUED; at <= LEDGER_HELD; at++) {
        sum += view->counts[at];
        if (view->counts[at] > 0) {
            g_string_append_printf(parts, "%s%" PRId64 " %s", parts->len > 0 ? ", " : ": ",
                                   view->counts[at], ledger_state_name(at));
        }
    }
    if (sum == 0) {
        fprintf(stderr, view->words->all || view->words->state != 0
                            ? "no mail\n"
                            : "nothing waits or failed (--all: also what is sent)\n");
        return;
    }
    fprintf(stderr, sum == 1 ? "%" PRId64 " mail%s\n" : "%" PRId64 " mails%s\n", sum, parts->str);
}

/* Copies of an issue that is held are queued, and wait all the same. */
static bool print_held_issues(const struct site *site, GError **error)
{
    g_autoptr(GPtrArray) issues = issue_list(site->house->office.store, error);
    for (guint at = 0; issues != NULL && at < issues->len; at++) {
        const struct issue *issue = issues->pdata[at];
        int64_t counts[LEDGER_HELD + 1] = {0};
        if (issue->state != ISSUE_HELD || issue_is_given_up(issue)) {
            continue;
        }
        if (!ledger_count(site->house->office.store, issue->name, counts, error)) {
            return false;
        }
        if (counts[LEDGER_QUEUED] > 0) {
            fprintf(stderr,
                    "issue %s is held (%s), its queued copies wait: moedested newsletter resume "
                    "%s\n",
                    issue->name, issue->why_held != NULL ? issue->why_held : ISSUE_LATE,
                    issue->name);
        }
    }
    return issues != NULL;
}

static bool print_hold(const struct site *site, GError **error)
{
    enum epoch_hold hold = EPOCH_CURRENT;
    if (!epoch_look(site->house->office.store, &hold, error)) {
        return false;
    }
    if (hold != EPOCH_CURRENT) {
        fprintf(stderr, "%s\n", epoch_sentence(hold));
    }
    return true;
}

int queue_list(const struct site *site, const struct queue_words *words)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GHashTable) answers = answers_new();
    struct view view = {.site = site, .words = words, .answers = answers};
    if (!ledger_each(site->house->office.store, words->issue, 0, words->state, list_one, &view,
                     &error)) {
        return command_fail(error);
    }
    print_sum(&view);
    answers_print(stderr, answers);
    if (!print_hold(site, &error)) {
        return command_fail(error);
    }
    return print_held_issues(site, &error) ? EXIT_DONE : command_fail(error);
}

static const char *or_none(const char *text)
{
    return text != NULL ? text : "-";
}

/* What staff can do with it. */
static void print_ways(const struct ledger_mail *mail)
{
    static const char *const ways[] = {[LEDGER_QUEUED] = "hold, retry (now) or drop",
                                       [LEDGER_CLAIMED] = "nothing: it is being sent just now",
                                       [LEDGER_SENT] = "nothing: it has gone",
                                       [LEDGER_FAILED] = "retry or drop",
                                       [LEDGER_DOUBT] = "retry (it may arrive twice), hold or drop",
                                       [LEDGER_DROPPED] = "nothing: it was taken back",
                                       [LEDGER_HELD] = "release or drop"};
    printf("you can:    %s\n", ways[mail->state]);
}

int queue_show(const struct site *site, const struct queue_words *words)
{
    g_autoptr(GError) error = NULL;
    SCOPED(ledger_mail)
    struct ledger_mail *mail =
        ledger_get(site->house->office.store, g_array_index(words->ids, int64_t, 0), &error);
    if (mail == NULL) {
        return command_fail(error);
    }
    if (words->as_json) {
        print_object(&(struct view){.site = site, .words = words}, mail);
        return EXIT_DONE;
    }
    g_autofree char *since = clock_format(site->clock, mail->changed);
    g_autofree char *queued = clock_format(site->clock, mail->queued);
    g_autofree char *due = clock_format(site->clock, mail->due);
    printf("mail:       %" PRId64 ", %s since %s\nwhat:       %s%s%s\nto:         %s\n", mail->id,
           ledger_state_name(mail->state), since, mail->kind, mail->issue != NULL ? " " : "",
           mail->issue != NULL ? mail->issue : "", mail->recipient);
    printf("way:        %s\nqueued:     %s\n",
           mail->class == LEDGER_CONFIDENTIAL ? "confidential" : "open", queued);
    printf("due:        %s\ntries:      %d\nanswer:     %s %s\nMessage-ID: <%s>\n", due,
           mail->attempts, or_none(mail->status), or_none(mail->answer), mail->message_id);
    print_ways(mail);
    return EXIT_DONE;
}
