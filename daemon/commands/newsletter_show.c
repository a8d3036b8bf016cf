/* moedested newsletter list, approve, test: what staff look at and decide. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "act/newsletter.h"
#include "act/newsletter_proof.h"
#include "base/failure.h"
#include "commands/foreground.h"
#include "commands/newsletter.h"
#include "commands/print.h"
#include "compose/check.h"
#include "mail/address.h"
#include "process/round.h"

static bool list_one(const struct site *site, const char *name, bool as_json, GError **error)
{
    g_autoptr(GError) failure = NULL;
    SCOPED(issue) struct issue *issue = issue_get(site->house->office.store, name, &failure);
    if (issue == NULL && !g_error_matches(failure, STORE_ERROR, FAILURE_NOT_FOUND)) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return false;
    }
    struct issue_front front = {0};
    g_autoptr(GError) wrong = NULL;
    bool reads = templates_issue_front(site->house->office.templates, name, &front, &wrong);
    const char *state = issue != NULL ? issue_state_name(issue->state) : reads ? "draft" : "wrong";
    const char *due = front.send != NULL ? front.send : "";
    const char *subject = reads ? front.subject : wrong->message;
    bool changed = issue != NULL && newsletter_changed(&site->house->office, issue);
    const char *why = issue != NULL ? issue->why_held : NULL;
    if (as_json) {
        json_auto_t *row = json_pack("{s:i, s:s, s:s, s:s, s:s, s:b, s:s?, s:s?}", "format", 1,
                                     "issue", name, "state", state, "send", due, "subject", subject,
                                     "changed", changed, "why", why, "corrects", front.corrects);
        print_row(row);
    } else {
        printf("%-12s %-9s %-17s %s%s%s%s%s\n", name, state, due, subject,
               changed ? " (changed since approval)" : "", why != NULL ? " (" : "",
               why != NULL ? why : "", why != NULL ? ")" : "");
    }
    issue_front_clear(&front);
    return true;
}

int newsletter_list(const struct site *site, const struct newsletter_words *words)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) names = templates_issues(site->house->office.templates, &error);
    for (guint at = 0; names != NULL && at < names->len; at++) {
        if (!list_one(site, names->pdata[at], words->as_json, &error)) {
            return command_fail(error);
        }
    }
    return names != NULL ? EXIT_DONE : command_fail(error);
}

/* Its copies are queued or sent: what was approved stays. */
static bool is_under_way(const struct site *site, const char *name)
{
    SCOPED(issue) struct issue *issue = issue_get(site->house->office.store, name, NULL);
    bool under_way = issue != NULL && (issue->queued != 0 || issue->state == ISSUE_SENDING ||
                                       issue->state == ISSUE_SENT);
    if (under_way) {
        fprintf(stderr,
                "moedested: issue %s cannot be approved again: its copies are %s already (write "
                "a new issue)\n",
                name, issue->state == ISSUE_SENT ? "sent" : "queued");
    }
    return under_way;
}

static void print_approved(const struct site *site, const struct issue *issue)
{
    g_autofree char *due = clock_format(site->clock, issue->due);
    g_autofree char *latest = clock_format(site->clock, issue->latest);
    printf("%s is approved as it is now (%.12s). ", issue->name, issue->hash);
    int64_t now = clock_now(site->clock);
    if (now > issue->latest) {
        printf("Its time is over (%s); send it by hand: moedested newsletter send %s\n", latest,
               issue->name);
        return;
    }
    if (now > issue->due) {
        printf("Its time (%s) is past: it goes out in the next round, which is at once while the "
               "daemon runs, or waits for you after %s.\n",
               due, latest);
        return;
    }
    printf("It goes out at %s, or waits for you after %s.\n", due, latest);
}

int newsletter_approval(const struct site *site, const struct newsletter_words *words)
{
    if (is_under_way(site, words->issue)) {
        return EXIT_FINDINGS;
    }
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) findings = NULL;
    bool approved = newsletter_approve(&site->house->office, words->issue, g_get_user_name(),
                                       &findings, &error);
    for (guint at = 0; findings != NULL && at < findings->len; at++) {
        newsletter_finding(stderr, "", findings->pdata[at]);
    }
    if (!approved) {
        return command_fail(error);
    }
    SCOPED(issue) struct issue *issue = issue_get(site->house->office.store, words->issue, &error);
    if (issue == NULL) {
        return command_fail(error);
    }
    print_approved(site, issue);
    return EXIT_DONE;
}

static bool queue_proofs(const struct site *site, const char *issue, const char *address,
                         unsigned *mails, GError **error)
{
    const struct office *office = &site->house->office;
    if (address != NULL) {
        return proof_send(office, issue, address, mails, error);
    }
    const struct cause cause = {.at = clock_now(office->clock), .actor = "staff"};
    STORE_ROLLS_BACK(office->store);
    if (!store_begin(office->store, error) ||
        !proof_send_staff(office, &cause, issue, mails, error) ||
        !store_commit(office->store, error)) {
        return false;
    }
    if (*mails == 0) {
        g_set_error(error, ACT_ERROR, FAILURE_NOT_FOUND,
                    "nobody is staff; import them with the role \"staff\", or name an address");
    }
    return *mails > 0;
}

int newsletter_test_mail(const struct site *site, const struct newsletter_words *words)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *address =
        words->address != NULL ? address_parse(words->address, &error) : NULL;
    unsigned mails = 0;
    if (error != NULL || !queue_proofs(site, words->issue, address, &mails, &error)) {
        return command_fail(error);
    }
    const char *to = address != NULL ? address : "all of staff";
    if (site->house->deliver == NULL) { /* a daemon is at work: it sends what is queued */
        printf("%u proofs of %s are queued for %s; the running daemon sends them\n", mails,
               words->issue, to);
        return EXIT_DONE;
    }
    struct round round = {.scope = ROUND_QUEUE}; /* a proof sets nothing else going */
    bool stopped = false;
    bool done = foreground_round(site->house, &round, &stopped, &error);
    const char *fault = round.delivered.our_fault;
    int status = !done ? command_fail(error) : fault != NULL ? EXIT_TRY_AGAIN : EXIT_DONE;
    if (fault != NULL) {
        fprintf(stderr, "moedested: the proof waits in the queue: %s\n", fault);
    } else if (done && stopped) {
        fprintf(stderr, "moedested: stopped; a proof that has not gone waits for the next tick\n");
        status = EXIT_FINDINGS;
    } else if (done) {
        printf("%u proofs of %s to %s, and to nobody else\n", mails, words->issue, to);
    }
    round_clear(&round);
    return status;
}
