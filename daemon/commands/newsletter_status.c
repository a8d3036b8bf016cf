/* moedested newsletter status: every person, every state. */
#include <inttypes.h>
#include <stdio.h>

#include "act/newsletter.h"
#include "commands/answers.h"
#include "commands/newsletter.h"
#include "commands/print.h"
#include "store/epoch.h"
#include "store/ledger.h"

struct view {
    const struct site *site;
    bool as_json, all;
    GError *failure;
};

static void print_json(const struct view *view, const struct ledger_mail *mail, const char *back)
{
    g_autofree char *since = clock_format(view->site->clock, mail->changed);
    json_auto_t *row = json_pack(
        "{s:i, s:I, s:I, s:s, s:s, s:s, s:i, s:s?, s:s?, s:s?}", "format", 1, "id",
        (json_int_t)mail->id, "person", (json_int_t)mail->person, "address", mail->recipient,
        "state", ledger_state_name(mail->state), "since", since, "attempts", mail->attempts,
        "status", mail->status, "answer", mail->answer, "bounced", back);
    print_row(row);
}

/* Neither sent nor simply waiting for its turn. */
static bool is_trouble(const struct ledger_mail *mail)
{
    switch (mail->state) {
    case LEDGER_FAILED:
    case LEDGER_DOUBT:
    case LEDGER_DROPPED:
    case LEDGER_HELD:
        return true;
    case LEDGER_QUEUED:
        return mail->attempts > 0;
    case LEDGER_CLAIMED:
    case LEDGER_SENT:
        break;
    }
    return false;
}

static void print_line(const struct view *view, const struct ledger_mail *mail, const char *back)
{
    g_autofree char *since = print_time(view->site->clock, mail->changed);
    printf("  %-7s %s  %s  ", back != NULL ? "bounced" : ledger_state_name(mail->state), since,
           mail->recipient);
    if (back != NULL) {
        printf("%s%safter ", back, *back != '\0' ? " " : "");
    }
    printf("%s%s%s\n", mail->status != NULL ? mail->status : "",
           mail->status != NULL && mail->answer != NULL ? " " : "",
           mail->answer != NULL ? mail->answer : "");
}

static bool print_copy(const struct ledger_mail *mail, void *data)
{
    struct view *view = data;
    g_autofree char *back =
        mail->state == LEDGER_SENT
            ? ledger_came_back(view->site->house->office.store, mail->id, &view->failure)
            : NULL;
    if (view->failure != NULL) {
        return false;
    }
    if (view->as_json) {
        print_json(view, mail, back);
    } else if (view->all || back != NULL || is_trouble(mail)) {
        print_line(view, mail, back);
    }
    return true;
}

static void print_held(const struct issue *issue, const int64_t *counts)
{
    if (issue->state != ISSUE_HELD) {
        return;
    }
    if (issue_is_given_up(issue)) {
        printf("  given up: nothing is left to send, %" PRId64 " copies were dropped\n",
               counts[LEDGER_DROPPED]);
        return;
    }
    int64_t left = counts[LEDGER_QUEUED] + counts[LEDGER_CLAIMED] + counts[LEDGER_HELD];
    printf("  held (%s): ", issue->why_held != NULL ? issue->why_held : ISSUE_LATE);
    if (issue->queued != 0 && left == 0) {
        puts("nothing is left to send");
        return;
    }
    printf("moedested newsletter resume %s lets it go on\n", issue->name);
}

static void print_counts(const struct site *site, const struct issue *issue, const int64_t *counts,
                         int64_t bounced)
{
    g_autofree char *due = clock_format(site->clock, issue->due);
    g_autofree char *approved = clock_format(site->clock, issue->approved);
    printf("%s \"%s\": %s\n  approved %s by %s (%.12s), due %s\n", issue->name, issue->subject,
           issue_state_name(issue->state), approved, issue->approved_by, issue->hash, due);
    if (issue->corrects != NULL) {
        printf("  corrects %s, for those whom that has reached\n", issue->corrects);
    }
    printf("  queued=%" PRId64 " sent=%" PRId64 " failed=%" PRId64 " doubt=%" PRId64
           " dropped=%" PRId64 " held=%" PRId64 " bounced=%" PRId64 "\n",
           counts[LEDGER_QUEUED] + counts[LEDGER_CLAIMED], counts[LEDGER_SENT],
           counts[LEDGER_FAILED], counts[LEDGER_DOUBT], counts[LEDGER_DROPPED], counts[LEDGER_HELD],
           bounced);
    print_held(issue, counts);
    if (newsletter_changed(&site->house->office, issue)) {
        printf("  changed since approval: moedested newsletter approve %s takes the new text\n",
               issue->name);
    }
}

static bool note_answer(const struct ledger_mail *mail, void *data)
{
    answers_add(data, mail);
    return true;
}

/* What the relay said to those whose copy waits or failed, before each of them is named. */
static bool print_answers(struct store *store, const char *issue, GError **error)
{
    g_autoptr(GHashTable) answers = answers_new();
    if (!ledger_each(store, issue, 0, LEDGER_QUEUED, note_answer, answers, error) ||
        !ledger_each(store, issue, 0, LEDGER_FAILED, note_answer, answers, error)) {
        return false;
    }
    answers_print(stdout, answers);
    return true;
}

static void print_hold(struct store *store)
{
    enum epoch_hold hold = EPOCH_CURRENT;
    if (epoch_look(store, &hold, NULL) && hold != EPOCH_CURRENT) {
        printf("  %s\n", epoch_sentence(hold));
    }
}

static void print_hints(const struct issue *issue, const int64_t *counts)
{
    if (counts[LEDGER_FAILED] > 0 && !issue_is_given_up(issue)) {
        printf("  when the cause is mended: moedested newsletter send %s --failed\n", issue->name);
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
    int64_t counts[LEDGER_HELD + 1] = {0}, bounced = 0;
    if (!ledger_count(store, words->issue, counts, &error) ||
        !ledger_count_back(store, words->issue, &bounced, &error)) {
        return command_fail(error);
    }
    if (!words->as_json) {
        print_counts(site, issue, counts, bounced);
        if (!print_answers(store, words->issue, &error)) {
            return command_fail(error);
        }
    }
    struct view view = {.site = site, .as_json = words->as_json, .all = words->all};
    if (!ledger_each(store, words->issue, 0, 0, print_copy, &view, &error)) {
        return command_fail(error);
    }
    if (view.failure != NULL) {
        g_propagate_error(&error, view.failure);
        return command_fail(error);
    }
    if (!words->as_json) {
        print_hold(store);
        print_hints(issue, counts);
    }
    return EXIT_DONE;
}
