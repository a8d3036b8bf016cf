#include "act/newsletter.h"

#include <string.h>

#include "base/failure.h"
#include "compose/check.h"
#include "compose/fields.h"

static bool read_time(const struct office *office, const char *file, const char *key,
                      const char *text, int64_t *moment, GError **error)
{
    g_autofree char *whole = NULL;
    if (strlen(text) == strlen("2013-03-20")) {
        whole = g_strdup_printf("%sT%s", text, config_text(office->config, CONFIG_NEWSLETTER_HOUR));
        text = whole;
    }
    g_autoptr(GError) failure = NULL;
    if (!clock_parse(office->clock, text, moment, &failure)) {
        g_set_error(error, ACT_ERROR, FAILURE_INPUT, "%s: %s: %s", file, key, failure->message);
        return false;
    }
    return true;
}

bool newsletter_times(const struct office *office, const char *file,
                      const struct issue_front *front, struct newsletter_times *times,
                      GError **error)
{
    if (front->send == NULL) {
        g_set_error(error, ACT_ERROR, FAILURE_INPUT,
                    "%s: it does not say when it goes out; write \"udsendes: 2013-03-20 09:00\" "
                    "between the lines of --- at its top",
                    file);
        return false;
    }
    if (!read_time(office, file, "udsendes", front->send, &times->due, error)) {
        return false;
    }
    if (front->latest == NULL) {
        times->latest = times->due + config_number(office->config, CONFIG_NEWSLETTER_SEND_BEFORE);
        return true;
    }
    if (!read_time(office, file, "senest", front->latest, &times->latest, error)) {
        return false;
    }
    if (times->latest < times->due) {
        g_set_error(error, ACT_ERROR, FAILURE_INPUT, "%s: senest (%s) is before udsendes (%s)",
                    file, front->latest, front->send);
        return false;
    }
    return true;
}

static char *file_of(const char *issue)
{
    return g_strdup_printf("newsletter/%s.md", issue);
}

struct form *newsletter_compile(const struct office *office, const char *issue,
                                enum person_role role, GError **error)
{
    struct issue_front front = {0};
    if (!templates_issue_front(office->templates, issue, &front, error)) {
        return NULL;
    }
    g_autofree char *file = file_of(issue);
    struct newsletter_times times;
    struct form *form = NULL;
    bool gets_it = role == PERSON_SEEKER ? front.seekers : front.employers;
    if (gets_it && newsletter_times(office, file, &front, &times, error)) {
        json_auto_t *site = fields_site(office->config);
        g_autofree char *date =
            templates_date(office->templates, "da", office->clock, times.due, false);
        g_assert(json_object_set_new(site, "dato", json_string(date)) == 0);
        form = form_compile(office->templates, issue, role, site, error);
    }
    issue_front_clear(&front);
    return form;
}

static bool compile_both(const struct office *office, const char *issue, GBytes **seekers,
                         GBytes **employers, GError **error)
{
    static const enum person_role roles[] = {PERSON_SEEKER, PERSON_EMPLOYER};
    GBytes **frozen[] = {seekers, employers};
    for (size_t at = 0; at < G_N_ELEMENTS(roles); at++) {
        g_autoptr(GError) failure = NULL;
        SCOPED(form) struct form *form = newsletter_compile(office, issue, roles[at], &failure);
        if (failure != NULL) {
            g_propagate_error(error, g_steal_pointer(&failure));
            return false;
        }
        *frozen[at] = form != NULL ? form_freeze(form) : NULL;
    }
    return true;
}

static bool stops(const GPtrArray *findings, const char *issue, GError **error)
{
    guint errors = 0;
    for (guint at = 0; at < findings->len; at++) {
        const struct finding *finding = findings->pdata[at];
        errors += finding->stops ? 1 : 0;
    }
    if (errors > 0) {
        g_set_error(error, ACT_ERROR, FAILURE_INPUT,
                    "issue %s has %u errors; mend them and approve again", issue, errors);
    }
    return errors > 0;
}

/* What the approval binds to: both forms, and to whom they go. */
static char *hash_both(GBytes *seekers, GBytes *employers, const char *corrects)
{
    g_autofree char *first = seekers != NULL ? form_hash(seekers) : g_strdup("-");
    g_autofree char *second = employers != NULL ? form_hash(employers) : g_strdup("-");
    g_autofree char *both =
        g_strjoin(" ", first, second, corrects, NULL); /* which ends at a missing one */
    return g_compute_checksum_for_string(G_CHECKSUM_SHA256, both, -1);
}

/* Nobody can have got what was never approved. */
static bool corrects_known(const struct office *office, const char *corrects, GError **error)
{
    if (corrects == NULL) {
        return true;
    }
    SCOPED(issue) struct issue *issue = issue_get(office->store, corrects, error);
    g_prefix_error(error, "retter: ");
    return issue != NULL;
}

