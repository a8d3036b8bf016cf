/* moedested newsletter stop, resume: the emergency brake. A running daemon asks before each body,
 * so nothing but what is on the line already leaves after this. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "act/brake.h"
#include "commands/newsletter.h"
#include "store/ledger.h"

static bool print_stopped(const struct site *site, const char *issue, int64_t dropped,
                          GError **error)
{
    int64_t counts[LEDGER_HELD + 1] = {0};
    if (!ledger_count(site->house->office.store, issue, counts, error)) {
        return false;
    }
    int64_t gone = counts[LEDGER_SENT];
    int64_t waiting = counts[LEDGER_QUEUED] + counts[LEDGER_CLAIMED] + counts[LEDGER_HELD];
    printf("%s is stopped: %" PRId64 " people have it, %" PRId64 " do not get it now", issue, gone,
           waiting + dropped);
    if (counts[LEDGER_DOUBT] > 0) {
        printf(", %" PRId64 " may have it", counts[LEDGER_DOUBT]);
    }
    printf(".\n");
    return true;
}

static int stop_one(const struct site *site, const char *issue, bool drop)
{
    g_autoptr(GError) error = NULL;
    int64_t dropped = 0;
    if (!brake_stop(&site->house->office, issue, &error) ||
        (drop && !brake_drop(&site->house->office, issue, &dropped, &error)) ||
        !print_stopped(site, issue, dropped, &error)) {
        return command_fail(error);
    }
    SCOPED(issue) struct issue *now = issue_get(site->house->office.store, issue, &error);
    if (now == NULL) {
        return command_fail(error);
    }
    if (drop) {
        printf("%" PRId64 " copies are given up.\n", dropped);
    } else if (issue_is_given_up(now)) {
        puts("It was given up: nothing more of it goes.");
    } else {
        printf("moedested newsletter resume %s lets it go on; stop %s --drop gives it up.\n", issue,
               issue);
    }
    return EXIT_DONE;
}

/* Each issue in one of two states, with `act`. */
static int for_all(const struct site *site, bool stop)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) issues = issue_list(site->house->office.store, &error);
    if (issues == NULL) {
        return command_fail(error);
    }
    int status = EXIT_DONE;
    unsigned found = 0;
    for (guint at = 0; at < issues->len; at++) {
        const struct issue *issue = issues->pdata[at];
        bool goes = issue->state == ISSUE_SENDING || issue->state == ISSUE_APPROVED;
        bool waits = issue->state == ISSUE_HELD && g_strcmp0(issue->why_held, ISSUE_STOPPED) == 0;
        if (stop ? !goes : !waits) {
            continue;
        }
        found++;
        const struct newsletter_words words = {.issue = issue->name};
        int one = stop ? stop_one(site, issue->name, false) : newsletter_resume(site, &words);
        status = one != EXIT_DONE ? one : status;
    }
    if (found == 0) {
        printf(stop ? "No issue is on its way or waits for its time.\n"
                    : "No issue was stopped.\n");
    }
    return status;
}

int newsletter_stop(const struct site *site, const struct newsletter_words *words)
{
    return words->issue != NULL ? stop_one(site, words->issue, words->drop) : for_all(site, true);
}

static bool print_resumed(const struct site *site, const char *name, GError **error)
{
    int64_t counts[LEDGER_HELD + 1] = {0};
    SCOPED(issue) struct issue *issue = issue_get(site->house->office.store, name, error);
    if (issue == NULL || !ledger_count(site->house->office.store, name, counts, error)) {
        return false;
    }
    if (issue->queued == 0) {
        g_autofree char *due = clock_format(site->clock, issue->due);
        printf("%s goes on: it is due at %s.\n", name, due);
        return true;
    }
    int64_t waiting = counts[LEDGER_QUEUED] + counts[LEDGER_CLAIMED];
    if (waiting + counts[LEDGER_HELD] == 0) {
        printf("%s has nothing left to send.\n", name);
        return true;
    }
    printf("%s goes on: %" PRId64 " copies wait; the daemon sends them, or moedested tick.\n", name,
           waiting);
    if (counts[LEDGER_HELD] > 0) {
        printf("%" PRId64 " single copies stay held (moedested queue list --issue %s).\n",
               counts[LEDGER_HELD], name);
    }
    return true;
}

int newsletter_resume(const struct site *site, const struct newsletter_words *words)
{
    if (words->issue == NULL) {
        return for_all(site, false);
    }
    g_autoptr(GError) error = NULL;
    if (!brake_resume(&site->house->office, words->issue, &error) ||
        !print_resumed(site, words->issue, &error)) {
        return command_fail(error);
    }
    return EXIT_DONE;
}
