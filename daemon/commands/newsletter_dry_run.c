/* moedested newsletter send --dry-run: what would happen, and nothing more. */
#include <inttypes.h>
#include <stdio.h>

#include "act/newsletter.h"
#include "act/newsletter_proof.h"
#include "commands/newsletter.h"
#include "compose/check.h"
#include "compose/fields.h"
#include "store/subscription.h"

enum { SHOWN = 3 };

struct sample {
    struct store *store;
    unsigned shown;
    GError *failure;
};

static bool show_recipient(const struct person *person, void *data)
{
    struct sample *sample = data;
    enum subscription_state state = SUBSCRIPTION_NONE;
    if (person->role == PERSON_STAFF) {
        return true;
    }
    if (!subscription_get(sample->store, person->id, NEWSLETTER, &state, &sample->failure)) {
        return false;
    }
    if (state == SUBSCRIPTION_ACTIVE) {
        printf("  %s\n", person_address(person));
        sample->shown++;
    }
    return sample->shown < SHOWN;
}

static bool show_recipients(const struct office *office, GError **error)
{
    struct sample sample = {.store = office->store};
    bool read = person_each(office->store, 0, show_recipient, &sample, error);
    if (sample.failure != NULL) {
        g_clear_error(error);
        g_propagate_error(error, sample.failure);
        return false;
    }
    return read;
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
    g_autoptr(GPtrArray) findings = check_issue(office->templates, office->clock, site, issue);
    for (guint at = 0; at < findings->len; at++) {
        newsletter_finding(stdout, "  ", findings->pdata[at]);
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
    if (!show_recipients(office, &error) ||
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
    puts("Nothing was sent.");
    return EXIT_DONE;
}
