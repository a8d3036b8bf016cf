/* moedested newsletter send: now, with progress, and as often as one likes: nobody gets a second
 * copy. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "act/brake.h"
#include "act/newsletter.h"
#include "base/failure.h"
#include "commands/foreground.h"
#include "commands/newsletter.h"
#include "process/round.h"
#include "process/watch.h"
#include "store/ledger.h"
#include "store/suppression.h"

/* What the progress line needs. */
struct view {
    const struct site *site;
    int64_t all, begun, told; /* copies; stopwatch */
};

/* 1 380 */
static char *grouped(int64_t number)
{
    g_autofree char *digits = g_strdup_printf("%" PRId64, number);
    GString *out = g_string_new(NULL);
    size_t length = strlen(digits);
    for (size_t at = 0; at < length; at++) {
        if (at > 0 && (length - at) % 3 == 0) {
            g_string_append_c(out, ' ');
        }
        g_string_append_c(out, digits[at]);
    }
    return g_string_free(out, FALSE);
}

/* "412/1 380  29 %  7,4/s  klar 09:42  afvist 3" */
static void show_progress(const struct round *round, void *data)
{
    struct view *view = data;
    int64_t now = clock_stopwatch();
    int64_t done = round->delivered.sent + round->delivered.failed + round->delivered.later;
    if (now - view->told < G_USEC_PER_SEC / 5 && done < view->all) {
        return;
    }
    view->told = now;
    double seconds = (double)(now - view->begun) / G_USEC_PER_SEC;
    double rate = seconds > 0.0 ? (double)done / seconds : 0.0;
    g_autofree char *some = grouped(done);
    g_autofree char *all = grouped(view->all);
    g_autofree char *speed = g_strdup_printf("%.1f", rate);
    g_strdelimit(speed, ".", ',');
    const struct clock *clock = view->site->clock;
    int64_t left = rate > 0.0 ? (int64_t)((double)MAX(view->all - done, 0) / rate) : 0;
    g_autoptr(GDateTime) ready = clock_civil(clock, clock_now(clock) + left);
    g_autofree char *when = g_date_time_format(ready, "%H:%M");
    const struct templates *templates = view->site->house->office.templates;
    fprintf(stderr, "\r%s/%s  %" PRId64 " %%  %s/s  %s %s  %s %" PRId64 "\033[K", some, all,
            view->all > 0 ? MIN(done * 100 / view->all, 100) : 100, speed,
            templates_word(templates, "da", "progress", "ready"), when,
            templates_word(templates, "da", "progress", "refused"), round->delivered.failed);
}

static bool count(const struct site *site, const char *issue, int64_t *counts, GError **error)
{
    memset(counts, 0, (LEDGER_HELD + 1) * sizeof *counts);
    return ledger_count(site->house->office.store, issue, counts, error);
}

/* The person at the keyboard types the number of copies: nothing goes out by accident. */
static bool agreed(int64_t copies)
{
    fprintf(stderr, "%" PRId64 " people get this issue now. Type the number to send it: ", copies);
    char line[64];
    if (fgets(line, sizeof line, stdin) == NULL) {
        return false;
    }
    g_strstrip(line);
    g_autofree char *wanted = g_strdup_printf("%" PRId64, copies);
    return strcmp(line, wanted) == 0;
}

/* How many get it now. */
static bool count_readers(const struct site *site, const struct newsletter_words *words,
                          int64_t *readers, GError **error)
{
    int64_t counts[LEDGER_HELD + 1];
    struct newsletter_audience audience = {0};
    if (words->failed) {
        int64_t suppressed = 0;
        bool counted =
            count(site, words->issue, counts, error) &&
            suppression_count_failed(site->house->office.store, words->issue, &suppressed, error);
        *readers = counted ? counts[LEDGER_FAILED] - suppressed : 0;
        newsletter_suppressed(stderr, suppressed);
        return counted;
    }
    if (!newsletter_audience(&site->house->office, words->issue, &audience, error)) {
        return false;
    }
    *readers = audience.seekers + audience.employers;
    newsletter_suppressed(stderr, audience.suppressed);
    return true;
}

static int ask(const struct site *site, const struct newsletter_words *words)
{
    if (words->yes) {
        return EXIT_DONE;
    }
    if (!isatty(STDIN_FILENO)) {
        return command_misused("newsletter", "send needs --yes when nobody is there to ask");
    }
    g_autoptr(GError) error = NULL;
    int64_t readers = 0;
    if (!count_readers(site, words, &readers, &error)) {
        return command_fail(error);
    }
    if (readers > 0 && !agreed(readers)) {
        fprintf(stderr, "Nothing was sent.\n");
        return EXIT_FINDINGS;
    }
    return EXIT_DONE;
}

/* What became of a mail in doubt: opening the house has decided by `doubt =`. */
static enum ledger_state state_now(const struct site *site, const struct ledger_mail *mail)
{
    SCOPED(ledger_mail)
    struct ledger_mail *now = ledger_get(site->house->office.store, mail->id, NULL);
    return now != NULL ? now->state : mail->state;
}

