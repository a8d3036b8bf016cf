/* moedested jobs: the job bank, and the profiles on the other side of it. */
#include <stdio.h>
#include <string.h>

#include "act/desk_held.h"
#include "act/erase.h"
#include "act/funnel.h"
#include "act/listing.h"
#include "act/listing_facts.h"
#include "act/listing_find.h"
#include "commands/jobs_post.h"
#include "commands/list.h"
#include "store/aside.h"
#include "store/listing.h"
#include "store/overdue.h"

struct wanted {
    bool all, profiles, as_json, yes, keep_mails;
    const char *reason;
};

/* The facts of the version that counts, or of the draft. New reference; NULL: `error`. */
static json_t *facts_of(const struct site *site, const struct listing *listing, GError **error)
{
    int number = listing->confirmed != 0 ? listing->confirmed : listing->newest;
    return listing_find_facts(site->house->office.store, listing->id, number, error);
}

static void print_json(const struct site *site, const struct listing *listing, const json_t *facts,
                       const struct person *person)
{
    g_autofree char *changed = clock_format(site->clock, listing->changed);
    bool profile = listing->kind == LISTING_PROFILE;
    json_auto_t *row =
        json_pack("{s:i, s:I, s:s, s:s, s:s, s:s, s:s?, s:s?, s:i, s:i, s:O}", "format", 1, "id",
                  (json_int_t)listing->id, "kind", profile ? "profile" : "job", "state",
                  listing_state_name(listing->state), "owner", person_address(person), "changed",
                  changed, "until", listing->day, "reason", listing->reason, "version",
                  listing->confirmed, "newest", listing->newest, "facts", facts);
    g_autofree char *text = json_dumps(row, JSON_COMPACT);
    puts(text);
}

static bool print_one(const struct site *site, const struct listing *listing, bool as_json,
                      bool whole, GError **error)
{
    const struct office *office = &site->house->office;
    SCOPED(person) struct person *person = person_get(office->store, listing->person, error);
    json_auto_t *facts = person != NULL ? facts_of(site, listing, error) : NULL;
    if (facts == NULL) {
        return false;
    }
    if (as_json) {
        print_json(site, listing, facts, person);
        return true;
    }
    g_autofree char *name = facts_name(office, "da", listing->kind, facts);
    g_autofree char *changed = clock_format(site->clock, listing->changed);
    printf("%5" G_GINT64_FORMAT "  %-6s  %s  %s  %s%s%s%s%s\n", listing->id,
           listing_state_name(listing->state), changed, person_address(person), name,
           listing->day != NULL ? "  until " : "", listing->day != NULL ? listing->day : "",
           listing->reason != NULL ? "  " : "", listing->reason != NULL ? listing->reason : "");
    if (whole) {
        g_autofree char *lines = facts_lines(office, "da", listing->kind, facts);
        printf("%s\n", lines);
    }
    return true;
}

static int list(const struct site *site, const struct wanted *wanted)
{
    g_autoptr(GError) error = NULL;
    enum listing_kind kind = wanted->profiles ? LISTING_PROFILE : LISTING_POSTING;
    g_autoptr(GPtrArray) rows = listing_all(site->house->office.store, kind, 0, &error);
    unsigned count = 0;
    for (guint at = 0; rows != NULL && at < rows->len; at++) {
        const struct listing *listing = rows->pdata[at];
        bool over = listing->state == LISTING_FILLED || listing->state == LISTING_CLOSED;
        if (over && !wanted->all) {
            continue;
        }
        if (!print_one(site, listing, wanted->as_json, false, &error)) {
            return command_fail(error);
        }
        count++;
    }
    if (rows == NULL) {
        return command_fail(error);
    }
    const char *noun = wanted->profiles ? "profile" : "job";
    fprintf(stderr, "%u %s%s\n", count, noun, count == 1 ? "" : "s");
    return EXIT_DONE;
}

static bool leave_held(const struct site *site, const struct cause *cause,
                       const struct listing *listing, GError **error)
{
    struct store *store = site->house->office.store;
    json_auto_t *facts = listing_find_facts(store, listing->id, listing->newest, error);
    return facts != NULL && listing_leave_held(store, cause, listing, &facts, error);
}

