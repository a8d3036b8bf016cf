/* moedested newsletter list, status, approve, test: what staff look at and decide. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "act/newsletter.h"
#include "act/newsletter_proof.h"
#include "base/failure.h"
#include "commands/newsletter.h"
#include "compose/check.h"
#include "mail/address.h"
#include "process/round.h"
#include "store/ledger.h"

static void print_json(json_t *row)
{
    g_autofree char *text = json_dumps(row, JSON_COMPACT);
    puts(text);
}

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
    if (as_json) {
        json_auto_t *row =
            json_pack("{s:i, s:s, s:s, s:s, s:s, s:b}", "format", 1, "issue", name, "state", state,
                      "send", due, "subject", subject, "changed", changed);
        print_json(row);
    } else {
        printf("%-12s %-9s %-17s %s%s\n", name, state, due, subject,
               changed ? " (changed since approval)" : "");
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
    if (clock_now(site->clock) > issue->latest) {
        printf("Its time is over (%s); send it by hand: moedested newsletter send %s\n", latest,
               issue->name);
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

int newsletter_test_mail(const struct site *site, const struct newsletter_words *words)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *address = address_parse(words->address, &error);
    unsigned mails = 0;
    if (address == NULL ||
        !proof_send(&site->house->office, words->issue, address, &mails, &error)) {
        return command_fail(error);
    }
    if (site->house->deliver == NULL) { /* a daemon is at work: it sends what is queued */
        printf("%u proofs of %s are queued for %s; the running daemon sends them\n", mails,
               words->issue, address);
        return EXIT_DONE;
    }
    struct round round = {0};
    bool done = round_all(site->house, &round, NULL, &error);
    const char *fault = round.delivered.our_fault;
    int status = !done ? command_fail(error) : fault != NULL ? EXIT_TRY_AGAIN : EXIT_DONE;
    if (fault != NULL) {
        fprintf(stderr, "moedested: the proof waits in the queue: %s\n", fault);
    } else if (done) {
        printf("%u proofs of %s to %s, and to nobody else\n", mails, words->issue, address);
    }
    round_clear(&round);
    return status;
}

static bool print_trouble(const struct ledger_mail *mail, void *data)
{
    const bool *as_json = data;
    if (*as_json) {
        json_auto_t *row = json_pack("{s:i, s:I, s:s, s:s, s:s?, s:s?}", "format", 1, "person",
                                     (json_int_t)mail->person, "address", mail->recipient, "state",
                                     ledger_state_name(mail->state), "status", mail->status,
                                     "answer", mail->answer);
        print_json(row);
        return true;
    }
    bool trouble = mail->state == LEDGER_FAILED || mail->state == LEDGER_DOUBT ||
                   mail->state == LEDGER_HELD ||
                   (mail->state == LEDGER_QUEUED && mail->attempts > 0);
    if (trouble) {
        printf("  %-7s %s  %s\n", ledger_state_name(mail->state), mail->recipient,
               mail->answer != NULL ? mail->answer : "");
    }
    return true;
}

static void print_counts(const struct site *site, const struct issue *issue, const int64_t *counts)
{
    g_autofree char *due = clock_format(site->clock, issue->due);
    g_autofree char *approved = clock_format(site->clock, issue->approved);
    printf("%s \"%s\": %s\n  approved %s by %s (%.12s), due %s\n  queued=%" G_GINT64_FORMAT
           " sent=%" G_GINT64_FORMAT " failed=%" G_GINT64_FORMAT " doubt=%" G_GINT64_FORMAT
           " dropped=%" G_GINT64_FORMAT " held=%" G_GINT64_FORMAT "\n",
           issue->name, issue->subject, issue_state_name(issue->state), approved,
           issue->approved_by, issue->hash, due, counts[LEDGER_QUEUED] + counts[LEDGER_CLAIMED],
           counts[LEDGER_SENT], counts[LEDGER_FAILED], counts[LEDGER_DOUBT], counts[LEDGER_DROPPED],
           counts[LEDGER_HELD]);
    if (newsletter_changed(&site->house->office, issue)) {
        printf("  changed since approval: moedested newsletter approve %s takes the new text\n",
               issue->name);
    }
}

int newsletter_status(const struct site *site, const struct newsletter_words *words)
{
    g_autoptr(GError) error = NULL;
    struct store *store = site->house->office.store;
    int status = EXIT_DONE;
    SCOPED(issue) struct issue *issue = newsletter_approved(site, words->issue, &status);
    if (issue == NULL) {
        return status;
    }
    int64_t counts[LEDGER_HELD + 1] = {0};
    if (!ledger_count(store, words->issue, counts, &error)) {
        return command_fail(error);
    }
    if (!words->as_json) {
        print_counts(site, issue, counts);
    }
    bool as_json = words->as_json;
    return ledger_each(store, words->issue, 0, 0, print_trouble, &as_json, &error)
               ? EXIT_DONE
               : command_fail(error);
}