static int64_t list_doubtful(const struct site *site, const char *issue)
{
    int64_t found = 0;
    const GPtrArray *doubtful = site->house->doubtful;
    for (guint at = 0; doubtful != NULL && at < doubtful->len; at++) {
        const struct ledger_mail *mail = doubtful->pdata[at];
        enum ledger_state state = state_now(site, mail);
        if (g_strcmp0(mail->issue, issue) != 0) {
            continue;
        }
        fprintf(stderr, "in doubt after an interrupted run: %s <%s>: %s\n", mail->recipient,
                mail->message_id,
                state == LEDGER_QUEUED ? "goes out once more, with the same Message-ID"
                                       : ledger_state_name(state));
        found++;
    }
    return found;
}

struct queueing {
    const struct templates *templates;
    int64_t copies;
};

/* "12 000 i kø" */
static void note_queued(int64_t copies, void *data)
{
    struct queueing *queueing = data;
    queueing->copies = copies;
    if (isatty(STDERR_FILENO)) {
        g_autofree char *some = grouped(copies);
        fprintf(stderr, "\r%s %s\033[K", some,
                templates_word(queueing->templates, "da", "progress", "queued"));
    }
}

/* `queued`: how many copies that made. */
static bool queue(const struct site *site, const struct newsletter_words *words, int64_t *queued,
                  GError **error)
{
    const struct office *office = &site->house->office;
    if (words->failed) {
        return brake_again(office, words->issue, queued, error);
    }
    struct queueing queueing = {.templates = office->templates};
    bool done = newsletter_release(office, words->issue, error) &&
                newsletter_queue(office, words->issue, note_queued, &queueing, error);
    if (queueing.copies > 0 && isatty(STDERR_FILENO)) {
        fputs("\r\033[K", stderr);
    }
    *queued = queueing.copies;
    return done;
}

/* Why nothing is queued. */
static bool explain_nothing(const struct site *site, const struct newsletter_words *words,
                            GError **error)
{
    struct newsletter_audience audience = {0};
    if (words->failed) {
        fprintf(stderr, "No copy of %s has failed.\n", words->issue);
        return true;
    }
    if (!newsletter_audience(&site->house->office, words->issue, &audience, error)) {
        return false;
    }
    newsletter_left_out(stderr, words->issue, &audience);
    return true;
}

static bool deliver(const struct site *site, const struct newsletter_words *words,
                    struct round *round, bool *stopped, GError **error)
{
    struct view view = {.site = site, .begun = clock_stopwatch()};
    int64_t counts[LEDGER_HELD + 1];
    int64_t queued = 0;
    if (!queue(site, words, &queued, error) || !count(site, words->issue, counts, error)) {
        return false;
    }
    view.all = counts[LEDGER_QUEUED] + counts[LEDGER_CLAIMED];
    if (view.all == 0 && !explain_nothing(site, words, error)) {
        return false;
    }
    if (isatty(STDERR_FILENO)) {
        round->progress = show_progress;
        round->data = &view;
    }
    retrieve_do_not_wait(site->house->retrieve);
    bool done = foreground_round(site->house, round, stopped, error) &&
                newsletter_look(&site->house->office, words->issue, error) &&
                watch_status(site->house->watch, site->house, true, error);
    if (round->progress != NULL && view.told > 0) {
        fputc('\n', stderr);
    }
    return done;
}

/* Somebody, or its failures, stopped it meanwhile. */
static bool tell_held(const struct site *site, const char *name, int64_t waiting)
{
    SCOPED(issue) struct issue *issue = issue_get(site->house->office.store, name, NULL);
    bool held = issue != NULL && issue->state == ISSUE_HELD;
    if (held && issue_is_given_up(issue)) {
        fprintf(stderr, "%s was given up: what has not gone does not go\n", name);
    } else if (held) {
        fprintf(stderr,
                "%s is held (%s): %" PRId64 " wait (moedested newsletter resume %s lets it go "
                "on)\n",
                name, issue->why_held != NULL ? issue->why_held : ISSUE_LATE, waiting, name);
    }
    return held;
}

static int report(const struct site *site, const char *issue, const int64_t *before,
                  int64_t doubtful, bool stopped, int64_t begun)
{
    g_autoptr(GError) error = NULL;
    int64_t after[LEDGER_HELD + 1];
    if (!count(site, issue, after, &error)) {
        return command_fail(error);
    }
    int64_t failed = after[LEDGER_FAILED] - before[LEDGER_FAILED];
    int64_t doubt = MAX(doubtful, after[LEDGER_DOUBT] + after[LEDGER_HELD]);
    double seconds = (double)(clock_stopwatch() - begun) / G_USEC_PER_SEC;
    printf("sent=%" PRId64 " failed=%" PRId64 " doubt=%" PRId64 " seconds=%.1f\n",
           after[LEDGER_SENT] - before[LEDGER_SENT], failed, doubt, seconds);
    int64_t waiting = after[LEDGER_QUEUED] + after[LEDGER_CLAIMED];
    if (waiting > 0 && !tell_held(site, issue, waiting)) {
        fprintf(stderr, "%" PRId64 " wait %s (moedested newsletter status %s)\n", waiting,
                stopped ? "for the same command to go on with them" : "to be tried again", issue);
    }
    return failed > 0 || doubt > 0 || waiting > 0 ? EXIT_FINDINGS : EXIT_DONE;
}

