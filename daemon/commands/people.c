/* moedested people: who is known, and one person's story. */
#include <stdio.h>
#include <string.h>

#include "base/failure.h"
#include "commands/list.h"
#include "commands/people_standing.h"
#include "store/inbound.h"
#include "store/ledger.h"
#include "store/pause.h"
#include "store/subscription.h"
#include "store/suppression.h"

/* A listing while it runs over the people. */
struct listing {
    struct store *store;
    int64_t now;
    bool as_json;
    unsigned count;
    GError *failure;
};

static void print_json(json_t *row)
{
    g_autofree char *text = json_dumps(row, JSON_COMPACT);
    puts(text);
}

static json_t *json_of(const struct person *person)
{
    json_t *row =
        json_pack("{s:i, s:I, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:[], s:[]}", "format", 1, "id",
                  (json_int_t)person->id, "role", person_role_name(person->role), "name",
                  person->name, "language", person->language, "phone", person->phone, "postcode",
                  person->postcode, "workplace", person->workplace, "administration",
                  person->administration, "addresses", "former_addresses");
    for (guint at = 0; at < person->addresses->len; at++) {
        bool former = at + person->former >= person->addresses->len;
        g_assert(
            json_array_append_new(json_object_get(row, former ? "former_addresses" : "addresses"),
                                  json_string(person->addresses->pdata[at])) == 0);
    }
    return row;
}

static bool list_one(const struct person *person, void *data)
{
    struct listing *listing = data;
    enum subscription_state state = SUBSCRIPTION_NONE;
    struct pause pause = {0};
    if (!subscription_get(listing->store, person->id, NEWSLETTER, &state, &listing->failure) ||
        !pause_of(listing->store, person->id, listing->now, &pause, &listing->failure)) {
        return false;
    }
    listing->count++;
    bool paused = pause.until != 0 && state == SUBSCRIPTION_ACTIVE;
    if (listing->as_json) {
        json_auto_t *row = json_of(person);
        g_assert(json_object_set_new(row, "newsletter",
                                     json_string(subscription_state_name(state))) == 0);
        if (pause.until != 0) {
            json_object_set_new(row, "pause", json_string(pause.day));
        }
        print_json(row);
        return true;
    }
    if (listing->count == 1) {
        fprintf(stderr, "   ID  ROLE      NEWS      ADDRESS, NAME\n"); /* as `queue list` does */
    }
    printf("%5" G_GINT64_FORMAT "  %-8s  %-8s  %s  %s\n", person->id,
           person_role_name(person->role), paused ? "paused" : subscription_state_name(state),
           person_address(person), person->name);
    return true;
}

static int list(const struct site *site, const char *role_name, bool as_json)
{
    enum person_role role = 0;
    if (role_name != NULL && !person_role_parse(role_name, &role)) {
        return command_misused("people", "role \"%s\": write seeker, employer or staff", role_name);
    }
    struct listing listing = {
        .store = site->house->office.store, .now = clock_now(site->clock), .as_json = as_json};
    g_autoptr(GError) error = NULL;
    bool done = person_each(listing.store, role, list_one, &listing, &error);
    if (listing.failure != NULL) {
        g_clear_error(&error);
        error = listing.failure;
        done = false;
    }
    if (!done) {
        return command_fail(error);
    }
    fprintf(stderr, "%u people\n", listing.count);
    return EXIT_DONE;
}

static void print_person(const struct person *person)
{
    printf("%s %" G_GINT64_FORMAT ": %s\n", person_role_name(person->role), person->id,
           *person->name != '\0' ? person->name : "(no name)");
    for (guint at = 0; at < person->addresses->len; at++) {
        bool former = at + person->former >= person->addresses->len;
        printf("  %-15s %s\n", former ? "former address" : "address",
               (const char *)person->addresses->pdata[at]);
    }
    const char *const fields[][2] = {{"language", person->language},
                                     {"phone", person->phone},
                                     {"postcode", person->postcode},
                                     {"workplace", person->workplace},
                                     {"administration", person->administration}};
    for (size_t at = 0; at < G_N_ELEMENTS(fields); at++) {
        if (*fields[at][1] != '\0') {
            printf("  %-15s %s\n", fields[at][0], fields[at][1]);
        }
    }
}

