/* moedested inbox: mails that wait for a human, and matches that nobody answers about. */
#include <stdio.h>
#include <string.h>

#include "act/desk.h"
#include "commands/list.h"
#include "store/inbound.h"
#include "store/silent.h"
#include "understand/cpr.h"
#include "understand/verdict.h"

static const char *reason_of(const struct site *site, const struct inbound *inbound)
{
    return inbound->reason != NULL
               ? templates_word(site->house->office.templates, "da", "reasons", inbound->reason)
               : "";
}

static void print_row(const struct site *site, const struct inbound *inbound, bool as_json)
{
    SCOPED(verdict) struct verdict *verdict = verdict_from_text(inbound->verdict);
    g_autofree char *when = clock_format(site->clock, inbound->received);
    const char *from =
        verdict != NULL && verdict->from_address != NULL ? verdict->from_address : "";
    const char *subject = verdict != NULL && verdict->subject != NULL ? verdict->subject : "";
    g_autofree char *masked = cpr_mask(subject);
    if (as_json) {
        json_auto_t *row = json_pack("{s:i, s:I, s:s, s:s, s:s, s:s, s:s?, s:s?}", "format", 1,
                                     "id", (json_int_t)inbound->id, "received", when, "state",
                                     inbound_state_name(inbound->state), "from", from, "subject",
                                     masked, "reason", inbound->reason, "effect", inbound->effect);
        g_autofree char *text = json_dumps(row, JSON_COMPACT);
        puts(text);
        return;
    }
    printf("%5" G_GINT64_FORMAT "  %s  %-11s  %s  \"%s\"  %s\n", inbound->id, when,
           inbound_state_name(inbound->state), from, masked, reason_of(site, inbound));
}

struct listing {
    const struct site *site;
    bool all, as_json;
    unsigned waiting;
};

static bool list_one(const struct inbound *inbound, void *data)
{
    struct listing *listing = data;
    bool waits = inbound->state == INBOUND_HUMAN || inbound->state == INBOUND_QUARANTINED;
    listing->waiting += waits ? 1 : 0;
    if (listing->all || waits) {
        print_row(listing->site, inbound, listing->as_json);
    }
    return true;
}

static void print_match(const struct site *site, const struct silent *silent, bool as_json)
{
    g_autofree char *since = clock_format(site->clock, silent->since);
    if (as_json) {
        json_auto_t *row = json_pack(
            "{s:i, s:I, s:s, s:s, s:s, s:I, s:I}", "format", 1, "match", (json_int_t)silent->pair,
            "since", since, "state", "silent", "stage", pair_stage_name(silent->stage), "profile",
            (json_int_t)silent->profile, "job", (json_int_t)silent->posting);
        g_autofree char *text = json_dumps(row, JSON_COMPACT);
        puts(text);
        return;
    }
    printf("match %" G_GINT64_FORMAT "  %s  silent  %s  profile %" G_GINT64_FORMAT
           ", job %" G_GINT64_FORMAT "\n",
           silent->pair, since, pair_stage_name(silent->stage), silent->profile, silent->posting);
}

static bool list_matches(const struct site *site, bool as_json, GError **error)
{
    g_autoptr(GArray) silent = silent_all(site->house->office.store, error);
    for (guint at = 0; silent != NULL && at < silent->len; at++) {
        print_match(site, &g_array_index(silent, struct silent, at), as_json);
    }
    if (silent != NULL && silent->len > 0) {
        fprintf(stderr,
                silent->len == 1 ? "%u match waits for a human: nobody answers\n"
                                 : "%u matches wait for a human: nobody answers\n",
                silent->len);
    }
    return silent != NULL;
}

static int list(const struct site *site, bool all, bool as_json)
{
    g_autoptr(GError) error = NULL;
    struct listing listing = {.site = site, .all = all, .as_json = as_json};
    if (!inbound_each(site->house->office.store, 0, list_one, &listing, &error)) {
        return command_fail(error);
    }
    fprintf(stderr,
            listing.waiting == 1 ? "%u mail waits for a human\n" : "%u mails wait for a human\n",
            listing.waiting);
    return list_matches(site, as_json, &error) ? EXIT_DONE : command_fail(error);
}

