#include "commands/match_best.h"

#include <stdio.h>
#include <string.h>

#include "act/listing_facts.h"
#include "act/market.h"
#include "base/failure.h"
#include "commands/print.h"

static const char *text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text != NULL ? text : "";
}

/* What a listing is called: "pedel, lagermedarbejder". The caller owns it; NULL: `error`. */
static char *name_of(const struct office *office, int64_t id, GError **error)
{
    SCOPED(listing) struct listing *listing = listing_get(office->store, id, error);
    if (listing == NULL) {
        return error == NULL || *error == NULL ? g_strdup("") : NULL;
    }
    int number = listing->confirmed != 0 ? listing->confirmed : listing->newest;
    g_autofree char *text = listing_facts(office->store, id, number, error);
    json_auto_t *facts = text != NULL ? json_loads(text, 0, NULL) : NULL;
    return text == NULL ? NULL : facts_name(office, "da", listing->kind, facts);
}

/* "licence B", "weekly", "pakke varer" for a skill. The caller owns it. */
static char *condition_text(const json_t *row)
{
    const char *condition = text_of(row, "condition"), *word = text_of(row, "word");
    return strcmp(condition, "skill") == 0 ? g_strdup(word)
           : *word == '\0'                 ? g_strdup(condition)
                                           : g_strdup_printf("%s %s", condition, word);
}

static void print_list(const char *label, const json_t *list, const char *quote)
{
    size_t at;
    json_t *one;
    json_array_foreach(list, at, one)
    {
        const char *text = json_string_value(one);
        printf("%s%s%s%s", at == 0 ? label : ", ", quote, text != NULL ? text : "", quote);
    }
    if (json_array_size(list) > 0) {
        putchar('\n');
    }
}

static void print_conditions(const char *label, const json_t *rows)
{
    size_t at;
    json_t *row;
    json_array_foreach(rows, at, row)
    {
        g_autofree char *text = condition_text(row);
        const json_t *gain = json_object_get(row, "gain");
        printf("%s%s", at == 0 ? label : ", ", text);
        if (gain != NULL) {
            printf(" (+%d)", (int)json_integer_value(gain));
        }
    }
    if (json_array_size(rows) > 0) {
        putchar('\n');
    }
}

static void print_why(const json_t *item)
{
    print_list("         fits: ", json_object_get(item, "fits"), "");
    print_list("         written: ", json_object_get(item, "quotes"), "\"");
    print_conditions("         has: ", json_object_get(item, "met"));
    print_conditions("         missing: ", json_object_get(item, "missing"));
    print_list("         not known: ", json_object_get(item, "unknown"), "");
}

static bool print_item(const struct office *office, const json_t *item,
                       const struct match_wanted *wanted, GError **error)
{
    int64_t id = json_integer_value(json_object_get(item, "listing"));
    int64_t whose = json_integer_value(json_object_get(item, "person"));
    SCOPED(person) struct person *person = person_get(office->store, whose, error);
    g_autofree char *name = person != NULL ? name_of(office, id, error) : NULL;
    if (name == NULL) {
        return false;
    }
    if (wanted->as_json) {
        json_auto_t *row = json_pack("{s:i, s:s, s:s}", "format", 1, "owner",
                                     person_address(person), "name", name);
        json_object_update_missing(row, (json_t *)(uintptr_t)item);
        print_row(row);
        return true;
    }
    printf("%3d  %-7s  %5" G_GINT64_FORMAT "  %s  %s%s\n",
           (int)json_integer_value(json_object_get(item, "score")), text_of(item, "level"), id,
           person_address(person), name,
           json_is_true(json_object_get(item, "outside")) ? "  (another field)"
           : json_is_true(json_object_get(item, "unmet")) ? "  (if a condition is dropped)"
                                                          : "");
    if (wanted->explain) {
        print_why(item);
    }
    return true;
}

static void print_sum(const json_t *answer)
{
    fprintf(stderr, "%d fit\n", (int)json_integer_value(json_object_get(answer, "count")));
    size_t at;
    json_t *row;
    json_array_foreach(json_object_get(answer, "without"), at, row)
    {
        g_autofree char *text = condition_text(row);
        fprintf(stderr, "without %s: %d more\n", text,
                (int)json_integer_value(json_object_get(row, "count")));
    }
}

static int print_best(const struct office *office, int64_t listing,
                      const struct match_wanted *wanted)
{
    g_autoptr(GError) error = NULL;
    json_auto_t *wishes = json_pack("{s:i}", "limit", wanted->limit);
    json_auto_t *answer = market_best(office->market, listing, wishes, &error);
    size_t at;
    json_t *item;
    json_array_foreach(json_object_get(answer, "items"), at, item)
    {
        if (!print_item(office, item, wanted, &error)) {
            break;
        }
    }
    if (error != NULL) {
        return command_fail(error);
    }
    print_sum(answer);
    return EXIT_DONE;
}

static int best_of_job(const struct office *office, const char *word,
                       const struct match_wanted *wanted)
{
    guint64 id = 0;
    g_autoptr(GError) error = NULL;
    if (!g_ascii_string_to_unsigned(word, 10, 1, G_MAXINT64, &id, NULL)) {
        return command_misused("match", "%s is no number of a job (moedested jobs list)", word);
    }
    SCOPED(listing) struct listing *job = listing_get(office->store, (int64_t)id, &error);
    if (error != NULL) {
        return command_fail(error);
    }
    if (job == NULL || job->kind != LISTING_POSTING) {
        fprintf(stderr, "moedested: there is no job %s (moedested jobs list --all)\n", word);
        return EXIT_NOT_FOUND;
    }
    return print_best(office, job->id, wanted);
}

/* The newest profile of the people with the address; 0: there is none. */
static bool profile_of(const struct office *office, const char *address, int64_t *id,
                       GError **error)
{
    g_autoptr(GPtrArray) people = person_by_address(office->store, address, error);
    for (guint i = 0; people != NULL && i < people->len && *id == 0; i++) {
        const struct person *person = people->pdata[i];
        g_autoptr(GPtrArray) mine = listing_of(office->store, person->id, LISTING_PROFILE, error);
        if (mine == NULL) {
            return false;
        }
        *id = mine->len > 0 ? ((const struct listing *)mine->pdata[0])->id : 0;
    }
    return people != NULL;
}

static int best_of_seeker(const struct office *office, const char *address,
                          const struct match_wanted *wanted)
{
    int64_t id = 0;
    g_autoptr(GError) error = NULL;
    if (!profile_of(office, address, &id, &error)) {
        return command_fail(error);
    }
    if (id == 0) {
        fprintf(stderr,
                "moedested: nobody with the address %s has a profile (moedested jobs list "
                "--profiles)\n",
                address);
        return EXIT_NOT_FOUND;
    }
    return print_best(office, id, wanted);
}

int match_best_run(const struct invocation *invocation, char **words,
                   const struct match_wanted *wanted)
{
    struct site site;
    int status = site_open(invocation, HOUSE_READ, "match", &site);
    if (status != EXIT_DONE) {
        return status;
    }
    const struct office *office = &site.house->office;
    status = strcmp(words[0], "job") == 0 ? best_of_job(office, words[1], wanted)
                                          : best_of_seeker(office, words[1], wanted);
    site_close(&site);
    return status;
}