/* "staff since 2013-03-20T09:00:00+01:00 (asked us to)". The caller owns it. */
static char *why_suppressed(const struct site *site, const struct suppression *found)
{
    g_autofree char *since = clock_format(site->clock, found->since);
    bool told = *found->detail != '\0';
    return g_strdup_printf("%s since %s%s%s%s", suppression_reason_name(found->reason), since,
                           told ? " (" : "", found->detail, told ? ")" : "");
}

/* Which of the addresses get nothing (GPtrArray of struct suppression). The caller owns it. */
static GPtrArray *suppressions_of(const struct site *site, const struct person *person,
                                  GError **error)
{
    g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func((GDestroyNotify)suppression_free);
    for (guint at = 0; at < person->addresses->len; at++) {
        g_autoptr(GError) failure = NULL;
        struct suppression *found =
            suppression_of(site->house->office.store, person->addresses->pdata[at], &failure);
        if (failure != NULL) {
            g_propagate_error(error, g_steal_pointer(&failure));
            return NULL;
        }
        if (found != NULL) {
            g_ptr_array_add(all, found);
        }
    }
    return g_steal_pointer(&all);
}

static bool print_suppressions(const struct site *site, const struct person *person, GError **error)
{
    g_autoptr(GPtrArray) all = suppressions_of(site, person, error);
    for (guint at = 0; all != NULL && at < all->len; at++) {
        const struct suppression *found = all->pdata[at];
        g_autofree char *why = why_suppressed(site, found);
        printf("  suppressed      %s, %s, mail %" G_GINT64_FORMAT "\n", found->address, why,
               found->inbound);
    }
    return all != NULL;
}

/* Also an address that nobody has may be on the list. */
static int tell_nobody(const struct site *site, const char *address)
{
    g_autoptr(GError) error = NULL;
    SCOPED(suppression)
    struct suppression *found = suppression_of(site->house->office.store, address, &error);
    if (error != NULL) {
        return command_fail(error);
    }
    g_autofree char *why = found != NULL ? why_suppressed(site, found) : NULL;
    fprintf(stderr, "moedested: nobody has the address %s%s%s (moedested %s list)\n", address,
            why != NULL ? "; it is suppressed, " : "", why != NULL ? why : "",
            why != NULL ? "suppress" : "people");
    return EXIT_NOT_FOUND;
}

static bool print_subscriptions(const struct site *site, const struct person *person,
                                GError **error)
{
    static const enum subscription_list lists[] = {NEWSLETTER, INVITATIONS};
    for (size_t at = 0; at < G_N_ELEMENTS(lists); at++) {
        enum subscription_state state = SUBSCRIPTION_NONE;
        if (!subscription_get(site->house->office.store, person->id, lists[at], &state, error)) {
            return false;
        }
        printf("  %-15s %s\n", subscription_list_name(lists[at]), subscription_state_name(state));
    }
    g_autoptr(GPtrArray) consents = consent_list(site->house->office.store, person->id, error);
    for (guint at = 0; consents != NULL && at < consents->len; at++) {
        const struct consent *consent = consents->pdata[at];
        g_autofree char *given = clock_format(site->clock, consent->given);
        printf("  consent         %s %s, given %s, source \"%s\"\n",
               subscription_list_name(consent->list), subscription_state_name(consent->state),
               given, consent->source);
    }
    return consents != NULL;
}

static void print_event(const struct site *site, const struct event *event)
{
    g_autofree char *when = clock_format(site->clock, event->at);
    printf("  %s  %-7s %s", when, event->actor, event->what);
    if (event->detail != NULL) {
        printf(" %s", event->detail);
    }
    if (event->before != NULL || event->after != NULL) {
        printf(": %s -> %s", event->before != NULL ? event->before : "-",
               event->after != NULL ? event->after : "-");
    }
    if (event->inbound != 0) {
        printf("  (mail %" G_GINT64_FORMAT ")", event->inbound);
    }
    putchar('\n');
}

static bool print_mail(const struct ledger_mail *mail, void *data)
{
    const struct site *site = data;
    g_autofree char *when = clock_format(site->clock, mail->changed);
    bool why = mail->state == LEDGER_DROPPED && (g_strcmp0(mail->status, LEDGER_PAUSE) == 0 ||
                                                 g_strcmp0(mail->status, LEDGER_SUPPRESSED) == 0);
    printf("  %s  %-8s %s%s%s to %s%s%s%s\n", when, ledger_state_name(mail->state), mail->kind,
           mail->issue != NULL ? " " : "", mail->issue != NULL ? mail->issue : "", mail->recipient,
           why ? " (" : "", why ? mail->status : "", why ? ")" : "");
    return true;
}