static bool set_state(const struct site *site, const struct listing *listing,
                      enum listing_state state, const char *reason, GError **error)
{
    struct store *store = site->house->office.store;
    const struct cause cause = {.at = clock_now(site->clock), .actor = "staff"};
    const struct office *office = &site->house->office;
    bool over = state == LISTING_FILLED || state == LISTING_CLOSED;
    bool opens = state == LISTING_OPEN || state == LISTING_PAUSED;
    bool judged =
        listing->state == LISTING_HELD && (state == LISTING_DRAFT || state == LISTING_CLOSED);
    STORE_ROLLS_BACK(store);
    return store_begin(store, error) && (!opens || leave_held(site, &cause, listing, error)) &&
           listing_change(store, &cause, listing, state, reason, error) &&
           (state != LISTING_OPEN || (overdue_forget_day(store, listing->id, error) &&
                                      aside_lift(store, listing->id, error))) &&
           (!over || funnel_listing_over(office, &cause, listing, state, error)) &&
           (!judged ||
            desk_held_tell_owner(office, &cause, listing, state == LISTING_DRAFT, error)) &&
           store_commit(store, error);
}

static int change(const struct site *site, const struct listing *listing, const char *word,
                  const char *reason)
{
    static const enum listing_state states[] = {LISTING_OPEN, LISTING_PAUSED, LISTING_FILLED,
                                                LISTING_CLOSED};
    g_autoptr(GError) error = NULL;
    if (strcmp(word, "draft") == 0 && listing->state == LISTING_HELD) {
        if (!set_state(site, listing, LISTING_DRAFT, reason, &error)) {
            return command_fail(error);
        }
        fprintf(stderr, "%" G_GINT64_FORMAT " is released: its owner's JA opens it\n", listing->id);
        return EXIT_DONE;
    }
    for (size_t at = 0; at < G_N_ELEMENTS(states); at++) {
        if (strcmp(word, listing_state_name(states[at])) != 0) {
            continue;
        }
        if (states[at] == LISTING_OPEN && listing->confirmed == 0) {
            fprintf(stderr,
                    "moedested: its owner has not confirmed %" G_GINT64_FORMAT
                    " yet: it cannot be opened\n",
                    listing->id);
            return EXIT_FINDINGS;
        }
        if (!set_state(site, listing, states[at], reason, &error)) {
            return command_fail(error);
        }
        fprintf(stderr, "%" G_GINT64_FORMAT " is %s\n", listing->id, word);
        return EXIT_DONE;
    }
    return command_misused(
        "jobs", "%s is no state: say open, paused, filled or closed, or draft for one that is held",
        word);
}

/* For somebody who wants to be erased. */
static int erase(const struct site *site, const struct listing *listing,
                 const struct wanted *wanted)
{
    g_autoptr(GError) error = NULL;
    struct store *store = site->house->office.store;
    const struct cause cause = {.at = clock_now(site->clock), .actor = "staff"};
    if (!wanted->yes) {
        fprintf(stderr,
                "moedested: %" G_GINT64_FORMAT " would be gone for good%s, and its matches end: "
                "say --yes\n",
                listing->id, wanted->keep_mails ? "" : " with the words of its mails");
        return EXIT_FINDINGS;
    }
    int64_t waiting = 0;
    STORE_ROLLS_BACK(store);
    bool done = store_begin(store, &error) &&
                erase_place(&site->house->office, &cause, listing,
                            wanted->keep_mails ? NULL : &waiting, &error) &&
                store_commit(store, &error);
    if (!done) {
        return command_fail(error);
    }
    fprintf(stderr, "%" G_GINT64_FORMAT " is erased\n", listing->id);
    if (waiting > 0) {
        fprintf(stderr,
                "mails of it that wait for a human and keep their words: %" G_GINT64_FORMAT
                " (moedested inbox list)\n",
                waiting);
    }
    return EXIT_DONE;
}