/* Copies of which everybody thinks that they have gone. `before`: dropped earlier. */
static int report_suppressed(const struct site *site, const char *issue, int64_t before, int status)
{
    g_autoptr(GError) error = NULL;
    int64_t dropped = 0;
    if (!suppression_count_dropped(site->house->office.store, issue, &dropped, &error)) {
        return command_fail(error);
    }
    if (dropped == before) {
        return status;
    }
    fprintf(stderr,
            "%" PRId64 " copies were dropped: their addresses are suppressed (moedested suppress "
            "list)\n",
            dropped - before);
    return EXIT_FINDINGS;
}

static bool is_on_hold(const struct site *site, int *status)
{
    g_autoptr(GError) error = NULL;
    enum epoch_hold hold = EPOCH_CURRENT;
    if (!epoch_look(site->house->office.store, &hold, &error)) {
        *status = command_fail(error);
        return true;
    }
    if (hold != EPOCH_CURRENT) {
        fprintf(stderr, "moedested: nothing was sent: %s\n", epoch_sentence(hold));
        *status = EXIT_TRY_AGAIN;
    }
    return hold != EPOCH_CURRENT;
}

/* Approved, and its file says still what was approved. */
static int may_go(const struct site *site, const struct newsletter_words *words)
{
    int status = EXIT_DONE;
    SCOPED(issue) struct issue *issue = newsletter_approved(site, words->issue, &status);
    if (issue != NULL && !words->as_approved && newsletter_changed(&site->house->office, issue)) {
        fprintf(stderr,
                "moedested: issue %s has changed since it was approved; nothing was sent (approve "
                "it again, or send the old text with --as-approved)\n",
                words->issue);
        return EXIT_FINDINGS;
    }
    g_autoptr(GError) error = NULL;
    const struct office *office = &site->house->office;
    if (issue != NULL && !(words->failed ? brake_allows_again(office, issue, &error)
                                         : brake_allows(office, issue, &error))) {
        return command_fail(error);
    }
    return status;
}

/* A daemon is at work: it sends what is queued here. */
static int queue_beside(const struct site *site, const struct newsletter_words *words)
{
    g_autoptr(GError) error = NULL;
    int64_t queued = 0, suppressed = 0;
    int64_t counts[LEDGER_HELD + 1];
    if ((words->failed &&
         !suppression_count_failed(site->house->office.store, words->issue, &suppressed, &error)) ||
        !queue(site, words, &queued, &error) || !count(site, words->issue, counts, &error)) {
        return command_fail(error);
    }
    newsletter_suppressed(stderr, suppressed);
    int64_t waiting = counts[LEDGER_QUEUED] + counts[LEDGER_CLAIMED];
    if (MAX(queued, waiting) == 0 && !explain_nothing(site, words, &error)) {
        return command_fail(error);
    }
    printf("queued for %" PRId64 " people; the running daemon sends them\n", MAX(queued, waiting));
    return EXIT_DONE;
}

int newsletter_send(const struct site *site, const struct newsletter_words *words)
{
    g_autoptr(GError) error = NULL;
    int status = EXIT_DONE;
    if (!is_on_hold(site, &status)) {
        status = may_go(site, words);
    }
    if (status == EXIT_DONE) {
        status = ask(site, words);
    }
    if (status != EXIT_DONE) {
        return status;
    }
    if (site->house->deliver == NULL) {
        return queue_beside(site, words);
    }
    int64_t begun = clock_stopwatch();
    int64_t before[LEDGER_HELD + 1], dropped = 0;
    if (!count(site, words->issue, before, &error) ||
        !suppression_count_dropped(site->house->office.store, words->issue, &dropped, &error)) {
        return command_fail(error);
    }
    if (words->failed) {
        before[LEDGER_FAILED] = 0; /* all of them are tried again */
    }
    int64_t doubtful = list_doubtful(site, words->issue);
    struct round round = {.scope = ROUND_ANSWERS}; /* only this issue was asked for */
    bool stopped = false;
    bool done = deliver(site, words, &round, &stopped, &error);
    status = report(site, words->issue, before, doubtful, stopped, begun);
    status = report_suppressed(site, words->issue, dropped, status);
    if (round.delivered.our_fault != NULL) {
        fprintf(stderr, "moedested: mail waits that cannot be delivered: %s\n",
                round.delivered.our_fault);
        status = EXIT_TRY_AGAIN;
    }
    round_clear(&round);
    return done ? status : command_fail(error);
}