static bool read_id(const char *word, int64_t *id)
{
    guint64 number = 0;
    if (!g_ascii_string_to_unsigned(word, 10, 1, INT64_MAX, &number, NULL)) {
        return false;
    }
    *id = (int64_t)number;
    return true;
}

static int show(const struct site *site, int64_t id, bool raw)
{
    g_autoptr(GError) error = NULL;
    SCOPED(inbound) struct inbound *inbound = inbound_get(site->house->office.store, id, &error);
    g_autoptr(GBytes) octets =
        inbound != NULL ? inbound_raw(site->house->office.store, id, &error) : NULL;
    if (octets == NULL) {
        return command_fail(error);
    }
    SCOPED(verdict) struct verdict *verdict = verdict_from_text(inbound->verdict);
    if (raw || verdict == NULL) {
        size_t length = 0;
        const char *data = g_bytes_get_data(octets, &length);
        return fwrite(data, 1, length, stdout) == length ? EXIT_DONE : EXIT_FINDINGS;
    }
    g_autofree char *when = clock_format(site->clock, inbound->received);
    g_autofree char *subject = cpr_mask(verdict->subject != NULL ? verdict->subject : "");
    g_autofree char *text = cpr_mask(verdict->text);
    g_autofree char *name = cpr_mask(verdict->from_name != NULL ? verdict->from_name : "");
    printf("mail %" G_GINT64_FORMAT
           ", %s, received %s\nwhy:     %s\nfrom:    %s <%s>\nsubject: %s\n\n%s\n",
           inbound->id, inbound_state_name(inbound->state), when, reason_of(site, inbound), name,
           verdict->from_address != NULL ? verdict->from_address : "", subject, text);
    return EXIT_DONE;
}

/* A member of staff has taken care of it. */
static bool finish(const struct site *site, int64_t id, GError **error)
{
    const struct office *office = &site->house->office;
    STORE_ROLLS_BACK(office->store);
    struct cause cause = {.at = clock_now(site->clock), .actor = "staff", .inbound = id};
    bool closed = false;
    return store_begin(office->store, error) && desk_close(office, &cause, id, &closed, error) &&
           store_commit(office->store, error);
}

static int run_verb(const struct invocation *invocation, const char *verb, int64_t id, bool all,
                    bool raw, bool as_json)
{
    bool writes = strcmp(verb, "done") == 0;
    struct site site;
    int status = site_open(invocation, writes ? HOUSE_NOTE : HOUSE_READ, "inbox", &site);
    if (status != EXIT_DONE) {
        return status;
    }
    if (strcmp(verb, "list") == 0) {
        status = list(&site, all, as_json);
    } else if (writes) {
        g_autoptr(GError) error = NULL;
        status = finish(&site, id, &error) ? EXIT_DONE : command_fail(error);
    } else {
        status = show(&site, id, raw);
    }
    site_close(&site);
    return status;
}

int command_inbox(const struct invocation *invocation, int argc, char **argv)
{
    gboolean as_json = FALSE, all = FALSE, raw = FALSE;
    const GOptionEntry entries[] = {
        {"all", 0, 0, G_OPTION_ARG_NONE, &all, "list: also what is done", NULL},
        {"raw", 0, 0, G_OPTION_ARG_NONE, &raw, "show: the mail as it came", NULL},
        {"json", 0, 0, G_OPTION_ARG_NONE, &as_json, "one object a line", NULL},
        {NULL, 0, 0, 0, NULL, NULL, NULL}};
    int status = EXIT_DONE;
    if (!command_options("inbox", entries, &argc, &argv, &status)) {
        return status;
    }
    static const char *const verbs[] = {"list", "show", "done", NULL};
    if (argc < 2 || !g_strv_contains(verbs, argv[1])) {
        return command_no_verb("inbox", argc > 1 ? argv[1] : NULL, "say list, show or done");
    }
    bool lists = strcmp(argv[1], "list") == 0;
    int64_t id = 0;
    if (argc != (lists ? 2 : 3) || (!lists && !read_id(argv[2], &id))) {
        return command_misused("inbox", lists ? "list takes no other words"
                                              : "which mail? Its number stands in `inbox list`");
    }
    return run_verb(invocation, argv[1], id, all != FALSE, raw != FALSE, as_json != FALSE);
}
