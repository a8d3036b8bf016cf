/* moedested newsletter send --dry-run: what would happen, and nothing more. */
#include <inttypes.h>
#include <stdio.h>

#include "act/brake.h"
#include "act/newsletter.h"
#include "act/newsletter_proof.h"
#include "commands/newsletter.h"
#include "compose/check.h"
#include "compose/fields.h"
#include "store/ledger.h"
#include "store/suppression.h"

enum { SHOWN = 3 };

static bool show_recipients(const struct office *office, const char *issue, GError **error)
{
    g_autoptr(GArray) ids = newsletter_first(office, issue, SHOWN, error);
    for (guint at = 0; ids != NULL && at < ids->len; at++) {
        SCOPED(person)
        struct person *person = person_get(office->store, g_array_index(ids, int64_t, at), error);
        if (person == NULL) {
            return false;
        }
        printf("  %s\n", person_address(person));
    }
    return ids != NULL;
}

/* The size of one copy, as a made-up person gets it. */
static bool show_size(const struct office *office, const char *issue, enum person_role role,
                      GError **error)
{
    g_autoptr(GError) failure = NULL;
    SCOPED(form) struct form *form = newsletter_compile(office, issue, role, &failure);
    if (form == NULL) {
        if (failure != NULL) {
            g_propagate_error(error, g_steal_pointer(&failure));
            return false;
        }
        return true; /* this role gets none */
    }
    g_autoptr(GPtrArray) people = proof_made_up(role);
    g_autoptr(GBytes) slots =
        newsletter_slots(office, form, issue, people->pdata[0], 0, NULL, NULL);
    g_autoptr(GString) message = g_string_new(NULL);
    bool made = form_run(form, slots, message);
    g_assert(made);
    printf("  one copy for %s %s: %zu KB\n", role == PERSON_EMPLOYER ? "an" : "a",
           person_role_name(role), message->len / 1024 + 1);
    return true;
}

static void show_findings(const struct office *office, const char *issue)
{
    json_auto_t *site = fields_site(office->config);
    const struct check_hours hours = newsletter_hours(office);
    g_autoptr(GPtrArray) findings =
        check_issue(office->templates, office->clock, site, issue, &hours);
    for (guint at = 0; at < findings->len; at++) {
        newsletter_finding(stdout, "  ", findings->pdata[at]);
    }
}

/* What `send` would refuse; `again`: with --failed. */
static void show_brake(const struct office *office, const struct issue *issue, bool again)
{
    g_autoptr(GError) why = NULL;
    if (!(again ? brake_allows_again(office, issue, &why) : brake_allows(office, issue, &why))) {
        printf("It would not go: %s\n", why->message);
    }
}

static bool show_failed(const struct ledger_mail *mail, void *data)
{
    unsigned *shown = data;
    if (*shown < SHOWN) {
        printf("  %s  %s\n", mail->recipient, mail->answer != NULL ? mail->answer : "");
    }
    return ++*shown < SHOWN;
}

void newsletter_suppressed(FILE *out, int64_t people)
{
    if (people > 0) {
        fprintf(out, "%" PRId64 " are suppressed and get nothing (moedested suppress list).\n",
                people);
    }
}

int newsletter_again_dry_run(const struct site *site, const struct newsletter_words *words)
{
    g_autoptr(GError) error = NULL;
    const struct office *office = &site->house->office;
    int64_t counts[LEDGER_HELD + 1] = {0}, suppressed = 0;
    unsigned shown = 0;
    int status = EXIT_DONE;
    SCOPED(issue) struct issue *issue = newsletter_approved(site, words->issue, &status);
    if (issue == NULL) {
        return status;
    }
    if (!ledger_count(office->store, words->issue, counts, &error) ||
        !suppression_count_failed(office->store, words->issue, &suppressed, &error)) {
        return command_fail(error);
    }
    printf("%s would go again to %" PRId64 " people, whose copy failed.\n", words->issue,
           counts[LEDGER_FAILED] - suppressed);
    newsletter_suppressed(stdout, suppressed);
    if (!ledger_each(office->store, words->issue, 0, LEDGER_FAILED, show_failed, &shown, &error) ||
        !show_size(office, words->issue, PERSON_SEEKER, &error) ||
        !show_size(office, words->issue, PERSON_EMPLOYER, &error)) {
        return command_fail(error);
    }
    show_brake(office, issue, true);
    puts("Nothing was sent.");
    return EXIT_DONE;
}

void newsletter_left_out(FILE *out, const char *issue, const struct newsletter_audience *audience)
{
    bool nobody = audience->seekers + audience->employers == 0;
    if (audience->had > 0) {
        fprintf(out,
                "%" PRId64 " people have had their copy, and nobody gets a second one (moedested "
                "newsletter status %s).\n",
                audience->had, issue);
    }
    if (audience->late > 0) {
        fprintf(out,
                "%" PRId64 " people came when its copies were queued already; nobody is added to "
                "an issue then: they get the next one.\n",
                audience->late);
    }
    if (nobody && audience->had + audience->late == 0) {
        fprintf(out,
                "There is nobody to get it (moedested people list); it goes to who comes before "
                "its latest time.\n");
    }
}

int newsletter_dry_run(const struct site *site, const struct newsletter_words *words)
{
    g_autoptr(GError) error = NULL;
    const struct office *office = &site->house->office;
    struct newsletter_audience audience = {0};
    if (!newsletter_audience(office, words->issue, &audience, &error)) {
        return command_fail(error);
    }
    printf("%s would go to %" PRId64 " seekers and %" PRId64 " employers; %" PRId64
           " people of those roles do not get it.\n",
           words->issue, audience.seekers, audience.employers, audience.left_out);
    newsletter_suppressed(stdout, audience.suppressed);
    newsletter_left_out(stdout, words->issue, &audience);
    if (!show_recipients(office, words->issue, &error) ||
        !show_size(office, words->issue, PERSON_SEEKER, &error) ||
        !show_size(office, words->issue, PERSON_EMPLOYER, &error)) {
        return command_fail(error);
    }
    show_findings(office, words->issue);
    SCOPED(issue) struct issue *issue = issue_get(office->store, words->issue, NULL);
    if (issue == NULL) {
        printf("It is not approved yet: moedested newsletter approve %s\n", words->issue);
    } else if (newsletter_changed(office, issue)) {
        printf("Its file has changed since it was approved: approve it again, or send it with "
               "--as-approved.\n");
    }
    if (issue != NULL) {
        show_brake(office, issue, false);
    }
    puts("Nothing was sent.");
    return EXIT_DONE;
}