static json_t *json_of_event(const struct site *site, const struct event *event)
{
    g_autofree char *when = clock_format(site->clock, event->at);
    return json_pack("{s:s, s:s, s:s, s:s?, s:s?, s:s?, s:I}", "at", when, "actor", event->actor,
                     "what", event->what, "detail", event->detail, "before", event->before, "after",
                     event->after, "mail", (json_int_t)event->inbound);
}

static bool add_suppressions(const struct site *site, const struct person *person, json_t *row,
                             GError **error)
{
    g_autoptr(GPtrArray) found = suppressions_of(site, person, error);
    json_t *all = json_array();
    json_object_set_new(row, "suppressed", all);
    for (guint at = 0; found != NULL && at < found->len; at++) {
        const struct suppression *one = found->pdata[at];
        json_array_append_new(all, json_pack("{s:s, s:s, s:s}", "address", one->address, "reason",
                                             suppression_reason_name(one->reason), "detail",
                                             one->detail));
    }
    return found != NULL;
}

static bool print_story_json(const struct site *site, const struct person *person,
                             const GPtrArray *events, GError **error)
{
    json_auto_t *row = json_of(person);
    if (!people_add_standing(site, person, row, error) ||
        !add_suppressions(site, person, row, error)) {
        return false;
    }
    json_t *story = json_array();
    for (guint at = 0; at < events->len; at++) {
        json_array_append_new(story, json_of_event(site, events->pdata[at]));
    }
    json_object_set_new(row, "events", story);
    print_json(row);
    return true;
}

static bool show_one(const struct site *site, const struct person *person, bool as_json,
                     GError **error)
{
    struct store *store = site->house->office.store;
    g_autoptr(GPtrArray) events = event_list(store, person->id, 0, INT64_MAX, error);
    if (events == NULL) {
        return false;
    }
    if (as_json) {
        return print_story_json(site, person, events, error);
    }
    print_person(person);
    if (!print_suppressions(site, person, error) || !people_print_standing(site, person, error) ||
        !print_subscriptions(site, person, error)) {
        return false;
    }
    puts("mail to this person:");
    struct site copy = *site;
    if (!ledger_each(store, NULL, person->id, 0, print_mail, &copy, error)) {
        return false;
    }
    puts("story:");
    for (guint at = 0; at < events->len; at++) {
        print_event(site, events->pdata[at]);
    }
    return true;
}

static int show(const struct site *site, const char *address, bool as_json)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) found = person_by_address(site->house->office.store, address, &error);
    if (found == NULL) {
        return command_fail(error);
    }
    if (found->len == 0) {
        return tell_nobody(site, address);
    }
    for (guint at = 0; at < found->len; at++) {
        if (at > 0 && !as_json) {
            putchar('\n');
        }
        if (!show_one(site, found->pdata[at], as_json, &error)) {
            return command_fail(error);
        }
    }
    return EXIT_DONE;
}

int command_people(const struct invocation *invocation, int argc, char **argv)
{
    gboolean as_json = FALSE;
    g_autofree char *role = NULL;
    const GOptionEntry entries[] = {
        {"role", 0, 0, G_OPTION_ARG_STRING, &role, "only seeker, employer or staff", "ROLE"},
        {"json", 0, 0, G_OPTION_ARG_NONE, &as_json, "one object a line", NULL},
        {NULL, 0, 0, 0, NULL, NULL, NULL}};
    int status = EXIT_DONE;
    if (!command_options("people", entries, &argc, &argv, &status)) {
        return status;
    }
    bool lists = argc == 2 && strcmp(argv[1], "list") == 0;
    bool shows = argc == 3 && strcmp(argv[1], "show") == 0;
    bool known = argc > 1 && (strcmp(argv[1], "list") == 0 || strcmp(argv[1], "show") == 0);
    if (!lists && !shows) {
        return command_no_verb("people", argc > 1 && !known ? argv[1] : NULL,
                               "say list, or show and an address");
    }
    struct site site;
    status = site_open(invocation, HOUSE_READ, "people", &site);
    if (status != EXIT_DONE) {
        return status;
    }
    status = lists ? list(&site, role, as_json != FALSE) : show(&site, argv[2], as_json != FALSE);
    site_close(&site);
    return status;
}
