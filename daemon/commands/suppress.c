/* moedested suppress: addresses that get nothing. */
#include <stdio.h>
#include <string.h>

#include "commands/list.h"
#include "mail/address.h"
#include "store/suppression.h"

/* Names of those who have the address: "Karen Sørensen, Ove Kjær", "" for nobody. */
static char *who_has(const struct site *site, const char *address, GError **error)
{
    g_autoptr(GPtrArray) people = person_by_address(site->house->office.store, address, error);
    if (people == NULL) {
        return NULL;
    }
    GString *names = g_string_new(NULL);
    for (guint at = 0; at < people->len; at++) {
        const struct person *person = people->pdata[at];
        g_string_append_printf(names, "%s%s", at > 0 ? ", " : "", person->name);
    }
    return g_string_free(names, FALSE);
}

static void print_json(const struct site *site, const struct suppression *one, const char *who)
{
    g_autofree char *since = clock_format(site->clock, one->since);
    g_autofree char *lifted = one->lifted != 0 ? clock_format(site->clock, one->lifted) : NULL;
    json_auto_t *row =
        json_pack("{s:i, s:s, s:s, s:s, s:s, s:I, s:I, s:s, s:s?}", "format", 1, "address",
                  one->address, "reason", suppression_reason_name(one->reason), "detail",
                  one->detail, "since", since, "inbound", (json_int_t)one->inbound, "outgoing",
                  (json_int_t)one->outgoing, "who", who, "lifted", lifted);
    g_autofree char *text = json_dumps(row, JSON_COMPACT);
    puts(text);
}

static void print_row(const struct site *site, const struct suppression *one, const char *who)
{
    g_autofree char *since = clock_format(site->clock, one->since);
    printf("%-9s  %s  %s  %s", suppression_reason_name(one->reason), since, one->address,
           one->detail);
    if (one->inbound != 0) {
        printf("  (mail %" G_GINT64_FORMAT ")", one->inbound);
    }
    if (one->outgoing != 0) {
        printf("  (outgoing %" G_GINT64_FORMAT ")", one->outgoing);
    }
    printf("  %s", who);
    if (one->lifted != 0) {
        g_autofree char *lifted = clock_format(site->clock, one->lifted);
        printf("  lifted %s", lifted);
    }
    putchar('\n');
}

static int list(const struct site *site, bool all, bool as_json)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) rows = suppression_list(site->house->office.store, all, &error);
    for (guint at = 0; rows != NULL && at < rows->len; at++) {
        const struct suppression *one = rows->pdata[at];
        g_autofree char *who = who_has(site, one->address, &error);
        if (who == NULL) {
            return command_fail(error);
        }
        if (as_json) {
            print_json(site, one, who);
        } else {
            print_row(site, one, who);
        }
    }
    if (rows == NULL) {
        return command_fail(error);
    }
    fprintf(stderr, rows->len == 1 ? "%u address\n" : "%u addresses\n", rows->len);
    return EXIT_DONE;
}

static bool add(const struct site *site, const char *address, const char *why, bool *added,
                GError **error)
{
    struct store *store = site->house->office.store;
    const struct cause cause = {.at = clock_now(site->clock), .actor = "staff"};
    const struct suppression_draft draft = {address, SUPPRESSION_STAFF, why, 0};
    STORE_ROLLS_BACK(store);
    return store_begin(store, error) && suppression_add(store, &cause, &draft, added, error) &&
           store_commit(store, error);
}

static bool lift(const struct site *site, const char *address, bool *lifted, GError **error)
{
    struct store *store = site->house->office.store;
    const struct cause cause = {.at = clock_now(site->clock), .actor = "staff"};
    STORE_ROLLS_BACK(store);
    return store_begin(store, error) && suppression_lift(store, &cause, address, lifted, error) &&
           store_commit(store, error);
}

static int change(const struct site *site, const char *address, const char *why, bool adds)
{
    g_autoptr(GError) error = NULL;
    bool done = false;
    if (!(adds ? add(site, address, why, &done, &error) : lift(site, address, &done, &error))) {
        return command_fail(error);
    }
    if (!done && !adds) {
        fprintf(stderr, "moedested: %s is not suppressed (moedested suppress list)\n", address);
        return EXIT_NOT_FOUND;
    }
    const char *said =
        adds ? done ? "gets nothing from now on" : "was suppressed already" : "gets mail again";
    fprintf(stderr, "%s %s\n", address, said);
    return EXIT_DONE;
}

static int run_verb(const struct invocation *invocation, char **words, bool all, bool as_json)
{
    bool lists = strcmp(words[0], "list") == 0;
    g_autoptr(GError) error = NULL;
    g_autofree char *address = lists ? NULL : address_parse(words[1], &error);
    if (!lists && address == NULL) {
        return command_misused("suppress", "%s", error->message);
    }
    struct site site;
    int status = site_open(invocation, lists ? HOUSE_READ : HOUSE_NOTE, "suppress", &site);
    if (status != EXIT_DONE) {
        return status;
    }
    bool adds = strcmp(words[0], "add") == 0;
    g_autofree char *why = adds ? g_strjoinv(" ", words + 2) : NULL;
    status = lists ? list(&site, all, as_json) : change(&site, address, why, adds);
    site_close(&site);
    return status;
}

int command_suppress(const struct invocation *invocation, int argc, char **argv)
{
    gboolean as_json = FALSE, all = FALSE;
    const GOptionEntry entries[] = {
        {"all", 0, 0, G_OPTION_ARG_NONE, &all, "list: also what was lifted", NULL},
        {"json", 0, 0, G_OPTION_ARG_NONE, &as_json, "one object a line", NULL},
        {NULL, 0, 0, 0, NULL, NULL, NULL}};
    int status = EXIT_DONE;
    if (!command_options("suppress", entries, &argc, &argv, &status)) {
        return status;
    }
    static const char *const verbs[] = {"list", "add", "remove", NULL};
    if (argc < 2 || !g_strv_contains(verbs, argv[1])) {
        return command_no_verb("suppress", argc > 1 ? argv[1] : NULL, "say list, add or remove");
    }
    bool lists = strcmp(argv[1], "list") == 0, adds = strcmp(argv[1], "add") == 0;
    if (lists ? argc != 2 : argc < 3 || (!adds && argc != 3)) {
        return command_misused("suppress",
                               lists ? "list takes no other words" : "which address? Say one");
    }
    argv[argc] = NULL;
    return run_verb(invocation, argv + 1, all != FALSE, as_json != FALSE);
}