static int one(const struct site *site, int64_t id, char **words, const struct wanted *wanted)
{
    g_autoptr(GError) error = NULL;
    SCOPED(listing) struct listing *listing = listing_get(site->house->office.store, id, &error);
    if (error != NULL) {
        return command_fail(error);
    }
    if (listing == NULL) {
        fprintf(stderr,
                "moedested: there is no job or profile %" G_GINT64_FORMAT
                " (`moedested jobs list` shows them, with --profiles those of seekers)\n",
                id);
        return EXIT_NOT_FOUND;
    }
    if (strcmp(words[0], "state") == 0) {
        return change(site, listing, words[2], wanted->reason);
    }
    if (strcmp(words[0], "erase") == 0) {
        return erase(site, listing, wanted);
    }
    return print_one(site, listing, wanted->as_json, true, &error) ? EXIT_DONE
                                                                   : command_fail(error);
}

static int run_verb(const struct invocation *invocation, char **words, int64_t id,
                    const struct wanted *wanted)
{
    bool changes = strcmp(words[0], "state") == 0 || strcmp(words[0], "erase") == 0;
    struct site site;
    int status = site_open(invocation, changes ? HOUSE_NOTE : HOUSE_READ, "jobs", &site);
    if (status != EXIT_DONE) {
        return status;
    }
    status = id == 0 ? list(&site, wanted) : one(&site, id, words, wanted);
    site_close(&site);
    return status;
}

int command_jobs(const struct invocation *invocation, int argc, char **argv)
{
    gboolean as_json = FALSE, all = FALSE, profiles = FALSE, yes = FALSE, keep_mails = FALSE;
    g_autofree char *reason = NULL, *employer = NULL;
    const GOptionEntry entries[] = {
        {"all", 0, 0, G_OPTION_ARG_NONE, &all, "list: also those that are filled or closed", NULL},
        {"profiles", 0, 0, G_OPTION_ARG_NONE, &profiles, "list: the seekers' profiles", NULL},
        {"reason", 0, 0, G_OPTION_ARG_STRING, &reason, "state: why", "WORDS"},
        {"employer", 0, 0, G_OPTION_ARG_STRING, &employer, "post: whose job it is", "ADDRESS"},
        {"yes", 0, 0, G_OPTION_ARG_NONE, &yes, "erase: without it only says so", NULL},
        {"keep-mails", 0, 0, G_OPTION_ARG_NONE, &keep_mails,
         "erase: its mails keep their words, for a case that has to be kept", NULL},
        {"json", 0, 0, G_OPTION_ARG_NONE, &as_json, "one object a line", NULL},
        {NULL, 0, 0, 0, NULL, NULL, NULL}};
    int status = EXIT_DONE;
    if (!command_options("jobs", entries, &argc, &argv, &status)) {
        return status;
    }
    static const char *const verbs[] = {"list", "show", "state", "erase", "post", NULL};
    if (argc < 2 || !g_strv_contains(verbs, argv[1])) {
        return command_no_verb("jobs", argc > 1 ? argv[1] : NULL,
                               "say list, show, post, state or erase");
    }
    if (strcmp(argv[1], "post") == 0) {
        return argc == 3 ? jobs_post(invocation, argv[2], employer)
                         : command_misused("jobs", "say post FILE");
    }
    int wanted_words = strcmp(argv[1], "list") == 0 ? 2 : strcmp(argv[1], "state") == 0 ? 4 : 3;
    guint64 id = 0;
    if (argc != wanted_words ||
        (wanted_words > 2 && !g_ascii_string_to_unsigned(argv[2], 10, 1, G_MAXINT64, &id, NULL))) {
        return command_misused(
            "jobs", "say list, show NUMBER, post FILE, state NUMBER STATE or erase NUMBER");
    }
    const struct wanted wanted = {.all = all,
                                  .profiles = profiles,
                                  .as_json = as_json,
                                  .yes = yes,
                                  .keep_mails = keep_mails,
                                  .reason = reason};
    return run_verb(invocation, argv + 1, (int64_t)id, &wanted);
}