char *newsletter_hash(const struct office *office, const char *issue, GError **error)
{
    templates_forget_issue(office->templates, issue);
    g_autoptr(GBytes) seekers = NULL;
    g_autoptr(GBytes) employers = NULL;
    struct issue_front front = {0};
    if (!templates_issue_front(office->templates, issue, &front, error)) {
        return NULL;
    }
    char *hash = compile_both(office, issue, &seekers, &employers, error)
                     ? hash_both(seekers, employers, front.corrects)
                     : NULL;
    issue_front_clear(&front);
    return hash;
}

static bool write_approval(const struct office *office, const char *issue, const char *by,
                           const struct issue_front *front, GError **error)
{
    g_autoptr(GBytes) seekers = NULL;
    g_autoptr(GBytes) employers = NULL;
    g_autofree char *file = file_of(issue);
    struct newsletter_times times;
    if (!newsletter_times(office, file, front, &times, error) ||
        !corrects_known(office, front->corrects, error) ||
        !compile_both(office, issue, &seekers, &employers, error)) {
        return false;
    }
    g_autofree char *hash = hash_both(seekers, employers, front->corrects);
    g_autofree char *name = g_strdup(issue);
    g_autofree char *who = g_strdup(by);
    struct issue row = {.name = name,
                        .state = ISSUE_APPROVED,
                        .subject = front->subject,
                        .hash = hash,
                        .approved_by = who,
                        .approved = clock_now(office->clock),
                        .due = times.due,
                        .latest = times.latest,
                        .corrects = front->corrects};
    struct cause cause = {.at = row.approved, .actor = "staff"};
    return issue_approve(office->store, &cause, &row, seekers, employers, error);
}

struct check_hours newsletter_hours(const struct office *office)
{
    return (struct check_hours){.hour = config_text(office->config, CONFIG_NEWSLETTER_HOUR),
                                .send_before =
                                    config_number(office->config, CONFIG_NEWSLETTER_SEND_BEFORE)};
}

/* When its last moment is past the approval says so, with the moment and what to do: no finding
 * says it once more. */
static GPtrArray *check_front(const struct office *office, const char *issue,
                              const struct issue_front *front)
{
    g_autofree char *file = file_of(issue);
    json_auto_t *site = fields_site(office->config);
    struct newsletter_times times;
    bool over = newsletter_times(office, file, front, &times, NULL) &&
                clock_now(office->clock) > times.latest;
    const struct check_hours hours = newsletter_hours(office);
    return check_issue(office->templates, office->clock, site, issue, over ? NULL : &hours);
}

bool newsletter_approve_within(const struct office *office, const char *issue, const char *by,
                               GPtrArray **findings, GError **error)
{
    struct issue_front front = {0};
    if (!templates_issue_front(office->templates, issue, &front, error)) {
        return false;
    }
    *findings = check_front(office, issue, &front);
    bool approved =
        !stops(*findings, issue, error) && write_approval(office, issue, by, &front, error);
    issue_front_clear(&front);
    return approved;
}

bool newsletter_approve(const struct office *office, const char *issue, const char *by,
                        GPtrArray **findings, GError **error)
{
    STORE_ROLLS_BACK(office->store);
    return store_begin(office->store, error) &&
           newsletter_approve_within(office, issue, by, findings, error) &&
           store_commit(office->store, error);
}

/* Whether its front matter names another time or another issue to correct than what was approved.
 */
static bool front_changed(const struct office *office, const struct issue *issue)
{
    struct issue_front front = {0};
    struct newsletter_times times = {issue->due, issue->latest};
    if (!templates_issue_front(office->templates, issue->name, &front, NULL)) {
        return false;
    }
    g_autofree char *file = file_of(issue->name);
    if (!newsletter_times(office, file, &front, &times, NULL)) {
        times.due = issue->due;
    }
    bool changed = times.due != issue->due || g_strcmp0(front.corrects, issue->corrects) != 0;
    issue_front_clear(&front);
    return changed;
}

bool newsletter_changed(const struct office *office, const struct issue *issue)
{
    if (issue->queued != 0 || issue->state == ISSUE_SENT) {
        return false;
    }
    g_autoptr(GBytes) seekers = NULL;
    g_autoptr(GBytes) employers = NULL;
    g_autoptr(GError) failure = NULL;
    if (!compile_both(office, issue->name, &seekers, &employers, &failure)) {
        return failure->code != FAILURE_NOT_FOUND;
    }
    g_autofree char *hash = hash_both(seekers, employers, issue->corrects);
    return strcmp(hash, issue->hash) != 0 || front_changed(office, issue);
}
